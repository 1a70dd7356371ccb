// A picture of the window's pixels, as a PNG file. Built without libpng (picture_none.cpp) it says
// so.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace dds::desktop {

/// RGB, 8 bits each, rows from the top, no padding.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> rgb;
};

/// Writes the file, making its folder when it is missing. The error names the path and what went
/// wrong.
[[nodiscard]] Status write_png(const Picture& picture, const std::string& path);

}  // namespace dds::desktop
