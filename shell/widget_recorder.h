// Fills the widget map while a frame is drawn: every control of shell/widgets says what it is right
// after it was submitted to ImGui, and ImGui's item hooks say where it lies.
//
// Owned by the Console, installed as the test engine of its ImGui context (hooks in
// widget_recorder.cpp).
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include <imgui.h>
#include <imgui_internal.h>

#include "shell/widget_map.h"

namespace dds::shell {

class WidgetRecorder {
 public:
  /// Attaches the recorder to the current context; again before every frame is harmless.
  void install();
  void begin_frame();
  /// `scale` = device pixels per CSS pixel. Afterwards `map()` is what was drawn.
  void end_frame(float scale);

  /// What the hooks tell: an item with that rectangle (device pixels) was submitted to the current
  /// window.
  void item_added(ImGuiID id, const ImRect& rectangle);

  /// Says what the item is. Position and size come from the hook; a text without an item (heading,
  /// status) gives its own rectangle.
  void describe(Widget widget);
  void describe(Widget widget, const ImRect& rectangle);

  /// Widgets of a popup that is open take the keyboard for themselves.
  void set_layer(int layer) { layer_ = layer; }

  [[nodiscard]] const WidgetMap& map() const { return map_; }
  /// Ids of the topmost layer's usable widgets in drawing order, for moving the focus.
  [[nodiscard]] const std::vector<std::uint32_t>& tab_order() const { return tab_order_; }
  [[nodiscard]] const Widget* by_id(std::uint32_t id) const;

 private:
  struct Draft {
    Widget widget;
    ImRect rectangle;
    ImRect clip;
    int layer = 0;
  };
  std::vector<Draft> drafts_;
  std::unordered_map<ImGuiID, ImRect> items_;
  WidgetMap map_;
  std::vector<std::uint32_t> tab_order_;
  int layer_ = 0;
};

}  // namespace dds::shell
