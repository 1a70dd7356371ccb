// The control address of an emulator: what really happened, back to the start, other faults. Not
// part of the service, and only there when `--control` asked for it.
//
//   GET  /control/effects    what really happened, one JSON object a line
//   GET  /control/instances  the account's instances, a JSON list
//   GET  /control/state      the state document
//   GET  /control/requests   how many requests have come, as JSON; of each action under --throttle
//   POST /control/reset      back to the account that it started with
//   POST /control/faults     the body is a new fault spec; an empty one ends them
//
// Answers only to its own name, and to no page of another origin: a page that the user happens to
// visit must not reset anything.
#pragma once

#include <string_view>

#include "core/http.h"
#include "native/server/emulator_service.h"

namespace dds::server {

/// Whether a request's target belongs to the control address.
[[nodiscard]] bool is_control_target(std::string_view target);

[[nodiscard]] HttpResponse control(EmulatorService& service, const HttpRequest& request,
                                   int own_port);

}  // namespace dds::server
