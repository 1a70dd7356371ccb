#include "core/emulator/acs3_authorization.h"

#include <algorithm>

namespace dds::emulator {
namespace {

std::string_view without_leading_blanks(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(' '), text.size()));
}

}  // namespace

Acs3Authorization read_acs3_authorization(std::string_view header) {
  Acs3Authorization read;
  const std::size_t blank = std::min(header.find(' '), header.size());
  read.algorithm = header.substr(0, blank);
  std::string_view rest = header.substr(blank);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(','), rest.size());
    const std::string_view part = without_leading_blanks(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    const std::string_view name = part.substr(0, equals);
    const std::string_view value = part.substr(equals + 1);
    if (name == "Credential") read.credential = value;
    if (name == "SignedHeaders") read.signed_headers = value;
    if (name == "Signature") read.signature = value;
  }
  return read;
}

}  // namespace dds::emulator
