// The timeline of an instance's backups: bars on a time axis, sizes below it, the restorable range
// shaded. Keeps what was worked out until data, zoom or width change.
#pragma once

#include <cstdint>
#include <vector>

#include "shell/model/model.h"
#include "shell/widgets/ui.h"

namespace dds::shell {

struct TimelineCache {
  std::uint64_t revision = 0;
  TimelineScale scale;
  int slot = 0;
  std::string instance_id;
  std::vector<TimelineBar> bars;
  std::vector<TimelineTick> ticks;
  std::int64_t largest = 0;  // of the visible bars
  std::uint32_t count = 0;   // backups that they stand for
  std::uint32_t failed = 0;
};

struct TimelineDrag {
  bool held = false;
  bool moved = false;
  float from = 0;  // pixels
  float last = 0;
};

/// What was done to it.
struct TimelineEvents {
  int chosen_row = -1;  // a bar was pressed: its newest backup
  int opened_row = -1;  // pressed twice
};

/// Draws it into the flow.
TimelineEvents draw_timeline(Ui& ui, Model& model, TimelineCache& cache, TimelineDrag& drag,
                             Flow& flow);

}  // namespace dds::shell
