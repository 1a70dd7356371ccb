#include <algorithm>
#include <array>
#include <string>

#include "core/base/text.h"
#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/table.h"
#include "shell/widgets/tabs.h"

namespace dds::shell {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x93";
constexpr std::array<std::string_view, 4> kTabs = {"Overview", "Backups", "Policy", "Restore"};
constexpr std::array<ColumnSpec, 8> kColumns = {{
    {.title = "Result", .least = 84, .sortable = false},
    {.title = "Ended", .least = 96, .share = 1, .sortable = false},
    {.title = "Took",
     .least = 50,
     .share = 0.3F,
     .right = true,
     .sortable = false,
     .drop_order = 4},
    {.title = "Method", .least = 66, .share = 0.5F, .sortable = false, .drop_order = 2},
    {.title = "Mode", .least = 72, .share = 0.5F, .sortable = false, .drop_order = 5},
    {.title = "Size", .least = 74, .share = 0.2F, .right = true, .sortable = false},
    {.title = "Kept until", .least = 78, .share = 0.8F, .sortable = false, .drop_order = 3},
    {.title = "Backup ID", .least = 84, .share = 0.8F, .sortable = false, .drop_order = 6},
}};

std::string kept_until(const Ui& ui, const api::BackupSet& set) {
  if (!set.expires) return std::string(kDash);
  if (*set.expires >= forever()) return "for ever";
  return local_date(*set.expires, ui.host.utc_offset_minutes(*set.expires), ui.now);
}

void draw_set(Ui& ui, const api::BackupSet& set, const ImRect& box,
              const std::vector<ColumnPlace>& places) {
  const Palette& c = ui.colors();
  const auto cell = [&](std::size_t i) {
    return ImRect(ImVec2(box.Min.x + places[i].left, box.Min.y),
                  ImVec2(box.Min.x + places[i].left + places[i].width, box.Max.y));
  };
  const auto text = [&](std::size_t i, Face face, const std::string& value,
                        Align align = Align::Left) {
    if (places[i].width > 0) {
      ui.text_in(cell(i), face, value == kDash ? c.third : c.text, value, align);
    }
  };
  const ImVec2 at(cell(0).Min.x, box.Min.y + ui.px(4));
  if (set.state == api::SetState::Success) {
    badge(ui, at, Icon::Check, "Success", c.good);
  } else if (set.state == api::SetState::Failed) {
    badge(ui, at, Icon::Cross, "Failed", c.bad);
  } else {
    badge(ui, at, Icon::Play, set.state_text.empty() ? "Unknown" : set.state_text, c.running);
  }
  const std::string none(kDash);
  if (set.ended) {
    time_in(ui, cell(1), Face::Text, c.text, *set.ended);
  } else {
    text(1, Face::Text, none);
  }
  text(2, Face::Mono, set.started && set.ended ? format_duration(*set.ended - *set.started) : none,
       Align::Right);
  text(3, Face::Text, set.method.empty() ? none : set.method);
  text(4, Face::Text, set.manual ? "Manual" : "Automatic");
  text(5, Face::Mono, set.size_bytes && *set.size_bytes > 0 ? format_size(*set.size_bytes) : none,
       Align::Right);
  text(6, Face::Text, kept_until(ui, set));
  text(7, Face::Mono, set.id);
}

std::string billing(const api::Instance& instance) {
  if (instance.charge_type == "PostPaid") return "Pay as you go";
  if (instance.charge_type == "PrePaid") return "Subscription";
  return instance.charge_type;
}

void draw_facts(Ui& ui, Flow& flow, const InstanceDetail& detail) {
  const Palette& c = ui.colors();
  const api::Instance& instance = detail.instance;
  std::string methods;
  for (const api::MethodChoice& choice : api::method_choices(instance)) {
    if (choice.allowed)
      methods += (methods.empty() ? "" : ", ") + std::string(api::name(choice.method));
  }
  const auto or_dash = [](std::string text) { return text.empty() ? std::string(kDash) : text; };
  std::string created(kDash);
  if (instance.created)
    created = local_date(*instance.created, ui.host.utc_offset_minutes(*instance.created), ui.now);
  const std::array<std::pair<std::string_view, std::string>, 8> facts = {{
      {"Kind", std::string(api::name(instance.kind))},
      {"Built of", detail.kind_line},
      {"Zone", or_dash(instance.zone_id)},
      {"Storage",
       instance.storage_gb > 0 ? std::to_string(instance.storage_gb) + " GiB" : std::string(kDash)},
      {"Class", or_dash(instance.instance_class)},
      {"Created", created},
      {"Methods", or_dash(methods)},
      {"Billing", or_dash(billing(instance))},
  }};
  const bool two = flow.width >= ui.px(520);
  const float rows = two ? 4 : 8;
  const float padding = ui.px(12);
  const ImRect box = flow.take(rows * ui.px(24) + ui.px(16));
  ui.fill(box, c.dark ? c.raised : c.background, ui.px(measure::kCorner));
  ui.frame(box, c.line, ui.px(measure::kCorner));
  const float width = (box.GetWidth() - padding * 2) / (two ? 2 : 1);
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const auto column = static_cast<float>(two ? i / 4 : 0);
    const auto row = static_cast<float>(two ? i % 4 : i);
    const ImVec2 at = box.Min + ImVec2(padding + column * width, ui.px(8) + row * ui.px(24));
    fact(ui, box_at(at, width - ui.px(8), ui.px(24)), ui.px(76), facts[i].first, facts[i].second);
  }
}

