#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/base/text.h"
#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/table.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x93";
constexpr std::array<ColumnSpec, 5> kColumns = {{
    {.title = "Name", .least = 147, .share = 1},
    {.title = "Kind", .least = 120, .wanted = 216, .share = 1, .drop_order = 2},
    {.title = "State", .least = 112, .wanted = 127, .share = 0.6F},
    {.title = "Last good backup", .least = 106, .share = 0.4F, .drop_order = 1},
    {.title = "Size", .least = 72, .share = 0.1F, .right = true, .drop_order = 3},
}};
constexpr WideTable kTable{"instances", kColumns};

// The line of words of a two-line cell.
ImRect upper(const Ui& ui, const ImRect& cell) {
  return box_at(cell.Min + ImVec2(0, ui.px(3)), cell.GetWidth(), ui.px(20));
}
ImRect under(const Ui& ui, const ImRect& cell) {
  return box_at(cell.Min + ImVec2(0, ui.px(22)), cell.GetWidth(), ui.px(18));
}

void last_backup_cell(Ui& ui, const Model& model, const InstanceRow& row, const ImRect& cell) {
  const Palette& c = ui.colors();
  const LastBackup& last = row.last_backup;
  const ImVec2 at = cell.Min + ImVec2(0, ui.px(2));
  if (const Activity* activity = model.activities.running_on(row.instance.id)) {
    if (activity->progress().phase == backup::Phase::Reconciling) {
      badge(ui, at, Icon::Unknown, "not known", c.attention);
    } else {
      badge(ui, at, Icon::Play, "running", c.running);
    }
    if (activity->progress().began) {
      const Instant began = *activity->progress().began;
      ui.text_in(under(ui, cell), Face::Small, c.second,
                 "since " + local_clock(began, ui.host.utc_offset_minutes(began)).substr(0, 5));
    }
    return;
  }
  if (last.set && last.set->ended) {
    const Instant ended = *last.set->ended;
    const auto age = ui.now - ended;
    // Older than a day is worth a look: the service's policies back up daily unless told otherwise.
    const bool old = age > std::chrono::hours{25};
    badge(ui, at, old ? Icon::Attention : Icon::Check, age_text(ui.now, ended),
          old ? c.attention : c.good);
    ui.wake_at(age_changes_at(ui.now, ended));
    time_in(ui, under(ui, cell), Face::Small, c.second, ended);
    return;
  }
  switch (last.state) {
    case LastBackup::State::None:
      if (row.instance.status == "Creating") {
        ui.text_in(upper(ui, cell), Face::Text, c.third, kDash);
        ui.text_in(under(ui, cell), Face::Small, c.third, "new");
        return;
      }
      badge(ui, at, Icon::Cross, "never", c.bad);
      ui.text_in(under(ui, cell), Face::Small, c.second, "no good backup");
      return;
    case LastBackup::State::Failed:
      ui.text_in(upper(ui, cell), Face::Text, c.third, kDash);
      ui.text_in(under(ui, cell), Face::Small, c.third, "not readable");
      ui.tooltip(cell, last.problem);
      return;
    default:
      placeholder(ui, box_at(cell.Min + ImVec2(0, ui.px(6)), ui.px(64), ui.px(12)));
      placeholder(ui, box_at(cell.Min + ImVec2(0, ui.px(26)), ui.px(84), ui.px(9)));
  }
}

