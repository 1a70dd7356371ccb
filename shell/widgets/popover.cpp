#include "shell/widgets/popover.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace dds::shell {
namespace {

constexpr float kLeastBelow = 220;  // CSS pixels: a menu's worth

constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove |
                                    ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoSavedSettings |
                                    ImGuiWindowFlags_NoNav | ImGuiWindowFlags_AlwaysAutoResize |
                                    ImGuiWindowFlags_NoBackground;

void draw_shadow(Ui& ui, const ImRect& box, float corner) {
  ImDrawList* list = ui.draw();
  list->PushClipRectFullScreen();
  constexpr int kSteps = 8;
  for (int i = kSteps; i > 0; --i) {
    ImRect around = box;
    around.Translate(ImVec2(0, ui.px(3)));
    around.Expand(ui.px(static_cast<float>(i) * 1.25F));
    const float alpha = ui.colors().dark ? 0.055F : 0.016F;
    const Color color = (ui.colors().shadow & 0x00FFFFFFU) |
                        static_cast<Color>(alpha * 255) << static_cast<unsigned>(IM_COL32_A_SHIFT);
    list->AddRectFilled(around.Min, around.Max, color, corner + ui.px(static_cast<float>(i)));
  }
  list->PopClipRect();
}

// ImGui learns a window's content by drawing it: scrollbar and size are right one frame later.
void draw_until_sized(Ui& ui) {
  const ImGuiWindow* window = ImGui::GetCurrentWindow();
  // Scrolled out of the panel around it: ImGui hides it for as long as that lasts.
  const ImRect& shown = window->OuterRectClipped;
  if (shown.Min.x >= shown.Max.x || shown.Min.y >= shown.Max.y) return;
  const ImVec2 reached = window->DC.CursorMaxPos - window->DC.CursorStartPos;
  const bool same = std::abs(reached.y - window->ContentSize.y) < 1.5F;
  if (!same || window->HiddenFramesCannotSkipItems > 0 || window->HiddenFramesCanSkipItems > 0)
    ui.draw_again();
}

}  // namespace

void open_popover(Ui& ui, std::string_view key) {
  if (!ui.popup_was_open) ui.popover_opener = ui.focus.id();
  ui.draw_again();
  ImGui::OpenPopup(std::string(key).c_str());
}

bool popover_open(std::string_view key) {
  return ImGui::IsPopupOpen(std::string(key).c_str());
}

bool begin_popover(Ui& ui, std::string_view key, const ImRect& anchor, float width, Flow& flow) {
  const std::string name(key);
  if (!ImGui::IsPopupOpen(name.c_str())) return false;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float margin = ui.px(8);
  const float fitting = std::min(width, screen.x - margin * 2);
  const float left = std::max(margin, std::min(anchor.Min.x, screen.x - margin - fitting));
  const float padding = ui.px(16);
  const float below = screen.y - margin - (anchor.Max.y + ui.px(4));
  const float above = anchor.Min.y - ui.px(4) - margin;
  // Near the lower edge it stands on its anchor, when there is more room.
  const bool upwards = below < ui.px(kLeastBelow) && above > below;
  const float y = upwards ? anchor.Min.y - ui.px(4) : anchor.Max.y + ui.px(4);
  ImGui::SetNextWindowPos(ImVec2(left, y), ImGuiCond_None, ImVec2(0, upwards ? 1.0F : 0.0F));
  ImGui::SetNextWindowSizeConstraints(
      ImVec2(fitting, 0), ImVec2(fitting, std::max(ui.px(120), upwards ? above : below)));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(padding, padding));
  ImGui::PushStyleVar(ImGuiStyleVar_PopupBorderSize, 0);
  const bool open = ImGui::BeginPopupEx(ImGui::GetID(name.c_str()), kFlags);
  ImGui::PopStyleVar(2);
  if (!open) return false;
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  const float corner = ui.px(6);
  if (ImGui::IsWindowAppearing()) ui.focus.clear();
  draw_shadow(ui, window->Rect(), corner);
  ui.draw()->PushClipRectFullScreen();
  ui.fill(window->Rect(), ui.colors().raised, corner);
  ui.frame(window->Rect(), ui.colors().dark ? ui.colors().outline : ui.colors().line, corner);
  ui.draw()->PopClipRect();
  ui.recorder.set_layer(++ui.popup_depth);
  const float scrollbar = window->ScrollbarY ? window->ScrollbarSizes.x : 0;
  flow.at = ImGui::GetCursorScreenPos();
  flow.width = fitting - padding * 2 - scrollbar;
  return true;
}

void end_popover(Ui& ui) {
  // Escape leaves the innermost one; a text field takes its own Escape first.
  if (ImGui::GetCurrentContext()->OpenPopupStack.Size ==
          ImGui::GetCurrentContext()->BeginPopupStack.Size &&
      ImGui::IsKeyPressed(ImGuiKey_Escape, false)) {
    close_popover(ui);
    ui.focus.set_by_key(ui.popover_opener);
    ui.escape_taken_in_frame = ImGui::GetFrameCount();
  }
  draw_until_sized(ui);
  ImGui::EndPopup();
  ui.recorder.set_layer(--ui.popup_depth);
}

void close_popover(Ui& ui) {
  ImGui::CloseCurrentPopup();
  ImGui::ClearActiveID();
  if (ui.focus.ring()) {
    ui.focus.set_by_key(ui.popover_opener);
  } else {
    ui.focus.set_by_pointer(ui.popover_opener);
  }
  ui.draw_again();
}

bool begin_panel(Ui& ui, const char* key, const ImRect& box, bool scrolls, Color background) {
  ImGui::SetCursorScreenPos(box.Min);
  ImGuiWindowFlags flags =
      ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings;
  if (!scrolls) flags |= ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  const bool visible = ImGui::BeginChild(key, box.GetSize(), ImGuiChildFlags_None, flags);
  ImGui::PopStyleVar();
  ui.fill(box, background);  // the panel's own layer: a panel over another one hides it
  return visible;
}

void end_panel(Ui& ui) {
  draw_until_sized(ui);
  ImGui::EndChild();
}

}  // namespace dds::shell
