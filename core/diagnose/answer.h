// What the service answered to the request that is diagnosed, from whatever form it was pasted in.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/time.h"

namespace dds::diagnose {

struct ServiceAnswer {
  std::string code;     // "SignatureDoesNotMatch"; empty when only a message was pasted
  std::string message;  // holds the server's string to sign: redact before showing
  /// What follows "string to sign is:" (ACS3: "canonical request is:", where that is quoted); empty
  /// when there is none.
  std::string string_to_sign;
  std::optional<Instant> date;  // the Date header: the service's clock
};

/// JSON, XML, an HTTP answer with its headers, or a message alone. An answer that refuses nothing
/// has an empty code. The error is one sentence.
[[nodiscard]] Result<ServiceAnswer> read_answer(std::string_view text);

/// What follows "server string to sign is:" in a message, with \n, &amp; and the like as they were
/// meant; empty when there is none.
[[nodiscard]] std::string quoted_string_to_sign(std::string_view message);

}  // namespace dds::diagnose