void draw_row(Ui& ui, const Model& model, const InstanceRow& row, const ImRect& box,
              const std::vector<ColumnPlace>& places) {
  const Palette& c = ui.colors();
  const auto cell = [&](std::size_t i) {
    return ImRect(ImVec2(box.Min.x + places[i].left, box.Min.y),
                  ImVec2(box.Min.x + places[i].left + places[i].width, box.Max.y));
  };
  const api::Instance& instance = row.instance;
  ui.text_in(upper(ui, cell(0)), Face::Text, c.text, instance.title());
  if (instance.description.empty()) {
    ui.text_in(under(ui, cell(0)), Face::Small, c.third,
               row.is_new ? "new, no description" : "no description");
  } else {
    ui.text_in(under(ui, cell(0)), Face::MonoSmall, c.second, instance.id);
  }
  if (places[1].width > 0) {
    ui.text_in(upper(ui, cell(1)), Face::Text, c.text, api::name(instance.kind));
    parts_in(ui, under(ui, cell(1)), Face::Small, c.second, row.kind_line);
  }
  const StateLook look = state_look(ui, model, instance);
  state_line(ui, cell(2), look.icon, look.color, look.word, c.text);
  if (places[3].width > 0) last_backup_cell(ui, model, row, cell(3));
  if (places[4].width > 0) {
    const auto& set = row.last_backup.set;
    const bool known = set && set->size_bytes;
    ui.text_in(cell(4), Face::Mono, known ? c.text : c.third,
               known ? format_size(*set->size_bytes) : std::string(kDash), Align::Right);
  }
}

void draw_skeleton(Ui& ui, Flow& flow, const std::vector<ColumnPlace>& places) {
  for (int i = 0; i < 6; ++i) {
    const ImRect box = flow.take(ui.px(measure::kRowTall));
    const float shorter = static_cast<float>(i % 3) * 0.15F;
    for (std::size_t column = 0; column < places.size(); ++column) {
      if (places[column].width <= 0) continue;
      const float width = places[column].width * (0.75F - shorter);
      const float left = box.Min.x + places[column].left;
      placeholder(ui, box_at(ImVec2(left, box.Min.y + ui.px(9)), width, ui.px(11)));
      if (column < 2)
        placeholder(ui, box_at(ImVec2(left, box.Min.y + ui.px(26)), width * 0.8F, ui.px(8)));
    }
    ui.line_below(box, ui.colors().line);
  }
}

// What stands where rows would be.
void draw_nothing(Ui& ui, Model& model, Flow& flow) {
  flow.gap(ui.px(28));
  const std::string& region = model.connection.region_id();
  if (draw_unconnected(ui, model, flow, "Your instances of " + region + " are listed here")) return;
  if (!model.instances.filter.empty()) {
    say_nothing(ui, flow, "Nothing fits the filter",
                "No name, id, kind or state contains \"" +
                    std::string(trimmed(model.instances.filter.view())) + "\".");
    ImVec2 at = flow.at;
    if (button_at(ui, at, "Clear filter")) model.instances.filter.clear();
  } else {
    say_nothing(ui, flow, "No instances in " + region,
                "Instances that this key may see are listed here. Another region may have some.");
    ImVec2 at = flow.at;
    if (button_at(ui, at, "Choose another region")) model.wanted_popover = Popover::Region;
  }
}

float draw_head(Ui& ui, Model& model, const ImRect& box) {
  const Connection& connection = model.connection;
  const bool has_rows = model.instances.loaded_once();
  const float height = ui.control_height();
  ImRect left = box;
  const bool narrow = box.GetWidth() < ui.px(430);
  const bool refreshing = model.instances.loading() && has_rows;
  if (connection.state != ConnectionState::NoKey) {
    const ButtonSpec spec{.icon = Icon::Refresh,
                          .icon_only = narrow,
                          .disabled = model.instances.loading(),
                          .key = "refresh"};
    const float width = button_width(ui, "Refresh", spec);
    const ImRect place = box_at(ImVec2(box.Max.x - width, box.Min.y), width, height);
    if (button(ui, place, "Refresh", spec)) model.refresh();
    left.Max.x = place.Min.x - ui.px(8);
  }
  if (has_rows) {
    const float width = std::min(ui.px(200), left.GetWidth() - ui.px(130));
    const ImRect place = box_at(ImVec2(left.Max.x - width, box.Min.y), width, height);
    text_field(ui, place, "Filter", model.instances.filter,
               {.placeholder = "Filter", .icon = Icon::Search});
    left.Max.x = place.Min.x - ui.px(12);
  }
  std::string figure;
  std::string remark;
  if (has_rows) {
    const std::size_t shown = model.instances.order().size();
    const std::size_t all = model.instances.rows().size();
    figure =
        shown == all ? std::to_string(all) : std::to_string(shown) + " of " + std::to_string(all);
    remark = figure + " in " + connection.region_id() + (refreshing ? ", refreshing" : "");
  }
  left.Max.y = left.Min.y + height;
  page_title(ui, left, "Instances", remark, figure);
  return height;
}

