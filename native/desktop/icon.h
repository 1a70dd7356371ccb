// The window's icon, drawn rather than shipped: a stack of disks on a rounded square of the accent
// colour.
#pragma once

#include <cstdint>
#include <vector>

namespace dds::desktop {

/// RGBA, 8 bits each (not premultiplied), `side` x `side` pixels, rows from the top; `side` 8 to
/// 512.
[[nodiscard]] std::vector<std::uint8_t> icon_rgba(int side);

}  // namespace dds::desktop
