// Colours and measures of the console. Two palettes, light and dark; measures in CSS pixels, to be
// multiplied by the number of device pixels per CSS pixel. Plain values without an owner.
#pragma once

#include <cstdint>

#include <imgui.h>

namespace dds::shell {

using Color = ImU32;

struct Palette {
  bool dark = false;
  Color background, raised, sunken;
  Color line, outline;
  Color text, second, third;
  Color accent, on_accent;
  Color good, attention, bad, running;
  Color chosen;  // background of the chosen row or navigation entry
  Color hover;   // background under the pointer
  Color shadow;
};

[[nodiscard]] const Palette& light_palette();
[[nodiscard]] const Palette& dark_palette();

/// `amount` of `over` on `under`, 0 to 1, opaque.
[[nodiscard]] Color mix(Color under, Color over, float amount);
/// The quiet background that belongs to a signal colour: badges, notices.
[[nodiscard]] Color tint(const Palette& palette, Color signal);

namespace measure {
inline constexpr float kTopBar = 44;
inline constexpr float kActivityBar = 32;
inline constexpr float kNavigation = 176;
inline constexpr float kRail = 48;
inline constexpr float kInspector = 420;
inline constexpr float kInspectorLeast = 300;
inline constexpr float kControl = 30;
inline constexpr float kControlTouch = 44;
inline constexpr float kRow = 28;
inline constexpr float kRowTall = 44;  // two lines
inline constexpr float kCorner = 4;
inline constexpr float kRailBelow = 900;  // widths of the console
inline constexpr float kMenuBelow = 600;
}  // namespace measure

}  // namespace dds::shell
