// What fields of one and of several lines have in common: text that comes from outside (the page's
// mirrored input), how a field takes the caret, its frame.
#pragma once

#include <string_view>

#include "shell/widgets/text_field.h"

namespace dds::shell {

/// Bytes of the first `count` code points.
[[nodiscard]] int offset_of(std::string_view text, int count);

/// What came from outside for that field in this frame, or nullptr.
[[nodiscard]] const Focus::Replacement* find_replacement(const Ui& ui, ImGuiID id);

/// Puts `text` in place of all that is edited, the caret as many code points behind its beginning;
/// negative: at its end. From within ImGui's callback.
void replace_edited(ImGuiInputTextCallbackData& data, std::string_view text, int caret);

/// Before ImGui's item: a request for the focus, Escape, which leaves the text as it is, and the
/// caret where it is wanted. True when the field had the caret already.
bool prepare_editing(Ui& ui, ImGuiID id, std::string_view label, bool disabled);

void draw_field_frame(Ui& ui, const ImRect& box, const FieldSpec& spec, bool active);

/// After ImGui's item: the focus follows the caret; fills in `active` and `left`.
void finish_editing(Ui& ui, ImGuiID id, const ImRect& box, const FieldSpec& spec, bool was_active,
                    FieldResult& result);

/// Writes it into the widget map.
void describe_field(Ui& ui, ImGuiID id, const ImRect& box, std::string_view label,
                    std::string_view text, const FieldSpec& spec, bool multiline);

}  // namespace dds::shell
