#include <algorithm>
#include <string>

#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/popover.h"

namespace dds::shell {
namespace {

std::string instance_and_line(const Activity& activity) {
  return activity.title + ": " + activity.line;
}

float share_of(const Activity& activity) {
  const auto& percent = activity.progress().percent;
  return percent ? static_cast<float>(*percent) / 100 : -1;
}

// Sign, words, progress, and to the right what can be done.
void draw_item(Ui& ui, Model& model, Flow& flow, const Activity& activity) {
  const Palette& c = ui.colors();
  ImGui::PushID(static_cast<int>(activity.number));
  const StateLook look = outcome_look(ui, activity);
  const float padding = ui.px(12);
  const float indent = ui.px(26);
  const bool has_problem = activity.problem.has_value();
  const float inner = flow.width - padding * 2 - indent;
  const float text_height =
      activity.explanation.empty()
          ? 0
          : ui.wrapped_height(inner, Face::Small, activity.explanation) + ui.px(2);
  float height = padding * 2 + ui.px(24) + text_height + (activity.running() ? ui.px(14) : 0);
  std::vector<NextStep> steps;
  if (has_problem) {
    const std::string& message = activity.problem->message;
    if (!message.empty()) height += ui.wrapped_height(inner, Face::Small, message) + ui.px(2);
    if (!activity.problem->code.empty()) height += ui.px(24);
    if (!activity.problem->request_id.empty()) height += ui.px(24);
    steps = activity.problem->steps;
    height += ui.px(8) + ui.control_height();
  }
  const ImRect box = flow.take(height);
  ui.line_below(box, c.line);
  Flow in{box.Min + ImVec2(padding, padding), flow.width - padding * 2};
  const ImRect head = in.take(ui.px(24));
  draw_icon(ui.draw(), look.icon, ImVec2(head.Min.x + ui.px(8), head.GetCenter().y), ui.px(17),
            look.color);
  float right = head.Max.x;
  const auto small_button = [&](std::string_view words, Icon icon, bool icon_only) {
    const ButtonSpec spec{.kind = ButtonKind::Quiet, .icon = icon, .icon_only = icon_only};
    const float width =
        icon_only ? ui.px(28) : button_width(ui, words, {.kind = ButtonKind::Quiet}) + ui.px(22);
    const ImRect place =
        box_at(ImVec2(right - width, head.GetCenter().y - ui.px(14)), width, ui.px(28));
    right = place.Min.x - ui.px(8);
    return button(ui, place, words, spec);
  };
  if (activity.running()) {
    if (activity.watch == Watch::Here &&
        small_button("Stop watching", Icon::Close, flow.width < ui.px(480)))
      model.activities.stop(activity.number);
  } else if (small_button("Dismiss", Icon::Close, true)) {
    model.activities.dismiss(activity.number);
    ImGui::PopID();
    return;
  }
  std::string when;
  if (activity.progress().began) {
    const Instant began = *activity.progress().began;
    when = local_clock(began, ui.host.utc_offset_minutes(began)).substr(0, 5);
    const ImRect place(ImVec2(right - ui.px(42), head.Min.y), ImVec2(right, head.Max.y));
    ui.text_in(place, Face::Mono, c.third, when, Align::Right);
    if (ImGui::IsMouseHoveringRect(place.Min, place.Max)) ui.tooltip(place, utc_time(began));
    right = place.Min.x - ui.px(8);
  }
  ImRect words(ImVec2(head.Min.x + indent, head.Min.y), ImVec2(right, head.Max.y));
  ui.note(Role::Status, instance_and_line(activity), words, std::string(look.word),
          activity.explanation);
  const float title =
      std::min(ui.text_width(Face::Strong, activity.title) + 1, words.GetWidth() * 0.6F);
  ui.text_in(box_at(words.Min, title, words.GetHeight()), Face::Strong, c.text, activity.title);
  words.Min.x += title + ui.px(8);
  ui.text_in(
      words, Face::Text,
      activity.running() || activity.ending == backup::Ending::Succeeded ? c.text : look.color,
      activity.line);
  in.at.x += indent;
  in.width = inner;
  if (activity.running()) {
    const std::string left =
        time_left(activity.progress().began, ui.now, activity.progress().percent);
    const float left_width = left.empty() ? 0 : ui.text_width(Face::Small, left) + ui.px(10);
    const ImRect row = in.take(ui.px(14));
    const ImRect bar =
        box_at(ImVec2(row.Min.x, row.GetCenter().y - ui.px(3)), inner - left_width, ui.px(6));
    progress_bar(ui, bar, share_of(activity), c.running, "Backup of " + activity.title);
    ui.text_in(row, Face::Small, c.second, left, Align::Right);
  }
  if (!activity.explanation.empty()) {
    in.gap(ui.wrapped(in.at, inner, Face::Small, c.second, activity.explanation) + ui.px(2));
  }
  if (has_problem) {
    const Problem problem = *activity.problem;
    if (!problem.message.empty())
      in.gap(ui.wrapped(in.at, inner, Face::Small, c.second, problem.message) + ui.px(2));
    const auto code_row = [&](std::string_view name, const std::string& value) {
      if (value.empty()) return;
      const ImRect row = in.take(ui.px(24));
      ui.text_in(box_at(row.Min, ui.px(72), row.GetHeight()), Face::Small, c.second, name);
      copyable(ui,
               ImRect(ImVec2(row.Min.x + ui.px(76), row.Min.y + ui.px(1)),
                      row.Max - ImVec2(0, ui.px(1))),
               name, value);
    };
    code_row("Code", problem.code);
    code_row("RequestId", problem.request_id);
    in.gap(ui.px(8));
    ImVec2 at = in.at;
    for (const NextStep step : steps) {
      if (at.x + button_width(ui, label(step)) > in.at.x + inner + 1) continue;
      if (button_at(ui, at, label(step))) {
        model.activity_open = false;
        model.take_step(step, activity.instance_id, problem);
      }
    }
  }
  ImGui::PopID();
}

void draw_items(Ui& ui, Model& model, Flow& flow) {
  // Newest first; taken by number, as a button may change the list.
  std::vector<std::uint64_t> numbers;
  for (const Activity& activity : model.activities.items()) numbers.push_back(activity.number);
  for (auto number = numbers.rbegin(); number != numbers.rend(); ++number) {
    if (const Activity* activity = model.activities.find(*number))
      draw_item(ui, model, flow, *activity);
  }
}

// Newest first; found by number, as a button may change the list.
void draw_changes(Ui& ui, Model& model, Flow& flow) {
  std::vector<const Change*> changes;
  for (const Change& change : model.changes.items()) changes.push_back(&change);
  const std::size_t before = changes.size();
  for (std::size_t i = before; i > 0 && model.changes.items().size() == before; --i)
    draw_listed_change(ui, model, flow, *changes[i - 1]);
}

bool anything_to_dismiss(const Model& model) {
  const auto& items = model.activities.items();
  const auto& changes = model.changes.items();
  return std::any_of(items.begin(), items.end(),
                     [](const Activity& one) {
                       return !one.running() && one.ending != backup::Ending::Unknown;
                     }) ||
         std::any_of(changes.begin(), changes.end(),
                     [](const Change& one) { return !one.running() && !one.unknown(); });
}

bool nothing_there(const Model& model) {
  return model.activities.items().empty() && model.changes.items().empty();
}

constexpr std::string_view kEmpty =
    "Backups, restores and changes that are started here are followed to their end; each outcome "
    "stays on this list until it is dismissed.";

// What runs goes before what has ended; then what ended last.
bool change_leads(const Activity* activity, const Change* change) {
  if (activity == nullptr || change == nullptr) return activity == nullptr;
  if (activity->running() || change->running()) return !activity->running();
  const auto& ended = activity->progress().ended;
  return !ended || change->progress.ended_at.value_or(*ended) > *ended;
}

// "orders: backing up 43 %": within a sentence, after the name. Leaves what is right of it.
ImRect draw_headline(Ui& ui, ImRect& inside, const StateLook& look, const std::string& title,
                     std::string words) {
  draw_icon(ui.draw(), look.icon, ImVec2(inside.Min.x + ui.px(5), inside.GetCenter().y), ui.px(15),
            look.color);
  inside.Min.x += ui.px(18);
  if (!words.empty() && words[0] >= 'A' && words[0] <= 'Z')
    words[0] = static_cast<char>(words[0] - 'A' + 'a');
  words = title + ": " + words;
  const float width = std::min(ui.text_width(Face::Text, words) + 1, inside.GetWidth());
  const ImRect box = box_at(inside.Min, width, inside.GetHeight());
  ui.text_in(box, Face::Text, ui.colors().text, words);
  inside.Min.x += width + ui.px(10);
  return box;
}

// A run of many that goes on, or that somebody has to go on with.
std::string run_line(FleetRun& run) {
  const backup::FleetSummary& summary = run.summary();
  const std::string all = " of " + counted(summary.all(), "backup");
  if (run.state() == RunState::Running)
    return "Back up many: " + std::to_string(summary.ended()) + all + " ended";
  if (run.state() == RunState::Unfinished)
    return "Back up many is unfinished: " + std::to_string(summary.all() - summary.ended()) + all +
           " not ended";
  return {};
}

}  // namespace

void draw_activity_page(Ui& ui, Model& model, const ImRect& box) {
  const Palette& c = ui.colors();
  begin_panel(ui, "activity page", box, true, c.background);
  const float margin = ui.px(16);
  Flow flow{box.Min + ImVec2(margin, margin - ImGui::GetScrollY()), box.GetWidth() - margin * 2};
  const ImRect head = flow.take(ui.control_height());
  ImRect title = head;
  if (anything_to_dismiss(model)) {
    const float width = button_width(ui, "Dismiss ended");
    const ImRect place = box_at(ImVec2(head.Max.x - width, head.Min.y), width, head.GetHeight());
    if (button(ui, place, "Dismiss ended")) model.dismiss_ended();
    title.Max.x = place.Min.x - ui.px(8);
  }
  page_title(ui, title, "Activity", "");
  flow.gap(ui.px(8));
  if (nothing_there(model)) {
    flow.gap(ui.px(28));
    ui.text_in(flow.take(ui.px(24)), Face::Strong, c.text, "Nothing was started yet");
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, c.second, kEmpty));
  }
  draw_changes(ui, model, flow);
  draw_items(ui, model, flow);
  ui.extend(flow.at + ImVec2(0, ui.px(16)));
  end_panel(ui);
}

