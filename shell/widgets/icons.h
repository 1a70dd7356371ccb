// Signs drawn with lines: no font that the console ships has them all. Each fits a box of the size
// given.
#pragma once

#include <imgui.h>

#include "shell/theme.h"

namespace dds::shell {

enum class Icon {
  Instances,
  Activity,
  Requests,
  Settings,
  Panel,
  Menu,
  ChevronDown,
  ChevronUp,
  ChevronRight,
  Back,
  Close,
  Search,
  Refresh,
  Copy,
  Lock,
  Key,
  Dot,
  Ring,
  Play,
  Check,
  Cross,
  Attention,
  Diamond,
  Unknown,
  Dash,
  Plus,
  Clock,
  Shield,
  Layers,
  Code,
  Sign,
  Star,
  StarFilled,
  Download,
};

/// Centre and edge length in device pixels.
void draw_icon(ImDrawList* list, Icon icon, ImVec2 center, float size, Color color);

}  // namespace dds::shell
