// Small panels over the page, opened by a chip or button: one shadow, closed by Escape or a press
// outside. Scrolling panels of the page itself are here too.
#pragma once

#include <string_view>

#include "shell/widgets/ui.h"

namespace dds::shell {

/// Opens it from the next frame on. Keys are looked up in the current panel, like ImGui's.
void open_popover(Ui& ui, std::string_view key);
[[nodiscard]] bool popover_open(std::string_view key);

/// Below the anchor (above it near the lower edge), moved into the window. When true, draw into the
/// flow (width and place inside the padding) and call `end_popover`.
[[nodiscard]] bool begin_popover(Ui& ui, std::string_view key, const ImRect& anchor, float width,
                                 Flow& flow);
void end_popover(Ui& ui);
/// The focus returns to what opened it.
void close_popover(Ui& ui);

/// A part of the page with its own clipping and scrolling; always call `end_panel`.
bool begin_panel(Ui& ui, const char* key, const ImRect& box, bool scrolls, Color background);
void end_panel(Ui& ui);

}  // namespace dds::shell