float draw_activity_drawer(Ui& ui, Model& model, const ImRect& box) {
  const Palette& c = ui.colors();
  begin_panel(ui, "activity drawer", box, true, c.raised);
  ui.fill(ImRect(box.Min, ImVec2(box.Max.x, box.Min.y + ui.hairline())), c.line);
  Flow flow{box.Min + ImVec2(ui.px(4), ui.px(4) - ImGui::GetScrollY()), box.GetWidth() - ui.px(18)};
  if (nothing_there(model)) {
    flow.gap(ui.px(12));
    flow.at.x += ui.px(12);
    flow.gap(ui.wrapped(flow.at, flow.width - ui.px(24), Face::Text, c.second, kEmpty) + ui.px(12));
  }
  draw_changes(ui, model, flow);
  draw_items(ui, model, flow);
  ui.extend(flow.at);
  const float height = flow.at.y - box.Min.y + ImGui::GetScrollY() + ui.px(4);
  end_panel(ui);
  return height;
}

void draw_activity_bar(Ui& ui, Model& model, const ImRect& box) {
  const Palette& c = ui.colors();
  begin_panel(ui, "activity bar", box, false, c.sunken);
  ui.fill(ImRect(box.Min, ImVec2(box.Max.x, box.Min.y + ui.hairline())), c.line);
  const ActivityCounts counts = model.counts();
  struct Part {
    std::string text;
    Color color;
  };
  std::vector<Part> parts;
  // Where there is room for it; to whoever hears the line it is always said.
  std::string value;
  if (const auto slowed = model.slowed()) {
    value = backup::describe(*slowed, ui.host.moment().steady);
    if (box.GetWidth() > ui.px(900)) parts.push_back({value, c.attention});
  }
  const backup::FleetSummary& fleet = model.fleet.run.summary();
  const std::size_t running = static_cast<std::size_t>(counts.running) + fleet.running;
  if (running > 0) parts.push_back({std::to_string(running) + " running", c.text});
  if (counts.failed > 0) parts.push_back({std::to_string(counts.failed) + " not done", c.bad});
  if (counts.done > 0) parts.push_back({std::to_string(counts.done) + " done", c.text});
  float right_width = ui.px(24);
  for (const Part& part : parts) {
    right_width += ui.text_width(Face::Text, part.text) + ui.px(20);
    if (part.text != value) value += (value.empty() ? "" : ", ") + part.text;
  }
  // The whole line opens the list.
  Widget widget;
  widget.role = Role::Button;
  widget.label = "Activity list";
  widget.value = value;
  widget.expanded = model.activity_open;
  const Interaction on = ui.interact("activity list", box, std::move(widget));
  if (on.hovered)
    ui.fill(ImRect(ImVec2(box.Min.x, box.Min.y + ui.hairline()), box.Max),
            mix(c.sunken, c.text, 0.05F));
  if (on.pressed) model.activity_open = !model.activity_open;
  ImRect inside(ImVec2(box.Min.x + ui.px(16), box.Min.y), ImVec2(box.Max.x - ui.px(16), box.Max.y));
  if (on.focused && ui.focus.ring()) {
    ImRect ring = box;
    ring.Expand(-ui.px(3));
    ui.draw()->AddRect(ring.Min, ring.Max, c.accent, ui.px(3), ImDrawFlags_None, ui.px(2));
  }
  draw_icon(ui.draw(), model.activity_open ? Icon::ChevronDown : Icon::ChevronUp,
            ImVec2(inside.Max.x - ui.px(6), inside.GetCenter().y), ui.px(14), c.second);
  float x = inside.Max.x - ui.px(18);
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    const float width = ui.text_width(Face::Text, part->text);
    x -= width;
    ui.text_in(box_at(ImVec2(x, inside.Min.y), width, inside.GetHeight()), Face::Text, part->color,
               part->text);
    x -= ui.px(20);
    if (part + 1 != parts.rend()) {
      ui.text_in(box_at(ImVec2(x + ui.px(8), inside.Min.y), ui.px(8), inside.GetHeight()),
                 Face::Text, c.third, "\xC2\xB7");
    }
  }
  inside.Max.x -= right_width;
  const Activity* headline = model.activities.headline();
  const Change* change = model.changes.headline();
  const bool follows_one =
      (headline != nullptr && headline->running()) || (change != nullptr && change->running());
  if (const std::string text = run_line(model.fleet.run); !text.empty() && !follows_one) {
    const bool goes_on = model.fleet.run.state() == RunState::Running;
    state_line(ui, inside, goes_on ? Icon::Play : Icon::Attention,
               goes_on ? c.running : c.attention, text, c.text);
    ui.note(Role::Status, text, inside);
    end_panel(ui);
    return;
  }
  if (headline == nullptr && change == nullptr) {
    ui.text_in(inside, Face::Text, c.second, "Nothing is running");
    end_panel(ui);
    return;
  }
  if (change_leads(headline, change)) {
    const StateLook look = change_look(ui, *change);
    draw_headline(ui, inside, look, change->title, look.word);
    end_panel(ui);
    return;
  }
  const StateLook look = outcome_look(ui, *headline);
  const ImRect words_box = draw_headline(ui, inside, look, headline->title, headline->line);
  // The open list says it itself.
  if (!model.activity_open)
    ui.note(Role::Status, instance_and_line(*headline), words_box, std::string(look.word));
  if (headline->running() && inside.GetWidth() > ui.px(60)) {
    const float bar = std::min(ui.px(180), inside.GetWidth());
    const ImRect place =
        box_at(ImVec2(inside.Min.x, inside.GetCenter().y - ui.px(3)), bar, ui.px(6));
    progress_bar(ui, place, share_of(*headline), c.running, "Backup of " + headline->title);
    inside.Min.x += bar + ui.px(10);
    const std::string left =
        time_left(headline->progress().began, ui.now, headline->progress().percent);
    if (inside.GetWidth() > ui.text_width(Face::Text, left))
      ui.text_in(inside, Face::Text, c.second, left);
  }
  end_panel(ui);
}

}  // namespace dds::shell
