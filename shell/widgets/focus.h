// Which control the keyboard acts on. ImGui's own navigation is off: the focus follows the drawing
// order of the widget map (Tab, Shift+Tab), can be set from outside (the page's mirror), and its
// ring shows only when keys are used.
//
// Owned by the Ui; controls ask it while they are drawn.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <imgui.h>

#include "shell/widget_map.h"

namespace dds::shell {

class Focus {
 public:
  [[nodiscard]] ImGuiID id() const { return id_; }
  [[nodiscard]] bool is(ImGuiID id) const { return id_ == id && id != 0; }
  [[nodiscard]] bool ring() const { return ring_; }

  /// By a click: no ring.
  void set_by_pointer(ImGuiID id);
  /// By keys or from outside: ring, and scrolled into view.
  void set_by_key(ImGuiID id);
  void clear() { id_ = 0; }

  /// Tab: the next (or previous) of the order, around the ends.
  void move(const std::vector<std::uint32_t>& order, bool back);
  /// Enter, Space or a press from outside: the control takes it when it is drawn.
  void activate(ImGuiID id) { activate_ = id; }
  [[nodiscard]] bool take_activation(ImGuiID id);
  [[nodiscard]] bool take_scroll(ImGuiID id);

  /// A text field that is to get the caret; taken when it is drawn.
  void edit(ImGuiID id) { edit_ = id; }
  [[nodiscard]] bool take_edit(ImGuiID id);
  /// Which field had the caret in the frame before, told by the fields while they are drawn: one
  /// that Tab or the page took it from finds out here.
  void begin_frame() {
    edited_before_ = edited_;
    edited_ = 0;
  }
  void edits(ImGuiID id) { edited_ = id; }
  [[nodiscard]] bool edited_before(ImGuiID id) const { return edited_before_ == id && id != 0; }

  /// A control that wants the focus as soon as it is drawn, by its key (first field of a form that
  /// opens).
  void request(std::string_view key) { requested_ = key; }
  [[nodiscard]] bool take_request(std::string_view key);

  // Text put in from outside, by the page's mirrored input fields.
  struct Replacement {
    ImGuiID id = 0;
    std::string text;
    int caret = -1;
  };
  std::vector<Replacement> replacements;

 private:
  ImGuiID id_ = 0;
  bool ring_ = false;
  ImGuiID activate_ = 0;
  ImGuiID scroll_ = 0;
  ImGuiID edit_ = 0;
  ImGuiID edited_ = 0;
  ImGuiID edited_before_ = 0;
  std::string requested_;
};

}  // namespace dds::shell
