#include <algorithm>
#include <cmath>

#include "shell/views/views.h"
#include "shell/widgets/button.h"
#include "shell/widgets/popover.h"

namespace dds::shell {
namespace {

constexpr float kMiddleLeast = 360;  // CSS pixels; below, the right panel takes the page's place

float side_width(const Ui& ui, const Model& model, float room) {
  if (model.side() == Side::None) return 0;
  float wanted = measure::kInspector;
  if (model.side() == Side::Form) {
    wanted = 340;
  } else if (model.preferences.inspector_width() > 0) {
    wanted = static_cast<float>(model.preferences.inspector_width());
  } else if (room < ui.px(1160)) {
    wanted = 356;  // 1280 wide: the list keeps all its columns
  }
  if (room < ui.px(measure::kInspectorLeast + kMiddleLeast)) return room;
  return std::min(ui.px(wanted), room - ui.px(kMiddleLeast));
}

// One sentence over the page; what is left of the page below it.
ImRect draw_page_notice(Ui& ui, Model& model, const ImRect& box) {
  const PageNotice& notice = model.calls.notice;
  if (notice.text.empty()) return box;
  const Palette& c = ui.colors();
  const float close = ui.px(28);
  const float words = box.GetWidth() - ui.px(16) * 2 - close - ui.px(32);
  const float height = std::max(ui.wrapped_height(words, Face::Text, notice.text), ui.px(20));
  const ImRect strip(box.Min, ImVec2(box.Max.x, box.Min.y + std::round(height) + ui.px(16)));
  const Color signal = notice.problem ? c.attention : c.running;
  begin_panel(ui, "page notice", strip, false, tint(c, signal));
  Flow flow{strip.Min + ImVec2(ui.px(16), ui.px(8)), words + ui.px(24)};
  const std::string text = notice.text;
  draw_notice(ui, flow, notice.problem ? Role::Alert : Role::Status,
              notice.problem ? Icon::Attention : Icon::Check, signal, text);
  const ImRect place =
      box_at(ImVec2(strip.Max.x - ui.px(12) - close, strip.Min.y + ui.px(4)), close, close);
  if (button(ui, place, "Dismiss the notice",
             {.kind = ButtonKind::Quiet, .icon = Icon::Close, .icon_only = true}))
    model.calls.notice = {};
  end_panel(ui);
  return {ImVec2(box.Min.x, strip.Max.y), box.Max};
}

void draw_page(Ui& ui, Model& model, ViewState& state, const ImRect& whole) {
  const ImRect box = draw_page_notice(ui, model, whole);
  switch (model.page) {
    case Page::Instances: return draw_instances(ui, model, box);
    case Page::Instance: return draw_instance(ui, model, state, box);
    case Page::Coverage: return draw_coverage(ui, model, state, box);
    case Page::Fleet: return draw_fleet(ui, model, state, box);
    case Page::Activity: return draw_activity_page(ui, model, box);
    case Page::Api: return draw_api(ui, model, state, box);
    case Page::Sign: return draw_sign(ui, model, state, box);
    case Page::History: return draw_history(ui, model, state, box);
    case Page::Settings: return draw_settings(ui, model, box);
  }
}

// The edge between page and inspector, to be dragged.
void draw_splitter(Ui& ui, Model& model, ViewState& state, const ImRect& side) {
  if (model.side() != Side::Inspector) return;
  const ImRect grip(ImVec2(side.Min.x - ui.px(3), side.Min.y),
                    ImVec2(side.Min.x + ui.px(3), side.Max.y));
  const ImGuiID id = Ui::id("splitter");
  if (!ImGui::ItemAdd(grip, id)) return;
  bool hovered = false;
  bool held = false;
  ImGui::ButtonBehavior(grip, id, &hovered, &held,
                        ImGuiButtonFlags_FlattenChildren | ImGuiButtonFlags_PressedOnClick |
                            ImGuiButtonFlags_AllowOverlap);
  if (held) {
    if (state.inspector_dragged_from <= 0)
      state.inspector_dragged_from = side.GetWidth() + ImGui::GetMousePos().x;
    const float width = (state.inspector_dragged_from - ImGui::GetMousePos().x) / ui.px(1);
    model.preferences.set_inspector_width(static_cast<int>(width));
  } else {
    state.inspector_dragged_from = 0;
  }
  if (hovered || held) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    ImGui::GetForegroundDrawList()->AddRectFilled(ImVec2(side.Min.x - ui.px(1), side.Min.y),
                                                  ImVec2(side.Min.x + ui.px(1), side.Max.y),
                                                  ui.colors().accent);
  }
}

}  // namespace

