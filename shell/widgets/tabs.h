// Tabs of a page: words over a line, the chosen one underlined. Arrow keys move among them.
#pragma once

#include <span>
#include <string_view>

#include "shell/widgets/ui.h"

namespace dds::shell {

/// Gives the index of the tab that was pressed, or -1.
int tabs(Ui& ui, const ImRect& box, std::span<const std::string_view> labels, int chosen);

}  // namespace dds::shell
