#include <array>
#include <string>

#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/table.h"

namespace dds::shell {
namespace {

constexpr std::array<ColumnSpec, 5> kColumns = {{
    {.title = "Sent", .least = 70, .share = 0.2F, .sortable = false, .drop_order = 1},
    {.title = "Action", .least = 152, .share = 1, .sortable = false},
    {.title = "Answer", .least = 84, .share = 1, .sortable = false},
    {.title = "Took",
     .least = 60,
     .share = 0.2F,
     .right = true,
     .sortable = false,
     .drop_order = 2},
    {.title = "RequestId", .least = 110, .share = 1.4F, .sortable = false, .drop_order = 3},
}};

void draw_row(Ui& ui, const ExchangeEntry& entry, const ImRect& box,
              const std::vector<ColumnPlace>& places) {
  const Palette& c = ui.colors();
  const auto cell = [&](std::size_t i) {
    return ImRect(ImVec2(box.Min.x + places[i].left, box.Min.y),
                  ImVec2(box.Min.x + places[i].left + places[i].width, box.Max.y));
  };
  if (places[0].width > 0) {
    ui.text_in(cell(0), Face::Mono, c.second,
               local_clock(entry.sent, ui.host.utc_offset_minutes(entry.sent)));
    if (ImGui::IsMouseHoveringRect(cell(0).Min, cell(0).Max))
      ui.tooltip(cell(0), utc_time(entry.sent));
  }
  ui.text_in(cell(1), Face::Text, c.text, entry.call.action);
  if (entry.status != 0 && !entry.refused && entry.failure.empty()) {
    state_line(ui, cell(2), Icon::Check, c.good, std::to_string(entry.status), c.text);
  } else if (entry.refused) {
    state_line(ui, cell(2), Icon::Cross, c.bad, entry.code, c.text);
  } else if (!entry.failure.empty()) {
    state_line(ui, cell(2), Icon::Cross, c.bad, entry.failure, c.text);
  } else {
    state_line(ui, cell(2), Icon::Play, c.running, "waiting", c.second);
  }
  if (places[3].width > 0 && entry.answered) {
    ui.text_in(cell(3), Face::Mono, c.text, duration_text(*entry.answered - entry.sent),
               Align::Right);
  }
  if (places[4].width > 0) ui.text_in(cell(4), Face::Mono, c.second, entry.request_id);
}

}  // namespace

void draw_history(Ui& ui, Model& model, ViewState& /*state*/, const ImRect& box) {
  const Palette& c = ui.colors();
  begin_panel(ui, "requests", box, false, c.background);
  const float margin = ui.px(16);
  Flow flow{box.Min + ImVec2(margin, margin), box.GetWidth() - margin * 2};
  const auto& entries = model.exchanges.entries();
  const auto count = static_cast<int>(entries.size());
  page_title(
      ui, flow.take(ui.control_height()), "History",
      count == 0 ? "" : std::to_string(count) + ", newest first; kept until the console is closed");
  flow.gap(ui.px(8));
  if (count == 0) {
    flow.gap(ui.px(28));
    ui.text_in(flow.take(ui.px(24)), Face::Strong, c.text, "Nothing was sent yet");
    ui.wrapped(flow.at, flow.width, Face::Text, c.second,
               "Every request of this console is listed here, with each step of its signing and "
               "its answer.");
    end_panel(ui);
    return;
  }
  const auto places = place_columns(ui, kColumns, flow.width);
  table_head(ui, flow.take(ui.px(30)), kColumns, places, -1, false);
  const ImRect table(flow.at, ImVec2(flow.at.x + flow.width, box.Max.y - ui.px(8)));
  begin_panel(ui, "request rows", table, true, c.background);
  const auto entry_at = [&](int i) -> const ExchangeEntry& {
    return entries[static_cast<std::size_t>(count - 1 - i)];
  };
  int selected = -1;
  const ExchangeEntry* shown = model.exchanges.follows() ? nullptr : model.exchanges.shown();
  for (int i = 0; shown != nullptr && i < count; ++i) {
    if (entry_at(i).number == shown->number) selected = i;
  }
  const RowEvents events = table_rows(
      ui, ImVec2(table.Min.x, table.Min.y - ImGui::GetScrollY()), table.GetWidth(),
      ui.px(measure::kRow), count, selected,
      [&](int i) {
        const ExchangeEntry& entry = entry_at(i);
        return RowText{entry.call.action + " " + std::to_string(entry.number),
                       std::to_string(entry.number)};
      },
      [&](int i, const ImRect& row) { draw_row(ui, entry_at(i), row, places); });
  const int picked = events.chosen >= 0 ? events.chosen : events.opened;
  if (events.copied >= 0) {
    const ExchangeEntry& entry = entry_at(events.copied);
    model.host().copy_to_clipboard(entry.call.action + "\t" + std::to_string(entry.status) + "\t" +
                                   entry.code + "\t" + entry.request_id);
  }
  if (picked >= 0) model.pick_exchange(entry_at(picked).number);
  end_panel(ui);
  end_panel(ui);
}

}  // namespace dds::shell
