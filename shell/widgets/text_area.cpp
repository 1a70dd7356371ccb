#include "shell/widgets/text_area.h"

#include <algorithm>
#include <string>

#include "core/base/utf8.h"
#include "shell/widgets/text_editing.h"

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

int edit(ImGuiInputTextCallbackData* data) {
  auto* editing = static_cast<Editing*>(data->UserData);
  if (data->EventFlag == ImGuiInputTextFlags_CallbackResize) {
    editing->text->reserve(static_cast<std::size_t>(data->BufSize));
    data->Buf = editing->text->data();
    return 0;
  }
  if (editing->replacement == nullptr || editing->done) return 0;
  replace_edited(*data, fitting(editing->replacement->text), editing->replacement->caret);
  editing->done = true;
  return 0;
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
  const bool was_active = prepare_editing(ui, id, label, disabled);
  result.entered = was_active && ImGui::GetIO().KeyCtrl &&
                   (ui.key_pressed(ImGuiKey_Enter) || ui.key_pressed(ImGuiKey_KeypadEnter));
  draw_field_frame(ui, box, spec, was_active);
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

  finish_editing(ui, id, box, spec, was_active, result);
  describe_field(ui, id, box, label, text.view(), spec, true);
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
