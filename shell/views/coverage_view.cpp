// The coverage board: how old the newest good backup of every instance is, and what falls short.
#include <algorithm>
#include <array>
#include <string>

#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/menu.h"
#include "shell/widgets/table.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

constexpr std::string_view kMenu = "coverage menu";
constexpr std::array<ColumnSpec, 5> kColumns = {{
    {.title = "Instance", .least = 148, .share = 1},
    {.title = "Coverage", .least = 152, .share = 0.3F},
    {.title = "Restorable", .least = 106, .share = 0.3F, .drop_order = 3},
    {.title = "Policy", .least = 136, .share = 0.6F, .drop_order = 2},
    {.title = "Space", .least = 106, .share = 0.1F, .drop_order = 1},
}};
constexpr WideTable kTable{"coverage", kColumns};

StateLook coverage_look(const Ui& ui, const CoverageRow& row) {
  const Palette& c = ui.colors();
  switch (row.state) {
    case backup::CoverageState::NeverBackedUp: return {Icon::Cross, c.bad, "never"};
    case backup::CoverageState::Overdue: return {Icon::Attention, c.attention, "overdue"};
    case backup::CoverageState::Unknown: return {Icon::Unknown, c.attention, "unknown"};
    case backup::CoverageState::Good: return {Icon::Check, c.good, "covered"};
  }
  return {};
}

// Two lines in one cell.
void two_lines(Ui& ui, const ImRect& cell, std::string_view first, std::string_view second,
               Face below = Face::Small) {
  const Palette& c = ui.colors();
  ui.text_in(box_at(cell.Min + ImVec2(0, ui.px(3)), cell.GetWidth(), ui.px(20)), Face::Text, c.text,
             first);
  ui.text_in(box_at(cell.Min + ImVec2(0, ui.px(22)), cell.GetWidth(), ui.px(18)), below, c.second,
             second);
}

void draw_row(Ui& ui, Model& model, std::size_t index, const ImRect& box,
              const std::vector<ColumnPlace>& places) {
  const CoverageRow& row = model.coverage.rows()[index];
  const CoverageWords& words = model.coverage.words(index);
  if (words.changes_at) ui.wake_at(*words.changes_at);
  const auto cell = [&](std::size_t i) {
    return ImRect(ImVec2(box.Min.x + places[i].left, box.Min.y),
                  ImVec2(box.Min.x + places[i].left + places[i].width, box.Max.y));
  };
  two_lines(ui, cell(0), row.listed.title(),
            row.listed.description.empty() ? "no description" : row.listed.id, Face::MonoSmall);
  if (!row.looked_at) {
    for (std::size_t i = 1; i < places.size(); ++i) {
      if (places[i].width > 0)
        placeholder(
            ui, box_at(cell(i).Min + ImVec2(0, ui.px(9)), cell(i).GetWidth() * 0.7F, ui.px(11)));
    }
    return;
  }
  const StateLook look = coverage_look(ui, row);
  badge(ui, cell(1).Min + ImVec2(0, ui.px(2)), look.icon, look.word, look.color);
  two_lines(ui, cell(1), {}, words.age);
  if (row.found.newest && ImGui::IsMouseHoveringRect(cell(1).Min, cell(1).Max))
    ui.tooltip(cell(1), utc_time(row.found.newest->at));
  const std::string* lines[][2] = {{&words.range, &words.range_note},
                                   {&words.policy, &words.policy_note},
                                   {&words.space, &words.space_note}};
  for (std::size_t i = 2; i < places.size(); ++i) {
    if (places[i].width > 0) two_lines(ui, cell(i), *lines[i - 2][0], *lines[i - 2][1]);
  }
}

void draw_looking(Ui& ui, Model& model, Flow& flow) {
  const CoverageList& coverage = model.coverage;
  const std::size_t all = coverage.rows().size();
  std::string text = coverage.loaded() ? "Looking again" : "Looking";
  if (all > 0)
    text += ": " + std::to_string(coverage.looked_at()) + " of " + counted(all, "instance");
  const ImRect row = flow.take(ui.px(20));
  const float words = ui.text_width(Face::Small, text) + ui.px(10);
  const ImRect bar = box_at(ImVec2(row.Min.x, row.GetCenter().y - ui.px(3)),
                            std::min(ui.px(220), flow.width - words), ui.px(6));
  const float share =
      all == 0 ? 0 : static_cast<float>(coverage.looked_at()) / static_cast<float>(all);
  progress_bar(ui, bar, share, ui.colors().running, "Looking at instances");
  ui.text_in(ImRect(ImVec2(bar.Max.x + ui.px(10), row.Min.y), row.Max), Face::Small,
             ui.colors().second, text);
  flow.gap(ui.px(4));
}

