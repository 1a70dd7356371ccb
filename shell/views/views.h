// The panels of the console: each draws itself into a box from the model and turns what is pressed
// into intents. One file a panel. They keep nothing but what belongs to looking (scrolling, code
// layout, dragging): ViewState.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "shell/model/model.h"
#include "shell/views/timeline_view.h"
#include "shell/widgets/code_view.h"
#include "shell/widgets/icons.h"
#include "shell/widgets/table.h"
#include "shell/widgets/text_field.h"
#include "shell/widgets/ui.h"

namespace dds::shell {

struct ViewState {
  CodeView code;
  CodeView answer_code;
  float inspector_dragged_from = 0;  // width when the drag began; 0 = none
  float drawer_wanted = 0;           // height of its content, device pixels; 0 = never drawn
  TimelineCache timeline;
  TimelineDrag drag;
  ImVec2 menu_at{};            // where the open context menu belongs
  bool scroll_to_set = false;  // the timeline chose one
  float columns_turned = 0;    // of an answer's table by a wheel: what is not a whole one yet
  std::array<CodeView, 3> signed_text;  // of the diagnosis: client's, right, service's
  std::vector<CodeView> trace_steps;
  CodeView sample;
  int fleet_row = -1;  // of the table of candidates or of a run: where the arrow keys are
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
void draw_policy(Ui& ui, Model& model, const ImRect& box);
void draw_restore(Ui& ui, Model& model, const ImRect& box);
/// Below the restore. True when an instance is to be released: the panel around both then opens the
/// dialog that asks.
bool draw_rehearsals(Ui& ui, Model& model, Flow& flow);
void draw_release_dialog(Ui& ui, Model& model);
/// Of the Backups tab; opened by the set's menu, about the set of `model.set_dialog`.
void draw_keep_dialog(Ui& ui, Model& model);
void draw_delete_dialog(Ui& ui, Model& model);
inline constexpr std::string_view kKeepDialog = "keep dialog";
inline constexpr std::string_view kDeleteDialog = "delete dialog";
inline constexpr std::string_view kReleaseDialog = "release dialog";
void draw_coverage(Ui& ui, Model& model, ViewState& state, const ImRect& box);
/// Choosing for a run of many backups, or the run itself.
void draw_fleet(Ui& ui, Model& model, ViewState& state, const ImRect& box);
void draw_fleet_run(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom);
/// Asks before the record of a run is deleted; opened by kPutAwayDialog.
void draw_put_away(Ui& ui, Model& model);
inline constexpr std::string_view kPutAwayDialog = "put the run away";
void draw_form(Ui& ui, Model& model, const ImRect& box);
void draw_inspector(Ui& ui, Model& model, ViewState& state, const ImRect& box);
/// The workbench.
void draw_api(Ui& ui, Model& model, ViewState& state, const ImRect& box);
void draw_sign(Ui& ui, Model& model, ViewState& state, const ImRect& box);
void draw_history(Ui& ui, Model& model, ViewState& state, const ImRect& box);
/// The Sign page once something was told, below its head: the diagnosis, then the signature step by
/// step.
void draw_diagnosis(Ui& ui, Model& model, ViewState& state, Flow& flow);
void draw_trace(Ui& ui, Model& model, ViewState& state, Flow& flow);
/// The call of `model.samples` as code; opened by kSampleDialog, in the panel that draws it.
/// Of the History page: what differs between two answers; opened by kCompareDialog.
void draw_compare_dialog(Ui& ui, Model& model);
inline constexpr std::string_view kCompareDialog = "compare dialog";
/// The call of `model.samples` as code; opened by kSampleDialog.
void draw_sample_dialog(Ui& ui, Model& model, ViewState& state);
inline constexpr std::string_view kSampleDialog = "sample dialog";
/// What an error code means; opened by the frame when `model.error_help` wants it.
void draw_error_help(Ui& ui, Model& model);
inline constexpr std::string_view kErrorHelpDialog = "error help";
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
/// What Ctrl+K opens; below its button.
void draw_quick_search(Ui& ui, Model& model, const ImRect& anchor);
inline constexpr std::string_view kQuickSearch = "quick search";
inline constexpr std::string_view kRegionPopover = "region popover";
inline constexpr std::string_view kEndpointPopover = "endpoint popover";
inline constexpr std::string_view kRoutePopover = "route popover";
inline constexpr std::string_view kKeyPopover = "key popover";
inline constexpr std::string_view kConnectionPopover = "connection popover";

/// A problem in its three parts, tinted; `key` keeps its buttons apart from others in the panel.
void draw_problem(Ui& ui, Model& model, Flow& flow, const Problem& problem,
                  std::string_view instance_id, std::string_view key);

/// What of the account's instances could not be listed; nothing when all were.
void draw_unlisted(Ui& ui, Model& model, Flow& flow);

/// A tinted box that says something: its sign, a sentence, more words, the service's codes.
struct Notice {
  Icon icon;
  Color signal;
  Role role = Role::Alert;  // Status for what goes well
  std::string_view what;
  std::string_view message;
  std::string_view code;
  std::string_view request_id;
};
/// With buttons below; gives the index of the one that was pressed, or -1.
int draw_notice(Ui& ui, Flow& flow, const Notice& notice, std::span<const std::string_view> buttons,
                std::string_view key);
/// A change on its way, or how it ended, to be dismissed then. `more`, when not empty, is a button
/// before the others; true when that was pressed.
bool draw_change(Ui& ui, Model& model, Flow& flow, const Change& change,
                 std::string_view more = {});

/// The same in a list of all: with the instance's name, and a way to its page.
void draw_listed_change(Ui& ui, Model& model, Flow& flow, const Change& change);

/// Title of a part of a page, with a quiet remark behind.
void section(Ui& ui, Flow& flow, std::string_view title, std::string_view remark = {});
/// Names and values in a box, values broken over lines; `key` keeps it apart from others.
void fact_box(Ui& ui, Flow& flow, std::span<const backup::PlanLine> lines, std::string_view key);
/// A small sign and a sentence, below what it is about.
void remark(Ui& ui, Flow& flow, Icon icon, Color signal, std::string_view text);
/// As `labelled_field`, in that many CSS pixels; error or hint below as wide as the flow.
FieldResult narrow_field(Ui& ui, Flow& flow, float width, std::string_view label, TextInput& text,
                         const FieldSpec& spec, std::string_view hint = {});
/// Whether what began then has lasted long enough to show that it loads; wakes up when it has.
[[nodiscard]] bool wait_for(Ui& ui, SteadyInstant since);
/// Rows of grey bars where a table or facts will be.
void skeleton(Ui& ui, Flow& flow, std::string_view label, int rows);

/// A plan is being asked for; true when that is to be stopped.
[[nodiscard]] bool draw_planning(Ui& ui, Flow& flow, std::string_view line, SteadyInstant since);
struct PlanAnswer {
  bool agreed = false;
  bool declined = false;
};
/// What is going to be ordered, what it costs, and the question.
[[nodiscard]] PlanAnswer draw_plan(Ui& ui, Flow& flow, ShownPlan& plan, std::string_view costs,
                                   std::string_view agree);

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

/// A page that scrolls as a whole, within the usual margins. `bottom` = where it ends, moved with
/// its scrolling: what fills the rest must not depend on how far the page is scrolled.
struct PageFlow {
  Flow flow;
  float bottom = 0;
};
[[nodiscard]] PageFlow begin_page(Ui& ui, const char* name, const ImRect& box);
void end_page(Ui& ui, const Flow& flow);

/// Where the context menu of a table's row belongs: at the pointer, or below the row when a key
/// asked for it. `top` = of the first row.
[[nodiscard]] ImVec2 row_menu_place(const Ui& ui, ImVec2 top, float row_height, int row);

/// The head of a page with a list: title and count, a filter, Refresh.
struct ListHead {
  std::string_view title;
  std::string_view filter_label;
  TextInput& filter;
  std::size_t shown = 0;
  std::size_t all = 0;
  bool loading = false;
};
void draw_list_head(Ui& ui, Model& model, Flow& flow, const ListHead& head);

/// A table whose columns keep the widths that a person gave them, remembered under its name.
struct WideTable {
  std::string_view name;
  std::span<const ColumnSpec> columns;
};
[[nodiscard]] std::vector<ColumnPlace> place_columns(const Ui& ui, Model& model,
                                                     const WideTable& table, float width);
/// As `table_head`, with borders that can be dragged.
int table_head(Ui& ui, Model& model, const ImRect& box, const WideTable& table,
               std::span<const ColumnPlace> places, int sorted, bool descending);

/// Title of a page with a quiet remark behind, in a narrow window its `brief` form; gives the right
/// end of what was drawn.
float page_title(Ui& ui, const ImRect& box, std::string_view title, std::string_view remark,
                 std::string_view brief = {});
/// One line of parts with dots between them ("3 nodes, ESSD, 6.0"): those that fit whole, from the
/// first on; all of them on hover.
void parts_in(Ui& ui, const ImRect& box, Face face, Color color, std::string_view parts);
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
[[nodiscard]] StateLook outcome_look(const Ui& ui, backup::Ending ending);
[[nodiscard]] StateLook outcome_look(const Ui& ui, const Activity& activity);
[[nodiscard]] StateLook change_look(const Ui& ui, const Change& change);
/// What was pressed goes away: whoever works by keys goes on from there, once it is drawn.
void keep_focus(Ui& ui, std::string_view label);
/// Escape, unless a popover or something drawn before has taken it; it is taken then.
[[nodiscard]] bool take_escape(Ui& ui);

}  // namespace dds::shell
