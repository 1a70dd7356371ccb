// The page's pointer, wheel, touch, key and focus events as ImGui's input. Text is not among them:
// it comes from the mirrored input fields (web/mirror.h), so that input methods work and nothing is
// typed twice.
//
// One for the page, kept alive by it. `came` is called after each event.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include <imgui.h>

#include "web/touch.h"

namespace dds::web {

/// Where the page's focus is when a key comes.
enum class KeyTarget { Nothing, Control, Text };

class Input final : private Touch::Sink {
 public:
  /// `keeps_tab`: whether Tab is the console's now, see Console::keeps_tab.
  Input(std::function<void()> came, std::function<bool()> keeps_tab)
      : came_(std::move(came)), keeps_tab_(std::move(keeps_tab)), touch_(*this) {}

  void listen();
  /// The pointer's shape that ImGui asks for.
  void show_cursor();

  /// Whether something came that no frame has seen.
  [[nodiscard]] static bool waiting();

  /// The long press of a finger; milliseconds of `emscripten_get_now`.
  [[nodiscard]] std::optional<double> timer_at() const { return touch_.timer_at(); }
  void timer(double now);

  // What JavaScript tells; see web/js/input.js. Bits of `modifiers`: 1 Ctrl (Command on a Mac), 2
  // Shift, 4 Alt, 8 Meta. `clicks`: of a press, 2 for the second one of a double click.
  void pointer(int kind, float x, float y, int button, int clicks, int modifiers);
  void touched(int kind, int finger, float x, float y, double now);
  void wheel(float dx, float dy, int mode, int modifiers);
  /// True: the browser must not act on it.
  bool key(bool down, std::string_view code, std::string_view name, int modifiers,
           KeyTarget target);
  void window_focus(bool focused);

 private:
  void point(float x, float y) override;
  void leave() override;
  void press(bool right_button) override;
  void scroll(float dx, float dy) override;
  static void set_modifiers(int modifiers);
  static void count_clicks(int button, int clicks);
  void release_keys();

  std::function<void()> came_;
  std::function<bool()> keeps_tab_;
  Touch touch_;
  std::vector<ImGuiKey> held_;
  ImGuiMouseCursor cursor_ = ImGuiMouseCursor_Arrow;
};

}  // namespace dds::web
