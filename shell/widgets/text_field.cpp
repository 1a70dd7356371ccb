#include "shell/widgets/text_field.h"

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "shell/widgets/text_editing.h"

namespace dds::shell {
namespace {

struct Replacing {
  const Focus::Replacement* replacement;
  bool done = false;
};

int put_text(ImGuiInputTextCallbackData* data) {
  auto* replacing = static_cast<Replacing*>(data->UserData);
  if (replacing->replacement == nullptr || replacing->done) return 0;
  replace_edited(*data, replacing->replacement->text, replacing->replacement->caret);
  replacing->done = true;
  return 0;
}

// What lies behind the first `kept` elements, the unused room included: emptied vectors keep their
// bytes.
template <class T>
void wipe_behind(ImVector<T>& text, int kept) {
  if (text.Data == nullptr) return;
  const int from = std::clamp(kept, 0, text.Size);
  wipe_memory(text.Data + from, static_cast<std::size_t>(text.Capacity - from) * sizeof(T));
}

// ImGui keeps what was typed for undo and in its queues; a secret must not stay there when its
// field is left. The next field may have taken over the state already: then what its text did not
// overwrite goes.
void wipe_edit_state(ImGuiID id) {
  ImGuiContext& context = *ImGui::GetCurrentContext();
  wipe_behind(context.IO.InputQueueCharacters, context.IO.InputQueueCharacters.Size);
  wipe_behind(context.InputEventsQueue, context.InputEventsQueue.Size);
  wipe_behind(context.InputEventsTrail, 0);  // what this frame took; nothing reads it again
  ImGuiInputTextState& state = context.InputTextState;
  const bool taken_over = state.ID != id && state.ID != 0;
  wipe_behind(state.TextW, taken_over ? state.CurLenW + 1 : 0);
  wipe_behind(state.TextA, taken_over ? state.CurLenA + 1 : 0);
  wipe_behind(state.InitialTextA, taken_over && !state.InitialTextA.empty()
                                      ? static_cast<int>(std::strlen(state.InitialTextA.Data)) + 1
                                      : 0);
  if (!taken_over) {
    wipe_memory(&state.Stb.undostate, sizeof(state.Stb.undostate));
    state.ClearFreeMemory();
    state.ID = 0;
    state.CurLenA = state.CurLenW = 0;
  }
  ImGuiInputTextDeactivatedState& left = context.InputTextDeactivatedState;
  wipe_memory(left.TextA.Data, static_cast<std::size_t>(left.TextA.size_in_bytes()));
  left.ClearFreeMemory();
}

}  // namespace

FieldResult text_field(Ui& ui, const ImRect& box, std::string_view label, TextInput& text,
                       const FieldSpec& spec) {
  FieldResult result;
  const std::string key = "##" + std::string(label);
  const ImGuiID id = ui.id(key);
  const bool disabled = !spec.disabled_because.empty();
  const bool was_active = prepare_editing(ui, id, label, disabled);
  result.entered =
      was_active && (ui.key_pressed(ImGuiKey_Enter) || ui.key_pressed(ImGuiKey_KeypadEnter));
  draw_field_frame(ui, box, spec, was_active);
  ImRect inside = box;
  inside.Expand(ImVec2(-ui.px(10), 0));
  if (spec.icon) {
    draw_icon(ui.draw(), *spec.icon, ImVec2(inside.Min.x + ui.px(6), box.GetCenter().y), ui.px(14),
              ui.colors().third);
    inside.Min.x += ui.px(18);
  }
  ImFont* font = ui.fonts.font(spec.mono ? Face::Mono : Face::Text);
  if (!spec.secret) ui.fonts.need(spec.mono ? Face::Mono : Face::Text, text.view());

  Replacing replacing{find_replacement(ui, id)};
  if (replacing.replacement != nullptr && !was_active && !disabled) {
    // If the field gets the caret in this frame, the callback puts the caret behind what was typed.
    text.set(replacing.replacement->text);
    result.edited = true;
  }
  ImGui::PushFont(font);
  const float padding = std::max(0.0F, (box.GetHeight() - font->FontSize) / 2);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, ImVec2(0, padding));
  ImGui::PushStyleColor(ImGuiCol_FrameBg, 0);
  ImGui::PushStyleColor(ImGuiCol_Border, 0);
  ImGui::PushStyleColor(ImGuiCol_Text, disabled ? ui.colors().third : ui.colors().text);
  ImGui::PushStyleColor(ImGuiCol_TextDisabled, ui.colors().third);
  ImGui::PushStyleColor(ImGuiCol_TextSelectedBg,
                        mix(ui.colors().background, ui.colors().accent, 0.35F));
  ImGui::SetCursorScreenPos(inside.Min);
  ImGui::SetNextItemWidth(inside.GetWidth());
  ImGui::BeginDisabled(disabled);
  ImGui::PushStyleVar(ImGuiStyleVar_Alpha, 1.0F);
  ImGuiInputTextFlags flags = ImGuiInputTextFlags_CallbackAlways;
  if (spec.secret) flags |= ImGuiInputTextFlags_Password | ImGuiInputTextFlags_NoUndoRedo;
  const std::string hint(disabled ? spec.disabled_because.substr(0, 0) : spec.placeholder);
  if (ImGui::InputTextWithHint(key.c_str(), hint.c_str(), text.data(),
                               static_cast<std::size_t>(text.capacity()), flags, put_text,
                               &replacing)) {
    result.edited = true;
  }
  ImGui::PopStyleVar();
  ImGui::EndDisabled();
  ImGui::PopStyleColor(5);
  ImGui::PopStyleVar();
  ImGui::PopFont();
  ui.extend(box.Max);

  finish_editing(ui, id, box, spec, was_active, result);
  if (result.left && spec.secret) wipe_edit_state(id);
  describe_field(ui, id, box, label, text.view(), spec, false);
  return result;
}

FieldResult labelled_field(Ui& ui, Flow& flow, std::string_view label, TextInput& text,
                           const FieldSpec& spec, std::string_view hint) {
  const Palette& c = ui.colors();
  ui.text(flow.at, Face::Small, c.second, label);
  flow.gap(ui.line(Face::Small) + ui.px(3));
  const FieldResult result = text_field(ui, flow.take(ui.control_height()), label, text, spec);
  const std::string_view below = spec.error.empty() ? hint : spec.error;
  if (!below.empty()) {
    flow.gap(ui.px(4));
    flow.gap(
        ui.wrapped(flow.at, flow.width, Face::Small, spec.error.empty() ? c.third : c.bad, below));
  }
  return result;
}

}  // namespace dds::shell