// What this console is doing on the instance right now.
void draw_running(Ui& ui, Flow& flow, const Activity& activity) {
  const Palette& c = ui.colors();
  const ImRect box = flow.take(ui.px(44));
  ui.fill(box, tint(c, c.running), ui.px(measure::kCorner));
  const float padding = ui.px(12);
  ImRect inside(box.Min + ImVec2(padding, 0), box.Max - ImVec2(padding, 0));
  draw_icon(ui.draw(), Icon::Play, ImVec2(inside.Min.x + ui.px(5), box.GetCenter().y), ui.px(14),
            c.running);
  inside.Min.x += ui.px(18);
  const float words = std::min(ui.text_width(Face::Text, activity.line) + 1, inside.GetWidth());
  ui.text_in(box_at(inside.Min, words, box.GetHeight()), Face::Text, c.text, activity.line);
  const auto& progress = activity.progress();
  const std::string left = time_left(progress.began, ui.now, progress.percent);
  const float right = left.empty() ? 0 : ui.text_width(Face::Text, left) + ui.px(12);
  const ImRect bar(ImVec2(inside.Min.x + words + ui.px(12), box.GetCenter().y - ui.px(3)),
                   ImVec2(inside.Max.x - right, box.GetCenter().y + ui.px(3)));
  if (progress.percent && bar.GetWidth() > ui.px(40)) {
    progress_bar(ui, bar, static_cast<float>(*progress.percent) / 100, c.running,
                 "Backup of " + activity.title);
  }
  if (!left.empty()) ui.text_in(inside, Face::Text, c.second, left, Align::Right);
}

void draw_head(Ui& ui, Model& model, const ImRect& row) {
  const Palette& c = ui.colors();
  const api::Instance& instance = model.detail.instance;
  float right = row.Max.x;
  const bool form_here = model.side() == Side::Form && model.form.instance().id == instance.id;
  if (!form_here) {
    const float width = button_width(ui, "Create backup");
    const ImRect place = box_at(ImVec2(right - width, row.Min.y), width, row.GetHeight());
    if (button(ui, place, "Create backup", {.kind = ButtonKind::Primary}))
      model.open_form(instance.id);
    right = place.Min.x - ui.px(8);
  }
  const ButtonSpec again{
      .icon = Icon::Refresh, .icon_only = true, .disabled = model.detail.loading};
  const ImRect refresh =
      box_at(ImVec2(right - ui.control_height(), row.Min.y), ui.control_height(), row.GetHeight());
  if (button(ui, refresh, "Refresh", again)) model.refresh();
  right = refresh.Min.x - ui.px(12);
  ImVec2 at(row.Min.x, row.Min.y + (row.GetHeight() - ui.line(Face::Text)) / 2);
  const float crumb = ui.text_width(Face::Text, "Instances");
  if (link(ui, at, Face::Text, "Instances", "breadcrumb")) model.page = Page::Instances;
  ui.text(ImVec2(at.x + crumb + ui.px(6), at.y), Face::Text, c.third, "/");
  float x = row.Min.x + crumb + ui.px(18);
  const float title =
      std::min(ui.text_width(Face::Title, instance.title()) + 1, std::max(right - x, ui.px(40)));
  const ImRect title_box = box_at(ImVec2(x, row.Min.y), title, row.GetHeight());
  ui.text_in(title_box, Face::Title, c.text, instance.title());
  ui.note(Role::Heading, instance.title(), title_box);
  x = title_box.Max.x + ui.px(10);
  const StateLook look = state_look(ui, model, instance);
  if (x + badge_width(ui, look.word) <= right) {
    x += badge(ui, ImVec2(x, row.GetCenter().y - ui.px(kBadgeHeight) / 2), look.icon, look.word,
               look.color == c.third ? c.second : look.color) +
         ui.px(10);
    const float id_width = ui.text_width(Face::Mono, instance.id);
    if (x + id_width + ui.px(24) <= right && !instance.description.empty()) {
      copyable(ui,
               box_at(ImVec2(x, row.GetCenter().y - ui.px(11)), id_width + ui.px(22), ui.px(22)),
               "instance ID", instance.id);
    }
  }
}

