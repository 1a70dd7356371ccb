// Choices: cards and plain radio buttons of which one is chosen, checkboxes, options of a list.
#pragma once

#include <string_view>

#include "shell/widgets/ui.h"

namespace dds::shell {

struct CardSpec {
  std::string_view note = {};  // after the title, second colour: "(default)"
  std::string_view text = {};  // below; the reason when it is disabled
  bool disabled = false;
};

/// Full width, as high as its text; moves the flow. True when it was pressed.
bool radio_card(Ui& ui, Flow& flow, std::string_view label, bool chosen, const CardSpec& spec);
bool radio(Ui& ui, const ImRect& box, std::string_view label, bool chosen);
bool checkbox(Ui& ui, const ImRect& box, std::string_view label, bool checked,
              std::string_view disabled_because = {});
/// The square alone, for a row that is the control itself.
void draw_check(Ui& ui, ImVec2 center, bool checked, bool disabled, bool hovered);
/// A line of a list in a popover.
bool option(Ui& ui, const ImRect& box, std::string_view label, std::string_view detail,
            bool chosen);

}  // namespace dds::shell
