// Ctrl+K: type a few letters, press Enter, and be there.
#include "shell/views/views.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {

void draw_quick_search(Ui& ui, Model& model, const ImRect& anchor) {
  Flow flow;
  if (!begin_popover(ui, kQuickSearch, anchor, ui.px(440), flow)) return;
  QuickSearch& search = model.quick_search;
  constexpr std::string_view kField = "Search everything";
  if (ImGui::IsWindowAppearing()) {
    search.text.clear();
    search.find(model.instances);
    ui.focus.request(kField);
  }
  const FieldResult typed =
      text_field(ui, flow.take(ui.control_height()), kField, search.text,
                 {.placeholder = "An instance, an action, a page", .icon = Icon::Search});
  if (typed.edited) search.find(model.instances);
  flow.gap(ui.px(8));
  const FoundItem* chosen = nullptr;
  for (const FoundItem& item : search.items()) {
    if (option(ui, flow.take(ui.px(30)), item.name, item.note, false)) chosen = &item;
  }
  if (search.items().empty()) {
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, ui.colors().second,
                        "Nothing is called that."));
  } else if (typed.entered) {
    chosen = &search.items().front();
  }
  ui.extend(flow.at);
  if (chosen != nullptr) {
    const FoundItem item = *chosen;
    close_popover(ui);
    model.open_found(item);
  }
  end_popover(ui);
}

}  // namespace dds::shell
