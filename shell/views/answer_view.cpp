// What an action answered: as a tree, as a table where it holds a list, and as text.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>

#include <nlohmann/json.hpp>

#include "core/backup/call_end.h"
#include "core/base/text.h"
#include "shell/model/words.h"
#include "shell/views/api_view.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/menu.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/tabs.h"

namespace dds::shell {
namespace {

constexpr float kTreeRow = 24;  // CSS pixels
constexpr float kTreeIndent = 16;
constexpr std::string_view kRowMenu = "answer row menu";

void draw_tree_line(Ui& ui, const ApiPage& page, const TreeLine& line, const ImRect& row) {
  const Palette& c = ui.colors();
  ImRect box = row;
  box.Min.x += ui.px(8) + ui.px(kTreeIndent) * static_cast<float>(std::min(line.depth, 12U));
  if (page.tree.opens(line)) {
    draw_icon(ui.draw(), page.tree.is_open(line) ? Icon::ChevronDown : Icon::ChevronRight,
              ImVec2(box.Min.x + ui.px(5), box.GetCenter().y), ui.px(12), c.second);
  }
  box.Min.x += ui.px(16);
  const std::string name = name_of(line);
  const float width = std::min(ui.text_width(Face::Text, name), box.GetWidth() * 0.5F);
  ui.text_in(ImRect(box.Min, ImVec2(box.Min.x + width + 1, box.Max.y)), Face::Text,
             line.member == nullptr ? c.third : c.second, name);
  box.Min.x += width + ui.px(10);
  const std::string value = value_of(line, *page.credentials());
  const bool opens = line.value->is_structured();
  const Face face = opens ? Face::Small : Face::Mono;
  const float long_value = ui.text_width(face, value.substr(0, 400));
  ui.text_in(box, face, opens ? c.third : c.text, value);
  // The catalogue's words behind it, where there is room.
  if (line.field == nullptr || line.field->meaning.empty()) return;
  const ImRect behind(ImVec2(box.Min.x + long_value + ui.px(16), box.Min.y), box.Max);
  if (behind.GetWidth() > ui.px(120))
    ui.text_in(behind, Face::Small, c.third, line.field->meaning, Align::Right);
  ui.tooltip(ImRect(row.Min, ImVec2(box.Min.x, row.Max.y)), line.field->meaning);
}

// Of the current panel's rows: words at their right end stay free of the scrollbar.
float width_beside_scrollbar(const ImRect& box) {
  const bool scrolls = ImGui::GetCurrentWindow()->ScrollbarY;
  return box.GetWidth() - (scrolls ? ImGui::GetStyle().ScrollbarSize : 0);
}

void draw_tree(Ui& ui, Model& model, Flow& flow, float bottom) {
  ApiPage& page = model.api_page;
  ImVec2 at = flow.take(ui.control_height()).Min;
  if (button_at(ui, at, "Open all", {.kind = ButtonKind::Quiet})) page.tree.open_all();
  if (button_at(ui, at, "Close all", {.kind = ButtonKind::Quiet})) page.tree.close_all();
  flow.gap(ui.px(4));
  const std::vector<TreeLine>& lines = page.tree.lines();
  const float height = ui.px(kTreeRow);
  const ImRect table = take_table(flow, height, lines.size(), bottom);
  begin_panel(ui, "answer tree", table, true, ui.colors().background);
  const RowEvents events = table_rows(
      ui, ImVec2(table.Min.x, table.Min.y - ImGui::GetScrollY()), width_beside_scrollbar(table),
      height, static_cast<int>(lines.size()), page.tree.selected,
      [&](int i) {
        const TreeLine& line = lines[static_cast<std::size_t>(i)];
        return RowText{name_of(line) + ": " + value_of(line, *page.credentials()),
                       std::to_string(i)};
      },
      [&](int i, const ImRect& row) {
        draw_tree_line(ui, page, lines[static_cast<std::size_t>(i)], row);
      });
  end_panel(ui);
  if (events.copied >= 0)
    model.host().copy_to_clipboard(
        value_of(lines[static_cast<std::size_t>(events.copied)], *page.credentials()));
  const bool pressed = events.chosen >= 0 && ImGui::IsMouseReleased(ImGuiMouseButton_Left);
  if (events.chosen >= 0) page.tree.selected = events.chosen;
  // The chevron is small: a press anywhere on the line opens it, and so does Enter.
  const int toggled = events.opened >= 0 ? events.opened : pressed ? events.chosen : -1;
  if (toggled >= 0) page.tree.toggle(static_cast<std::size_t>(toggled));
}

std::vector<ColumnSpec> columns_of(const ApiPage& page) {
  std::vector<ColumnSpec> columns;
  const std::vector<std::string>& names = page.table.columns();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto wide = static_cast<float>(std::clamp<std::size_t>(page.table.widths()[i], 6, 40));
    // A skipped column wants more room than there is.
    const bool skipped = i > 0 && i <= page.table.skipped();
    columns.push_back({.title = names[i],
                       .least = skipped ? 1e6F : std::min(wide * 8.2F + 8, 150.0F),
                       .wanted = wide * 8.2F + 8,
                       .share = 0.1F,
                       .drop_order = static_cast<int>(skipped ? i + names.size() : i)});
  }
  return columns;
}

bool more_columns(const AnswerTable& table, std::size_t shown) {
  return table.skipped() + shown < table.columns().size();
}

// Where not all columns fit: the ones to the left and to the right, by mouse and by Tab and Enter.
void turn_columns(Ui& ui, AnswerTable& table, std::size_t shown, ImVec2& at) {
  const bool more = more_columns(table, shown);
  if (!more && table.skipped() == 0) return;
  for (const bool right : {false, true}) {
    const bool can = right ? more : table.skipped() > 0;
    if (button_at(ui, at, right ? "More columns" : "Earlier columns",
                  {.kind = ButtonKind::Quiet,
                   .icon = right ? Icon::ChevronRight : Icon::Back,
                   .icon_only = true,
                   .disabled = !can})) {
      table.turn(right, shown);
      ui.draw_again();
    }
  }
}

// The same by a wheel or a touchpad that goes sideways, or with Shift, a column at a time.
void turn_by_wheel(Ui& ui, AnswerTable& table, ViewState& state, std::size_t shown) {
  const ImGuiIO& io = ImGui::GetIO();
  const bool sideways = std::abs(io.MouseWheelH) > std::abs(io.MouseWheel);
  const float wheel = sideways ? io.MouseWheelH : io.KeyShift ? io.MouseWheel : 0;
  if (wheel == 0 || io.KeyCtrl || !ImGui::IsWindowHovered()) return;
  state.columns_turned -= wheel;
  const float whole = std::trunc(state.columns_turned);
  state.columns_turned -= whole;
  if (whole == 0 || (whole > 0 && !more_columns(table, shown))) return;
  table.shift(static_cast<std::ptrdiff_t>(whole));
  ui.draw_again();
}

void copy_and_say(Ui& ui, Model& model, Flow& flow, AnswerTable& table, std::size_t columns) {
  ImVec2 at = flow.at;
  const ImRect row = flow.take(ui.control_height());
  const float field = std::min(ui.px(200), row.GetWidth() * 0.4F);
  text_field(ui, box_at(row.Min, field, row.GetHeight()), "Filter rows", table.filter,
             {.placeholder = "Filter rows", .icon = Icon::Search});
  at.x += field + ui.px(8);
  const bool narrow = row.GetWidth() < ui.px(520);
  if (button_at(ui, at, "Copy as CSV", {.icon = Icon::Copy, .icon_only = narrow}))
    model.host().copy_to_clipboard(table.csv());
  if (button_at(ui, at, "Copy as JSON",
                {.icon = narrow ? Icon::Code : Icon::Copy, .icon_only = narrow}))
    model.host().copy_to_clipboard(table.json_text());
  turn_columns(ui, table, columns, at);
  const std::size_t shown = table.order().size();
  std::string count = counted(table.row_count(), "row");
  if (shown != table.row_count()) count = std::to_string(shown) + " of " + count;
  if (columns < table.columns().size())
    count += ", " + std::to_string(columns) + " of " + counted(table.columns().size(), "column") +
             " fit";
  if (at.x + ui.text_width(Face::Small, count) < row.Max.x)
    ui.text_in(ImRect(at, row.Max), Face::Small, ui.colors().second, count, Align::Right);
}

void draw_rows(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom) {
  AnswerTable& table = model.api_page.table;
  const std::vector<ColumnSpec> columns = columns_of(model.api_page);
  const std::string name = "answer_" + std::string(model.api_page.action()->name);
  const WideTable wide{name, columns};
  const std::vector<ColumnPlace> places = place_columns(ui, model, wide, flow.width);
  const auto fit = std::count_if(places.begin(), places.end(),
                                 [](const ColumnPlace& place) { return place.width > 0; });
  copy_and_say(ui, model, flow, table, static_cast<std::size_t>(fit));
  flow.gap(ui.px(4));
  const int pressed = table_head(ui, model, flow.take(ui.px(30)), wide, places, table.sorted_by(),
                                 table.descending());
  if (pressed >= 0) table.sort(pressed);
  const std::vector<std::uint32_t>& order = table.order();
  const float height = ui.px(measure::kRow);
  const ImRect box = take_table(flow, height, order.size(), bottom);
  begin_panel(ui, "answer rows", box, true, ui.colors().background);
  const ImVec2 top(box.Min.x, box.Min.y - ImGui::GetScrollY());
  const RowEvents events = table_rows(
      ui, top, width_beside_scrollbar(box), height, static_cast<int>(order.size()), table.selected,
      [&](int i) {
        const std::uint32_t row = order[static_cast<std::size_t>(i)];
        return RowText{table.columns().empty() ? std::string() : table.cell(row, 0),
                       std::to_string(row)};
      },
      [&](int i, const ImRect& row) {
        for (std::size_t column = 0; column < places.size(); ++column) {
          if (places[column].width <= 0) continue;
          const ImVec2 at(row.Min.x + places[column].left, row.Min.y);
          ui.text_in(box_at(at, places[column].width, row.GetHeight()), Face::Mono,
                     ui.colors().text, table.cell(order[static_cast<std::size_t>(i)], column));
        }
      });
  turn_by_wheel(ui, table, state, static_cast<std::size_t>(fit));
  end_panel(ui);
  if (events.chosen >= 0) table.selected = events.chosen;
  if (events.copied >= 0)
    model.host().copy_to_clipboard(table.row_text(order[static_cast<std::size_t>(events.copied)]));
  if (events.menu >= 0) {
    table.selected = events.menu;
    state.menu_at = row_menu_place(ui, top, height, events.menu);
    open_popover(ui, kRowMenu);
  }
  Flow menu;
  if (!begin_menu(ui, kRowMenu, state.menu_at, 220, menu)) return;
  if (menu_item(ui, menu, "Copy row", "Ctrl+C") && table.selected >= 0)
    model.host().copy_to_clipboard(table.row_text(order[static_cast<std::size_t>(table.selected)]));
  if (menu_item(ui, menu, "Copy all as CSV")) model.host().copy_to_clipboard(table.csv());
  end_popover(ui);
}

void draw_state(Ui& ui, Model& model, Flow& flow, const ApiAnswer& answer) {
  const Palette& c = ui.colors();
  const ImRect row = flow.take(ui.px(24));
  std::string words = answer.took ? format_duration(*answer.took) : std::string();
  if (!answer.request_id.empty()) add_part(words, "RequestId " + answer.request_id);
  const bool good = answer.answer.has_value();
  const std::string status =
      answer.status == 0 ? std::string("no answer") : std::to_string(answer.status);
  const float width = badge(ui, row.Min + ImVec2(0, ui.px(2)), good ? Icon::Check : Icon::Cross,
                            status, good ? c.good : c.bad);
  ui.note(Role::Status, good ? "Answered " + status : "Not answered: " + status, row);
  ImRect rest(row.Min + ImVec2(width + ui.px(8), 0), row.Max);
  if (answer.exchange != 0) {
    constexpr std::string_view kShow = "Show request";
    const float link_width = ui.text_width(Face::Small, kShow);
    if (link(ui, ImVec2(rest.Max.x - link_width, row.Min.y + ui.px(4)), Face::Small, kShow))
      model.pick_exchange(answer.exchange);
    rest.Max.x -= link_width + ui.px(12);
  }
  ui.text_in(rest, Face::Small, c.second, words);
  flow.gap(ui.px(8));
  if (answer.example) {
    remark(ui, flow, Icon::Attention, c.attention,
           "The emulator does not simulate this action: the answer is made of the catalogue's "
           "examples, and nothing was changed.");
    flow.gap(ui.px(8));
  }
}

}  // namespace

