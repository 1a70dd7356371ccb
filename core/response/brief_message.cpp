#include "core/response/brief_message.h"

#include <cstddef>

namespace dds::response {

std::string brief_message(std::string message) {
  const std::size_t quote = message.find("server string to sign is:");
  if (quote == std::string::npos) return message;
  message.resize(quote);
  message.resize(message.find_last_not_of(" ,.") + 1);
  if (!message.empty()) message += '.';
  return message;
}

}  // namespace dds::response
