// Small signs: badges, states told by shape and word, progress bars, placeholders while something
// loads, notices.
#pragma once

#include <string_view>

#include "shell/widgets/icons.h"
#include "shell/widgets/ui.h"

namespace dds::shell {

/// A tinted label with a sign; gives its width.
float badge(Ui& ui, ImVec2 at, Icon icon, std::string_view text, Color signal);
[[nodiscard]] float badge_width(Ui& ui, std::string_view text);
inline constexpr float kBadgeHeight = 20;

/// Sign and word in one line.
void state_line(Ui& ui, const ImRect& box, Icon icon, Color signal, std::string_view text,
                Color text_color);

/// 0 to 1; negative: no percentage is known. `label` names it in the widget map.
void progress_bar(Ui& ui, const ImRect& box, float share, Color signal, std::string_view label);

/// A grey bar where text will be.
void placeholder(Ui& ui, const ImRect& box);

/// The dot between words of the third colour.
[[nodiscard]] inline std::string_view middle_dot() {
  return " \xC2\xB7 ";
}

}  // namespace dds::shell
