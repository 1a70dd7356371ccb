#include "shell/widget_recorder.h"
#include "core/base/stable_order.h"

#include <algorithm>
#include <utility>

namespace dds::shell {
namespace {

bool can_take_focus(const Widget& widget) {
  switch (widget.role) {
    case Role::Heading:
    case Role::Status:
    case Role::Alert:
    case Role::Region:
    case Role::Progress: return false;
    default: return !widget.disabled;
  }
}

}  // namespace

void WidgetRecorder::install() {
  ImGuiContext* context = ImGui::GetCurrentContext();
  context->TestEngine = this;
  context->TestEngineHookItems = true;
}

void WidgetRecorder::begin_frame() {
  drafts_.clear();
  items_.clear();
  layer_ = 0;
  install();
}

void WidgetRecorder::item_added(ImGuiID id, const ImRect& rectangle) {
  items_[id] = rectangle;
}

void WidgetRecorder::describe(Widget widget) {
  const auto found = items_.find(widget.id);
  if (found != items_.end()) describe(std::move(widget), found->second);
}

void WidgetRecorder::describe(Widget widget, const ImRect& rectangle) {
  drafts_.push_back({std::move(widget), rectangle, ImGui::GetCurrentWindow()->ClipRect, layer_});
}

void WidgetRecorder::end_frame(float scale) {
  int top = 0;
  for (const Draft& draft : drafts_) top = std::max(top, draft.layer);
  map_.widgets.clear();
  tab_order_.clear();
  // Popups last, whenever they were drawn: they lie on top.
  const std::vector<std::uint32_t> order = stable_order(
      drafts_.size(),
      [this](std::uint32_t a, std::uint32_t b) { return drafts_[a].layer < drafts_[b].layer; });
  for (const std::uint32_t number : order) {
    Draft& draft = drafts_[number];
    ImRect visible = draft.rectangle;
    visible.ClipWithFull(draft.clip);
    Widget& widget = draft.widget;
    widget.hidden = visible.GetWidth() < 1 || visible.GetHeight() < 1;
    const ImRect& shown = widget.hidden ? draft.rectangle : visible;
    widget.x = shown.Min.x / scale;
    widget.y = shown.Min.y / scale;
    widget.width = shown.GetWidth() / scale;
    widget.height = shown.GetHeight() / scale;
    if (draft.layer == top && can_take_focus(widget)) tab_order_.push_back(widget.id);
    map_.widgets.push_back(std::move(widget));
  }
}

const Widget* WidgetRecorder::by_id(std::uint32_t id) const {
  for (const Widget& widget : map_.widgets) {
    if (widget.id == id) return &widget;
  }
  return nullptr;
}

}  // namespace dds::shell

// The hooks that ImGui calls when it is built with IMGUI_ENABLE_TEST_ENGINE.

void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& rectangle,
                                 const ImGuiLastItemData* /*data*/) {
  if (context->TestEngine == nullptr || id == 0) return;
  static_cast<dds::shell::WidgetRecorder*>(context->TestEngine)->item_added(id, rectangle);
}

void ImGuiTestEngineHook_ItemInfo(ImGuiContext* /*context*/, ImGuiID /*id*/, const char* /*label*/,
                                  ImGuiItemStatusFlags /*flags*/) {}

void ImGuiTestEngineHook_Log(ImGuiContext* /*context*/, const char* /*format*/, ...) {}

const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext* /*context*/, ImGuiID /*id*/) {
  return nullptr;
}