// The chosen instance in short, with what can be done.
void draw_chosen(Ui& ui, Model& model, const ImRect& box, const InstanceRow& row) {
  const Palette& c = ui.colors();
  ui.fill(box, c.dark ? c.raised : c.background, ui.px(measure::kCorner));
  ui.frame(box, c.line, ui.px(measure::kCorner));
  const float padding = ui.px(12);
  Flow flow{box.Min + ImVec2(padding, padding), box.GetWidth() - padding * 2};
  const ImRect head = flow.take(ui.control_height());
  float right = head.Max.x;
  const bool form_here = model.side() == Side::Form && model.form.instance().id == row.instance.id;
  if (!form_here) {
    const float width = button_width(ui, "Create backup");
    const ImRect place = box_at(ImVec2(right - width, head.Min.y), width, head.GetHeight());
    if (button(ui, place, "Create backup", {.kind = ButtonKind::Primary}))
      model.open_form(row.instance.id);
    right = place.Min.x - ui.px(8);
  }
  const float open_width = button_width(ui, "Open");
  const ImRect open = box_at(ImVec2(right - open_width, head.Min.y), open_width, head.GetHeight());
  if (button(ui, open, "Open")) model.open_instance(row.instance.id);
  const ImRect names(head.Min, ImVec2(open.Min.x - ui.px(8), head.Max.y));
  const float title =
      std::min(ui.text_width(Face::Strong, row.instance.title()) + 1, names.GetWidth());
  ui.text_in(box_at(names.Min, title, names.GetHeight()), Face::Strong, c.text,
             row.instance.title());
  const ImRect id_box(ImVec2(names.Min.x + title + ui.px(10), names.Min.y), names.Max);
  if (!row.instance.description.empty() &&
      id_box.GetWidth() >= ui.text_width(Face::Mono, row.instance.id)) {
    ui.text_in(id_box, Face::Mono, c.second, row.instance.id);
  }
  flow.gap(ui.px(8));
  std::string methods;
  for (const api::MethodChoice& choice : api::method_choices(row.instance)) {
    if (choice.allowed)
      methods += (methods.empty() ? "" : ", ") + std::string(api::name(choice.method));
  }
  // There is room for a few words; the whole sentence is told on hover.
  const std::string obstacle = model.backup_obstacle(row.instance);
  std::string can = "yes";
  if (!api::backup_obstacle(row.instance).empty()) {
    can = "not now: " + (row.instance.running()        ? std::string("locked")
                         : row.instance.status.empty() ? std::string("state unknown")
                                                       : row.instance.status);
  } else if (const Activity* activity = model.activities.running_on(row.instance.id)) {
    can = activity->progress().phase == backup::Phase::Reconciling ? "not now: finding out"
                                                                   : "not now: backing up";
  } else if (model.activities.unknown_on(row.instance.id) != nullptr) {
    can = "look first: outcome open";
  } else if (!model.fleet.run.busy(row.instance.id).empty()) {
    can = "not now: in a run of many";
  } else if (!obstacle.empty()) {
    can = "not now: a backup job runs";
  }
  const float half = flow.width >= ui.px(460) ? flow.width / 2 : flow.width;
  const float name_width = ui.px(88);
  ImRect line = flow.take(ui.px(24));
  fact(ui, box_at(line.Min, half - ui.px(8), line.GetHeight()), name_width, "Methods",
       methods.empty() ? "none" : methods);
  if (half == flow.width) line = flow.take(ui.px(24));
  const ImRect place = box_at(ImVec2(line.Max.x - half, line.Min.y), half, line.GetHeight());
  fact(ui, place, name_width, "Can back up", can);
  // What is cut has a tooltip already.
  if (ui.text_width(Face::Text, can) <= place.GetWidth() - name_width) ui.tooltip(place, obstacle);
  ui.note(Role::Status, "Can back up", place, obstacle.empty() ? can : obstacle);
}

}  // namespace

