// The panels of the console: each draws itself into a box from the model and turns what is pressed
// into intents. One file a panel. They keep nothing but what belongs to looking (scrolling, code
// layout, dragging): ViewState.
#pragma once

#include <cstdint>
#include <string>

#include "shell/model/model.h"
#include "shell/views/timeline_view.h"
#include "shell/widgets/code_view.h"
#include "shell/widgets/icons.h"
#include "shell/widgets/ui.h"

namespace dds::shell {

struct ViewState {
  CodeView code;
  float inspector_dragged_from = 0;  // width when the drag began; 0 = none
  float drawer_wanted = 0;           // height of its content, device pixels; 0 = never drawn
  TimelineCache timeline;
  TimelineDrag drag;
  ImVec2 menu_at{};            // where the open context menu belongs
  bool scroll_to_set = false;  // the timeline chose one
  int fleet_row = -1;          // of the table of candidates or of a run: where the arrow keys are
};

/// The whole console; device pixels.
void draw_frame(Ui& ui, Model& model, ViewState& state, ImVec2 size);

void draw_top_bar(Ui& ui, Model& model, const ImRect& box);
void draw_navigation(Ui& ui, Model& model, const ImRect& box, bool rail);
/// The same in the narrowest windows: a button at the beginning of the top bar, and a menu.
void draw_navigation_menu(Ui& ui, Model& model, const ImRect& box);
void draw_instances(Ui& ui, Model& model, const ImRect& box);
void draw_instance(Ui& ui, Model& model, ViewState& state, const ImRect& box);
/// The tabs of an instance's page, below its head.
void draw_backups(Ui& ui, Model& model, ViewState& state, const ImRect& box);
void draw_coverage(Ui& ui, Model& model, ViewState& state, const ImRect& box);
/// Choosing for a run of many backups, or the run itself.
void draw_fleet(Ui& ui, Model& model, ViewState& state, const ImRect& box);
void draw_fleet_run(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom);
/// Asks before the record of a run is deleted; opened by kPutAwayDialog.
void draw_put_away(Ui& ui, Model& model);
inline constexpr std::string_view kPutAwayDialog = "put the run away";
void draw_form(Ui& ui, Model& model, const ImRect& box);
void draw_inspector(Ui& ui, Model& model, ViewState& state, const ImRect& box);
void draw_requests(Ui& ui, Model& model, const ImRect& box);
void draw_activity_page(Ui& ui, Model& model, const ImRect& box);
/// Gives the height that its content would like.
float draw_activity_drawer(Ui& ui, Model& model, const ImRect& box);
void draw_activity_bar(Ui& ui, Model& model, const ImRect& box);
void draw_settings(Ui& ui, Model& model, const ImRect& box);

// Shared pieces.

/// The popovers of the top bar; each is opened by its chip.
void draw_region_popover(Ui& ui, Model& model, const ImRect& anchor);
void draw_endpoint_popover(Ui& ui, Model& model, const ImRect& anchor);
void draw_route_popover(Ui& ui, Model& model, const ImRect& anchor);
void draw_key_popover(Ui& ui, Model& model, const ImRect& anchor);
void draw_connection_popover(Ui& ui, Model& model, const ImRect& anchor);
inline constexpr std::string_view kRegionPopover = "region popover";
inline constexpr std::string_view kEndpointPopover = "endpoint popover";
inline constexpr std::string_view kRoutePopover = "route popover";
inline constexpr std::string_view kKeyPopover = "key popover";
inline constexpr std::string_view kConnectionPopover = "connection popover";

/// A problem in its three parts, tinted; `key` keeps its buttons apart from others in the panel.
void draw_problem(Ui& ui, Model& model, Flow& flow, const Problem& problem,
                  std::string_view instance_id, std::string_view key);

/// What stands where something would be, and what to do about it.
void say_nothing(Ui& ui, Flow& flow, std::string_view title, std::string_view text);
/// While there is no key or nobody has connected: says that `what` ("Your instances are listed
/// here") waits for that. False when it does not.
bool draw_unconnected(Ui& ui, Model& model, Flow& flow, std::string_view what);
/// One line that tells of a state: sign, words, and the widget map's note of it.
void draw_notice(Ui& ui, Flow& flow, Role role, Icon icon, Color signal, std::string_view text);
/// A table's own scrolling panel within a page that scrolls itself: as many rows as there are, but
/// no further than `bottom` as long as five fit.
ImRect take_table(Flow& flow, float row_height, std::size_t rows, float bottom);

/// Title of a page with a quiet remark behind; gives the right end of what was drawn.
float page_title(Ui& ui, const ImRect& box, std::string_view title, std::string_view remark);
/// A name and its value under each other or side by side.
void fact(Ui& ui, const ImRect& box, float name_width, std::string_view name,
          std::string_view value);
/// Local time with UTC on hover.
void time_in(Ui& ui, const ImRect& box, Face face, Color color, Instant instant,
             Align align = Align::Left);

/// The sign, colour and word of an instance's state, the activity on it included.
struct StateLook {
  Icon icon;
  Color color;
  std::string word;
};
[[nodiscard]] StateLook state_look(const Ui& ui, const Model& model, const api::Instance& instance);
[[nodiscard]] StateLook outcome_look(const Ui& ui, Outcome outcome);
[[nodiscard]] StateLook outcome_look(const Ui& ui, const Activity& activity);

}  // namespace dds::shell
