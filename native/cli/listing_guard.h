// Guards of commands that choose instances by listing them: a key that sees less than it should, or
// a listing without anything, must not pass for "all is well".
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace dds::cli {

inline constexpr const char* kMinInstancesHelp =
    "how many instances have to be listed at least; fewer fall short (code 5)";
inline constexpr const char* kAllowNoneHelp =
    "that no instance is listed is all right; else it falls short (code 5)";

/// What --min-instances takes: 1 to 1,000,000; 0 for an empty text.
[[nodiscard]] Result<std::size_t> read_min_instances(const std::string& text);

/// The sentence when fewer were listed than `wanted`.
[[nodiscard]] std::optional<std::string> too_few(std::size_t listed, std::size_t wanted);

}  // namespace dds::cli
