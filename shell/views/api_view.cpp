// The API page: the actions on the left, the one that is open beside them; in a narrow window one
// or the other.
#include "shell/views/api_view.h"

#include <algorithm>
#include <array>
#include <string>

#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/menu.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/tabs.h"

namespace dds::shell {
namespace {

constexpr float kListWidth = 296;  // CSS pixels
constexpr float kBothFrom = 720;   // of the page's width: below, list or action
constexpr std::string_view kAsk = "ask before sending";

std::string second_line(const api::Match& match) {
  std::string why = api::reason(match);
  return why.empty() ? std::string(match.action->summary) : why;
}

void draw_action_row(Ui& ui, const ApiPage& page, const api::Match& match, const ImRect& row) {
  const Palette& c = ui.colors();
  ImRect inside = row;
  inside.Expand(ImVec2(-ui.px(8), -ui.px(4)));
  const float half = inside.GetHeight() / 2;
  ImRect top(inside.Min, ImVec2(inside.Max.x, inside.Min.y + half));
  if (page.is_favourite(match.action->name)) {
    draw_icon(ui.draw(), Icon::StarFilled, ImVec2(top.Max.x - ui.px(7), top.GetCenter().y),
              ui.px(13), c.attention);
    top.Max.x -= ui.px(18);
  }
  ui.text_in(top, Face::Text, match.action->deprecated ? c.third : c.text, match.action->name);
  ui.text_in(ImRect(ImVec2(inside.Min.x, inside.Min.y + half), inside.Max), Face::Small, c.second,
             second_line(match));
}

void draw_list(Ui& ui, Model& model, const ImRect& box) {
  const Palette& c = ui.colors();
  ApiPage& page = model.api_page;
  begin_panel(ui, "actions", box, false, c.background);
  Flow flow{box.Min + ImVec2(ui.px(16), ui.px(16)), box.GetWidth() - ui.px(28)};
  const std::vector<api::Match>& found = page.found();
  page_title(ui, flow.take(ui.control_height()), "API",
             found.size() == api::catalogue().actions().size()
                 ? std::to_string(found.size()) + " actions"
                 : std::to_string(found.size()) + " of " +
                       std::to_string(api::catalogue().actions().size()));
  flow.gap(ui.px(8));
  const FieldResult typed =
      text_field(ui, flow.take(ui.control_height()), "Search actions", page.search,
                 {.placeholder = "Name, parameter, answer field", .icon = Icon::Search});
  // A link that somebody sent may be pasted here as well.
  const std::size_t hash = page.search.view().find('#');
  if (typed.edited && hash != std::string_view::npos) {
    const std::string link(page.search.view().substr(hash));
    model.open_link(link);
  }
  if (typed.edited) page.find();
  constexpr std::array<std::string_view, 3> kLists{"All", "Favourites", "Recent"};
  flow.gap(ui.px(4));
  const int list = tabs(ui, flow.take(ui.px(30)), kLists, static_cast<int>(page.list()));
  if (list >= 0) page.choose_list(static_cast<ApiList>(list));
  flow.gap(ui.px(4));
  if (typed.entered && !page.found().empty()) page.open_action(*page.found().front().action);
  if (page.found().empty()) {
    flow.gap(ui.px(8));
    if (!page.search.empty()) {
      say_nothing(ui, flow, "Nothing fits",
                  "No action has this in its name, summary, parameters or answer.");
    } else if (page.list() == ApiList::Favourites) {
      say_nothing(ui, flow, "No favourites yet", "The star beside an action's name makes it one.");
    } else {
      say_nothing(ui, flow, "Nothing was sent yet", "What is sent from here is listed here.");
    }
    end_panel(ui);
    return;
  }
  const ImRect table(ImVec2(box.Min.x + ui.px(8), flow.at.y), ImVec2(box.Max.x, box.Max.y));
  begin_panel(ui, "action rows", table, true, c.background);
  const std::vector<api::Match>& rows = page.found();
  int selected = -1;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].action == page.action()) selected = static_cast<int>(i);
  }
  const auto row_at = [&](int i) -> const api::Match& { return rows[static_cast<std::size_t>(i)]; };
  const RowEvents events = table_rows(
      ui, ImVec2(table.Min.x, table.Min.y - ImGui::GetScrollY()), table.GetWidth() - ui.px(10),
      ui.px(measure::kRowTall), static_cast<int>(rows.size()), selected,
      [&](int i) {
        const std::string name(row_at(i).action->name);
        return RowText{name, name};
      },
      [&](int i, const ImRect& row) { draw_action_row(ui, page, row_at(i), row); });
  if (events.copied >= 0) model.host().copy_to_clipboard(row_at(events.copied).action->name);
  const int opened = events.opened >= 0 ? events.opened : events.chosen;
  if (opened >= 0) page.open_action(*row_at(opened).action);
  end_panel(ui);
  end_panel(ui);
}