void draw_summary(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  const CoverageList& coverage = model.coverage;
  if (coverage.loading()) draw_looking(ui, model, flow);
  if (!coverage.loaded()) return;
  const CoverageCounts& counts = coverage.counts();
  // Nothing is green for instances that nobody has seen.
  if (counts.falling_short() == 0 && !coverage.unlisted().empty()) {
    draw_notice(ui, flow, Role::Status, Icon::Attention, c.attention,
                "Of those that are listed, " + std::to_string(counts.all) +
                    (counts.all == 1 ? " is covered" : " are covered"));
  } else if (counts.falling_short() == 0) {
    draw_notice(ui, flow, Role::Status, Icon::Check, c.good,
                counts.all == 1 ? "The one instance is covered"
                                : "All " + std::to_string(counts.all) + " are covered");
  } else {
    draw_notice(ui, flow, Role::Status, Icon::Attention, c.attention,
                std::to_string(counts.falling_short()) + " of " + std::to_string(counts.all) +
                    (counts.falling_short() == 1 ? " falls short: " : " fall short: ") +
                    coverage.shortfall());
  }
  for (const backup::UnlistedKind& kind : coverage.unlisted())
    draw_notice(ui, flow, Role::Alert, Icon::Unknown, c.attention,
                (kind.shortfall ? "Not all listed: " : "Not listed: ") +
                    std::string(listing_words(kind.kind)) + ". " + kind.reason);
  flow.gap(ui.px(8));
}

// The limit, and what to do about what falls short of it.
void draw_actions(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  CoverageList& coverage = model.coverage;
  constexpr std::string_view kBackUp = "Back up those that fall short";
  constexpr std::string_view kLimit = "Newest backup at most";
  const std::string_view why_not = !coverage.loaded() ? "Not all instances were looked at yet."
                                   : coverage.counts().falling_short() == 0
                                       ? "No instance falls short."
                                       : std::string_view();
  const ButtonSpec primary{.kind = ButtonKind::Primary, .disabled_because = why_not};
  const float wide = button_width(ui, kBackUp, primary);
  ImRect row = flow.take(ui.control_height());
  const float label = ui.text_width(Face::Small, kLimit) + ui.px(8);
  const ImRect field = box_at(row.Min + ImVec2(label, 0), ui.px(64), row.GetHeight());
  ui.text_in(row, Face::Small, c.second, kLimit);
  const FieldResult typed =
      text_field(ui, field, kLimit, coverage.limit_text, {.error = coverage.limit_error()});
  const float old = ui.text_width(Face::Small, "old");
  ui.text_in(box_at(ImVec2(field.Max.x + ui.px(8), row.Min.y), old, row.GetHeight()), Face::Small,
             c.second, "old");
  if (typed.left || typed.entered) coverage.use_limit();
  if (field.Max.x + ui.px(32) + old + wide > row.Max.x) {
    flow.gap(ui.px(8));
    row = flow.take(ui.control_height());
  }
  if (button(ui, ImRect(ImVec2(row.Max.x - std::min(wide, flow.width), row.Min.y), row.Max),
             kBackUp, primary))
    model.choose_fleet(coverage.falling_short());
  if (!coverage.limit_error().empty()) {
    flow.gap(ui.px(4));
    draw_notice(ui, flow, Role::Alert, Icon::Attention, c.bad, coverage.limit_error());
  }
  flow.gap(ui.px(8));
}

void draw_menu(Ui& ui, Model& model, ViewState& state) {
  Flow flow;
  if (!begin_menu(ui, kMenu, state.menu_at, 220, flow)) return;
  const int at = model.coverage.selected_position();
  if (at < 0) {
    close_popover(ui);
  } else {
    const std::size_t index = model.coverage.order()[static_cast<std::size_t>(at)];
    const std::string id = model.coverage.rows()[index].listed.id;
    if (menu_item(ui, flow, "Open", "Enter")) model.open_instance(id);
    if (menu_item(ui, flow, "Create backup")) model.open_form(id);
    if (menu_item(ui, flow, "Copy row", "Ctrl+C"))
      model.host().copy_to_clipboard(model.coverage.row_text(index));
  }
  end_popover(ui);
}

