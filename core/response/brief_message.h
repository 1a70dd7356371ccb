// The service's message about a signature quotes the text that it signed itself: long, and with the
// key's ID in it. People are told the sentence alone; the text is looked at elsewhere.
#pragma once

#include <string>

namespace dds::response {

/// Without "server string to sign is:" and what follows; other messages as they are.
[[nodiscard]] std::string brief_message(std::string message);

}  // namespace dds::response
