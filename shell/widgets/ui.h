// What every control and panel draws with: measures in device pixels, the palette, text, the one
// way of submitting an interactive item to ImGui, and the focus.
//
// One Ui lives as long as the Console; `begin` and `end` frame the drawing of each frame.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <imgui.h>
#include <imgui_internal.h>

#include "core/base/time.h"
#include "shell/fonts.h"
#include "shell/host.h"
#include "shell/theme.h"
#include "shell/widget_recorder.h"
#include "shell/widgets/focus.h"

namespace dds::shell {

enum class Align { Left, Right, Center };

struct Interaction {
  ImGuiID id = 0;
  bool pressed = false;
  bool double_clicked = false;
  bool hovered = false;
  bool held = false;
  bool focused = false;
  bool visible = false;
};

class Ui {
 public:
  Ui(Host& host, Fonts& fonts, WidgetRecorder& recorder)
      : host(host), fonts(fonts), recorder(recorder) {}

  /// The frame in which a popover closed by Escape: what lies below it must not take the same key
  /// press.
  int escape_taken_in_frame = -1;

  void begin(float device_pixels_per_unit, const Palette& palette, bool touch);

  // Measures.
  [[nodiscard]] float px(float css) const { return css * unit_; }
  [[nodiscard]] float control_height() const {
    return px(touch ? measure::kControlTouch : measure::kControl);
  }
  [[nodiscard]] float hairline() const {
    return unit_ < 1.75F ? 1.0F : static_cast<float>(static_cast<int>(unit_ / 1.5F));
  }
  [[nodiscard]] const Palette& colors() const { return *palette_; }
  [[nodiscard]] ImDrawList* draw() const { return ImGui::GetWindowDrawList(); }

  // Text. Positions are those of the line's top left; colours come from the palette.
  [[nodiscard]] float text_width(Face face, std::string_view text);
  [[nodiscard]] float line(Face face) const;  // height of a line with its leading
  /// Draws and gives the width.
  float text(ImVec2 at, Face face, Color color, std::string_view text);
  /// One line in the middle of a box; what does not fit ends in an ellipsis and shows whole on
  /// hover.
  void text_in(const ImRect& box, Face face, Color color, std::string_view text,
               Align align = Align::Left);
  /// Breaks lines at blanks; gives the height.
  float wrapped(ImVec2 at, float width, Face face, Color color, std::string_view text);
  [[nodiscard]] float wrapped_height(float width, Face face, std::string_view text);

  // Shapes.
  void fill(const ImRect& box, Color color, float corner = 0);
  void frame(const ImRect& box, Color color, float corner = 0);
  void line_below(const ImRect& box, Color color);
  void focus_ring(const ImRect& box, float corner);

  // Items.
  [[nodiscard]] static ImGuiID id(std::string_view key);
  /// Submits an item, lets mouse and focus act on it, and writes it into the widget map. `spec`
  /// needs role and label; a disabled one only shows its description on hover.
  Interaction interact(std::string_view key, const ImRect& box, Widget spec,
                       ImGuiButtonFlags flags = ImGuiButtonFlags_None);
  /// Something to read, not to act on: heading, status, alert, progress.
  void note(Role role, std::string_view label, const ImRect& box, std::string value = {},
            std::string description = {});
  /// Shows `text` when the pointer has rested on the box.
  void tooltip(const ImRect& box, std::string_view text);
  /// Makes the panel's content reach at least to there, so that it scrolls.
  void extend(ImVec2 corner);

  // Waking up without input. What shows a time goes by the wall clock as it goes now: should that
  // be set, it is drawn again later.
  void wake_at(Instant instant) { wake_at(steady + (instant - now)); }
  void wake_at(SteadyInstant instant);
  [[nodiscard]] std::optional<SteadyInstant> wake() const { return wake_; }
  /// What was drawn is not yet what it will be: something was pressed, a panel found its size.
  void draw_again() { again_ = true; }
  [[nodiscard]] bool wants_again() const { return again_; }

  [[nodiscard]] bool key_pressed(ImGuiKey key) const { return ImGui::IsKeyPressed(key, false); }

  Host& host;
  Fonts& fonts;
  WidgetRecorder& recorder;
  Focus focus;
  Instant now{};           // to show, and to compare with the service's times
  SteadyInstant steady{};  // how long something takes
  bool touch = false;
  int popup_depth = 0;
  /// What the focus returns to when the open popover closes.
  ImGuiID popover_opener = 0;
  /// A popover was open when the frame began: Escape is for it.
  bool popup_was_open = false;

 private:
  [[nodiscard]] std::string_view fit(ImFont* font, std::string_view text, float width,
                                     bool& cut) const;

  float unit_ = 1;
  const Palette* palette_ = nullptr;
  std::optional<SteadyInstant> wake_;
  bool again_ = false;
  ImGuiID resting_ = 0;  // what the pointer rests on, for tooltips
  SteadyInstant resting_since_{};
  bool resting_seen_ = false;
};

/// A column that things are put into from top to bottom.
struct Flow {
  ImVec2 at;
  float width = 0;

  ImRect take(float height) {
    const ImRect box(at, at + ImVec2(width, height));
    at.y += height;
    return box;
  }
  void gap(float height) { at.y += height; }
};

[[nodiscard]] inline ImRect box_at(ImVec2 at, float width, float height) {
  return {at, at + ImVec2(width, height)};
}

}  // namespace dds::shell