struct EffectLook {
  Icon icon;
  Color color;
};
EffectLook effect_look(const Ui& ui, api::Effect effect) {
  const Palette& c = ui.colors();
  switch (effect) {
    case api::Effect::Reads: return {Icon::Check, c.good};
    case api::Effect::Changes: return {Icon::Dot, c.running};
    case api::Effect::Interrupts: return {Icon::Attention, c.attention};
    case api::Effect::Deletes: return {Icon::Cross, c.bad};
    case api::Effect::CostsMoney: return {Icon::Attention, c.attention};
  }
  return {Icon::Dash, c.second};
}

void draw_head(Ui& ui, Model& model, Flow& flow, bool back) {
  const Palette& c = ui.colors();
  ApiPage& page = model.api_page;
  const api::Action& action = *page.action();
  ImRect row = flow.take(ui.control_height());
  if (back) {
    const ImRect place = box_at(row.Min, row.GetHeight(), row.GetHeight());
    if (button(ui, place, "All actions",
               {.kind = ButtonKind::Quiet, .icon = Icon::Back, .icon_only = true}))
      return page.close();
    row.Min.x = place.Max.x + ui.px(4);
  }
  const bool favourite = page.is_favourite(action.name);
  const ImRect star(ImVec2(row.Max.x - row.GetHeight(), row.Min.y), row.Max);
  if (button(ui, star, favourite ? "Not a favourite any more" : "Make it a favourite",
             {.kind = ButtonKind::Quiet,
              .icon = favourite ? Icon::StarFilled : Icon::Star,
              .icon_only = true}))
    page.toggle_favourite();
  row.Max.x = star.Min.x - ui.px(8);
  page_title(ui, row, action.name, {});
  flow.gap(ui.px(2));
  const EffectLook look = effect_look(ui, action.effect);
  const std::string effect =
      std::string(api::name(action.effect)) + (action.effect_inferred ? " (inferred)" : "");
  const float wide = badge_width(ui, effect);
  const ImVec2 at = flow.at;
  badge(ui, at + ImVec2(0, ui.px(1)), look.icon, effect, look.color);
  const float beside = flow.width - wide - ui.px(10);
  const std::string summary =
      std::string(action.summary) + ". " + std::string(action.group) + ", " + action.ram_action();
  flow.gap(std::max(ui.px(kBadgeHeight + 2), ui.wrapped(at + ImVec2(wide + ui.px(10), 0), beside,
                                                        Face::Text, c.second, summary)));
  if (action.deprecated) {
    flow.gap(ui.px(4));
    remark(ui, flow, Icon::Attention, c.attention,
           "The older one" + (action.instead.empty()
                                  ? std::string(".")
                                  : "; use " + std::string(action.instead) + " instead."));
  }
  flow.gap(ui.px(10));
}

void draw_ask(Ui& ui, Model& model) {
  ApiPage& page = model.api_page;
  Flow flow;
  if (page.action() == nullptr || !begin_dialog(ui, kAsk, 460, flow)) return;
  const std::string name(page.action()->name);
  if (dialog_head(ui, flow, "Send " + name, {})) close_popover(ui);
  flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, ui.colors().text, page.question()) +
           ui.px(16));
  ImVec2 at = flow.take(ui.control_height()).Min;
  if (button_at(ui, at, "Do not send")) close_popover(ui);
  if (button_at(ui, at, "Send it")) {
    close_popover(ui);
    page.send();
  }
  ui.extend(flow.at);
  end_popover(ui);
}

