#include "shell/widgets/text_area.h"

#include <algorithm>
#include <string>

#include "core/base/utf8.h"

namespace dds::shell {
namespace {

// As much of it as may be typed, cut at a character's beginning.
std::string_view fitting(std::string_view text) {
  if (text.size() < kMostTyped) return text;
  std::size_t end = kMostTyped - 1;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end);
}

struct Editing {
  TextInput* text;
  const Focus::Replacement* replacement;
  bool done = false;
};

int offset_of(std::string_view text, int characters) {
  std::size_t offset = 0;
  for (int i = 0; i < characters && offset < text.size(); ++i)
    static_cast<void>(next_code_point(text, offset));
  return static_cast<int>(offset);
}

int edit(ImGuiInputTextCallbackData* data) {
  auto* editing = static_cast<Editing*>(data->UserData);
  if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
    editing->text->reserve(static_cast<std::size_t>(data->BufSize));
    data->Buf = editing->text->data();
    return 0;
  }
  if (editing->replacement == nullptr || editing->done) return 0;
  const std::string_view text = fitting(editing->replacement->text);
  data->DeleteChars(0, data->BufTextLen);
  data->InsertChars(0, text.data(), text.data() + text.size());
  const int caret = editing->replacement->caret;
  data->CursorPos = caret < 0 ? data->BufTextLen : offset_of(text, caret);
  data->SelectionStart = data->SelectionEnd = data->CursorPos;
  editing->done = true;
  return 0;
}

const Focus::Replacement* find_replacement(const Ui& ui, ImGuiID id) {
  for (const Focus::Replacement& one : ui.focus.replacements) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

// The beginning of the text with long lines broken, as much as fits: to be read while nobody edits
// it, which ImGui does without breaking lines.
void draw_wrapped(Ui& ui, const ImRect& inside, Color color, std::string_view text) {
  const float cell = ui.text_width(Face::Mono, "0");
  const float step = ui.line(Face::Mono);
  const auto columns = static_cast<int>((inside.GetWidth() - ui.px(8)) / cell);
  ui.draw()->PushClipRect(inside.Min, inside.Max, true);
  std::size_t at = 0;
  for (float y = inside.Min.y + ui.px(2); at < text.size() && y < inside.Max.y; y += step) {
    const std::size_t from = at;
    std::size_t end = at;
    for (int used = 0; at < text.size() && text[at] != '\n'; end = at) {
      std::size_t next = at;
      used += next_code_point(text, next) >= 0x1100 ? 2 : 1;
      if (used > columns && at > from) break;
      at = next;
    }
    ui.text(ImVec2(inside.Min.x, y), Face::Mono, color, text.substr(from, end - from));
    if (at < text.size() && text[at] == '\n') ++at;
  }
  ui.draw()->PopClipRect();
}

// ImGui's own item: without frame, in the box.
bool edit_text(Ui& ui, const ImRect& inside, const std::string& key, TextInput& text,
               Editing& editing, bool disabled, bool shown) {
  const Palette& c = ui.colors();
  ImGui::PushFont(ui.fonts.font(Face::Mono));
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, ui.px(2)));
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, 0);
  ImGui::PushStyleColor(ImGuiCol_FrameBg, 0);
  ImGui::PushStyleColor(ImGuiCol_Border, 0);
  ImGui::PushStyleColor(ImGuiCol_Text, shown ? c.text : Color{0});
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg, mix(c.background, c.accent, 0.35F));
  ImGui::SetCursorScreenPos(inside.Min);
  ImGuiInputTextFlags flags = ImGuiInputTextFlags_CallbackResize;
  // Only then: the callback that comes in every frame turns the whole text over each time.
  if (editing.replacement != nullptr) flags |= ImGuiInputTextFlags_CallbackAlways;
  if (disabled) flags |= ImGuiInputTextFlags_ReadOnly;
  const bool edited =
      ImGui::InputTextMultiline(key.c_str(), text.data(), static_cast<std::size_t>(text.capacity()),
                                inside.GetSize(), flags, edit, &editing);
  ImGui::PopStyleColor(4);
  ImGui::PopStyleVar(2);
  ImGui::PopFont();
  return edited;
}

}  // namespace

