#include "shell/model/model.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/backup/service_clock.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

// The jitter of retries differs from console to console; any number will do.
std::uint64_t seed_from(const std::string& nonce) {
  std::uint64_t seed = 0;
  const std::size_t digits = std::min<std::size_t>(nonce.size(), 16);
  std::from_chars(nonce.data(), nonce.data() + digits, seed, 16);
  return seed;
}

// The service counts some, or does not say that there is none.
Problem no_sets_came() {
  Problem problem;
  problem.what = "The service lists no backup set, though there may be some.";
  problem.steps = {NextStep::TryAgain, NextStep::CopyDetails};
  return problem;
}

}  // namespace

Model::Model(Host& host, Start start)
    : connection(std::move(start)),
      preferences(host),
      calls(host, exchanges, connection.page_url(), [this] { touch(); }),
      instances(connection.has_page_origin(), [this] { touch(); }),
      journals(host),
      activities(
          services_for_activities(host), journals,
          [this](const Activity& activity) { backup_ended(activity.instance_id); },
          [this](const std::string& id) { return title_of(id); }),
      history(services(host)),
      changes(services(host), journals,
              {[this](const std::string& id) { return title_of(id); },
               [this](const ChangeNote& note) { return made_by(note); }},
              [this](const Change& change) { change_ended(change); }),
      policy(services(host), changes),
      restore(services(host), changes, history),
      rehearsals(services(host), changes, instances),
      set_dialog(services(host), changes, history),
      coverage(services(host)),
      fleet(services(host), instances, coverage,
            [this](const std::string& id) { return busy(id); }),
      workbench(host),
      api_page(services(host), connection.has_page_origin(), exchanges, instances, history),
      sign_page(services(host), workbench,
                [this] {
                  const auto& key = connection.credentials();
                  return key ? &*key : nullptr;
                }),
      samples(
          services(host), workbench, [this] { return connection.endpoint_url(); },
          [this] { return connection.scheme() == signing::Scheme::Acs3 ? "acs3" : "rpc-v1"; }),
      error_help(services(host), workbench),
      host_(host),
      form_look_(form, [this] { touch(); }) {
  instances.on_loaded = [this](const std::optional<Problem>& problem) { connected(problem); };
  api_page.on_opened = [this] { calls.notice = {}; };
  calls.on_open_call = [this](const api::Call& call, const std::vector<std::string>& left_out) {
    open_call(call);
    std::string names;
    for (const std::string& name : left_out) add_part(names, name);
    if (!names.empty()) {
      calls.notice.text =
          "Not filled in, because secrets and very long values are not kept: " + names + ".";
    }
  };
  fleet.run.on_backup_ended = [this](const std::string& id) { backup_ended(id); };
  activities.look();
  changes.look();
}

std::string Model::title_of(const std::string& instance_id) const {
  const InstanceRow* row = instances.find(instance_id);
  return row == nullptr ? instance_id : row->instance.title();
}

