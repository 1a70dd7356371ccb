// A list of rows under a line of headings: sorting by a press on a heading, arrow keys, Enter,
// Ctrl+C, and only the visible rows drawn. The caller draws the cells, and keeps the widths that a
// person gives columns.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shell/widgets/ui.h"

namespace dds::shell {

struct ColumnSpec {
  std::string_view title = {};
  float least = 60;  // CSS pixels
  float wanted = 0;  // grows to this first, when there is room; those that stay longest before all
  float share = 0;   // of what is left over then
  bool right = false;  // figures
  bool sortable = true;
  int drop_order = 0;  // narrow panels leave out the columns with the highest number first; 0 stays
};

struct ColumnPlace {
  float left = 0;   // device pixels from the table's left edge, inside the cell's padding
  float width = 0;  // 0 = left out
};

/// What a person made of the columns, in CSS pixels; 0, or absent: the column's own width.
using ColumnWidths = std::vector<int>;
inline constexpr int kNarrowestColumn = 40;

/// Places for this table width (device pixels). A width of `widths` is kept to as far as there is
/// room.
[[nodiscard]] std::vector<ColumnPlace> place_columns(const Ui& ui,
                                                     std::span<const ColumnSpec> columns,
                                                     float width, const ColumnWidths& widths = {});

/// Headings with a line below; gives the index of the one that was pressed, or -1.
int table_head(Ui& ui, const ImRect& box, std::span<const ColumnSpec> columns,
               std::span<const ColumnPlace> places, int sorted, bool descending);

/// What happened to the widths: nothing, they are being dragged, or they are to be remembered.
enum class WidthEvent { None, Dragged, Done };
/// The borders between the headings of `table_head`, to be dragged: the column before the border
/// takes that width, those to its left keep theirs. A double click gives all columns their own.
/// Ctrl+Left and Ctrl+Right do the same for the column whose heading has the focus.
WidthEvent drag_columns(Ui& ui, const ImRect& box, std::span<const ColumnSpec> columns,
                        std::span<const ColumnPlace> places, ColumnWidths& widths);

struct RowEvents {
  int chosen = -1;   // pressed or reached by an arrow key
  int opened = -1;   // double press, Enter
  int copied = -1;   // Ctrl+C
  int menu = -1;     // right button, menu key, Shift+F10: its actions are wanted
  int toggled = -1;  // a row with a box to tick: pressed, Space
};

struct RowText {
  std::string label;  // accessible name
  std::string key;
  // Rows that are ticked; the caller draws the box.
  bool checkbox = false;
  bool checked = false;
  std::string_view disabled_because = {};
  std::string_view description = {};  // of one that is not disabled
};

/// Rows from `top` on in the current panel. `describe` names a row; `draw` draws the cells of a
/// visible one.
RowEvents table_rows(Ui& ui, ImVec2 top, float width, float row_height, int count, int selected,
                     const std::function<RowText(int)>& describe,
                     const std::function<void(int, const ImRect&)>& draw);

}  // namespace dds::shell
