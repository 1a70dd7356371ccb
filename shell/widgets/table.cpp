#include "shell/widgets/table.h"

#include <algorithm>
#include <cmath>

#include "core/base/stable_order.h"
#include "shell/widgets/icons.h"

namespace dds::shell {
namespace {

constexpr float kCellPadding = 8;

// Arrow keys, Home and End among rows; where the selection goes, or -1.
int moved_selection(int selected, int count) {
  if (count == 0) return -1;
  if (ImGui::IsKeyPressed(ImGuiKey_DownArrow)) return std::min(selected + 1, count - 1);
  if (ImGui::IsKeyPressed(ImGuiKey_UpArrow)) return selected < 0 ? 0 : std::max(selected - 1, 0);
  if (ImGui::IsKeyPressed(ImGuiKey_Home)) return 0;
  if (ImGui::IsKeyPressed(ImGuiKey_End)) return count - 1;
  if (ImGui::IsKeyPressed(ImGuiKey_PageDown))
    return std::min(std::max(selected, 0) + 10, count - 1);
  if (ImGui::IsKeyPressed(ImGuiKey_PageUp)) return std::max(selected - 10, 0);
  return -1;
}

// What a person has given a width grows to that and no further; in a narrow panel it may shrink as
// before.
std::vector<ColumnSpec> with_widths(std::span<const ColumnSpec> specs, const ColumnWidths& widths) {
  std::vector<ColumnSpec> columns(specs.begin(), specs.end());
  for (std::size_t i = 0; i < std::min(columns.size(), widths.size()); ++i) {
    if (widths[i] <= 0) continue;
    const auto width = static_cast<float>(std::max(widths[i], kNarrowestColumn));
    columns[i].least = std::min(columns[i].least, width);
    columns[i].wanted = width;
    columns[i].share = 0;
  }
  return columns;
}

constexpr float kKeyStep = 16;  // CSS pixels

// Also those to the left: what is dragged must follow the pointer.
void set_widths(const Ui& ui, std::span<const ColumnPlace> places, std::size_t last, float width,
                ColumnWidths& widths) {
  widths.resize(places.size(), 0);
  for (std::size_t i = 0; i < last; ++i) {
    if (places[i].width > 0) widths[i] = static_cast<int>(std::lround(places[i].width / ui.px(1)));
  }
  widths[last] = std::max(kNarrowestColumn, static_cast<int>(std::lround(width / ui.px(1))));
}

}  // namespace

std::vector<ColumnPlace> place_columns(const Ui& ui, std::span<const ColumnSpec> specs, float width,
                                       const ColumnWidths& widths) {
  const std::vector<ColumnSpec> columns = with_widths(specs, widths);
  std::vector<ColumnPlace> places(columns.size());
  std::vector<char> left_out(columns.size(), 0);
  const float gap = ui.px(kCellPadding);
  // Figures end where the words of the next column would begin: they get more room.
  const auto gap_after = [&](std::size_t i) {
    return columns[i].right && i + 1 < columns.size() ? gap * 2 : gap;
  };
  float least = 0;
  for (;;) {
    least = gap;
    std::size_t drop = columns.size();
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (left_out[i] != 0) continue;
      least += ui.px(columns[i].least) + gap_after(i);
      const bool later = drop == columns.size() || columns[i].drop_order > columns[drop].drop_order;
      if (columns[i].drop_order > 0 && later) drop = i;
    }
    if (least <= width || drop == columns.size()) break;
    left_out[drop] = 1;
  }
  const auto growth = [&](std::size_t i) {
    return left_out[i] != 0 ? 0.0F : ui.px(std::max(0.0F, columns[i].wanted - columns[i].least));
  };
  float shares = 0;
  for (std::size_t i = 0; i < columns.size(); ++i)
    shares += left_out[i] != 0 ? 0 : columns[i].share;
  const std::vector<std::uint32_t> by_weight =
      stable_order(columns.size(), [&](std::uint32_t a, std::uint32_t b) {
        return columns[a].drop_order < columns[b].drop_order;
      });
  float rest = std::max(0.0F, width - least);
  std::vector<float> grown(columns.size(), 0);
  for (const std::size_t i : by_weight) {
    grown[i] = std::min(growth(i), rest);
    rest -= grown[i];
  }
  float left = gap;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (left_out[i] != 0) continue;
    const float extra = grown[i] + (shares > 0 ? rest * columns[i].share / shares : 0);
    const float wide = std::max(ui.px(20), ui.px(columns[i].least) + extra);
    places[i].left = std::round(left);
    places[i].width = std::floor(wide);
    left += wide + gap_after(i);
  }
  return places;
}

