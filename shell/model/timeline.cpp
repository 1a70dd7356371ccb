#include "shell/model/timeline.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "shell/model/words.h"

namespace dds::shell {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

struct Step {
  Milliseconds span;
  const char* text;
  const char* words;
};
constexpr std::array<Step, 12> kSteps = {{{hours{6}, "6 h", "6 hours"},
                                          {days{1}, "1 d", "day"},
                                          {days{3}, "3 d", "3 days"},
                                          {days{7}, "7 d", "7 days"},
                                          {days{14}, "14 d", "14 days"},
                                          {days{30}, "30 d", "30 days"},
                                          {days{90}, "90 d", "90 days"},
                                          {days{180}, "180 d", "180 days"},
                                          {days{365}, "1 y", "year"},
                                          {days{2 * 365}, "2 y", "2 years"},
                                          {days{5 * 365}, "5 y", "5 years"},
                                          {days{10 * 365}, "10 y", "10 years"}}};

std::int64_t floor_div(std::int64_t value, std::int64_t by) {
  const std::int64_t quotient = value / by;
  return quotient * by > value ? quotient - 1 : quotient;
}

std::int64_t pixel(Instant instant, std::int64_t per_pixel) {
  return floor_div(instant.time_since_epoch().count(), per_pixel);
}

constexpr std::array<minutes, 12> kTickSteps = {minutes{5}, minutes{15}, minutes{30}, hours{1},
                                                hours{3},   hours{6},    hours{12},   days{1},
                                                days{2},    days{7},     days{14},    days{28}};

// "14 Jan" at local midnight, else "06:00".
std::string tick_label(Instant instant, int offset, Instant now) {
  const std::string clock = local_clock(instant, offset).substr(0, 5);
  return clock == "00:00" ? local_date(instant, offset, now) : clock;
}

std::vector<TimelineTick> ticks_by_month(const TimelineScale& scale, int months, Instant now,
                                         const std::function<int(Instant)>& local_offset) {
  std::vector<TimelineTick> ticks;
  const Instant local = scale.from + minutes{local_offset(scale.from)};
  const std::chrono::year_month_day first{std::chrono::floor<days>(local)};
  int month = static_cast<int>(first.year()) * 12 + static_cast<int>(unsigned{first.month()}) - 1;
  month = (month + months - 1) / months * months;
  for (;; month += months) {
    const std::chrono::year_month_day date{
        std::chrono::year{month / 12}, std::chrono::month{static_cast<unsigned>(month % 12) + 1},
        std::chrono::day{1}};
    Instant at{std::chrono::sys_days{date}};
    at -= minutes{local_offset(at)};
    const std::int64_t x = scale.x(at);
    if (x >= scale.width) return ticks;
    if (x < 0) continue;
    // "01 Jan 2025" without its day.
    const std::string label =
        months >= 12 ? std::to_string(month / 12) : local_date(at, local_offset(at), now).substr(3);
    ticks.push_back({static_cast<int>(x), label});
  }
}

}  // namespace

std::int64_t TimelineScale::x(Instant instant) const {
  return pixel(instant, per_pixel) - pixel(from, per_pixel);
}

Instant TimelineScale::at(float x) const {
  return from + Milliseconds{static_cast<std::int64_t>(static_cast<double>(x) *
                                                       static_cast<double>(per_pixel))};
}

std::vector<TimelineBar> layout_bars(std::span<const TimelineItem> items,
                                     const TimelineScale& scale, int slot) {
  std::array<std::vector<TimelineBar>, kTimelineLanes> lanes;
  const std::int64_t origin = pixel(scale.from, scale.per_pixel);
  for (const TimelineItem& item : items) {
    if (item.begin > scale.to()) break;
    const std::int64_t begin = pixel(item.begin, scale.per_pixel);
    const std::int64_t end = pixel(std::max(item.begin, item.end), scale.per_pixel);
    const std::int64_t left = floor_div(begin, slot) * slot - origin;
    const std::int64_t right = std::max(left + slot, end - origin + 1);
    if (right <= 0) continue;
    std::vector<TimelineBar>& lane = lanes[static_cast<std::size_t>(item.lane)];
    if (lane.empty() || left >= lane.back().right) {
      TimelineBar bar;
      // A backup that began long before the left edge must not overflow.
      bar.left = static_cast<int>(std::max<std::int64_t>(left, -slot));
      bar.right = static_cast<int>(std::min<std::int64_t>(right, scale.width + slot));
      bar.lane = item.lane;
      bar.begin = item.begin;
      bar.end = item.end;
      lane.push_back(bar);
      if (bar.left >= scale.width) {
        lane.pop_back();
        continue;
      }
    }
    TimelineBar& bar = lane.back();
    bar.right =
        std::max(bar.right, static_cast<int>(std::min<std::int64_t>(right, scale.width + slot)));
    ++bar.count;
    bar.failed += item.failed ? 1 : 0;
    bar.newest_row = item.row;
    bar.largest = std::max(bar.largest, item.size);
    bar.end = std::max(bar.end, item.end);
  }
  std::vector<TimelineBar> bars = std::move(lanes[0]);
  bars.insert(bars.end(), lanes[1].begin(), lanes[1].end());
  return bars;
}

