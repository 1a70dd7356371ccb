#include "shell/host.h"

#include <algorithm>

#include "core/base/ascii.h"

namespace dds::shell {

bool is_journal_name(std::string_view name) {
  constexpr std::size_t kLongest = 80;
  return !name.empty() && name.size() <= kLongest &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-';
         });
}

}  // namespace dds::shell
