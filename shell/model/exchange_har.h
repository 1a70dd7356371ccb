// An exchange of this console as an entry of a HAR file (version 1.2), whole: with signature and
// token, as the diagnosis needs them. For the Sign page only; whatever is shown, copied or kept is
// made by `inspect`, which redacts.
#pragma once

#include <string>
#include <string_view>

#include "shell/model/exchange_log.h"

namespace dds::shell {

/// To be wiped by the caller.
[[nodiscard]] std::string har_entry(const ExchangeEntry& entry);

/// The service refused it for its signature, or for what a signature rests on: key, token, nonce,
/// time.
[[nodiscard]] bool refused_for_signature(const ExchangeEntry& entry);

}  // namespace dds::shell