void draw_overview(Ui& ui, Model& model, const ImRect& box) {
  const Palette& c = ui.colors();
  begin_panel(ui, "overview", box, true, c.background);
  const float margin = ui.px(16);
  const float scroll = ImGui::GetScrollY();
  Flow flow{box.Min + ImVec2(margin, ui.px(12) - scroll), box.GetWidth() - margin * 2};
  InstanceDetail& detail = model.detail;
  if (const Activity* running = model.activities.running_on(detail.instance.id)) {
    draw_running(ui, flow, *running);
    flow.gap(ui.px(12));
  } else if (const std::string obstacle = api::backup_obstacle(detail.instance);
             !obstacle.empty()) {
    const ImRect note =
        flow.take(ui.wrapped_height(flow.width - ui.px(48), Face::Text, obstacle) + ui.px(20));
    ui.fill(note, tint(c, c.attention), ui.px(measure::kCorner));
    draw_icon(ui.draw(), Icon::Attention, ImVec2(note.Min.x + ui.px(20), note.Min.y + ui.px(20)),
              ui.px(15), c.attention);
    ui.wrapped(note.Min + ImVec2(ui.px(36), ui.px(10)), flow.width - ui.px(48), Face::Text, c.text,
               obstacle);
    flow.gap(ui.px(12));
  }
  draw_facts(ui, flow, detail);
  flow.gap(ui.px(20));
  const ImRect title = flow.take(ui.px(24));
  ui.text_in(title, Face::Strong, c.text, "Recent backup sets");
  ui.note(Role::Heading, "Recent backup sets", title);
  if (detail.sets_known) {
    const float behind = ui.text_width(Face::Strong, "Recent backup sets") + ui.px(10);
    ui.text_in(ImRect(title.Min + ImVec2(behind, 0), title.Max), Face::Small, c.third,
               detail.loading ? "refreshing"
                              : std::to_string(detail.sets.size()) + ", newest first, local time");
  }
  flow.gap(ui.px(2));
  if (detail.problem) {
    const Problem problem = *detail.problem;
    draw_problem(ui, model, flow, problem, detail.instance.id, "sets problem");
    flow.gap(ui.px(8));
  }
  const auto places = place_columns(ui, kColumns, flow.width);
  const auto count = static_cast<int>(detail.sets.size());
  if (count > 0) {
    table_head(ui, flow.take(ui.px(30)), kColumns, places, -1, false);
    table_rows(
        ui, flow.at, flow.width, ui.px(measure::kRow), count, -1,
        [&](int i) {
          const api::BackupSet& set = detail.sets[static_cast<std::size_t>(i)];
          return RowText{"Backup set " + set.id, set.id + set.node_id};
        },
        [&](int i, const ImRect& row) {
          draw_set(ui, detail.sets[static_cast<std::size_t>(i)], row, places);
        });
    flow.gap(ui.px(measure::kRow) * static_cast<float>(count));
  } else if (detail.sets_known) {
    flow.gap(ui.px(8));
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, c.second,
                        "Never backed up. Sets appear here once a backup has ended."));
  } else if (detail.loading) {
    for (int i = 0; i < 4; ++i) {
      const ImRect row = flow.take(ui.px(measure::kRow));
      placeholder(ui,
                  box_at(row.Min + ImVec2(ui.px(10), ui.px(8)), row.GetWidth() * 0.7F, ui.px(11)));
      ui.line_below(row, c.line);
    }
  }
  ui.extend(flow.at + ImVec2(0, ui.px(16) + scroll * 0));
  end_panel(ui);
}

}  // namespace

void draw_instance(Ui& ui, Model& model, ViewState& state, const ImRect& box) {
  begin_panel(ui, "instance", box, false, ui.colors().background);
  const float margin = ui.px(16);
  Flow flow{box.Min + ImVec2(margin, margin), box.GetWidth() - margin * 2};
  draw_head(ui, model, flow.take(ui.control_height()));
  flow.gap(ui.px(6));
  const int pressed = tabs(ui, flow.take(ui.px(34)), kTabs, static_cast<int>(model.instance_tab));
  if (pressed >= 0) model.show_tab(static_cast<InstanceTab>(pressed));
  const ImRect content(ImVec2(box.Min.x, flow.at.y), box.Max);
  switch (model.instance_tab) {
    case InstanceTab::Overview: draw_overview(ui, model, content); break;
    case InstanceTab::Backups: draw_backups(ui, model, state, content); break;
    case InstanceTab::Policy: draw_policy(ui, model, content); break;
    case InstanceTab::Restore: draw_restore(ui, model, content); break;
  }
  end_panel(ui);
}

}  // namespace dds::shell