void draw_api_answer(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom) {
  ApiPage& page = model.api_page;
  const ApiAnswer* answer = page.answer();
  if (answer == nullptr) {
    if (draw_unconnected(ui, model, flow, "What the service answers is shown here")) return;
    say_nothing(ui, flow, "Nothing was sent yet", "What the service answers is shown here.");
    return;
  }
  if (answer->waiting) {
    draw_notice(ui, flow, Role::Status, Icon::Play, ui.colors().running, "Waiting for the answer");
    flow.gap(ui.px(8));
    if (wait_for(ui, answer->sent)) skeleton(ui, flow, "Waiting", 6);
    return;
  }
  draw_state(ui, model, flow, *answer);
  if (answer->problem) {
    const Problem problem = *answer->problem;
    draw_problem(ui, model, flow, problem, {}, "api problem");
    flow.gap(ui.px(8));
    if (answer->unknown)
      remark(ui, flow, Icon::Unknown, ui.colors().attention,
             backup::effect_unknown_sentence(page.action()->name));
    return;
  }
  constexpr std::array<std::string_view, 3> kLooks{"Tree", "Raw", "Table"};
  constexpr std::array<AnswerLook, 3> kOrder{AnswerLook::Tree, AnswerLook::Raw, AnswerLook::Table};
  const std::size_t count = page.table.has_rows() ? 3 : 2;
  const auto chosen = std::find(kOrder.begin(), kOrder.end(), page.look) - kOrder.begin();
  const int look =
      tabs(ui, flow.take(ui.px(30)), std::span(kLooks).first(count), static_cast<int>(chosen));
  if (look >= 0) page.look = kOrder[static_cast<std::size_t>(look)];
  flow.gap(ui.px(8));
  switch (page.look) {
    case AnswerLook::Tree: return draw_tree(ui, model, flow, bottom);
    case AnswerLook::Table: return draw_rows(ui, model, state, flow, bottom);
    case AnswerLook::Raw: {
      ImVec2 at = flow.take(ui.control_height()).Min;
      if (button_at(ui, at, "Copy answer", {.icon = Icon::Copy}))
        model.host().copy_to_clipboard(page.raw());
      flow.gap(ui.px(4));
      state.answer_code.set(page.raw(), page.answer_revision(), Marking::Json);
      state.answer_code.draw(ui, flow);
      return;
    }
  }
}