FieldResult text_area(Ui& ui, const ImRect& box, std::string_view label, TextInput& text,
                      const FieldSpec& spec) {
  const Palette& c = ui.colors();
  FieldResult result;
  const std::string key = "##" + std::string(label);
  const ImGuiID id = ui.id(key);
  const bool disabled = !spec.disabled_because.empty();
  if (ui.focus.take_request(label) && !disabled) ui.focus.set_by_key(id);
  ImGuiContext& context = *ImGui::GetCurrentContext();
  const bool was_active = context.ActiveId == id;
  result.entered = was_active && ImGui::GetIO().KeyCtrl &&
                   (ui.key_pressed(ImGuiKey_Enter) || ui.key_pressed(ImGuiKey_KeypadEnter));
  // ImGui's Escape puts the old text back; ours only leaves.
  if (was_active && ui.key_pressed(ImGuiKey_Escape)) ImGui::ClearActiveID();
  const bool wants_caret = ui.focus.take_edit(id) || ui.focus.take_activation(id);
  if (!disabled && wants_caret && context.ActiveId != id) {
    context.NavActivateId = id;  // as if ImGui's own navigation had come here
    context.NavActivateFlags =
        ImGuiActivateFlags_PreferInput | ImGuiActivateFlags_TryToPreserveState;
  }

  const bool hovered = ImGui::IsMouseHoveringRect(box.Min, box.Max) && ImGui::IsWindowHovered();
  const float corner = ui.px(measure::kCorner);
  ui.fill(box, disabled ? c.sunken : c.background, corner);
  Color outline = hovered && !disabled ? c.second : disabled ? c.line : c.outline;
  if (!spec.error.empty()) outline = c.bad;
  if (was_active) outline = c.accent;
  ui.draw()->AddRect(box.Min, box.Max, outline, corner, ImDrawFlags_None,
                     was_active ? ui.px(2) : ui.hairline());
  ImRect inside = box;
  inside.Expand(ImVec2(-ui.px(10), -ui.px(4)));
  inside.Max.x = box.Max.x - ui.px(3);  // the scrollbar stands at the edge
  ui.fonts.need(Face::Mono, text.view());

  Editing editing{&text, find_replacement(ui, id)};
  if (editing.replacement != nullptr && !was_active && !disabled) {
    const std::string_view put = fitting(editing.replacement->text);
    text.reserve(put.size() + 1);
    text.set(put);
    result.edited = true;
  }
  if (edit_text(ui, inside, key, text, editing, disabled, was_active)) result.edited = true;
  if (!was_active) draw_wrapped(ui, inside, disabled ? c.third : c.text, text.view());
  if (text.empty()) {
    ui.draw()->PushClipRect(inside.Min, inside.Max, true);
    ui.wrapped(inside.Min + ImVec2(0, ui.px(2)), inside.GetWidth() - ui.px(8), Face::Text, c.third,
               spec.placeholder);
    ui.draw()->PopClipRect();
  }
  ui.extend(box.Max);

  result.active = context.ActiveId == id;
  if (result.active && !ui.focus.is(id)) ui.focus.set_by_pointer(id);
  if (result.active) ui.focus.edits(id);
  result.left = ui.focus.edited_before(id) && !result.active;
  if (result.left || result.edited || result.active != was_active) ui.draw_again();
  if (ui.focus.take_scroll(id))
    ImGui::ScrollToRectEx(ImGui::GetCurrentWindow(), box, ImGuiScrollFlags_KeepVisibleEdgeY);
  if (disabled) ui.tooltip(box, spec.disabled_because);

  Widget widget;
  widget.id = id;
  widget.role = Role::Textbox;
  widget.label = label;
  widget.value = text.view();
  widget.multiline = true;
  widget.disabled = disabled;
  widget.description = spec.error.empty() ? spec.disabled_because : spec.error;
  widget.focused = ui.focus.is(id);
  ui.recorder.describe(std::move(widget), box);
  return result;
}

FieldResult labelled_area(Ui& ui, Flow& flow, float height, std::string_view label, TextInput& text,
                          const FieldSpec& spec) {
  const Palette& c = ui.colors();
  ui.text(flow.at, Face::Small, c.second, label);
  flow.gap(ui.line(Face::Small) + ui.px(3));
  const FieldResult result = text_area(ui, flow.take(ui.px(height)), label, text, spec);
  if (!spec.error.empty()) {
    flow.gap(ui.px(4));
    const ImVec2 at = flow.at;
    flow.gap(ui.wrapped(at, flow.width, Face::Small, c.bad, spec.error));
    ui.note(Role::Alert, spec.error, ImRect(at, flow.at + ImVec2(flow.width, 0)));
  }
  return result;
}

}  // namespace dds::shell
