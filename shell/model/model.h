// The console's state and everything that a person can make it do, free of ImGui: views read it and
// call its intents, tests can do the same.
//
// Owned by the Console. Uses the Host's clock, nonces, transport and preferences. One thread.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "shell/console.h"
#include "shell/host.h"
#include "shell/model/activity.h"
#include "shell/model/api_page.h"
#include "shell/model/backup_form.h"
#include "shell/model/call_history.h"
#include "shell/model/changes.h"
#include "shell/model/connection.h"
#include "shell/model/coverage_list.h"
#include "shell/model/error_help.h"
#include "shell/model/exchange_log.h"
#include "shell/model/fleet_page.h"
#include "shell/model/form_look.h"
#include "shell/model/instance_list.h"
#include "shell/model/journal_line.h"
#include "shell/model/policy_panel.h"
#include "shell/model/preferences.h"
#include "shell/model/quick_search.h"
#include "shell/model/rehearsal_panel.h"
#include "shell/model/restore_panel.h"
#include "shell/model/sample_panel.h"
#include "shell/model/session.h"
#include "shell/model/set_dialog.h"
#include "shell/model/set_history.h"
#include "shell/model/sign_page.h"
#include "shell/model/workbench_line.h"

namespace dds::shell {

enum class Page { Instances, Instance, Coverage, Fleet, Activity, Api, Sign, History, Settings };
enum class InstanceTab { Overview, Backups, Policy, Restore };
enum class Side { None, Inspector, Form };
enum class Popover { None, Region, Endpoint, Route, Key, Connection };
enum class InspectorTab { Params, Canonical, StringToSign, Signature, Wire, Answer };

/// The page of one instance: its facts and recent backup sets.
struct InstanceDetail {
  api::Instance instance;
  std::string kind_line;
  std::vector<api::BackupSet> sets;
  bool sets_known = false;
  bool loading = false;
  Instant since{};
  std::optional<Problem> problem;
};

class Model {
 public:
  Model(Host& host, Start start);
  ~Model();
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  /// Delivers answers and timers.
  void advance(const Moment& now);
  /// How the service slows down what this console sends; nothing when it does not.
  [[nodiscard]] std::optional<backup::RequestLimiter::Slowed> slowed() const;
  [[nodiscard]] std::optional<SteadyInstant> next_wake() const;
  /// True once after something on screen may have changed.
  [[nodiscard]] bool changed() const { return changed_; }
  void take_changed() { changed_ = false; }
  void touch() { changed_ = true; }

  [[nodiscard]] Host& host() { return host_; }
  [[nodiscard]] Instant now() { return host_.now(); }

  Connection connection;
  Preferences preferences;
  ExchangeLog exchanges;
  CallHistory calls;  // of the History page
  InstanceList instances;
  BackupForm form;
  JournalLine journals;
  ActivityList activities;
  InstanceDetail detail;
  SetHistory history;  // all sets of the instance of `detail`
  Changes changes;     // what was confirmed, and its outcomes
  // Of the instance of `detail`:
  PolicyPanel policy;
  RestorePanel restore;
  RehearsalPanel rehearsals;
  SetDialog set_dialog;
  CoverageList coverage;
  FleetPage fleet;
  // The workbench: any action, signatures looked into, a call as code.
  WorkbenchLine workbench;
  ApiPage api_page;
  SignPage sign_page;
  SamplePanel samples;
  ErrorHelp error_help;
  QuickSearch quick_search;

  // Where the person is.
  Page page = Page::Instances;
  Popover wanted_popover = Popover::None;  // a next step asked for it; the top bar opens it
  InspectorTab tab = InspectorTab::Params;
  InstanceTab instance_tab = InstanceTab::Overview;
  bool activity_open = false;  // the drawer above the activity line
  std::string selected_instance;

  /// In a narrow window the inspector takes the page's place: only when it is asked for.
  bool narrow = false;
  [[nodiscard]] Side side() const;
  void close_side();
  void toggle_inspector();
  void show_inspector();
  void go_to(Page where);
  /// See Console.
  [[nodiscard]] std::string place() const;
  void show_place(const std::string& place);
  [[nodiscard]] std::string goes_on() const;
  [[nodiscard]] bool asks_before_leaving() const;