std::vector<TimelineTick> layout_ticks(const TimelineScale& scale, int least_gap, Instant now,
                                       const std::function<int(Instant)>& local_offset) {
  std::vector<TimelineTick> ticks;
  if (scale.width <= 0) return ticks;
  const Milliseconds least{scale.per_pixel * least_gap};
  const auto fits = std::find_if(kTickSteps.begin(), kTickSteps.end(),
                                 [&](minutes step) { return step >= least; });
  if (fits == kTickSteps.end() || *fits >= days{28}) {
    for (const int months : {1, 3, 6, 12, 24}) {
      if (days{28 * months} >= least || months == 24)
        return ticks_by_month(scale, months, now, local_offset);
    }
  }
  const minutes step = *fits;
  for (Instant at = scale.from; at <= scale.to();) {
    // Round in local time; the offset is asked anew for each, so that summer time moves none.
    const minutes offset{local_offset(at)};
    const auto local = (at + offset).time_since_epoch();
    const auto rounded = std::chrono::ceil<minutes>(local);
    const std::int64_t whole = floor_div(rounded.count() + step.count() - 1, step.count());
    const Instant tick{Milliseconds{minutes{whole * step.count()} - offset}};
    const std::int64_t x = scale.x(tick);
    if (x >= 0 && x < scale.width &&
        (ticks.empty() || x - ticks.back().x >= std::min<std::int64_t>(least_gap / 2, 24)))
      ticks.push_back(
          {static_cast<int>(x), tick_label(tick, static_cast<int>(offset.count()), now)});
    at = std::max(tick, at) + Milliseconds{1};
  }
  return ticks;
}

Milliseconds TimelineView::span() const {
  return kSteps[step_].span;
}
std::string TimelineView::span_text() const {
  return kSteps[step_].text;
}
std::string TimelineView::span_words() const {
  return kSteps[step_].words;
}
bool TimelineView::can_zoom_out() const {
  return step_ + 1 < kSteps.size();
}

Instant TimelineView::right_edge(Instant now) const {
  // A little beyond now, so that its mark and a running backup are not at the very edge.
  return end_.value_or(now + span() / 40);
}

void TimelineView::zoom(bool closer, std::optional<Instant> about, Instant now) {
  if (closer ? !can_zoom_in() : !can_zoom_out()) return;
  const Instant right = right_edge(now);
  const Milliseconds before = span();
  step_ = closer ? step_ - 1 : step_ + 1;
  if (!about) return;
  const double share =
      static_cast<double>((right - *about).count()) / static_cast<double>(before.count());
  end_ =
      *about + Milliseconds{static_cast<std::int64_t>(share * static_cast<double>(span().count()))};
  move(Milliseconds{0}, now);
}

void TimelineView::move(Milliseconds by, Instant now) {
  end_ = right_edge(now) + by;
  const Instant latest = now + span() / 40;
  if (*end_ >= latest) {
    end_.reset();
    return;
  }
  end_ = std::max(*end_, Instant{days{10 * 365}});
}

void TimelineView::show(Instant begin, Instant end, Instant now) {
  step_ = 0;
  while (can_zoom_out() && span() * 9 / 10 < end - begin) ++step_;
  end_ = end + span() / 20;
  move(Milliseconds{0}, now);
}

TimelineScale TimelineView::scale(int width, Instant now) const {
  TimelineScale scale;
  scale.width = std::max(width, 1);
  scale.per_pixel = std::max<std::int64_t>(1, span().count() / scale.width);
  // The left edge lies on a whole pixel: it does not move while now moves within one.
  const std::int64_t right = pixel(right_edge(now), scale.per_pixel) + 1;
  scale.from = Instant{Milliseconds{(right - scale.width) * scale.per_pixel}};
  return scale;
}

}  // namespace dds::shell
