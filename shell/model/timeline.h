// Backups on a time axis: which part of time is shown, and where bars, ticks and sizes lie then, in
// whole pixels. Pure: no clock, no ImGui; worked out once when data, zoom or width change, never a
// frame.
//
// A bar stands for one backup or for several whose beginnings fall into the same slot (the least
// width that can be seen and pressed), or that overlap in time: bars of a lane never overlap, and a
// bar covers all that it stands for. Slots are counted from the epoch, not from the left edge, so
// that bars keep their shape while the axis is moved.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/time.h"

namespace dds::shell {

enum class TimelineLane : std::uint8_t { Automatic, Manual };
inline constexpr std::size_t kTimelineLanes = 2;

struct TimelineItem {
  Instant begin;
  Instant end;
  std::uint32_t row = 0;  // whose it is, for whoever asks
  TimelineLane lane = TimelineLane::Automatic;
  bool failed = false;
  std::int64_t size = 0;  // bytes; 0 = unknown
};

struct TimelineScale {
  Instant from;
  std::int64_t per_pixel = 1;  // milliseconds
  int width = 0;               // pixels

  [[nodiscard]] Instant to() const { return from + Milliseconds{per_pixel * width}; }
  /// Pixels from the left edge; may lie outside.
  [[nodiscard]] std::int64_t x(Instant instant) const;
  [[nodiscard]] Instant at(float x) const;
};

struct TimelineBar {
  int left = 0;
  int right = 0;  // exclusive
  TimelineLane lane = TimelineLane::Automatic;
  std::uint32_t count = 0;
  std::uint32_t failed = 0;
  std::uint32_t newest_row = 0;
  std::int64_t largest = 0;  // bytes
  Instant begin;
  Instant end;
};

struct TimelineTick {
  int x = 0;
  std::string label;
};

/// The visible bars, lane by lane, from left to right. `items` are sorted by their beginnings;
/// `slot` is the least width of a bar in pixels.
[[nodiscard]] std::vector<TimelineBar> layout_bars(std::span<const TimelineItem> items,
                                                   const TimelineScale& scale, int slot);

/// Ticks at round local times, at least `least_gap` pixels apart. `local_offset` gives the minutes
/// that local time is ahead of UTC.
[[nodiscard]] std::vector<TimelineTick> layout_ticks(
    const TimelineScale& scale, int least_gap, Instant now,
    const std::function<int(Instant)>& local_offset);

/// Which part of time is looked at. Follows `now` until it is moved away from it.
class TimelineView {
 public:
  [[nodiscard]] Milliseconds span() const;
  /// "14 d", "6 h", "1 y".
  [[nodiscard]] std::string span_text() const;
  /// "14 days", "6 hours", "year".
  [[nodiscard]] std::string span_words() const;
  [[nodiscard]] bool follows_now() const { return !end_.has_value(); }
  [[nodiscard]] bool can_zoom_in() const { return step_ > 0; }
  [[nodiscard]] bool can_zoom_out() const;

  /// One step closer (or farther) about that instant, which stays where it is; without one about
  /// the right edge.
  void zoom(bool closer, std::optional<Instant> about, Instant now);
  /// To the right is later. Comes to rest at now.
  void move(Milliseconds by, Instant now);
  void follow_now() { end_.reset(); }
  /// The closest step that shows this much at once.
  void show(Instant begin, Instant end, Instant now);

  [[nodiscard]] TimelineScale scale(int width, Instant now) const;

 private:
  [[nodiscard]] Instant right_edge(Instant now) const;

  std::size_t step_ = 4;  // 14 days
  std::optional<Instant> end_;
};

}  // namespace dds::shell
