#include "shell/widget_map.h"

namespace dds::shell {

std::string_view name(Role role) {
  switch (role) {
    case Role::Button: return "button";
    case Role::Checkbox: return "checkbox";
    case Role::Radio: return "radio";
    case Role::Textbox: return "textbox";
    case Role::Combobox: return "combobox";
    case Role::Option: return "option";
    case Role::Tab: return "tab";
    case Role::Link: return "link";
    case Role::Row: return "row";
    case Role::MenuItem: return "menuitem";
    case Role::Heading: return "heading";
    case Role::Status: return "status";
    case Role::Alert: return "alert";
    case Role::Region: return "region";
    case Role::Progress: return "progressbar";
  }
  return "region";
}

const Widget* WidgetMap::find(Role role, std::string_view label) const {
  for (auto widget = widgets.rbegin(); widget != widgets.rend(); ++widget) {
    if (!widget->hidden && widget->role == role && (label.empty() || widget->label == label))
      return &*widget;
  }
  return nullptr;
}

const Widget* WidgetMap::find(std::string_view label) const {
  for (auto widget = widgets.rbegin(); widget != widgets.rend(); ++widget) {
    if (!widget->hidden && widget->label == label) return &*widget;
  }
  return nullptr;
}

}  // namespace dds::shell