  // Intents.
  void connect();
  /// `connect` follows in a moment: what is drawn until then says so.
  void expect_connection();
  void refresh();
  Status choose_region(std::string_view region_id);
  bool use_endpoint();  // what the popover says; false: see connection.endpoint_error
  bool use_route();
  void use_same_origin();
  bool use_key();
  void forget_key();
  void open_instance(std::string_view instance_id);
  void show_tab(InstanceTab which);
  void open_form(std::string_view instance_id);
  /// Empty when the backup may be started now, else why not.
  [[nodiscard]] std::string start_obstacle() const;
  /// Why this instance takes no backup now: its state, or what this console knows to be under way
  /// on it. Empty: nothing speaks against it.
  [[nodiscard]] std::string backup_obstacle(const api::Instance& instance) const;
  /// Starts what the form says, once: the form closes with it. False: see form.send_error or its
  /// fields.
  bool start_backup();
  /// To the page of many backups, with these chosen.
  void choose_fleet(const std::vector<std::string>& ids);
  /// Starts what is chosen there as one run. False: see fleet.run.problem.
  bool start_fleet();
  void show_form_request();
  /// The same with the form of the API page.
  void show_call_request();
  void back_to_form();
  void pick_exchange(std::uint64_t number);
  /// The same with any call of the History page.
  void pick_call(std::uint64_t number);
  /// Backups and changes together.
  [[nodiscard]] ActivityCounts counts() const;
  void dismiss_ended();
  /// The instance and the tab that it belongs to.
  void show_change(const Change& change);
  /// Opens what was found: a page, an instance, an action's form.
  void open_found(const FoundItem& item);
  /// To the API page, with that action's form and these values in it.
  void open_call(const api::Call& call);
  /// Sends what the API page's form says, once: after a question, where there is one to ask. A
  /// CreateBackup opens the backup form with its values instead, which follows it to its end.
  void send_call();
  /// True once after `send_call` wants the question asked.
  [[nodiscard]] bool take_question() { return std::exchange(question_, false); }
  /// A link to a call (core/api/call_link.h): its form, or a notice why not. Sends nothing.
  void open_link(std::string_view fragment);
  /// To the Sign page, with that request in it as if it had been pasted: a HAR entry, a URL, a curl
  /// command, a JSON line.
  void open_sign(std::string_view request);
  /// The same with an exchange of this console, its signature included.
  void explain_exchange(const ExchangeEntry& entry);
  void take_step(NextStep step, std::string_view instance_id, const Problem& problem);

 private:
  [[nodiscard]] std::shared_ptr<Session> make_session();
  [[nodiscard]] PanelServices services(Host& host);
  [[nodiscard]] PanelServices services_for_activities(Host& host);
  [[nodiscard]] Status show_draft(api::Call call);
  void fill_backup_form();
  void load_sets();
  void load_tab(bool anew);
  void clear_panels();
  [[nodiscard]] std::string title_of(const std::string& instance_id) const;
  [[nodiscard]] std::string made_by(const ChangeNote& note) const;
  void change_ended(const Change& change);
  void connected(const std::optional<Problem>& problem);
  void backup_ended(const std::string& instance_id);
  /// What the page in view has to know and nobody has asked for yet.
  void read_page();
  /// Why no backup of this instance can be started beside another one that is followed; the run of
  /// many has its own word.
  [[nodiscard]] std::string busy(const std::string& instance_id) const;
  void drop_idle_sessions();
  void tell_wrong_clock(Milliseconds ahead);

  Host& host_;
  bool changed_ = true;
  bool question_ = false;
  bool inspector_asked_ = false;
  bool form_hidden_ = false;  // behind the inspector, to come back to
  bool advancing_ = false;
  bool told_clock_ = false;   // that this machine's clock is wrong
  std::string wanted_place_;  // once the instances are listed
  std::string account_;       // that what is kept for an account belongs to
  std::uint64_t last_session_ = 0;
  std::shared_ptr<backup::RequestLimiter> limiter_ = std::make_shared<backup::RequestLimiter>();
  std::uint64_t backups_started_ = 0;
  std::uint64_t detail_generation_ = 0;
  FormLook form_look_;
  // Last, so that they end first: their drivers hold completions that point into the parts above.
  std::shared_ptr<Session> session_;
  std::vector<std::shared_ptr<Session>> sessions_;
};

}  // namespace dds::shell