void draw_frame(Ui& ui, Model& model, ViewState& state, ImVec2 size) {
  const Palette& c = ui.colors();
  constexpr ImGuiWindowFlags kFlags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                      ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                                      ImGuiWindowFlags_NoBringToFrontOnFocus |
                                      ImGuiWindowFlags_NoScrollWithMouse;
  ImGui::SetNextWindowPos(ImVec2(0, 0));
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 0);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin("DDS Console", nullptr, kFlags);
  ImGui::PopStyleVar(3);
  ui.fill(ImRect(ImVec2(0, 0), size), c.background);

  const float top = std::round(ui.px(ui.touch ? 52 : measure::kTopBar));
  const float bottom = std::round(ui.px(ui.touch ? 44 : measure::kActivityBar));
  const bool menu = size.x < ui.px(measure::kMenuBelow);
  const bool rail = size.x < ui.px(measure::kRailBelow);
  const float navigation =
      menu ? 0 : std::round(ui.px(rail ? measure::kRail : measure::kNavigation));
  const float menu_width = menu ? std::round(ui.px(ui.touch ? 48 : 38)) : 0;
  const ImRect middle(ImVec2(navigation, top), ImVec2(size.x, size.y - bottom));
  model.narrow = middle.GetWidth() < ui.px(measure::kInspectorLeast + kMiddleLeast);
  const float side = std::round(side_width(ui, model, middle.GetWidth()));
  const ImRect right(ImVec2(size.x - side, top), ImVec2(size.x, size.y - bottom));

  if (menu) {
    draw_navigation_menu(ui, model, ImRect(ImVec2(0, 0), ImVec2(menu_width, top)));
  } else {
    draw_navigation(ui, model, ImRect(ImVec2(0, top), ImVec2(navigation, size.y - bottom)), rail);
  }
  draw_top_bar(ui, model, ImRect(ImVec2(menu_width, 0), ImVec2(size.x, top)));
  const ImRect page(middle.Min, ImVec2(right.Min.x, middle.Max.y));
  if (page.GetWidth() > ui.px(80)) draw_page(ui, model, state, page);
  switch (model.side()) {
    case Side::Form: draw_form(ui, model, right); break;
    case Side::Inspector: draw_inspector(ui, model, state, right); break;
    case Side::None: break;
  }
  if (side > 0 && page.GetWidth() > ui.px(80)) draw_splitter(ui, model, state, right);
  if (model.activity_open) {
    const float most = std::min(ui.px(300), middle.GetHeight() * 0.6F);
    const float height =
        std::round(state.drawer_wanted > 0 ? std::min(most, state.drawer_wanted) : most);
    const float wanted = draw_activity_drawer(
        ui, model, ImRect(ImVec2(0, size.y - bottom - height), ImVec2(size.x, size.y - bottom)));
    if (std::abs(wanted - state.drawer_wanted) >= 1) ui.draw_again();
    state.drawer_wanted = wanted;
  }
  draw_activity_bar(ui, model, ImRect(ImVec2(0, size.y - bottom), size));
  if (model.error_help.take_wanted()) open_popover(ui, kErrorHelpDialog);
  draw_error_help(ui, model);
  ImGui::End();
}

}  // namespace dds::shell
