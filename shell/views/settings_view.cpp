#include <array>
#include <string>

#include "shell/views/views.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/popover.h"

namespace dds::shell {

void draw_settings(Ui& ui, Model& model, const ImRect& box) {
  const Palette& c = ui.colors();
  begin_panel(ui, "settings", box, true, c.background);
  const float margin = ui.px(16);
  Flow flow{box.Min + ImVec2(margin, margin - ImGui::GetScrollY()),
            std::min(box.GetWidth() - margin * 2, ui.px(560))};
  page_title(ui, flow.take(ui.control_height()), "Settings", "");
  flow.gap(ui.px(16));
  const auto section = [&](std::string_view title, std::string_view text) {
    const ImRect row = flow.take(ui.px(22));
    ui.text_in(row, Face::Strong, c.text, title);
    ui.note(Role::Heading, title, row);
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, c.second, text) + ui.px(8));
  };
  section("Theme", "The colours of the console.");
  const std::array<std::pair<ThemeChoice, std::string_view>, 3> themes = {
      {{ThemeChoice::System, "As the system"},
       {ThemeChoice::Light, "Light"},
       {ThemeChoice::Dark, "Dark"}}};
  for (const auto& [theme, name] : themes) {
    if (radio(ui, flow.take(ui.px(28)), name, model.preferences.theme() == theme))
      model.preferences.set_theme(theme);
  }
  flow.gap(ui.px(20));
  section("Scale", "On top of the display's own scale.");
  for (const int percent : {100, 125, 150, 200}) {
    const std::string name = std::to_string(percent) + " %";
    if (radio(ui, flow.take(ui.px(28)), name, model.preferences.zoom_percent() == percent)) {
      model.preferences.set_zoom(percent);
    }
  }
  flow.gap(ui.px(20));
  section(
      "What is kept",
      "Kept on this machine: theme, scale, widths, region, the coverage limit, the samples' "
      "language, "
      "favourite and recent actions; the calls of the History page, with secrets masked, until "
      "they are "
      "forgotten there; the record of a run of many backups until it is put away, and that of "
      "rehearsals: instances, jobs and outcomes. Never a key. Keys, the activity list and requests "
      "that nobody asked for, such as those that follow a backup, are in memory only and go when "
      "the console is closed.");
  ui.extend(flow.at + ImVec2(0, ui.px(16)));
  end_panel(ui);
}

}  // namespace dds::shell
