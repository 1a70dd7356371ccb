#include <algorithm>
#include <array>
#include <string>

#include "core/base/text.h"
#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/menu.h"
#include "shell/widgets/table.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

constexpr std::array<ColumnSpec, 6> kColumns = {{
    {.title = "Sent", .least = 96, .share = 0.2F, .drop_order = 2},
    {.title = "Action", .least = 152, .share = 1},
    {.title = "Resource", .least = 110, .wanted = 180, .share = 0.6F, .drop_order = 1},
    {.title = "Answer", .least = 84, .share = 1},
    {.title = "Took", .least = 60, .share = 0.2F, .right = true, .drop_order = 3},
    {.title = "RequestId", .least = 110, .share = 1.4F, .drop_order = 4},
}};
constexpr WideTable kTable{"requests", kColumns};  // "calls" had a column less
constexpr std::string_view kMenu = "call menu";
constexpr std::string_view kForgetDialog = "forget the history";

// The day as well when it is not today's.
std::string sent_text(const Ui& ui, Instant sent) {
  const int offset = ui.host.utc_offset_minutes(sent);
  const bool today = local_date(sent, offset, ui.now) == local_date(ui.now, offset, ui.now);
  return today ? local_clock(sent, offset) : local_time(sent, offset, ui.now);
}

void draw_row(Ui& ui, const ExchangeEntry& entry, const ImRect& box,
              const std::vector<ColumnPlace>& places) {
  const Palette& c = ui.colors();
  const auto cell = [&](std::size_t i) {
    return ImRect(ImVec2(box.Min.x + places[i].left, box.Min.y),
                  ImVec2(box.Min.x + places[i].left + places[i].width, box.Max.y));
  };
  if (places[0].width > 0) {
    ui.text_in(cell(0), Face::Mono, c.second, sent_text(ui, entry.sent));
    if (ImGui::IsMouseHoveringRect(cell(0).Min, cell(0).Max))
      ui.tooltip(cell(0), utc_time(entry.sent));
  }
  ui.text_in(cell(1), Face::Text, entry.background ? c.second : c.text, entry.call.action);
  const bool wrong = entry.went_wrong();
  if (places[2].width > 0)
    ui.text_in(cell(2), Face::Mono, c.second, api::main_resource(entry.call.parameters));
  if (entry.status == 0 && !wrong) {
    state_line(ui, cell(3), Icon::Play, c.running, "waiting", c.second);
  } else {
    const std::string status = std::to_string(entry.status);
    const std::string& word = entry.refused           ? entry.code
                              : entry.failure.empty() ? status
                                                      : entry.failure;
    state_line(ui, cell(3), wrong ? Icon::Cross : Icon::Check, wrong ? c.bad : c.good, word,
               c.text);
  }
  if (places[4].width > 0 && entry.answered) {
    ui.text_in(cell(4), Face::Mono, c.text, format_duration(*entry.answered - entry.sent),
               Align::Right);
  }
  if (places[5].width > 0) ui.text_in(cell(5), Face::Mono, c.second, entry.request_id);
}

// For whoever has neither a right button nor a menu key.
void draw_actions(Ui& ui, Model& model, ViewState& state, ImRect& line) {
  const ButtonSpec spec{.icon = Icon::Menu,
                        .disabled_because = model.calls.find(model.calls.selected()) == nullptr
                                                ? std::string_view("Choose a call first.")
                                                : std::string_view()};
  const float width = button_width(ui, "Actions", spec);
  const ImRect place(ImVec2(line.Max.x - width, line.Min.y), line.Max);
  if (button(ui, place, "Actions", spec)) {
    state.menu_at = ImVec2(place.Min.x, place.Max.y);
    open_popover(ui, kMenu);
  }
  line.Max.x = place.Min.x - ui.px(8);
}

