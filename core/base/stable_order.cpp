#include "core/base/stable_order.h"

#include <algorithm>
#include <numeric>

namespace dds {

std::vector<std::uint32_t> stable_order(std::size_t count, LessNumbers less, const void* context) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [=](std::uint32_t a, std::uint32_t b) { return less(context, a, b); });
  return order;
}

}  // namespace dds
