#include "shell/theme.h"

#include <algorithm>
#include <cmath>

namespace dds::shell {
namespace {

constexpr Color rgb(std::uint32_t hex) {
  return 0xFF000000U | (hex & 0xFFU) << 16U | (hex & 0xFF00U) | (hex >> 16U & 0xFFU);
}

Palette make_light() {
  Palette palette{};
  palette.background = rgb(0xFFFFFF);
  palette.raised = rgb(0xFFFFFF);
  palette.sunken = rgb(0xF5F6F8);
  palette.line = rgb(0xE1E4E9);
  palette.outline = rgb(0x868E9B);
  palette.text = rgb(0x1A1F27);
  palette.second = rgb(0x535C6A);
  palette.third = rgb(0x626B79);
  palette.accent = rgb(0x0B6BCB);
  palette.on_accent = rgb(0xFFFFFF);
  palette.good = rgb(0x14804A);
  palette.attention = rgb(0x8F5F00);
  palette.bad = rgb(0xC0292B);
  palette.running = rgb(0x0B6BCB);
  palette.chosen = mix(palette.background, palette.accent, 0.10F);
  palette.hover = rgb(0xEDEFF3);
  palette.shadow = IM_COL32(20, 28, 40, 255);
  return palette;
}

Palette make_dark() {
  Palette palette{};
  palette.dark = true;
  palette.background = rgb(0x14171C);
  palette.raised = rgb(0x1B1F26);
  palette.sunken = rgb(0x0F1216);
  palette.line = rgb(0x2A303A);
  palette.outline = rgb(0x6B7686);
  palette.text = rgb(0xE8EBF0);
  palette.second = rgb(0xA9B2C0);
  palette.third = rgb(0x8A94A3);
  palette.accent = rgb(0x4AA3F0);
  palette.on_accent = rgb(0x0B1117);
  palette.good = rgb(0x3FB97A);
  palette.attention = rgb(0xD9A53A);
  palette.bad = rgb(0xF06A6A);
  palette.running = rgb(0x4AA3F0);
  palette.chosen = mix(palette.background, palette.accent, 0.17F);
  palette.hover = rgb(0x232932);
  palette.shadow = IM_COL32(0, 0, 0, 255);
  return palette;
}

std::uint32_t channel(Color color, int shift) {
  return color >> static_cast<unsigned>(shift) & 0xFFU;
}

}  // namespace

const Palette& light_palette() {
  static const Palette palette = make_light();
  return palette;
}

const Palette& dark_palette() {
  static const Palette palette = make_dark();
  return palette;
}

Color mix(Color under, Color over, float amount) {
  const float share = std::clamp(amount, 0.0F, 1.0F);
  Color result = 0xFF000000U;
  for (const int shift : {0, 8, 16}) {
    const auto a = static_cast<float>(channel(under, shift));
    const auto b = static_cast<float>(channel(over, shift));
    const auto mixed = static_cast<Color>(std::lround(a + (b - a) * share));
    result |= mixed << static_cast<unsigned>(shift);
  }
  return result;
}

Color tint(const Palette& palette, Color signal) {
  return mix(palette.background, signal, palette.dark ? 0.20F : 0.12F);
}

}  // namespace dds::shell
