// A context menu: a popover of actions at a place, worked by pointer, arrow keys and Enter. And a
// dialog: a popover in the middle of the window that names something and asks.
#pragma once

#include <string_view>

#include "shell/widgets/popover.h"
#include "shell/widgets/ui.h"

namespace dds::shell {

/// At the pointer, or below `row` when a key asked for it. When true, draw items and call
/// `end_popover`.
[[nodiscard]] bool begin_menu(Ui& ui, std::string_view key, ImVec2 at, float width, Flow& flow);
/// `keys` says which keys do the same. Closes the menu when it was pressed.
bool menu_item(Ui& ui, Flow& flow, std::string_view label, std::string_view keys = {},
               std::string_view disabled_because = {});

/// In the middle, as wide as asked for where that fits. When true, draw into the flow and call
/// `end_popover`.
[[nodiscard]] bool begin_dialog(Ui& ui, std::string_view key, float width, Flow& flow);
/// Its heading, with a button that closes it; true when that was pressed.
bool dialog_head(Ui& ui, Flow& flow, std::string_view title, std::string_view subtitle);

}  // namespace dds::shell
