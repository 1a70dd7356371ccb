#include "shell/keyboard.h"

#include <algorithm>
#include <vector>

namespace dds::shell {
namespace {

bool is_textbox(const Widget* widget) {
  return widget != nullptr && widget->role == Role::Textbox;
}

// The neighbour of the same role; for a text field, the option that follows it.
const Widget* neighbour(const Ui& ui, const Widget& widget, bool back) {
  const std::vector<std::uint32_t>& order = ui.recorder.tab_order();
  auto at = std::find(order.begin(), order.end(), widget.id);
  if (at == order.end() || (back && at == order.begin())) return nullptr;
  at = back ? at - 1 : at + 1;
  if (at == order.end()) return nullptr;
  const Widget* next = ui.recorder.by_id(*at);
  if (next == nullptr) return nullptr;
  if (next->role == widget.role) return next;
  return widget.role == Role::Textbox && next->role == Role::Option && !back ? next : nullptr;
}

void move_by_arrows(Ui& ui, const Widget& widget) {
  const bool sideways = widget.role == Role::Tab;
  const bool vertical = widget.role == Role::Radio || widget.role == Role::Option ||
                        widget.role == Role::Link || widget.role == Role::MenuItem;
  const bool into_list = widget.role == Role::Textbox;
  const bool forward =
      sideways ? ImGui::IsKeyPressed(ImGuiKey_RightArrow) : ImGui::IsKeyPressed(ImGuiKey_DownArrow);
  const bool back =
      sideways ? ImGui::IsKeyPressed(ImGuiKey_LeftArrow) : ImGui::IsKeyPressed(ImGuiKey_UpArrow);
  if (!(sideways || vertical || (into_list && forward)) || forward == back) return;
  const Widget* next = neighbour(ui, widget, back);
  if (next == nullptr || (into_list && next->role != Role::Option)) return;
  if (into_list) ImGui::ClearActiveID();
  ui.focus.set_by_key(next->id);
  // Radio buttons and tabs follow the focus; options wait for Enter.
  if (next->role == Role::Radio || next->role == Role::Tab) ui.focus.activate(next->id);
}

void press_by_keys(Ui& ui, const Widget& widget) {
  const bool enter = ui.key_pressed(ImGuiKey_Enter) || ui.key_pressed(ImGuiKey_KeypadEnter);
  const bool space = ui.key_pressed(ImGuiKey_Space);
  switch (widget.role) {
    case Role::Button:
    case Role::Link:
    case Role::Tab:
    case Role::Option:
    case Role::MenuItem:
    case Role::Combobox:
      if (enter || space) ui.focus.activate(widget.id);
      break;
    case Role::Checkbox:
    case Role::Radio:
    case Role::Row:  // Enter sends the form, or opens the row
      if (space) ui.focus.activate(widget.id);
      break;
    default: break;
  }
}

}  // namespace

void move_focus_by_keys(Ui& ui) {
  if (ImGui::IsMouseClicked(ImGuiMouseButton_Left)) ui.focus.clear();
  const Widget* focused = ui.recorder.by_id(ui.focus.id());
  if (ImGui::IsKeyPressed(ImGuiKey_Tab) && !ImGui::GetIO().KeyCtrl && !ImGui::GetIO().KeyAlt) {
    if (ImGui::GetIO().WantTextInput) ImGui::ClearActiveID();
    ui.focus.move(ui.recorder.tab_order(), ImGui::GetIO().KeyShift);
    return;
  }
  if (focused == nullptr || focused->disabled) return;
  move_by_arrows(ui, *focused);
  if (!is_textbox(focused)) press_by_keys(ui, *focused);
}

}  // namespace dds::shell