// The listing tells neither source nor token of an instance: one of the name that was asked for,
// made since, is taken for it.
std::string Model::made_by(const ChangeNote& note) const {
  constexpr Milliseconds kClocksDiffer{5 * 60'000};
  for (const InstanceRow& row : instances.rows()) {
    const api::Instance& one = row.instance;
    if (!note.target.empty() && one.description == note.target && one.created &&
        *one.created >= note.at - kClocksDiffer)
      return one.id;
  }
  return {};
}

// What is being followed cannot be chosen for a run of many.
PanelServices Model::services_for_activities(Host& host) {
  PanelServices services = this->services(host);
  services.changed = [this] { touch(), fleet.choice.outdate(); };
  return services;
}

PanelServices Model::services(Host& host) {
  return {&host, [this] { touch(); }, [this] { return session_; },
          [this] { return connection.region_id(); }, [this] { return seed_from(host_.nonce()); }};
}

Model::~Model() {
  calls.close();
  clear_panels();
  api_page.forget_answers();
  changes.clear();
  fleet.run.let_go();
  session_.reset();
  sessions_.clear();
}

void Model::advance(const Moment& now) {
  advancing_ = true;
  // Completions may make new sessions; only those that are here now are pumped in this round.
  std::vector<std::shared_ptr<Session>> pumped = sessions_;
  for (const std::shared_ptr<Session>& session : pumped) session->driver->advance(now);
  advancing_ = false;
  pumped.clear();
  workbench.advance();
  activities.advance(now.steady);
  changes.advance(now.steady);
  journals.advance();
  drop_idle_sessions();
  calls.advance(now.steady);
}

std::optional<backup::RequestLimiter::Slowed> Model::slowed() const {
  return limiter_->slowed(host_.moment().steady);
}

std::optional<SteadyInstant> Model::next_wake() const {
  std::optional<SteadyInstant> earliest = calls.next_wake();
  for (const auto& look : {activities.next_wake(), changes.next_wake()}) {
    if (look && (!earliest || *look < *earliest)) earliest = look;
  }
  for (const std::shared_ptr<Session>& session : sessions_) {
    const std::optional<SteadyInstant> wake = session->driver->next_wake();
    if (wake && (!earliest || *wake < *earliest)) earliest = wake;
  }
  return earliest;
}

std::shared_ptr<Session> Model::make_session() {
  Result<backup::Connection> made = connection.make();
  if (!made) {
    connection.state = connection.credentials() ? ConnectionState::Failed : ConnectionState::NoKey;
    connection.problem =
        connection.credentials() ? std::optional(problem_of(made.error())) : std::nullopt;
    return nullptr;
  }
  auto session = std::make_shared<Session>();
  session->number = ++last_session_;
  auto shared = std::make_shared<const backup::Connection>(std::move(*made));
  session->connection = shared;
  backup::DriverHooks hooks;
  hooks.now = [this] { return host_.moment(); };
  hooks.nonce = [this] { return host_.nonce(); };
  hooks.on_exchange = [this, shared, number = session->number](const backup::Exchange& exchange) {
    exchanges.record(exchange, number, shared);
    if (session_ && session_->number == number) connection.heard(exchange, host_.steady());
    touch();
  };
  hooks.on_wrong_clock = [this](Milliseconds ahead) { tell_wrong_clock(ahead); };
  session->driver =
      std::make_unique<backup::Driver>(host_.transport(), *shared, std::move(hooks), limiter_);
  return session;
}

// Once, whichever session found it; a notice that nobody has dismissed yet stays.
void Model::tell_wrong_clock(Milliseconds ahead) {
  if (std::exchange(told_clock_, true)) return;
  std::string& text = calls.notice.text;
  text += (text.empty() ? "" : " ") + backup::describe_wrong_clock(ahead);
  calls.notice.problem = true;
  touch();
}

void Model::drop_idle_sessions() {
  // Never while a driver is on the stack: its completions end up here too.
  if (advancing_) return;
  // Whoever has something running on a session shares it until that has ended.
  std::erase_if(sessions_,
                [](const std::shared_ptr<Session>& session) { return session.use_count() == 1; });
}

void Model::connect() {
  instances.clear();
  clear_panels();
  const std::string before = std::exchange(account_, connection.account());
  if (before != account_) {
    policy.forget_drafts();
    api_page.forget_answers();
  }
  ++detail_generation_;
  form_look_.drop();
  form.close();
  if (page == Page::Instance) page = Page::Instances;
  selected_instance.clear();
  session_ = make_session();
  touch();
  if (!session_) return;
  sessions_.push_back(session_);
  connection.state = ConnectionState::Connecting;
  connection.problem.reset();
  connection.since = host_.steady();
  instances.load(session_, connection.region_id(), host_.steady(), false);
  read_page();
  drop_idle_sessions();
}

void Model::expect_connection() {
  if (!connection.credentials()) return;
  connection.state = ConnectionState::Connecting;
  connection.since = host_.steady();
}

void Model::refresh() {
  if (!session_ || !instances.loaded_once()) {
    connect();
  } else if (!instances.loading()) {
    instances.load(session_, connection.region_id(), host_.steady(), true);
  }
  if (page == Page::Instance) {
    load_sets();
    load_tab(true);
    if (history.asked()) history.load();
  }
  if (page == Page::Coverage) coverage.load();
}

void Model::clear_panels() {
  detail = {};
  history.clear();
  policy.clear();
  restore.clear();
  rehearsals.clear();
  set_dialog.clear();
  coverage.clear();
  fleet.clear();
}

// What the tab shows, when it was not read yet or is wanted anew.
void Model::load_tab(bool anew) {
  switch (instance_tab) {
    case InstanceTab::Overview: return;
    case InstanceTab::Backups:
    case InstanceTab::Restore:
      if (anew || !history.asked()) history.load();
      return;
    case InstanceTab::Policy:
      if (anew || !policy.asked()) policy.load();
      return;
  }
}

void Model::change_ended(const Change& change) {
  switch (change.kind()) {
    case ChangeKind::Policy: return policy.change_ended(change);
    case ChangeKind::KeepSet:
    case ChangeKind::DeleteSet:
      if (history.instance().id == change.instance_id) history.load_changed();
      return;
    case ChangeKind::Rehearsal:
    case ChangeKind::Release: rehearsals.change_ended(change); break;
    case ChangeKind::Restore: break;
  }
  // An instance came or went.
  if (session_ && !instances.loading())
    instances.load(session_, connection.region_id(), host_.steady(), true);
}

void Model::connected(const std::optional<Problem>& problem) {
  connection.state = problem ? ConnectionState::Failed : ConnectionState::Connected;
  connection.problem = problem;
  connection.since = host_.steady();
  rehearsals.look_again();
  // Before anything is started: what an earlier console left may have been started already.
  if (problem) return;
  activities.look();
  changes.look();
  fleet.run.look();
  if (!wanted_place_.empty()) show_place(std::exchange(wanted_place_, {}));
}

Status Model::choose_region(std::string_view region_id) {
  if (Status wrong = connection.set_region(region_id)) return wrong;
  if (connection.endpoint_kind() == EndpointKind::Region)
    host_.save("region", connection.region_id());
  connect();
  return {};
}

bool Model::use_endpoint() {
  const Status wrong =
      connection.set_endpoint(connection.endpoint_choice, connection.endpoint_text.view());
  connection.endpoint_error = wrong ? wrong->message : std::string();
  if (!wrong) connect();
  return !wrong;
}

bool Model::use_route() {
  const Status wrong = connection.set_route(connection.route_choice, connection.proxy_text.view());
  connection.proxy_error = wrong ? wrong->message : std::string();
  if (!wrong) {
    connection.set_scheme(connection.scheme_choice);
    connect();
  }
  return !wrong;
}

void Model::use_same_origin() {
  connection.route_choice = api::RouteKind::SameOrigin;
  static_cast<void>(use_route());
}

bool Model::use_key() {
  const Status wrong = connection.use_typed_key();
  connection.key_error = wrong ? wrong->message : std::string();
  if (!wrong) connect();
  return !wrong;
}

void Model::forget_key() {
  activities.stop_all();
  changes.stop_all();
  fleet.run.let_go();
  instances.clear();
  clear_panels();
  policy.forget_drafts();
  api_page.forget();
  form.close();
  if (page == Page::Instance) page = Page::Instances;
  exchanges.clear();
  calls.open();  // what is kept of them stands there from now on
  connection.forget_key();
  session_.reset();
  drop_idle_sessions();
  touch();
}

Side Model::side() const {
  if (form.is_open() && !form_hidden_) return Side::Form;
  if (narrow && !inspector_asked_) return Side::None;
  return preferences.inspector_open() ? Side::Inspector : Side::None;
}

void Model::close_side() {
  touch();
  if (side() == Side::Form) {
    form.close();
  } else if (form.is_open()) {
    back_to_form();
  } else {
    inspector_asked_ = false;
    if (!narrow) preferences.set_inspector_open(false);
  }
}

void Model::show_inspector() {
  form_hidden_ = form.is_open();
  inspector_asked_ = true;
  preferences.set_inspector_open(true);
  touch();
}

void Model::toggle_inspector() {
  if (side() == Side::Inspector) {
    close_side();
  } else {
    show_inspector();
  }
}

void Model::go_to(Page where) {
  wanted_place_.clear();
  page = where;
  calls.notice = {};
  if (where == Page::History) calls.open();
  if (narrow) inspector_asked_ = false;
  read_page();
  touch();
}

void Model::read_page() {
  if (page == Page::Coverage && coverage.wants_load()) coverage.load();
  if (page == Page::Fleet) fleet.run.look();
}

void Model::open_instance(std::string_view instance_id) {
  const InstanceRow* row = instances.find(instance_id);
  if (row == nullptr) return;
  wanted_place_.clear();
  if (detail.instance.id != instance_id) detail = {};
  detail.instance = row->instance;
  detail.kind_line = row->kind_line;
  selected_instance = row->instance.id;
  page = Page::Instance;
  history.open(row->instance);
  policy.open(row->instance);
  restore.open(row->instance);
  rehearsals.open(row->instance);
  load_sets();
  show_tab(instance_tab);
}

void Model::show_tab(InstanceTab which) {
  if (which == InstanceTab::Policy && instance_tab != which) policy.come_back();
  instance_tab = which;
  load_tab(false);
  touch();
}

void Model::load_sets() {
  if (!session_ || detail.instance.id.empty()) return;
  detail.loading = true;
  detail.since = host_.now();
  detail.problem.reset();
  read_recent_sets(session_, detail.instance, connection.has_page_origin(),
                   [this, generation = ++detail_generation_](RecentSets outcome) {
                     if (generation != detail_generation_) return;
                     detail.loading = false;
                     if (auto* read = std::get_if<SetsRead>(&outcome)) {
                       detail.sets = std::move(read->sets);
                       detail.sets_known = !detail.sets.empty() || read->all;
                       if (!detail.sets_known) detail.problem = no_sets_came();
                     } else {
                       detail.problem = std::move(*std::get_if<Problem>(&outcome));
                     }
                     touch();
                   });
}

void Model::open_form(std::string_view instance_id) {
  const InstanceRow* row = instances.find(instance_id);
  if (row == nullptr || !session_) return;
  selected_instance = row->instance.id;
  form.open(row->instance);
  form_hidden_ = false;
  form_look_.start(*session_, connection.has_page_origin());
  touch();
}

std::string Model::start_obstacle() const {
  if (const Activity* running = activities.running_on(form.instance().id)) {
    return "A backup of this instance is already being followed: " + running->line + ".";
  }
  if (activities.unknown_on(form.instance().id) != nullptr && !form.looked_after_unknown) {
    return "Whether the last attempt started a backup is not known. Look at the recent backup sets "
           "first.";
  }
  if (journals.waiting()) return "What earlier consoles left is being looked at.";
  if (std::string busy = fleet.run.busy(form.instance().id); !busy.empty()) return busy;
  if (!form.method()) return "This instance takes no backup method that is known here.";
  return form.obstacle();
}

bool Model::start_backup() {
  if (!form.is_open() || !session_) return false;
  touch();
  form.send_error = start_obstacle();
  if (!form.send_error.empty()) return false;
  const Result<api::CreateBackupParameters> parameters = form.parameters(connection.region_id());
  if (!parameters) return false;  // the field says why
  const Result<api::Call> call = api::create_backup(*parameters);
  if (!call) {
    form.send_error = call.error().message;
    return false;
  }
  const std::string title = form.instance().title();
  form.close();
  exchanges.follow_newest();
  activities.start(session_, *parameters, title, seed_from(host_.nonce()) + ++backups_started_);
  return true;
}

void Model::back_to_form() {
  form_hidden_ = false;
  exchanges.follow_newest();
  touch();
}

void Model::pick_exchange(std::uint64_t number) {
  exchanges.pick(number);
  show_inspector();
}

void Model::pick_call(std::uint64_t number) {
  calls.inspect_call(number);
  show_inspector();
}

ActivityCounts Model::counts() const {
  ActivityCounts counts = activities.counts();
  for (const Change& change : changes.items()) {
    if (change.running()) {
      ++counts.running;
    } else if (change.problem) {
      ++counts.failed;
    } else {
      ++counts.done;
    }
  }
  return counts;
}

void Model::dismiss_ended() {
  activities.dismiss_ended();
  changes.dismiss_ended();
}

void Model::show_change(const Change& change) {
  switch (change.kind()) {
    case ChangeKind::Policy: instance_tab = InstanceTab::Policy; break;
    case ChangeKind::KeepSet:
    case ChangeKind::DeleteSet: instance_tab = InstanceTab::Backups; break;
    case ChangeKind::Restore:
    case ChangeKind::Rehearsal:
    case ChangeKind::Release: instance_tab = InstanceTab::Restore; break;
  }
  activity_open = false;
  open_instance(change.instance_id);
}

void Model::backup_ended(const std::string& instance_id) {
  instances.forget_last_backup(instance_id);
  coverage.outdate();
  fleet.choice.outdate();
  if (page == Page::Instance && detail.instance.id == instance_id) load_sets();
  if (history.instance().id == instance_id && history.asked()) history.load_changed();
}

std::string Model::busy(const std::string& instance_id) const {
  if (const Activity* activity = activities.running_on(instance_id))
    return activity->progress().phase == backup::Phase::Reconciling
               ? "Whether an earlier attempt started a backup is being found out."
               : "A backup of this instance is being followed already.";
  if (activities.unknown_on(instance_id) != nullptr)
    return "Whether an earlier attempt started a backup is not known. Look at the backup sets, "
           "then dismiss it on the activity list.";
  return {};
}

std::string Model::backup_obstacle(const api::Instance& instance) const {
  if (std::string reason = api::backup_obstacle(instance); !reason.empty()) return reason;
  if (std::string reason = busy(instance.id); !reason.empty()) return reason;
  if (history.instance().id == instance.id) {
    for (const api::BackupJob& job : history.jobs()) {
      if (job.active()) return "Backup job " + job.id + " is running on this instance.";
    }
  }
  return fleet.run.busy(instance.id);
}

void Model::choose_fleet(const std::vector<std::string>& ids) {
  fleet.choose(ids);
  go_to(Page::Fleet);
}

bool Model::start_fleet() {
  exchanges.follow_newest();
  const bool started = fleet.start();
  touch();
  return started;
}

void Model::take_step(NextStep step, std::string_view instance_id, const Problem& problem) {
  touch();
  switch (step) {
    case NextStep::TryAgain: return refresh();
    case NextStep::EditKey: wanted_popover = Popover::Key; return;
    case NextStep::EditEndpoint: wanted_popover = Popover::Endpoint; return;
    case NextStep::EditRoute: wanted_popover = Popover::Route; return;
    case NextStep::UseSameOrigin: return use_same_origin();
    case NextStep::ShowRequest:
      show_inspector();
      for (const ExchangeEntry& entry : exchanges.entries()) {
        if (!problem.request_id.empty() && entry.request_id == problem.request_id)
          pick_exchange(entry.number);
      }
      return;
    case NextStep::CheckBackups: return open_instance(instance_id);
    case NextStep::BackUpAgain: return open_form(instance_id);
    case NextStep::CopyDetails: host_.copy_to_clipboard(problem.details()); return;
  }
}

}  // namespace dds::shell