void draw_head(Ui& ui, Model& model, ViewState& state, Flow& flow) {
  CallHistory& calls = model.calls;
  const ImRect row = flow.take(ui.control_height());
  const std::size_t shown = calls.order().size();
  ImRect left = row;
  if (calls.anything()) {
    const bool narrow = flow.width < ui.px(640);
    const auto place = [&](std::string_view label, const ButtonSpec& spec) {
      const float width = button_width(ui, label, spec);
      left.Max.x -= width + ui.px(8);
      return box_at(left.Max + ImVec2(ui.px(8), -row.GetHeight()), width, row.GetHeight());
    };
    const ButtonSpec forget{.icon = Icon::Close, .icon_only = narrow};
    if (button(ui, place("Forget the history", forget), "Forget the history", forget))
      open_popover(ui, kForgetDialog);
    const ButtonSpec save{.icon = Icon::Download,
                          .icon_only = narrow,
                          .disabled_because = shown == 0 ? "Nothing is listed." : "",
                          .key = "save"};
    const std::string_view what = shown == calls.all() ? "Save all as HAR" : "Save these as HAR";
    if (button(ui, place(what, save), what, save)) calls.save_har();
    const float field =
        std::min(ui.px(180), left.GetWidth() - ui.text_width(Face::Title, "History") - ui.px(24));
    text_field(ui, ImRect(ImVec2(left.Max.x - field, left.Min.y), left.Max), "Search calls",
               calls.filter, {.placeholder = "Search", .icon = Icon::Search});
    left.Max.x -= field + ui.px(12);
  }
  std::string remark;
  if (calls.all() > 0) remark = counted(calls.all(), "call");
  if (shown != calls.all()) remark = std::to_string(shown) + " of " + remark;
  page_title(ui, left, "History", remark);
  flow.gap(ui.px(8));
  if (!calls.anything()) return;
  ImRect line = flow.take(ui.control_height());
  draw_actions(ui, model, state, line);
  const auto tick = [&](std::string_view label, bool on) {
    const float width = ui.text_width(Face::Text, label) + ui.px(40);
    const bool pressed = checkbox(ui, box_at(line.Min, width, line.GetHeight()), label, on);
    line.Min.x += width;
    return pressed;
  };
  if (tick("Only refused", calls.only_refused())) calls.show_only_refused(!calls.only_refused());
  if (tick("Background reads", calls.with_background()))
    calls.show_background(!calls.with_background());
  if (const std::size_t fresh = calls.new_calls(); fresh > 0) {
    ImVec2 at = line.Min;
    if (button_at(ui, at, "Show " + counted(fresh, "new call"),
                  {.icon = Icon::ChevronUp, .key = "new"}))
      calls.show_new();
  }
  flow.gap(ui.px(4));
}

// The same actions as the keyboard has.
void draw_menu(Ui& ui, Model& model, ViewState& state) {
  Flow flow;
  if (!begin_menu(ui, kMenu, state.menu_at, 292, flow)) return;
  CallHistory& calls = model.calls;
  const std::uint64_t number = calls.selected();
  if (calls.find(number) == nullptr) {
    close_popover(ui);
  } else {
    if (menu_item(ui, flow, "Open in the inspector", "Enter")) model.pick_call(number);
    if (menu_item(ui, flow, "Open in the API page")) calls.open_call(number);
    if (menu_item(ui, flow, "Copy row", "Ctrl+C")) calls.copy_row(number);
    if (menu_item(ui, flow, calls.has_page() ? "Copy link" : "Copy as dds command line"))
      calls.copy_link(number);
    if (menu_item(ui, flow, "Copy as HAR")) calls.copy_har(number);
    if (menu_item(ui, flow, "Compare with...")) calls.compare_from(number);
  }
  end_popover(ui);
}

void draw_forget(Ui& ui, Model& model) {
  Flow flow;
  if (!begin_dialog(ui, kForgetDialog, 440, flow)) return;
  bool leave = dialog_head(ui, flow, "Forget the history", {});
  flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, ui.colors().text,
                      "All calls that are listed here go for good: this console's, and those that "
                      "were kept of earlier ones. What the calls did stays as it is.") +
           ui.px(14));
  ImVec2 at = flow.at;
  if (button_at(ui, at, "Forget all calls")) {
    model.calls.forget();
    leave = true;
  }
  if (button_at(ui, at, "Keep them")) leave = true;
  flow.gap(ui.control_height());
  ui.extend(flow.at);
  if (leave) close_popover(ui);
  end_popover(ui);
}

void draw_nothing(Ui& ui, Model& model, Flow& flow) {
  flow.gap(ui.px(20));
  CallHistory& calls = model.calls;
  if (!calls.anything()) {
    say_nothing(ui, flow, "Nothing was sent yet",
                "Every request of this console is listed here, with each step of its signing and "
                "its answer. What you do is kept for the next time, with secrets masked.");
    return;
  }
  say_nothing(ui, flow, "No call fits",
              "None has this in its action, parameters, code or RequestId.");
  ImVec2 at = flow.at;
  if (button_at(ui, at, "Show all calls")) {
    calls.filter.clear();
    calls.show_only_refused(false);
    calls.show_background(true);
  }
}

