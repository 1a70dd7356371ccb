// Numbers in arguments: the whole text or nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace dds::cli {

/// "-1", "8620"; nothing for anything else or outside the range.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text, std::int64_t least,
                                                        std::int64_t most);

/// "0.5", "200"; digits and at most one point.
[[nodiscard]] std::optional<double> parse_decimal(std::string_view text, double least, double most);

}  // namespace dds::cli
