#include "native/desktop/icon.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace dds::desktop {
namespace {

struct Colour {
  float r, g, b;
};
constexpr Colour kAccent = {0x0B / 255.0F, 0x6B / 255.0F, 0xCB / 255.0F};
constexpr Colour kDisk = {1.0F, 1.0F, 1.0F};

// Distances are in units of the icon's side, negative inside.
float rounded_box(float x, float y, float half_width, float half_height, float radius) {
  const float dx = std::abs(x) - half_width + radius;
  const float dy = std::abs(y) - half_height + radius;
  return std::hypot(std::max(dx, 0.0F), std::max(dy, 0.0F)) + std::min(std::max(dx, dy), 0.0F) -
         radius;
}

float coverage(float distance, int side) {
  return std::clamp(0.5F - distance * static_cast<float>(side), 0.0F, 1.0F);
}

std::uint8_t to_byte(float value) {
  return static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0F, 1.0F) * 255.0F));
}

}  // namespace

std::vector<std::uint8_t> icon_rgba(int side) {
  constexpr std::array<float, 3> kDisks = {-0.2F, 0.0F, 0.2F};
  std::vector<std::uint8_t> pixels;
  pixels.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side) * 4);
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const float x = (static_cast<float>(column) + 0.5F) / static_cast<float>(side) - 0.5F;
      const float y = (static_cast<float>(row) + 0.5F) / static_cast<float>(side) - 0.5F;
      float disk = 0.0F;
      for (const float middle : kDisks) {
        disk = std::max(disk, coverage(rounded_box(x, y - middle, 0.29F, 0.075F, 0.075F), side));
      }
      const float square = coverage(rounded_box(x, y, 0.48F, 0.48F, 0.12F), side);
      pixels.push_back(to_byte(kAccent.r + (kDisk.r - kAccent.r) * disk));
      pixels.push_back(to_byte(kAccent.g + (kDisk.g - kAccent.g) * disk));
      pixels.push_back(to_byte(kAccent.b + (kDisk.b - kAccent.b) * disk));
      pixels.push_back(to_byte(square));
    }
  }
  return pixels;
}

}  // namespace dds::desktop
