#include "native/cli/listing_guard.h"

#include "core/base/utf8.h"
#include "native/cli/numbers.h"

namespace dds::cli {

Result<std::size_t> read_min_instances(const std::string& text) {
  if (text.empty()) return std::size_t{0};
  const std::optional<std::int64_t> count = parse_integer(text, 1, 1'000'000);
  if (count) return static_cast<std::size_t>(*count);
  return make_error(
      ErrorCode::InvalidParameter,
      "--min-instances takes a number from 1 to 1000000; \"" + one_line(text) + "\" was given.",
      "--min-instances");
}

std::optional<std::string> too_few(std::size_t listed, std::size_t wanted) {
  if (listed >= wanted) return std::nullopt;
  return "Only " + std::to_string(listed) + (listed == 1 ? " instance was" : " instances were") +
         " listed; --min-instances wants " + std::to_string(wanted) + ".";
}

}  // namespace dds::cli