void draw_instances(Ui& ui, Model& model, const ImRect& box) {
  const Palette& c = ui.colors();
  begin_panel(ui, "instances", box, false, c.background);
  const float margin = ui.px(16);
  Flow flow{box.Min + ImVec2(margin, margin), box.GetWidth() - margin * 2};
  const ImRect head = flow.take(ui.control_height());
  draw_head(ui, model, head);
  flow.gap(ui.px(8));
  InstanceList& list = model.instances;
  if (list.problem()) {
    const Problem problem = *list.problem();
    draw_problem(ui, model, flow, problem, {}, "list problem");
    flow.gap(ui.px(8));
  }
  draw_unlisted(ui, model, flow);
  const bool asked = list.loading() || model.connection.state == ConnectionState::Connecting;
  const bool waiting = asked && !list.loaded_once();
  const SteadyInstant since =
      list.loading() ? list.loading_since() : model.connection.since.value_or(ui.steady);
  const auto places = place_columns(ui, model, kTable, flow.width);
  if (waiting || list.loaded_once()) {
    const bool skeleton = waiting && wait_for(ui, since);
    if (!waiting || skeleton) {
      const int pressed = table_head(ui, model, flow.take(ui.px(30)), kTable, places,
                                     static_cast<int>(list.sorted_by()), list.descending());
      if (pressed >= 0 && !waiting) list.sort(static_cast<Column>(pressed));
    }
    if (skeleton) {
      ui.note(Role::Status, "Loading instances", box_at(flow.at, flow.width, ui.px(40)));
      draw_skeleton(ui, flow, places);
    }
  }
  // Of what could not be listed nothing is known: not even that there is none.
  const bool none_known = list.rows().empty() && !list.unlisted().empty();
  if (!waiting && (!list.loaded_once() || list.order().empty()) && !list.problem()) {
    if (!none_known) draw_nothing(ui, model, flow);
  } else if (list.loaded_once() && !list.order().empty()) {
    const std::vector<std::size_t> order = list.order();
    const InstanceRow* chosen = list.find(model.selected_instance);
    const float card =
        ui.control_height() + ui.px(12 * 2 + 8 + 24) + (flow.width < ui.px(484) ? ui.px(24) : 0);
    const float bottom = box.Max.y - ui.px(8);
    const float row_height = ui.px(measure::kRowTall);
    const float wanted = row_height * static_cast<float>(order.size());
    const float room = bottom - flow.at.y - (chosen != nullptr ? card + ui.px(16) : 0);
    const ImRect table = box_at(flow.at, flow.width, std::min(wanted, std::max(room, row_height)));
    begin_panel(ui, "rows", table, true, c.background);
    int selected = -1;
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (list.rows()[order[i]].instance.id == model.selected_instance)
        selected = static_cast<int>(i);
    }
    const auto row_at = [&](int i) -> const InstanceRow& {
      return list.rows()[order[static_cast<std::size_t>(i)]];
    };
    const RowEvents events = table_rows(
        ui, ImVec2(table.Min.x, table.Min.y - ImGui::GetScrollY()), table.GetWidth(), row_height,
        static_cast<int>(order.size()), selected,
        [&](int i) {
          return RowText{row_at(i).instance.title(), row_at(i).instance.id};
        },
        [&](int i, const ImRect& row) {
          list.want_last_backup(order[static_cast<std::size_t>(i)]);
          draw_row(ui, model, row_at(i), row, places);
        });
    end_panel(ui);
    if (events.chosen >= 0) model.selected_instance = row_at(events.chosen).instance.id;
    if (events.copied >= 0) {
      const InstanceRow& row = row_at(events.copied);
      model.host().copy_to_clipboard(row.instance.title() + "\t" + row.instance.id + "\t" +
                                     std::string(api::name(row.instance.kind)) + "\t" +
                                     row.kind_line + "\t" + row.instance.status);
    }
    if (events.opened >= 0) model.open_instance(row_at(events.opened).instance.id);
    if (chosen != nullptr && room >= row_height) {
      draw_chosen(ui, model, box_at(ImVec2(flow.at.x, table.Max.y + ui.px(16)), flow.width, card),
                  *chosen);
    }
  }
  end_panel(ui);
}

}  // namespace dds::shell
