#include "shell/widgets/text_editing.h"

#include <utility>

#include "core/base/utf8.h"

namespace dds::shell {

int offset_of(std::string_view text, int count) {
  std::size_t offset = 0;
  for (int i = 0; i < count && offset < text.size(); ++i)
    static_cast<void>(next_code_point(text, offset));
  return static_cast<int>(offset);
}

const Focus::Replacement* find_replacement(const Ui& ui, ImGuiID id) {
  for (const Focus::Replacement& one : ui.focus.replacements) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

void replace_edited(ImGuiInputTextCallbackData& data, std::string_view text, int caret) {
  data.DeleteChars(0, data.BufTextLen);
  data.InsertChars(0, text.data(), text.data() + text.size());
  data.CursorPos = caret < 0 ? data.BufTextLen : offset_of(text, caret);
  data.SelectionStart = data.SelectionEnd = data.CursorPos;
}

bool prepare_editing(Ui& ui, ImGuiID id, std::string_view label, bool disabled) {
  if (ui.focus.take_request(label) && !disabled) ui.focus.set_by_key(id);
  ImGuiContext& context = *ImGui::GetCurrentContext();
  const bool was_active = context.ActiveId == id;
  // ImGui's Escape puts the old text back; ours only leaves.
  if (was_active && ui.key_pressed(ImGuiKey_Escape)) ImGui::ClearActiveID();
  const bool wants_caret = ui.focus.take_edit(id) || ui.focus.take_activation(id);
  if (!disabled && wants_caret && context.ActiveId != id) {
    context.NavActivateId = id;  // as if ImGui's own navigation had come here
    context.NavActivateFlags =
        ImGuiActivateFlags_PreferInput | ImGuiActivateFlags_TryToPreserveState;
  }
  return was_active;
}

void draw_field_frame(Ui& ui, const ImRect& box, const FieldSpec& spec, bool active) {
  const Palette& c = ui.colors();
  const bool disabled = !spec.disabled_because.empty();
  const bool hovered = ImGui::IsMouseHoveringRect(box.Min, box.Max) && ImGui::IsWindowHovered();
  const float corner = ui.px(measure::kCorner);
  ui.fill(box, disabled ? c.sunken : c.background, corner);
  Color outline = hovered ? c.second : c.outline;
  if (disabled) outline = c.line;
  if (!spec.error.empty()) outline = c.bad;
  if (active) outline = c.accent;
  ui.draw()->AddRect(box.Min, box.Max, outline, corner, ImDrawFlags_None,
                     active ? ui.px(2) : ui.hairline());
}

void finish_editing(Ui& ui, ImGuiID id, const ImRect& box, const FieldSpec& spec, bool was_active,
                    FieldResult& result) {
  result.active = ImGui::GetCurrentContext()->ActiveId == id;
  if (result.active && !ui.focus.is(id)) ui.focus.set_by_pointer(id);
  if (result.active) ui.focus.edits(id);
  result.left = ui.focus.edited_before(id) && !result.active;
  if (result.left || result.edited || result.active != was_active) ui.draw_again();
  if (ui.focus.take_scroll(id))
    ImGui::ScrollToRectEx(ImGui::GetCurrentWindow(), box, ImGuiScrollFlags_KeepVisibleEdgeY);
  if (!spec.disabled_because.empty()) ui.tooltip(box, spec.disabled_because);
}

void describe_field(Ui& ui, ImGuiID id, const ImRect& box, std::string_view label,
                    std::string_view text, const FieldSpec& spec, bool multiline) {
  Widget widget;
  widget.id = id;
  widget.role = Role::Textbox;
  widget.label = label;
  widget.secret = spec.secret;
  if (!spec.secret) widget.value = text;
  widget.multiline = multiline;
  widget.disabled = !spec.disabled_because.empty();
  widget.description = spec.error.empty() ? spec.disabled_because : spec.error;
  widget.focused = ui.focus.is(id);
  ui.recorder.describe(std::move(widget), box);
}

}  // namespace dds::shell
