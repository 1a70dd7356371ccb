#include "shell/views/timeline_view.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/text.h"
#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"

namespace dds::shell {
namespace {

// Heights in CSS pixels.
constexpr float kFlags = 12;  // above the lanes: crosses of failed ones
constexpr float kLane = 18;
constexpr float kLaneGap = 6;
constexpr float kAxis = 20;
constexpr float kSizes = 40;
constexpr std::string_view kRestorable = "restorable to the second";

struct Places {
  ImRect plot;  // all of it: lanes, axis, sizes
  float lanes = 0;
  float axis = 0;
  float sizes = 0;
  [[nodiscard]] float lane(const Ui& ui, TimelineLane which) const {
    return lanes + static_cast<float>(which) * ui.px(kLane + kLaneGap);
  }
};

Color color_of(const Palette& c, TimelineLane lane) {
  return lane == TimelineLane::Automatic ? c.good : c.accent;
}

void refresh(Ui& ui, Model& model, TimelineCache& cache, int width) {
  SetHistory& history = model.history;
  const TimelineScale scale = history.view.scale(width, ui.now);
  const int slot = std::max(3, static_cast<int>(ui.px(6)));
  const bool same = cache.revision == history.revision() && cache.slot == slot &&
                    cache.scale.from == scale.from && cache.scale.width == scale.width &&
                    cache.scale.per_pixel == scale.per_pixel &&
                    cache.instance_id == history.instance().id;
  if (same) return;
  cache.revision = history.revision();
  cache.slot = slot;
  cache.scale = scale;
  cache.instance_id = history.instance().id;
  cache.bars = layout_bars(history.timeline_items(), scale, slot);
  cache.ticks = layout_ticks(scale, static_cast<int>(ui.px(56)), ui.now, [&ui](Instant instant) {
    return ui.host.utc_offset_minutes(instant);
  });
  cache.largest = 0;
  cache.count = cache.failed = 0;
  for (const TimelineBar& bar : cache.bars) {
    cache.largest = std::max(cache.largest, bar.largest);
    cache.count += bar.count;
    cache.failed += bar.failed;
  }
}

// What can be restored to the second, where the service tells it: of other instances nothing is
// shaded, because good sets alone do not say whether the log between them was kept.
void draw_restorable(Ui& ui, const Model& model, const TimelineCache& cache, const Places& at) {
  const Palette& c = ui.colors();
  if (!model.history.ranges()) return;
  bool named = false;
  for (const api::RestoreRange& range : *model.history.ranges()) {
    const auto left = static_cast<float>(std::max<std::int64_t>(cache.scale.x(range.begin), 0));
    const auto right =
        static_cast<float>(std::min<std::int64_t>(cache.scale.x(range.end), cache.scale.width));
    if (right <= left) continue;
    const ImRect box(ImVec2(at.plot.Min.x + left, at.plot.Min.y),
                     ImVec2(at.plot.Min.x + right, at.axis));
    ui.fill(box, mix(c.dark ? c.raised : c.background, c.accent, 0.09F));
    if (named || box.GetWidth() < ui.text_width(Face::Small, kRestorable) + ui.px(12)) continue;
    named = true;
    ui.text_in(box_at(box.Min + ImVec2(ui.px(6), ui.px(2)), box.GetWidth(), ui.px(16)), Face::Small,
               c.accent, kRestorable);
    ui.note(Role::Status, kRestorable, box);
  }
}

void draw_axis(Ui& ui, const TimelineCache& cache, const Places& at) {
  const Palette& c = ui.colors();
  ui.fill(ImRect(ImVec2(at.plot.Min.x, at.axis), ImVec2(at.plot.Max.x, at.axis + ui.hairline())),
          c.outline);
  ui.fill(ImRect(ImVec2(at.plot.Min.x, at.plot.Max.y - ui.hairline()), at.plot.Max), c.line);
  float free_from = -1e9F;
  for (const TimelineTick& tick : cache.ticks) {
    const float x = at.plot.Min.x + static_cast<float>(tick.x);
    ui.fill(ImRect(ImVec2(x, at.axis), ImVec2(x + ui.hairline(), at.axis + ui.px(4))), c.outline);
    const float width = ui.text_width(Face::Small, tick.label);
    const float left =
        std::clamp(x - width / 2, at.plot.Min.x, std::max(at.plot.Min.x, at.plot.Max.x - width));
    if (left < free_from) continue;
    ui.text(ImVec2(left, at.axis + ui.px(4)), Face::Small, c.second, tick.label);
    free_from = left + width + ui.px(8);
  }
}

void draw_bar(Ui& ui, const TimelineBar& bar, const ImRect& box, bool hovered) {
  const Palette& c = ui.colors();
  const float corner = box.GetWidth() >= ui.px(6) ? ui.px(2) : 0;
  const Color signal = color_of(c, bar.lane);
  if (bar.failed == bar.count) {
    ui.fill(box, c.bad, corner);
  } else if (bar.lane == TimelineLane::Manual) {
    ui.fill(box, mix(c.background, signal, 0.35F), corner);
    ui.draw()->AddRect(box.Min, box.Max, signal, corner, ImDrawFlags_None, ui.px(1.5F));
  } else {
    ui.fill(box, signal, corner);
  }
  // Some of several failed: the lower half says so, whatever the rest is.
  if (bar.failed > 0 && bar.failed < bar.count)
    ui.fill(ImRect(ImVec2(box.Min.x, box.GetCenter().y), box.Max), c.bad, corner);
  if (hovered) {
    ImRect around = box;
    around.Expand(ui.px(2));
    ui.frame(around, c.text, corner + ui.px(1));
  }
}

std::string bar_text(Ui& ui, Model& model, const TimelineBar& bar) {
  const auto local = [&](Instant instant) {
    return local_time(instant, ui.host.utc_offset_minutes(instant), ui.now);
  };
  const api::BackupSet& set = model.history.sets()[bar.newest_row];
  std::string text;
  if (bar.count == 1) {
    text = set.state == api::SetState::Failed    ? "Failed"
           : set.state == api::SetState::Success ? "Success"
                                                 : set.state_text;
    text += std::string(middle_dot()) + (set.manual ? "manual" : "automatic");
    if (!set.method.empty()) text += std::string(middle_dot()) + set.method;
    if (bar.largest > 0) text += std::string(middle_dot()) + format_size(bar.largest);
    text += "\n" + local(bar.begin);
    if (bar.end > bar.begin) text += ", took " + format_duration(bar.end - bar.begin);
    return text + "\n" + utc_time(bar.begin);
  }
  text = std::to_string(bar.count) + " backup sets";
  if (bar.failed > 0) text += ", " + std::to_string(bar.failed) + " failed";
  if (bar.largest > 0) text += ", the largest " + format_size(bar.largest);
  return text + "\n" + local(bar.begin) + " to " + local(bar.end) + "\nPress to look closer";
}

// The visible bars; gives the index of the one below the pointer, or -1.
int draw_bars(Ui& ui, Model& model, const TimelineCache& cache, const Places& at, bool hovered) {
  const Palette& c = ui.colors();
  const ImVec2 mouse = ImGui::GetMousePos();
  int below = -1;
  float flag_free = -1e9F;
  const api::BackupSet* chosen = model.history.selected();
  for (std::size_t i = 0; i < cache.bars.size(); ++i) {
    const TimelineBar& bar = cache.bars[i];
    const float left = at.plot.Min.x + static_cast<float>(std::max(bar.left, 0));
    const float right = at.plot.Min.x + static_cast<float>(std::min(bar.right, cache.scale.width));
    if (right <= left) continue;
    const float top = at.lane(ui, bar.lane);
    // One pixel between neighbours, so that a row of days is a row of bars.
    const ImRect box(ImVec2(left, top), ImVec2(std::max(left + 1, right - 1), top + ui.px(kLane)));
    const bool here = hovered && mouse.x >= left && mouse.x < right;
    const bool in_lane = mouse.y >= top && mouse.y < top + ui.px(kLane);
    const bool in_sizes = mouse.y >= at.sizes;
    if (here && (in_lane || (in_sizes && below < 0))) below = static_cast<int>(i);
    const bool is_chosen = chosen != nullptr && chosen->started && *chosen->started >= bar.begin &&
                           *chosen->started <= bar.end &&
                           (bar.lane == TimelineLane::Manual) == chosen->manual;
    draw_bar(ui, bar, box, is_chosen || (here && in_lane));
    if (bar.failed > 0) {
      const float x = (left + right) / 2;
      if (x - ui.px(6) >= flag_free || i == 0 || cache.bars[i - 1].lane != bar.lane) {
        const float y =
            bar.lane == TimelineLane::Automatic ? at.lanes - ui.px(kFlags / 2) : box.GetCenter().y;
        draw_icon(ui.draw(), Icon::Cross, ImVec2(x, y), ui.px(13),
                  bar.lane == TimelineLane::Automatic ? c.bad : c.on_accent);
        flag_free = x + ui.px(6);
      }
    }
    if (bar.largest > 0 && cache.largest > 0) {
      const float share =
          static_cast<float>(static_cast<double>(bar.largest) / static_cast<double>(cache.largest));
      const float height = std::max(1.0F, share * ui.px(kSizes - 4));
      const float bottom = at.plot.Max.y - ui.hairline();
      ui.fill(ImRect(ImVec2(box.Min.x, bottom - height), ImVec2(box.Max.x, bottom)),
              mix(c.dark ? c.raised : c.background, color_of(c, bar.lane),
                  here && in_sizes ? 0.9F : 0.55F));
    }
  }
  return below;
}

// The backup that runs grows towards now.
void draw_running(Ui& ui, const Model& model, const TimelineCache& cache, const Places& at) {
  const Palette& c = ui.colors();
  std::optional<Instant> began;
  bool manual = true;
  if (const Activity* activity = model.activities.running_on(model.history.instance().id)) {
    const backup::Progress& progress = activity->progress();
    if (progress.job_started)
      began = progress.job_started;
    else if (!progress.job_id.empty())
      began = progress.began;
  } else {
    for (const api::BackupJob& job : model.history.jobs()) {
      if (!job.active() || !job.started) continue;
      began = job.started;
      manual = job.manual;
    }
  }
  const auto now_x = static_cast<float>(cache.scale.x(ui.now));
  if (now_x >= 0 && now_x < static_cast<float>(cache.scale.width)) {
    const float x = at.plot.Min.x + now_x;
    for (float y = at.plot.Min.y; y < at.plot.Max.y; y += ui.px(5)) {
      ui.fill(
          ImRect(ImVec2(x, y), ImVec2(x + ui.hairline(), std::min(y + ui.px(3), at.plot.Max.y))),
          c.third);
    }
    // Its place changes when a pixel's time has passed; only while something grows is that worth a
    // frame of its own.
    if (began)
      ui.wake_at(ui.now + std::max(Milliseconds{1000}, Milliseconds{cache.scale.per_pixel}));
  }
  if (!began) return;
  const float top = at.lane(ui, manual ? TimelineLane::Manual : TimelineLane::Automatic);
  const auto from = static_cast<float>(std::max<std::int64_t>(cache.scale.x(*began), 0));
  const float to =
      std::max(std::min(now_x, static_cast<float>(cache.scale.width)), from + ui.px(8));
  if (from >= static_cast<float>(cache.scale.width)) return;
  const ImRect box(ImVec2(at.plot.Min.x + from, top),
                   ImVec2(at.plot.Min.x + to, top + ui.px(kLane)));
  ui.fill(box, c.running, ui.px(2));
  draw_icon(ui.draw(), Icon::Play, box.GetCenter(), std::min(ui.px(11), box.GetWidth()),
            c.on_accent);
  ui.note(Role::Status, "Running backup", box);
}

void draw_legend(Ui& ui, Flow& flow, float left) {
  const Palette& c = ui.colors();
  struct Entry {
    std::string_view word;
    Color color;
    bool hollow;
  };
  const Entry entries[] = {{"automatic", c.good, false},
                           {"manual", c.accent, true},
                           {"failed", c.bad, false},
                           {"running", c.running, false}};
  const ImRect row = flow.take(ui.px(18));
  float x = left;
  for (const Entry& entry : entries) {
    const float width = ui.text_width(Face::Small, entry.word);
    if (x + ui.px(14) + width > row.Max.x) return;
    const ImRect box = box_at(ImVec2(x, row.GetCenter().y - ui.px(4.5F)), ui.px(9), ui.px(9));
    if (entry.hollow) {
      ui.fill(box, mix(c.background, entry.color, 0.35F), ui.px(2));
      ui.draw()->AddRect(box.Min, box.Max, entry.color, ui.px(2), ImDrawFlags_None, ui.px(1.5F));
    } else {
      ui.fill(box, entry.color, ui.px(2));
    }
    if (entry.word == "failed")
      draw_icon(ui.draw(), Icon::Cross, box.GetCenter(), ui.px(9), c.on_accent);
    ui.text_in(ImRect(ImVec2(box.Max.x + ui.px(5), row.Min.y), row.Max), Face::Small, c.second,
               entry.word);
    x = box.Max.x + ui.px(5) + width + ui.px(16);
  }
}

void draw_head(Ui& ui, Model& model, const ImRect& row, const TimelineCache& cache) {
  const Palette& c = ui.colors();
  TimelineView& view = model.history.view;
  float right = row.Max.x;
  const float side = std::min(ui.control_height(), row.GetHeight());
  const auto small = [&](std::string_view label, std::string_view sign, bool disabled) {
    const ImRect box = box_at(ImVec2(right - side, row.Min.y), side, side);
    right = box.Min.x;
    const bool pressed = button(ui, box, label,
                                {.kind = ButtonKind::Quiet,
                                 .icon = sign == "+" ? Icon::Plus : Icon::Dash,
                                 .icon_only = true,
                                 .disabled = disabled});
    return pressed;
  };
  if (small("Zoom in", "+", !view.can_zoom_in())) view.zoom(true, std::nullopt, ui.now);
  const std::string span = view.span_text();
  const float width = ui.text_width(Face::Mono, "180 d") + ui.px(4);
  ui.text_in(ImRect(ImVec2(right - width, row.Min.y), ImVec2(right, row.Min.y + side)), Face::Mono,
             c.second, span, Align::Center);
  right -= width;
  if (small("Zoom out", "-", !view.can_zoom_out())) view.zoom(false, std::nullopt, ui.now);
  if (!view.follows_now()) {
    const float now_width = button_width(ui, "Now", {.kind = ButtonKind::Quiet});
    const ImRect box = box_at(ImVec2(right - now_width, row.Min.y), now_width, side);
    if (button(ui, box, "Now", {.kind = ButtonKind::Quiet})) view.follow_now();
    right = box.Min.x - ui.px(4);
  }
  std::string title = "Last " + view.span_words();
  if (!view.follows_now()) {
    const auto date = [&](Instant at) {
      return local_date(at, ui.host.utc_offset_minutes(at), ui.now);
    };
    title = date(cache.scale.from) + " to " + date(cache.scale.to());
  }
  const float title_width = std::min(ui.text_width(Face::Strong, title) + 1, right - row.Min.x);
  const ImRect words = box_at(row.Min, title_width, side);
  ui.text_in(words, Face::Strong, c.text, title);
  std::string rest = std::to_string(cache.count) + (cache.count == 1 ? " set" : " sets");
  if (cache.failed > 0) rest += ", " + std::to_string(cache.failed) + " failed";
  if (cache.largest > 0) rest += ", up to " + format_size(cache.largest);
  rest += "; local time";
  const ImRect place(ImVec2(words.Max.x + ui.px(8), row.Min.y),
                     ImVec2(right - ui.px(8), row.Min.y + side));
  if (place.GetWidth() > ui.px(60)) ui.text_in(place, Face::Small, c.third, rest);
}

void move_by_keys(Ui& ui, TimelineView& view, bool focused) {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput || io.KeyCtrl || io.KeyAlt || io.KeySuper || ui.popup_was_open) return;
  if (ui.key_pressed(ImGuiKey_Equal) || ui.key_pressed(ImGuiKey_KeypadAdd))
    view.zoom(true, std::nullopt, ui.now);
  if (ui.key_pressed(ImGuiKey_Minus) || ui.key_pressed(ImGuiKey_KeypadSubtract))
    view.zoom(false, std::nullopt, ui.now);
  if (!focused) return;
  if (ImGui::IsKeyPressed(ImGuiKey_LeftArrow)) view.move(-view.span() / 8, ui.now);
  if (ImGui::IsKeyPressed(ImGuiKey_RightArrow)) view.move(view.span() / 8, ui.now);
  if (ui.key_pressed(ImGuiKey_End)) view.follow_now();
}

}  // namespace

