// Sorting without a copy of the algorithm for every kind of item: the page is weighed, and each
// std::stable_sort costs it a kilobyte. Where time counts more than size, use std::sort.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace dds {

/// The numbers below `count` in the order that `less(context, a, b)` asks for; equal ones stay as
/// they were.
using LessNumbers = bool (*)(const void* context, std::uint32_t a, std::uint32_t b);
[[nodiscard]] std::vector<std::uint32_t> stable_order(std::size_t count, LessNumbers less,
                                                      const void* context);

/// The same by a callable of two numbers.
template <class Less>
[[nodiscard]] std::vector<std::uint32_t> stable_order(std::size_t count, const Less& less) {
  return stable_order(
      count,
      [](const void* context, std::uint32_t a, std::uint32_t b) {
        return (*static_cast<const Less*>(context))(a, b);
      },
      &less);
}

/// Sorts by a callable of two items; equal ones stay as they were.
template <class Item, class Less>
void sort_stable(std::vector<Item>& items, const Less& less) {
  const std::vector<std::uint32_t> order = stable_order(
      items.size(), [&](std::uint32_t a, std::uint32_t b) { return less(items[a], items[b]); });
  std::vector<Item> sorted;
  sorted.reserve(items.size());
  for (const std::uint32_t number : order) sorted.push_back(std::move(items[number]));
  items = std::move(sorted);
}

}  // namespace dds
