// "Did you mean ...?": the nearest of the known words.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dds {

/// Steps (insert, remove, replace, swap neighbours) from one word to the other; ASCII case does not
/// count.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest word when it is near enough to be a typing error (up to a third of its letters),
/// else "".
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> known);

}  // namespace dds
