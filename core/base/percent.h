// Percent-encoding as the service's signature rules want it: unreserved A-Z a-z 0-9 - _ . ~ stay,
// every other byte of the UTF-8 text becomes %XX with upper-case hex (a space is %20, never +).
// Source: "Signature method" page of the product documentation.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace dds {

/// Appends the encoded text to `out`.
void percent_encode_to(std::string& out, std::string_view text);
[[nodiscard]] std::string percent_encode(std::string_view text);

/// Number of bytes that `percent_encode(text)` has.
[[nodiscard]] std::size_t percent_encoded_size(std::string_view text);

/// Strict decoding: a % without two hex digits is an InvalidText error. A `+` stays a `+` unless
/// `plus_is_space` (the form encoding of application/x-www-form-urlencoded). Bytes are not checked
/// for UTF-8.
[[nodiscard]] Result<std::string> percent_decode(std::string_view text, bool plus_is_space = false);

}  // namespace dds
