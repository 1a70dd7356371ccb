// Every widget that a person can act on, recorded once per frame through ImGui's item hooks: label,
// role, state and rectangle. Tests click by label through it; the web host mirrors it into DOM
// elements with ARIA roles.
//
// Owned by the Console; valid until its next frame. Never holds the text of a secret field.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace dds::shell {

enum class Role {
  Button,
  Checkbox,
  Radio,
  Textbox,
  Combobox,
  Option,
  Tab,
  Link,
  Row,
  MenuItem,
  Heading,
  Status,
  Alert,
  Region,
  Progress
};

/// The ARIA role's name: "button", "checkbox", "radio", "textbox", "combobox", "option", "tab",
/// "link", "row", ...
[[nodiscard]] std::string_view name(Role role);

struct Widget {
  std::uint32_t id = 0;  // ImGui's; stable from frame to frame
  Role role = Role::Button;
  std::string label;  // accessible name, without any ## part
  std::string value;  // text of a textbox (empty for a secret), choice of a combobox, percentage of
                      // a progress bar
  float x = 0, y = 0, width = 0,
        height = 0;  // CSS pixels from the top left, clipped to what is visible
  bool disabled = false;
  bool checked = false;   // checkbox, radio
  bool selected = false;  // tab, option, row, navigation
  bool expanded = false;  // combobox, menu button
  bool focused = false;
  bool secret = false;  // password field
  bool multiline = false;
  bool hidden = false;      // clipped away: scroll to reach
  std::string description;  // reason for being disabled, error beside the field
};

struct WidgetMap {
  std::vector<Widget> widgets;  // in drawing order
  /// The visible, topmost widget of that role and label, or nullptr. An empty label matches any.
  [[nodiscard]] const Widget* find(Role role, std::string_view label) const;
  [[nodiscard]] const Widget* find(std::string_view label) const;
};

}  // namespace dds::shell