void draw_actions(Ui& ui, Model& model, ViewState& state, Flow& flow) {
  ApiPage& page = model.api_page;
  const std::string obstacle = page.obstacle();
  const ImRect row = flow.take(ui.control_height());
  ImVec2 at = row.Min;
  if (page.answer() != nullptr && page.answer()->waiting) {
    if (button_at(ui, at, "Stop waiting")) page.cancel();
  } else if (button_at(ui, at, page.is_backup() ? "Open the backup form" : "Send",
                       {.kind = api::wants_confirmation(page.action()->effect)
                                    ? ButtonKind::Plain  // it asks first
                                    : ButtonKind::Primary,
                        .disabled_because = obstacle})) {
    model.send_call();
  }
  const bool wide = row.Max.x - at.x > ui.px(520);
  if (button_at(ui, at, "Example", {.disabled_because = {}, .key = "example"})) page.fill_example();
  if (button_at(ui, at, "Clear")) page.form().clear();
  if (button_at(ui, at, "Show request", {.icon = Icon::Sign, .icon_only = !wide}))
    model.show_call_request();
  if (button_at(ui, at, "As code", {.icon = Icon::Code, .icon_only = !wide})) {
    model.samples.show(page.call());
    open_popover(ui, kSampleDialog);
  }
  if (button_at(ui, at, model.calls.has_page() ? "Copy link" : "Copy command line",
                {.icon = Icon::Copy, .icon_only = !wide}))
    model.calls.copy_link(page.call());
  draw_sample_dialog(ui, model, state);
  flow.gap(ui.px(8));
  if (page.send_error.empty()) return;
  draw_notice(ui, flow, Role::Alert, Icon::Cross, ui.colors().bad, page.send_error);
  flow.gap(ui.px(8));
}

}  // namespace

void draw_api(Ui& ui, Model& model, ViewState& state, const ImRect& box) {
  ApiPage& page = model.api_page;
  const bool both = box.GetWidth() >= ui.px(kBothFrom);
  const bool open = page.action() != nullptr;
  ImRect rest = box;
  if (both || (!open && page.unlisted().empty())) {
    const ImRect list =
        both ? ImRect(box.Min, ImVec2(box.Min.x + ui.px(kListWidth), box.Max.y)) : box;
    draw_list(ui, model, list);
    if (!both) return;
    ui.fill(ImRect(ImVec2(list.Max.x, box.Min.y), ImVec2(list.Max.x + ui.hairline(), box.Max.y)),
            ui.colors().line);
    rest.Min.x = list.Max.x + ui.hairline();
  }
  // One for each action: another one that is opened begins at its top.
  const std::string name = "action " + std::string(open ? page.action()->name : "");
  auto [flow, bottom] = begin_page(ui, name.c_str(), rest);
  if (!open) {
    if (!page.unlisted().empty()) {
      draw_notice(ui, flow, Role::Alert, Icon::Cross, ui.colors().bad, page.unlisted());
      flow.gap(ui.px(8));
    }
    flow.gap(ui.px(28));
    say_nothing(
        ui, flow, "Any action of the service",
        "Choose one on the left, or type a word of its name, of a parameter or of its "
        "answer. Its form says what it takes; what interrupts, deletes or costs asks first.");
    end_page(ui, flow);
    return;
  }
  draw_head(ui, model, flow, !both);
  if (page.action() == nullptr) {  // left just now
    ui.draw_again();
    end_page(ui, flow);
    return;
  }
  draw_actions(ui, model, state, flow);
  constexpr std::array<std::string_view, 3> kTabs{"Form", "Answer", "Reference"};
  const ImRect bar = flow.take(ui.px(34));
  const int tab = tabs(ui, bar, kTabs, static_cast<int>(page.tab));
  if (tab >= 0) page.tab = static_cast<ApiTab>(tab);
  if (page.tab == ApiTab::Form) {
    constexpr std::string_view kRequired = "Required only";
    const float width = ui.px(24) + ui.text_width(Face::Text, kRequired) + 1;
    const ImRect place = box_at(ImVec2(bar.Max.x - width, bar.Min.y), width, bar.GetHeight());
    if (checkbox(ui, place, kRequired, page.required_only))
      page.required_only = !page.required_only;
  }
  flow.gap(ui.px(12));
  switch (page.tab) {
    case ApiTab::Form: draw_api_form(ui, model, state, flow); break;
    case ApiTab::Answer: draw_api_answer(ui, model, state, flow, bottom); break;
    case ApiTab::Reference: draw_api_reference(ui, model, flow); break;
  }
  if (model.take_question()) open_popover(ui, kAsk);
  draw_ask(ui, model);
  end_page(ui, flow);
}

}  // namespace dds::shell
