// The few digests that signing needs, all computed by Crypto++, and their Base64 and hex texts.
// Nothing here throws: key sizes are brought into range before Crypto++ sees them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace dds::signing {

using Sha1Digest = std::array<std::uint8_t, 20>;
using Sha256Digest = std::array<std::uint8_t, 32>;

/// HMAC (RFC 2104) with the key `key` + `key_suffix`, joined here so that no caller keeps a copy of
/// a secret.
[[nodiscard]] Sha1Digest hmac_sha1(std::string_view key, std::string_view key_suffix,
                                   std::string_view text);
[[nodiscard]] Sha256Digest hmac_sha256(std::string_view key, std::string_view key_suffix,
                                       std::string_view text);

[[nodiscard]] Sha1Digest sha1(std::string_view bytes);
[[nodiscard]] Sha256Digest sha256(std::string_view bytes);

/// Base64 with padding (RFC 4648, section 4). A loop of our own: Crypto++'s encoder is a chain of
/// filters that allocates several objects a call and takes longer than the HMAC itself (measured by
/// tests/bench/core_bench.cpp).
[[nodiscard]] std::string base64(std::span<const std::uint8_t> bytes);

/// Lower-case hex.
[[nodiscard]] std::string hex(std::span<const std::uint8_t> bytes);

}  // namespace dds::signing
