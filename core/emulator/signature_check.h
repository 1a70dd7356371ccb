// Whether a request is signed as its signature's version asks, and by that secret. A part of the
// gateway; knows neither keys nor time.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/secret.h"
#include "core/emulator/incoming.h"
#include "core/http.h"

namespace dds::emulator {

/// In a time that tells nothing about where two texts differ.
[[nodiscard]] bool equal_in_constant_time(std::string_view a, std::string_view b);

/// The common parameters of RPC v1 are there and known.
[[nodiscard]] std::optional<Refusal> check_rpc_v1_shape(const Incoming& incoming);
[[nodiscard]] std::optional<Refusal> check_rpc_v1_signature(const Incoming& incoming,
                                                            const Secret& secret);

/// Both want `incoming.acs3`. The headers of ACS3 are there, and every one that must be signed is
/// named among the signed ones. Which codes the service answers with is inferred from those for RPC
/// v1.
[[nodiscard]] std::optional<Refusal> check_acs3_shape(const HttpRequest& request,
                                                      const Incoming& incoming);
/// Over the host that the request came to and the bytes of its body, whatever its headers say of
/// them.
[[nodiscard]] std::optional<Refusal> check_acs3_signature(const HttpRequest& request,
                                                          const Incoming& incoming,
                                                          const Secret& secret);

}  // namespace dds::emulator
