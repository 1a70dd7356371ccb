// Buttons: primary (one a page), plain (outlined), quiet (icon or words without outline), and chips
// of the top bar.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "shell/widgets/icons.h"
#include "shell/widgets/ui.h"

namespace dds::shell {

enum class ButtonKind { Primary, Plain, Quiet };

struct ButtonSpec {
  ButtonKind kind = ButtonKind::Plain;
  std::optional<Icon> icon = {};           // before the words
  bool icon_only = false;                  // the label is for the widget map and the tooltip
  std::string_view disabled_because = {};  // disabled when not empty
  bool disabled = false;
  bool expanded = false;  // a popover that it opened is there
  Role role = Role::Button;
  bool selected = false;
  std::string_view key = {};  // ImGui key when the label is not unique in the panel
};

[[nodiscard]] float button_width(Ui& ui, std::string_view label, const ButtonSpec& spec = {});
[[nodiscard]] bool button(Ui& ui, const ImRect& box, std::string_view label,
                          const ButtonSpec& spec = {});
/// At the natural width, in the height of a control; moves `at` behind it with a gap of 8.
[[nodiscard]] bool button_at(Ui& ui, ImVec2& at, std::string_view label,
                             const ButtonSpec& spec = {});

/// A small text that acts like a link: copies, opens.
[[nodiscard]] bool link(Ui& ui, ImVec2 at, Face face, std::string_view label,
                        std::string_view key = {});

/// A label and a value that copies on a press: the value in the mono face, whole on hover.
void copyable(Ui& ui, const ImRect& box, std::string_view label, std::string_view value);

}  // namespace dds::shell