void draw_choosing(Ui& ui, Model& model, Flow& flow) {
  CallHistory& calls = model.calls;
  if (calls.first() == 0) return;
  const ImRect row = flow.take(ui.control_height());
  const float width = button_width(ui, "Stop comparing");
  const std::string text = "Choose the call to compare with " + calls.first_title() + ".";
  const ImRect words(row.Min, row.Max - ImVec2(width + ui.px(8), 0));
  state_line(ui, words, Icon::ChevronRight, ui.colors().running, text, ui.colors().text);
  ui.note(Role::Status, text, words);
  const ImRect place(ImVec2(row.Max.x - width, row.Min.y), row.Max);
  if (button(ui, place, "Stop comparing") || take_escape(ui)) calls.stop_comparing();
  flow.gap(ui.px(4));
}

bool moved_by_keys() {
  for (const ImGuiKey key : {ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_Home, ImGuiKey_End,
                             ImGuiKey_PageUp, ImGuiKey_PageDown}) {
    if (ImGui::IsKeyDown(key)) return true;
  }
  return false;
}

void take_events(Ui& ui, Model& model, const RowEvents& events,
                 const std::vector<std::uint64_t>& order) {
  CallHistory& calls = model.calls;
  const auto number = [&](int i) { return order[static_cast<std::size_t>(i)]; };
  if (events.chosen >= 0) {
    calls.select(number(events.chosen));
    if (model.side() == Side::Inspector) calls.inspect_call(number(events.chosen));
  }
  if (events.copied >= 0) calls.copy_row(number(events.copied));
  if (events.menu >= 0) return open_popover(ui, kMenu);
  const bool pressed = events.chosen >= 0 && !moved_by_keys();
  if (calls.first() != 0 && (pressed || events.opened >= 0)) {
    calls.compare_with(number(std::max(events.chosen, events.opened)));
  } else if (events.opened >= 0) {
    model.pick_call(number(events.opened));
  }
}

void draw_calls(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom) {
  CallHistory& calls = model.calls;
  const std::vector<ColumnPlace> places = place_columns(ui, model, kTable, flow.width);
  const int pressed = table_head(ui, model, flow.take(ui.px(30)), kTable, places,
                                 static_cast<int>(calls.sorted_by()), calls.descending());
  if (pressed >= 0) calls.sort(static_cast<CallColumn>(pressed));
  const std::vector<std::uint64_t> order = calls.order();  // what is pressed may change it
  if (order.empty()) return draw_nothing(ui, model, flow);
  const float row_height = ui.touch ? ui.control_height() : ui.px(measure::kRow);
  const ImRect table(flow.at, ImVec2(flow.at.x + flow.width, bottom));
  begin_panel(ui, "request rows", table, true, ui.colors().background);
  const float top = table.Min.y - ImGui::GetScrollY();
  const auto found = std::find(order.begin(), order.end(), calls.selected());
  const int selected = found == order.end() ? -1 : static_cast<int>(found - order.begin());
  const RowEvents events = table_rows(
      ui, ImVec2(table.Min.x, top), table.GetWidth(), row_height, static_cast<int>(order.size()),
      selected,
      [&](int i) {
        const std::uint64_t number = order[static_cast<std::size_t>(i)];
        const ExchangeEntry* entry = calls.find(number);
        std::string label = entry == nullptr ? "" : entry->call.action;
        const bool earlier = number >= kEarlier && entry != nullptr;
        label += " " + (earlier ? sent_text(ui, entry->sent) : std::to_string(number));
        const std::string_view about =
            entry == nullptr ? std::string_view() : api::main_resource(entry->call.parameters);
        if (!about.empty()) add_part(label, about);
        return RowText{std::move(label), std::to_string(number)};
      },
      [&](int i, const ImRect& row) {
        const ExchangeEntry* entry = calls.find(order[static_cast<std::size_t>(i)]);
        if (entry != nullptr) draw_row(ui, *entry, row, places);
      });
  if (events.menu >= 0)
    state.menu_at = row_menu_place(ui, ImVec2(table.Min.x, top), row_height, events.menu);
  end_panel(ui);
  take_events(ui, model, events, order);
}

}  // namespace

void draw_history(Ui& ui, Model& model, ViewState& state, const ImRect& box) {
  begin_panel(ui, "requests", box, false, ui.colors().background);
  const float margin = ui.px(16);
  Flow flow{box.Min + ImVec2(margin, margin), box.GetWidth() - margin * 2};
  draw_head(ui, model, state, flow);
  remark(ui, flow, Icon::Attention, ui.colors().attention, model.calls.store_problem());
  draw_choosing(ui, model, flow);
  if (model.calls.anything()) {
    draw_calls(ui, model, state, flow, box.Max.y - ui.px(8));
  } else {
    draw_nothing(ui, model, flow);
  }
  draw_menu(ui, model, state);
  draw_forget(ui, model);
  if (model.calls.take_compared()) open_popover(ui, kCompareDialog);
  draw_compare_dialog(ui, model);
  end_panel(ui);
}

}  // namespace dds::shell
