// Options that give something away: that agree to what would be asked, let a guard go, or make what
// cannot be undone. The one place that knows them, so that none is suggested to who did not mean
// it.
#pragma once

#include <string_view>

namespace dds::cli {

/// See KnownWord: the part of such an option's name (without its dashes) that has to be typed
/// before it is suggested. Empty for all other options.
[[nodiscard]] std::string_view harm_of_option(std::string_view name);

}  // namespace dds::cli