namespace {

void draw_fields(Ui& ui, Flow& flow, std::span<const api::Field> fields, int depth) {
  const Palette& c = ui.colors();
  for (const api::Field& field : fields) {
    const float indent = ui.px(kTreeIndent) * static_cast<float>(depth);
    const ImRect row = flow.take(ui.line(Face::Text) + ui.px(2));
    const float width = ui.text(row.Min + ImVec2(indent, 0), Face::Text, c.text, field.name);
    const std::string type(api::name(field.type));
    const float at = indent + width + ui.px(10);
    ui.text_in(ImRect(row.Min + ImVec2(at, 0), row.Max), Face::Small, c.third, type);
    if (!field.meaning.empty())
      flow.gap(ui.wrapped(flow.at + ImVec2(indent, 0), flow.width - indent, Face::Small, c.second,
                          field.meaning) +
               ui.px(6));
    draw_fields(ui, flow, field.fields, depth + 1);
  }
}

}  // namespace

void draw_api_reference(Ui& ui, Model& model, Flow& flow) {
  const api::Action& action = *model.api_page.action();
  Flow column{flow.at, std::min(flow.width, ui.px(640))};
  section(ui, column, "Permission");
  copyable(ui, column.take(ui.px(24)), "RAM action", action.ram_action());
  column.gap(ui.px(12));
  section(ui, column, "Answer");
  if (action.answer.empty()) {
    say_nothing(ui, column, "RequestId only", "It answers nothing beside that.");
  } else {
    draw_fields(ui, column, action.answer, 0);
  }
  flow.at.y = column.at.y;
}

}  // namespace dds::shell