int table_head(Ui& ui, const ImRect& box, std::span<const ColumnSpec> columns,
               std::span<const ColumnPlace> places, int sorted, bool descending) {
  const Palette& c = ui.colors();
  int pressed = -1;
  ui.line_below(box, c.line);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (places[i].width <= 0) continue;
    const ColumnSpec& column = columns[i];
    const ImRect cell(ImVec2(box.Min.x + places[i].left, box.Min.y),
                      ImVec2(box.Min.x + places[i].left + places[i].width, box.Max.y));
    Color color = c.second;
    const bool is_sorted = sorted == static_cast<int>(i);
    bool hovered = false;
    if (column.sortable) {
      Widget widget;
      widget.role = Role::Button;
      widget.label = "Sort by " + std::string(column.title);
      widget.value = is_sorted ? (descending ? "descending" : "ascending") : "";
      widget.description = "Ctrl+Left and Ctrl+Right change the column's width.";
      const Interaction on =
          ui.interact("head " + std::string(column.title), cell, std::move(widget));
      if (on.pressed) pressed = static_cast<int>(i);
      hovered = on.hovered;
      if (on.hovered) color = c.text;
      if (on.focused && ui.focus.ring()) ui.focus_ring(cell, ui.px(2));
    }
    if (is_sorted) color = c.text;
    const bool arrow = column.sortable && (is_sorted || hovered);
    ImRect text = cell;
    const float width = std::min(ui.text_width(Face::Small, column.title), cell.GetWidth());
    ui.text_in(text, Face::Small, color, column.title, column.right ? Align::Right : Align::Left);
    if (arrow) {
      const float x = column.right ? cell.Max.x - width - ui.px(9) : cell.Min.x + width + ui.px(9);
      draw_icon(ui.draw(), is_sorted && descending ? Icon::ChevronDown : Icon::ChevronUp,
                ImVec2(x, cell.GetCenter().y), ui.px(11), is_sorted ? c.text : c.third);
    }
  }
  return pressed;
}

WidthEvent drag_columns(Ui& ui, const ImRect& box, std::span<const ColumnSpec> columns,
                        std::span<const ColumnPlace> places, ColumnWidths& widths) {
  std::size_t end = places.size();  // nothing is to the right of the last one
  while (end > 0 && places[end - 1].width <= 0) --end;
  WidthEvent event = WidthEvent::None;
  for (std::size_t i = 0; i + 1 < end; ++i) {
    if (places[i].width <= 0) continue;
    const float left = box.Min.x + places[i].left;
    const float border = left + places[i].width + ui.px(kCellPadding) / 2;
    const ImRect grip(ImVec2(border - ui.px(4), box.Min.y), ImVec2(border + ui.px(4), box.Max.y));
    const ImGuiID id = Ui::id("border " + std::string(columns[i].title));
    if (!ImGui::ItemAdd(grip, id)) continue;
    // By keys, from the heading: as far as a drag of a letter or two.
    if (ImGui::GetIO().KeyCtrl && ui.focus.is(Ui::id("head " + std::string(columns[i].title)))) {
      const float step = ui.key_pressed(ImGuiKey_RightArrow)  ? ui.px(kKeyStep)
                         : ui.key_pressed(ImGuiKey_LeftArrow) ? -ui.px(kKeyStep)
                                                              : 0;
      if (step != 0) {
        set_widths(ui, places, i, places[i].width + step, widths);
        ui.draw_again();
        return WidthEvent::Done;
      }
    }
    bool hovered = false;
    bool held = false;
    const bool was_held = ImGui::GetActiveID() == id;
    ImGui::ButtonBehavior(grip, id, &hovered, &held, ImGuiButtonFlags_PressedOnClick);
    if (hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
      widths.clear();
      event = WidthEvent::Done;
    } else if (held) {
      // Where it was taken hold of stays under the pointer.
      float* taken_at = ImGui::GetStateStorage()->GetFloatRef(id);
      const float pointer = ImGui::GetMousePos().x;
      if (!was_held) *taken_at = pointer - left - places[i].width;
      const float width = pointer - left - *taken_at;
      if (std::abs(width - places[i].width) >= 1) {
        set_widths(ui, places, i, width, widths);
        event = WidthEvent::Dragged;
      }
    } else if (was_held) {
      event = WidthEvent::Done;
    }
    if (event != WidthEvent::None) ui.draw_again();
    if (!hovered && !held) continue;
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    ui.fill(ImRect(ImVec2(border - ui.hairline(), box.Min.y), ImVec2(border, box.Max.y)),
            ui.colors().accent);
  }
  return event;
}

