// What can be told without the secret: from the request itself, its time, and the service's answer.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnose/diagnose.h"
#include "core/diagnose/request.h"

namespace dds::diagnose {

using Findings = std::vector<Finding>;

[[nodiscard]] Finding found(Kind kind, Evidence evidence, std::string parameter = {},
                            std::string_view detail = {});

/// Missing and misspelled parameters, stray blanks, texts of the wrong form.
[[nodiscard]] Findings check_request(const Request& request);
/// ACS3: headers, SignedHeaders, the body's hash.
[[nodiscard]] Findings check_acs3(const Request& request);
/// The form of the timestamp and, against an instant, its value.
[[nodiscard]] Findings check_time(const Request& request, std::optional<Instant> reference);
/// What the service's code says beyond what the request shows.
[[nodiscard]] Findings check_answer(const ServiceAnswer& answer);

/// The Timestamp, or x-acs-date; empty when there is none.
[[nodiscard]] std::string_view timestamp_of(const Request& request);
[[nodiscard]] std::string_view nonce_of(const Request& request);
[[nodiscard]] std::string access_key_id_of(const Request& request);

/// What the service's code is about; nothing when it is about something else than the request's
/// signature and common parameters.
[[nodiscard]] std::optional<Concern> concern_of(std::string_view code);

}  // namespace dds::diagnose