TimelineEvents draw_timeline(Ui& ui, Model& model, TimelineCache& cache, TimelineDrag& drag,
                             Flow& flow) {
  const Palette& c = ui.colors();
  TimelineEvents events;
  SetHistory& history = model.history;
  const float padding = ui.px(12);
  const float plot_height =
      ui.px(kFlags + 6 + 2 * kLane + kLaneGap + 4) + ui.px(kAxis) + ui.px(kSizes);
  const ImRect box = flow.take(padding + ui.px(30) + plot_height + ui.px(8 + 18) + ui.px(8));
  ui.fill(box, c.dark ? c.raised : c.background, ui.px(measure::kCorner));
  ui.frame(box, c.line, ui.px(measure::kCorner));
  Flow in{box.Min + ImVec2(padding, ui.px(8)), box.GetWidth() - padding * 2};
  const ImRect head = in.take(ui.px(30));
  in.gap(ui.px(4));
  const float gutter = in.width >= ui.px(460) ? ui.px(72) : 0;
  Places at;
  at.plot = ImRect(ImVec2(std::round(in.at.x + gutter), std::round(in.at.y)),
                   ImVec2(std::round(in.at.x + in.width), std::round(in.at.y + plot_height)));
  at.lanes = std::round(at.plot.Min.y + ui.px(kFlags + 6));
  at.axis = std::round(at.lanes + ui.px(2 * kLane + kLaneGap + 4));
  at.sizes = at.axis + ui.px(kAxis);
  in.gap(plot_height + ui.px(4));
  refresh(ui, model, cache, static_cast<int>(at.plot.GetWidth()));
  draw_head(ui, model, head, cache);

  Widget widget;
  widget.role = Role::Button;
  widget.label = "Timeline";
  widget.value = history.view.span_text() + ", " + std::to_string(cache.count) + " backup sets, " +
                 std::to_string(cache.failed) + " failed";
  const Interaction on =
      ui.interact("timeline", at.plot, std::move(widget), ImGuiButtonFlags_PressedOnClickRelease);
  if (on.hovered) ImGui::SetItemKeyOwner(ImGuiKey_MouseWheelY);  // it zooms, the page stays
  if (!on.visible) return events;
  ui.draw()->PushClipRect(at.plot.Min - ImVec2(0, ui.px(2)), at.plot.Max + ImVec2(1, ui.px(2)),
                          true);
  draw_restorable(ui, model, cache, at);
  const int below = draw_bars(ui, model, cache, at, on.hovered && !drag.moved);
  draw_running(ui, model, cache, at);
  ui.draw()->PopClipRect();
  draw_axis(ui, cache, at);
  if (on.focused && ui.focus.ring()) ui.focus_ring(at.plot, ui.px(2));
  if (gutter > 0) {
    const auto name_lane = [&](float top, float height, std::string_view word) {
      ui.text_in(box_at(ImVec2(head.Min.x, top), gutter - ui.px(8), height), Face::Small, c.second,
                 word);
    };
    name_lane(at.lane(ui, TimelineLane::Automatic), ui.px(kLane), "Automatic");
    name_lane(at.lane(ui, TimelineLane::Manual), ui.px(kLane), "Manual");
    name_lane(at.sizes, at.plot.Max.y - at.sizes, "Size");
  }
  draw_legend(ui, in, at.plot.Min.x);

  const float mouse = ImGui::GetMousePos().x - at.plot.Min.x;
  if (on.held) {
    if (!drag.held) drag = {true, false, mouse, mouse};
    if (std::abs(mouse - drag.from) > ui.px(3)) drag.moved = true;
    if (drag.moved && mouse != drag.last) {
      const auto pixels = static_cast<std::int64_t>(std::lround(drag.last - mouse));
      history.view.move(Milliseconds{pixels * cache.scale.per_pixel}, ui.now);
      drag.last -= static_cast<float>(pixels);
      ui.draw_again();
    }
    if (drag.moved) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  } else {
    const bool was_dragged = drag.moved;
    drag = {};
    if (below >= 0) {
      const TimelineBar& bar = cache.bars[static_cast<std::size_t>(below)];
      ui.tooltip(at.plot, bar_text(ui, model, bar));
      const bool from_pointer = on.pressed && !was_dragged;
      if (from_pointer && bar.count > 1 && history.view.can_zoom_in()) {
        history.view.zoom(true, bar.begin + (bar.end - bar.begin) / 2, ui.now);
      } else if (from_pointer) {
        events.chosen_row = static_cast<int>(bar.newest_row);
      }
      if (on.double_clicked && bar.count == 1) events.opened_row = static_cast<int>(bar.newest_row);
    }
  }
  if (on.hovered && ImGui::GetIO().MouseWheel != 0 && !ImGui::GetIO().KeyCtrl) {
    history.view.zoom(ImGui::GetIO().MouseWheel > 0, cache.scale.at(mouse), ui.now);
    ui.draw_again();
  }
  move_by_keys(ui, history.view, on.focused);
  return events;
}

}  // namespace dds::shell
