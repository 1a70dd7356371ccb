// A piece of a text that a view marks.
#pragma once

#include <cstddef>
#include <vector>

namespace dds::diagnose {

struct Range {
  std::size_t begin = 0;  // bytes
  std::size_t end = 0;
  friend bool operator==(const Range&, const Range&) = default;
};
using Ranges = std::vector<Range>;

}  // namespace dds::diagnose
