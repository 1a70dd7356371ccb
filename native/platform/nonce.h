// Fresh nonces for signatures, from the system's own randomness.
#pragma once

#include <cstdint>
#include <string>

namespace dds::platform {

/// 128 random bits as 32 lower-case hex digits. Short or guessable nonces collide, which the
/// service answers with SignatureNonceUsed.
[[nodiscard]] std::string random_nonce();

/// 64 random bits, for the jitter of retries.
[[nodiscard]] std::uint64_t random_seed();

}  // namespace dds::platform
