// Keyed hashes over Crypto++, without its filter pipeline, which would cost more than the hash itself.
#pragma once

#include <string>
#include <string_view>

namespace dds::signing {

/// The raw digest, 20 and 32 bytes. `key` may be empty.
[[nodiscard]] std::string hmac_sha1(std::string_view key, std::string_view text);
[[nodiscard]] std::string hmac_sha256(std::string_view key, std::string_view text);
[[nodiscard]] std::string sha256(std::string_view text);

/// Lower-case hex, and Base64 with padding (RFC 4648). Crypto++'s encoders are filters that allocate several objects
/// a call: more than half of the time of one signature, so these two loops stand here instead.
[[nodiscard]] std::string to_hex(std::string_view bytes);
[[nodiscard]] std::string to_base64(std::string_view bytes);

}  // namespace dds::signing
