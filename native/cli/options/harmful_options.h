// Options that are dangerous by mistake: they answer a question in advance, disable a guard, or do
// what cannot be undone. They are listed here alone, so that none is suggested to somebody who did
// not mean it.
#pragma once

#include <string_view>

namespace dds::cli {

/// See KnownWord: the part of such an option's name (without its dashes) that has to be typed
/// before it is suggested. Empty for all other options.
[[nodiscard]] std::string_view harm_of_option(std::string_view name);

}  // namespace dds::cli