void draw_rows(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom) {
  CoverageList& coverage = model.coverage;
  const std::vector<ColumnPlace> places = place_columns(ui, model, kTable, flow.width);
  const int pressed = table_head(ui, model, flow.take(ui.px(30)), kTable, places,
                                 static_cast<int>(coverage.sorted_by()), coverage.descending());
  if (pressed >= 0) coverage.sort(static_cast<CoverageColumn>(pressed));
  const std::vector<std::uint32_t>& order = coverage.order();
  const float row_height = ui.px(measure::kRowTall);
  const ImRect table = take_table(flow, row_height, order.size(), bottom);
  begin_panel(ui, "coverage rows", table, true, ui.colors().background);
  const ImVec2 top(table.Min.x, table.Min.y - ImGui::GetScrollY());
  const RowEvents events = table_rows(
      ui, top, table.GetWidth(), row_height, static_cast<int>(order.size()),
      coverage.selected_position(),
      [&](int i) {
        const std::uint32_t row = order[static_cast<std::size_t>(i)];
        return RowText{coverage.words(row).label, coverage.rows()[row].listed.id};
      },
      [&](int i, const ImRect& row) {
        draw_row(ui, model, order[static_cast<std::size_t>(i)], row, places);
      });
  if (events.menu >= 0) state.menu_at = row_menu_place(ui, top, row_height, events.menu);
  end_panel(ui);
  const auto index = [&](int i) { return order[static_cast<std::size_t>(i)]; };
  if (events.menu >= 0) open_popover(ui, kMenu);
  if (events.copied >= 0) model.host().copy_to_clipboard(coverage.row_text(index(events.copied)));
  if (events.chosen >= 0) coverage.select(index(events.chosen));
  if (events.opened >= 0) model.open_instance(coverage.rows()[index(events.opened)].listed.id);
}

void draw_nothing(Ui& ui, Model& model, Flow& flow) {
  flow.gap(ui.px(12));
  if (model.coverage.rows().empty()) {
    say_nothing(ui, flow, "No instances in " + model.connection.region_id(),
                "How well instances are covered by backups is shown here. Another region may have "
                "some.");
    ImVec2 at = flow.at;
    if (button_at(ui, at, "Choose another region")) model.wanted_popover = Popover::Region;
  } else {
    say_nothing(ui, flow, "Nothing fits the filter",
                "No instance has this in its name, id or state (covered, overdue, never backed up, "
                "unknown).");
    ImVec2 at = flow.at;
    if (button_at(ui, at, "Clear filter")) model.coverage.filter.clear();
  }
  flow.gap(ui.control_height() + ui.px(8));
}

void draw_skeleton(Ui& ui, Flow& flow) {
  ui.note(Role::Status, "Loading coverage", box_at(flow.at, flow.width, ui.px(40)));
  for (int i = 0; i < 6; ++i) {
    const ImRect row = flow.take(ui.px(measure::kRowTall));
    const float width = row.GetWidth() * (0.8F - 0.1F * static_cast<float>(i % 3));
    placeholder(ui, box_at(row.Min + ImVec2(ui.px(8), ui.px(9)), width, ui.px(11)));
    placeholder(ui, box_at(row.Min + ImVec2(ui.px(8), ui.px(27)), width * 0.6F, ui.px(8)));
    ui.line_below(row, ui.colors().line);
  }
}

void draw_content(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom) {
  CoverageList& coverage = model.coverage;
  if (draw_unconnected(ui, model, flow, "How well each instance is covered is shown here")) return;
  if (coverage.problem()) {
    const Problem problem = *coverage.problem();
    draw_problem(ui, model, flow, problem, {}, "coverage problem");
    flow.gap(ui.px(12));
  }
  if (!coverage.rows().empty()) {
    draw_summary(ui, model, flow);
    draw_actions(ui, model, flow);
    if (coverage.order().empty()) return draw_nothing(ui, model, flow);
    return draw_rows(ui, model, state, flow, bottom);
  }
  if (coverage.loaded() && !coverage.problem()) return draw_nothing(ui, model, flow);
  if (!coverage.loading()) return;
  if (wait_for(ui, coverage.since())) draw_skeleton(ui, flow);
}

}  // namespace

void draw_coverage(Ui& ui, Model& model, ViewState& state, const ImRect& box) {
  auto [flow, bottom] = begin_page(ui, "coverage", box);
  if (const std::optional<Instant> due = model.coverage.judge_when_due()) ui.wake_at(*due);
  CoverageList& coverage = model.coverage;
  draw_list_head(ui, model, flow,
                 {"Coverage", "Filter coverage", coverage.filter, coverage.order().size(),
                  coverage.rows().size(), coverage.loading()});
  draw_content(ui, model, state, flow, bottom);
  draw_menu(ui, model, state);
  end_page(ui, flow);
}

}  // namespace dds::shell
