// The keys that move the focus and press what has it, at the beginning of each frame, by the widget
// map of the frame before. Keys inside a text field stay with it, but for Tab.
#pragma once

#include "shell/widgets/ui.h"

namespace dds::shell {

void move_focus_by_keys(Ui& ui);

}  // namespace dds::shell