RowEvents table_rows(Ui& ui, ImVec2 top, float width, float row_height, int count, int selected,
                     const std::function<RowText(int)>& describe,
                     const std::function<void(int, const ImRect&)>& draw) {
  const Palette& c = ui.colors();
  RowEvents events;
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  // Whole pixels, as ImGui counts the room: half a pixel too much would be a scrollbar.
  ui.extend(ImVec2(top.x + width, std::floor(top.y + row_height * static_cast<float>(count))));
  // One row more on either side, so that Tab and screen readers can go on from the edge.
  const float above = (window->ClipRect.Min.y - top.y) / row_height;
  const float below = (window->ClipRect.Max.y - top.y) / row_height;
  const int first = std::clamp(static_cast<int>(above) - 1, 0, count);
  const int last = std::clamp(static_cast<int>(below) + 2, first, count);
  bool focused_here = false;
  for (int i = first; i < last; ++i) {
    const ImRect box(
        ImVec2(top.x, std::round(top.y + row_height * static_cast<float>(i))),
        ImVec2(top.x + width, std::round(top.y + row_height * static_cast<float>(i + 1))));
    RowText row = describe(i);
    Widget widget;
    widget.role = Role::Row;
    widget.label = std::move(row.label);
    widget.selected = i == selected;
    if (row.checkbox) {
      widget.role = Role::Checkbox;
      widget.checked = row.checked;
      widget.disabled = !row.disabled_because.empty();
      widget.description = widget.disabled ? row.disabled_because : row.description;
    }
    const Interaction on =
        ui.interact(row.key, box, std::move(widget), ImGuiButtonFlags_PressedOnClick);
    if (on.focused) focused_here = true;
    if (on.pressed) events.chosen = i;
    if (on.pressed && row.checkbox) events.toggled = i;
    if (on.double_clicked) events.opened = i;
    if (on.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right)) {
      events.chosen = events.menu = i;
      ui.focus.set_by_pointer(on.id);
    }
    if (!on.visible) continue;
    if (i == selected) {
      ui.fill(box, c.chosen);
    } else if (on.hovered) {
      ui.fill(box, mix(c.background, c.hover, 0.6F));
    }
    ui.line_below(box, c.line);
    if (on.focused && ui.focus.ring()) {
      ImRect inner = box;
      inner.Expand(-ui.px(2));
      ui.draw()->AddRect(inner.Min, inner.Max, c.accent, ui.px(3), ImDrawFlags_None, ui.px(2));
    }
    draw(i, box);
  }
  if (!focused_here || ImGui::GetIO().WantTextInput) return events;
  const int moved = moved_selection(selected, count);
  if (moved >= 0 && moved != selected) {
    events.chosen = moved;
    ui.focus.set_by_key(ui.id(describe(moved).key));
    const ImRect box =
        box_at(ImVec2(top.x, top.y + row_height * static_cast<float>(moved)), width, row_height);
    ImGui::ScrollToRectEx(window, box, ImGuiScrollFlags_KeepVisibleEdgeY);
  }
  if (selected >= 0 && ui.key_pressed(ImGuiKey_Enter)) events.opened = selected;
  if (selected >= 0 && ImGui::GetIO().KeyCtrl && ui.key_pressed(ImGuiKey_C))
    events.copied = selected;
  const bool menu_key =
      ui.key_pressed(ImGuiKey_Menu) || (ImGui::GetIO().KeyShift && ui.key_pressed(ImGuiKey_F10));
  if (selected >= 0 && menu_key) events.menu = selected;
  return events;
}

}  // namespace dds::shell
