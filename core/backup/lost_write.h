// What a lost answer means in time, for requests that change something and carry no token.
#pragma once

#include "core/base/time.h"

namespace dds::backup {

/// How long after it was signed a request may still take effect. The service refuses older
/// timestamps; one page says after 15 minutes, another after 31 (neither was tried live), so that
/// the longer one is taken, and a minute for what is under way inside.
inline constexpr Milliseconds kLateEffect{32 * 60'000};
/// Between two looks whether it did.
inline constexpr Milliseconds kBetweenLateLooks{60'000};
/// For the last look, retries included.
inline constexpr Milliseconds kLateSlack = 5 * kBetweenLateLooks;

}  // namespace dds::backup
