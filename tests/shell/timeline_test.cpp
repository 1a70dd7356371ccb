// Where bars and ticks of the timeline lie: a pure function, held against its promises on random
// histories.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <vector>

#include "shell/model/timeline.h"

using namespace dds;
using namespace dds::shell;

namespace {

struct Dice {
  std::uint64_t state;
  std::uint64_t roll(std::uint64_t sides) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (state >> 33U) % sides;
  }
};

const Instant kNow = *parse_utc("2026-01-14T06:00:00Z");

std::vector<TimelineItem> random_history(Dice& dice, std::size_t count) {
  std::vector<TimelineItem> items;
  Instant at = kNow - std::chrono::days{static_cast<int>(dice.roll(400)) + 1};
  for (std::size_t i = 0; i < count; ++i) {
    at += Milliseconds{static_cast<std::int64_t>(dice.roll(36'000'000))};
    TimelineItem item;
    item.begin = at;
    item.end = at + Milliseconds{static_cast<std::int64_t>(
                        dice.roll(dice.roll(10) == 0 ? 200'000'000 : 600'000))};
    item.row = static_cast<std::uint32_t>(i);
    item.lane = dice.roll(4) == 0 ? TimelineLane::Manual : TimelineLane::Automatic;
    item.failed = dice.roll(12) == 0;
    item.size = static_cast<std::int64_t>(dice.roll(1'000'000));
    items.push_back(item);
  }
  return items;
}

}  // namespace

TEST_CASE("bars of a lane never overlap, and each backup lies within exactly one that counts it") {
  Dice dice{7};
  for (int round = 0; round < 300; ++round) {
    const std::vector<TimelineItem> items =
        random_history(dice, static_cast<std::size_t>(dice.roll(400)));
    TimelineScale scale;
    scale.width = static_cast<int>(dice.roll(1500)) + 1;
    scale.per_pixel = static_cast<std::int64_t>(dice.roll(8'000'000)) + 1'000;
    const auto span = Milliseconds{scale.per_pixel * scale.width};
    scale.from = kNow - span * static_cast<int>(dice.roll(3)) / 2;
    const int slot = static_cast<int>(dice.roll(8)) + 3;
    CAPTURE(round);
    const std::vector<TimelineBar> bars = layout_bars(items, scale, slot);
    const TimelineBar* last = nullptr;
    std::uint32_t counted = 0;
    for (const TimelineBar& bar : bars) {
      CHECK(bar.right - bar.left >= 1);
      CHECK(bar.left < scale.width);
      CHECK(bar.right > 0);
      CHECK(bar.failed <= bar.count);
      CHECK(bar.count > 0);
      if (last != nullptr && last->lane == bar.lane) CHECK(bar.left >= last->right);
      last = &bar;
      counted += bar.count;
    }
    std::uint32_t visible = 0;
    for (const TimelineItem& item : items) {
      const std::int64_t begin = scale.x(item.begin);
      const std::int64_t end = scale.x(item.end);
      const auto covers = [&](const TimelineBar& bar) {
        return bar.lane == item.lane && bar.begin <= item.begin && bar.end >= item.end &&
               bar.left <= std::max<std::int64_t>(begin, 0) &&
               bar.right > std::min<std::int64_t>(end, scale.width - 1) &&
               bar.largest >= item.size && (!item.failed || bar.failed > 0);
      };
      if (end < 0 || begin >= scale.width) continue;
      ++visible;
      CHECK(std::count_if(bars.begin(), bars.end(), covers) == 1);
    }
    // Slots at the edges may show what is a few pixels outside.
    CHECK(counted >= visible);
  }
}

TEST_CASE("no more bars than the axis has slots, however many backups there are") {
  Dice dice{11};
  std::vector<TimelineItem> items;
  for (int i = 0; i < 20; ++i) {
    const std::vector<TimelineItem> more = random_history(dice, 1'000);
    items.insert(items.end(), more.begin(), more.end());
  }
  std::sort(items.begin(), items.end(),
            [](const TimelineItem& a, const TimelineItem& b) { return a.begin < b.begin; });
  TimelineView view;
  while (view.can_zoom_out()) view.zoom(false, std::nullopt, kNow);
  const TimelineScale scale = view.scale(700, kNow);
  const std::vector<TimelineBar> bars = layout_bars(items, scale, 4);
  CHECK(bars.size() <= kTimelineLanes * (700 / 4 + 2));
  std::uint32_t counted = 0;
  for (const TimelineBar& bar : bars) counted += bar.count;
  CHECK(counted == std::count_if(items.begin(), items.end(), [&](const TimelineItem& item) {
          return item.begin <= scale.to();
        }));
}

TEST_CASE("bars keep their shape while the axis is moved by whole pixels") {
  Dice dice{3};
  const std::vector<TimelineItem> items = random_history(dice, 300);
  TimelineScale scale;
  scale.width = 5'000;
  scale.per_pixel = 1'000'000;
  scale.from = kNow - Milliseconds{scale.per_pixel * 4'000};
  TimelineScale moved = scale;
  moved.from -= Milliseconds{scale.per_pixel * 3};
  const std::vector<TimelineBar> before = layout_bars(items, scale, 4);
  const std::vector<TimelineBar> after = layout_bars(items, moved, 4);
  for (const TimelineBar& bar : before) {
    if (bar.left < 0 || bar.right + 3 >= scale.width) continue;
    CHECK(std::any_of(after.begin(), after.end(), [&](const TimelineBar& other) {
      return other.left == bar.left + 3 && other.right == bar.right + 3 && other.lane == bar.lane;
    }));
  }
}

TEST_CASE("zooming keeps the instant below the pointer, and comes to rest at now") {
  TimelineView view;
  CHECK(view.span_text() == "14 d");
  CHECK(view.follows_now());
  const Instant about = kNow - std::chrono::days{9};
  const TimelineScale before = view.scale(1'000, kNow);
  view.zoom(true, about, kNow);
  CHECK(view.span_text() == "7 d");
  CHECK_FALSE(view.follows_now());
  const TimelineScale after = view.scale(1'000, kNow);
  CHECK(std::abs(before.x(about) - after.x(about)) <= 3);
  view.move(std::chrono::days{30}, kNow);
  CHECK(view.follows_now());
  view.show(kNow - std::chrono::days{80}, kNow, kNow);
  CHECK(view.scale(500, kNow).x(kNow - std::chrono::days{80}) >= 0);
}

TEST_CASE("ticks are at round local times and apart") {
  const auto offset = [](Instant) { return 480; };
  TimelineView view;
  for (int i = 0; i < 12; ++i) view.zoom(true, std::nullopt, kNow);
  for (int step = 0; step < 12; ++step) {
    const TimelineScale scale = view.scale(700, kNow);
    const std::vector<TimelineTick> ticks = layout_ticks(scale, 64, kNow, offset);
    CAPTURE(view.span_text());
    CHECK(ticks.size() >= 2);
    CHECK(ticks.size() <= 12);
    for (std::size_t i = 0; i < ticks.size(); ++i) {
      CHECK_FALSE(ticks[i].label.empty());
      if (i > 0) CHECK(ticks[i].x - ticks[i - 1].x >= 20);
    }
    view.zoom(false, std::nullopt, kNow);
  }
  TimelineView weeks;
  const std::vector<TimelineTick> days = layout_ticks(weeks.scale(900, kNow), 64, kNow, offset);
  REQUIRE_FALSE(days.empty());
  CHECK(days.back().label == "14 Jan");
}
