#include "web/mirror.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <utility>

#include "core/base/secret.h"
#include "web/javascript.h"

namespace dds::web {
namespace {

using shell::Widget;

bool same(const Widget& a, const Widget& b) {
  return a.id == b.id && a.role == b.role && a.x == b.x && a.y == b.y && a.width == b.width &&
         a.height == b.height && a.disabled == b.disabled && a.checked == b.checked &&
         a.selected == b.selected && a.expanded == b.expanded && a.secret == b.secret &&
         a.multiline == b.multiline && a.hidden == b.hidden && a.label == b.label &&
         a.value == b.value && a.description == b.description;
}

// The bits of web/js/mirror.js.
int flags_of(const Widget& widget) {
  return (widget.disabled ? 1 : 0) | (widget.checked ? 2 : 0) | (widget.selected ? 4 : 0) |
         (widget.expanded ? 8 : 0) | (widget.secret ? 16 : 0) | (widget.multiline ? 32 : 0) |
         (widget.hidden ? 64 : 0);
}

// Ids are ImGui's, mostly: two notes with the same words have the same one, and each needs its own
// element.
std::uint32_t unique_key(std::uint32_t id,
                         std::unordered_map<std::uint32_t, std::uint32_t>& taken) {
  std::uint32_t key = id;
  while (key == 0 || taken.count(key) != 0) key = key * 16777619U + 1;
  taken.emplace(key, id);
  return key;
}

ImGuiInputTextState* active_text() {
  ImGuiContext& context = *ImGui::GetCurrentContext();
  if (context.ActiveId == 0 || context.InputTextState.ID != context.ActiveId) return nullptr;
  return &context.InputTextState;
}

std::string utf8_of(const ImGuiInputTextState& state) {
  std::string text(static_cast<std::size_t>(state.CurLenW) * 4 + 1, '\0');
  const ImWchar* wide = state.TextW.Data;
  const int size =
      ImTextStrToUtf8(text.data(), static_cast<int>(text.size()), wide, wide + state.CurLenW);
  text.resize(static_cast<std::size_t>(size));
  return text;
}

}  // namespace

void Mirror::open() {
  dds_js_mirror_open();
}

void Mirror::take_selection() {
  std::int32_t found[3] = {};
  if (dds_js_mirror_selection(found) != 0)
    selected(static_cast<std::uint32_t>(found[0]), found[1], found[2]);
}

void Mirror::sync() {
  const std::vector<Widget>& widgets = console_.widgets().widgets;
  sync_widgets(widgets);
  sync_focus(widgets);
  sync_text();
}

void Mirror::sync_widgets(const std::vector<Widget>& widgets) {
  if (touched_.empty() && widgets.size() == last_.size() &&
      std::equal(widgets.begin(), widgets.end(), last_.begin(), same)) {
    return;
  }
  std::unordered_map<std::uint32_t, std::size_t> before;
  for (std::size_t i = 0; i < keys_.size(); ++i) before.emplace(keys_[i], i);

  std::unordered_map<std::uint32_t, std::uint32_t> ids;
  std::vector<std::uint32_t> keys;
  keys.reserve(widgets.size());
  for (const Widget& widget : widgets) {
    const std::uint32_t key = unique_key(widget.id, ids);
    keys.push_back(key);
    const auto known = before.find(key);
    const bool changed =
        known == before.end() || touched_.count(key) != 0 || !same(last_[known->second], widget);
    if (known != before.end()) before.erase(known);
    if (!changed) continue;
    dds_js_mirror_put(key, static_cast<int>(widget.role), flags_of(widget), widget.x, widget.y,
                      widget.width, widget.height, widget.label.c_str(), widget.value.c_str(),
                      widget.description.c_str());
  }
  for (const auto& [key, index] : before) dds_js_mirror_remove(key);
  if (keys != keys_) dds_js_mirror_order(keys.data(), static_cast<int>(keys.size()));
  last_ = widgets;
  keys_ = std::move(keys);
  ids_ = std::move(ids);
  touched_.clear();
}

void Mirror::sync_focus(const std::vector<Widget>& widgets) {
  std::uint32_t focused = 0;
  for (std::size_t i = 0; i < widgets.size() && i < keys_.size(); ++i) {
    if (widgets[i].focused) focused = keys_[i];
  }
  if (focused == focused_key_) return;
  focused_key_ = focused;
  dds_js_mirror_focus(focused);
}

void Mirror::sync_text() {
  const auto selection = std::exchange(selection_after_text_, std::nullopt);
  const ImGuiInputTextState* state = active_text();
  if (state == nullptr) {
    wipe_text(text_);  // it may have been a secret's
    text_key_ = 0;
    return;
  }
  if (selection && selection->key == state->ID) select(selection->anchor, selection->caret);
  std::string text = utf8_of(*state);
  const int anchor = state->HasSelection() ? state->Stb.select_start : state->Stb.cursor;
  const int caret = state->HasSelection() ? state->Stb.select_end : state->Stb.cursor;
  if (text_key_ == state->ID && text == text_ && anchor == anchor_ && caret == caret_) {
    wipe_text(text);
    return;
  }
  text_key_ = state->ID;
  anchor_ = anchor;
  caret_ = caret;
  wipe_text(text_);
  text_ = std::move(text);
  dds_js_mirror_text(text_key_, text_.c_str(), anchor, caret);
}

void Mirror::focused(std::uint32_t key) {
  const auto found = ids_.find(key);
  if (found == ids_.end()) return;
  focused_key_ = key;  // the page has it there already
  console_.focus_widget(found->second);
}

void Mirror::typed(std::uint32_t key, std::string_view text, int caret) {
  const auto found = ids_.find(key);
  if (found == ids_.end()) return;
  touched_.insert(key);
  // The console leaves a field on Escape, the page does not: whoever goes on typing is back in it.
  console_.focus_widget(found->second);
  console_.replace_text(found->second, text, caret);
}

void Mirror::selected(std::uint32_t key, int anchor, int caret) {
  if (touched_.count(key) != 0) {
    selection_after_text_ = Selection{key, anchor, caret};
    return;
  }
  if (active_text() == nullptr || active_text()->ID != key) return;
  select(anchor, caret);
  // The element holds this already: no need to tell it back.
  anchor_ = anchor;
  caret_ = caret;
}

void Mirror::select(int anchor, int caret) {
  ImGuiInputTextState& state = *active_text();
  const int length = state.CurLenW;
  anchor = std::clamp(anchor, 0, length);
  caret = std::clamp(caret, 0, length);
  const bool same_selection =
      state.HasSelection() ? state.Stb.select_start == anchor && state.Stb.select_end == caret
                           : anchor == caret && state.Stb.cursor == caret;
  if (same_selection) return;
  state.Stb.cursor = state.Stb.select_end = caret;
  state.Stb.select_start = anchor;
  state.CursorFollow = true;
  console_.request_frame();
}

void Mirror::activated(std::uint32_t key) {
  const auto found = ids_.find(key);
  if (found != ids_.end()) console_.activate_widget(found->second);
}

}  // namespace dds::web
