#include "shell/model/fleet_run.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/secret.h"
#include "core/base/stable_order.h"
#include "core/base/utf8.h"
#include "core/response/redact.h"
#include "shell/model/backup_words.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

using backup::Ending;
using backup::Phase;
using backup::Progress;

bool may_be_again(Ending ending) {
  switch (ending) {
    case Ending::Failed:
    case Ending::Refused:
    case Ending::JobRunning:
    case Ending::NotReached:
    case Ending::Unreadable:
    case Ending::NotDone: return true;
    default: return false;
  }
}

// As `dds backup --output json` names them.
std::string_view outcome_text(const Progress& progress) {
  if (progress.ending != Ending::None) return backup::name(progress.ending);
  return progress.create_sent || progress.joined ? "Watching" : "NotBegun";
}

nlohmann::json row_json(const Progress& progress) {
  nlohmann::json sets = nlohmann::json::array();
  for (const api::BackupSet& set : progress.sets) {
    nlohmann::json one{{"backup_id", set.id}, {"method", set.method}, {"node_id", set.node_id}};
    if (set.size_bytes) one["size_bytes"] = *set.size_bytes;
    sets.push_back(std::move(one));
  }
  nlohmann::json row{{"instance_id", progress.instance_id},
                     {"outcome", outcome_text(progress)},
                     {"job_id", progress.job_id},
                     {"request_id", progress.request_id},
                     {"code", progress.refusal ? progress.refusal->code : std::string()},
                     {"problem", progress.problem},
                     {"sets", std::move(sets)}};
  if (progress.ended) row["ended"] = format_utc(*progress.ended);
  return row;
}

}  // namespace

FleetRun::FleetRun(PanelServices services, const InstanceList& list)
    : services_(std::move(services)), list_(list) {}

FleetRun::~FleetRun() = default;

void FleetRun::let_go() {
  fleet_.reset();
  session_.reset();
  store_.reset();
  journal_ = {};
  index_.clear();
  words_.clear();
  problem_.clear();
  left_behind_.clear();
  unknown_ = 0;
  looked_after_unknown = false;
  filter = RunFilter::All;
  summary_ = {};
  counts_line_.clear();
  order_stale_ = summary_stale_ = true;
  state_ = RunState::Nothing;
  services_.changed();
}

const std::string& FleetRun::problem() const {
  return fleet_ && problem_.empty() ? fleet_->journal_problem() : problem_;
}

bool FleetRun::open_store() {
  Result<std::unique_ptr<JournalStore>> opened = services_.host->open_journal();
  if (!opened) {
    problem_ = opened.error().message;
    state_ = RunState::Blocked;
    return false;
  }
  store_ = std::move(*opened);
  return true;
}

void FleetRun::look() {
  if (state_ != RunState::Nothing && state_ != RunState::Blocked) return;
  if (!services_.session()) return;
  let_go();
  if (open_store()) take_text();
  if (state_ == RunState::Nothing) store_.reset();  // another console may want to begin one
}

void FleetRun::take_text() {
  Result<backup::Journal> journal = backup::read_journal(store_->text());
  if (!journal && journal.error().code == ErrorCode::EmptyBody) return;
  if (!journal) {
    problem_ = journal.error().message;
    left_behind_ = "What it was started with can no longer be read from it.";
    unknown_ = 1;  // any of them
    state_ = RunState::Blocked;
    return;
  }
  if (const Status wrong = store_->keep(journal->valid_bytes)) {
    let_go();
    problem_ = wrong->message;
    state_ = RunState::Blocked;
    return;
  }
  journal_ = std::move(*journal);
  begin(false);
}

// Without `start` the run only shows what the journal tells of it.
void FleetRun::begin(bool start) {
  fleet_.reset();
  session_ = services_.session();
  backup::FleetOptions options;
  options.backup.jitter_seed = services_.seed();
  fleet_ = std::make_unique<backup::Fleet>(*session_->driver, store_.get(), journal_, options);
  words_.clear();
  words_.resize(fleet_->size());
  index_.clear();
  for (std::size_t i = 0; i < fleet_->size(); ++i) index_[fleet_->progress(i).instance_id] = i;
  order_stale_ = summary_stale_ = true;
  problem_.clear();
  fleet_->on_step = [this](std::size_t backup) { step(backup); };
  count_left_behind();
  state_ = start ? RunState::Running : RunState::Unfinished;
  if (start) fleet_->start(services_.host->steady());
  if (summary().ended() == fleet_->size()) end();
  services_.changed();
}

void FleetRun::step(std::size_t backup) {
  words_[backup].reset();
  summary_stale_ = true;
  if (filter != RunFilter::All) order_stale_ = true;
  const Progress& progress = fleet_->progress(backup);
  if (progress.phase == Phase::Ended && on_backup_ended) on_backup_ended(progress.instance_id);
  if (state_ == RunState::Running && fleet_->done()) end();
  services_.changed();
}

void FleetRun::end() {
  state_ = RunState::Ended;
  order_stale_ = summary_stale_ = true;
  count_left_behind();
}

bool FleetRun::start(std::vector<api::CreateBackupParameters> backups,
                     std::vector<backup::LeftOut> left_out) {
  const std::shared_ptr<Session> session = services_.session();
  if (!session || backups.empty()) return false;
  if (state_ == RunState::Nothing || state_ == RunState::Blocked) {
    let_go();
    if (open_store()) take_text();  // somebody else may have begun one since `look`
  }
  if (state_ == RunState::Blocked) return false;
  const bool over = state_ == RunState::Nothing || (state_ == RunState::Ended && !has_unknown());
  if (!over) {
    problem_ = "An earlier run has to be gone on with, or put away, first.";
    services_.changed();
    return false;
  }
  std::unique_ptr<JournalStore> store = std::move(store_);  // held without a gap
  let_go();
  store_ = std::move(store);
  backup::JournalHead head = session->journal_head(services_.host->now(), std::move(backups));
  head.left_out = std::move(left_out);
  Status wrong = store_->keep(0);
  if (!wrong) wrong = store_->append(backup::journal_head_line(head));
  if (wrong) {
    let_go();
    problem_ = wrong->message;
    services_.changed();
    return false;
  }
  journal_ = backup::new_journal(std::move(head));
  begin(true);
  return true;
}

std::string FleetRun::resume_obstacle() const {
  const std::shared_ptr<Session> session = services_.session();
  if (!session) return "There is no connection.";
  const backup::JournalHead& head = journal_.head;
  if (head.endpoint != session->connection->endpoint.url())
    return "The run was begun at " + one_line(head.endpoint, 200) + ", not at " +
           session->connection->endpoint.url() + ": choose that endpoint to go on.";
  if (!session->may_go_on(head))
    return "The run was begun with the key " + one_line(head.key_id) + ", not with " +
           shorten_key_id(session->connection->credentials.access_key_id) +
           ": choose that key to go on.";
  return {};
}

void FleetRun::resume() {
  if (state_ != RunState::Unfinished || !resume_obstacle().empty()) return;
  begin(true);
}

void FleetRun::pause() {
  if (state_ != RunState::Running) return;
  let_go();
  look();
}

void FleetRun::put_away() {
  if (!store_ || state_ == RunState::Running || state_ == RunState::Nothing) return;
  if (has_unknown() && !looked_after_unknown) return;
  if (const Status wrong = store_->keep(0)) {
    problem_ = wrong->message;
    services_.changed();
    return;
  }
  let_go();
}

void FleetRun::count_left_behind() {
  std::size_t running = 0;
  std::size_t waiting = 0;
  unknown_ = 0;
  for (std::size_t i = 0; i < fleet_->size(); ++i) {
    const Progress& progress = fleet_->progress(i);
    const backup::JournalEntry::State state = journal_.entries[i].state;
    if (progress.ending == Ending::Unknown) {
      ++unknown_;
    } else if (progress.ending != Ending::None) {
      continue;
    } else if (state == backup::JournalEntry::State::Following) {
      ++running;
    } else {
      ++(state == backup::JournalEntry::State::Attempted ? unknown_ : waiting);
    }
  }
  left_behind_.clear();
  const auto say = [this](std::size_t count, const char* one, const char* many) {
    if (count == 0) return;
    if (!left_behind_.empty()) left_behind_ += " ";
    left_behind_ += counted(count, "backup") + " " + (count == 1 ? one : many);
  };
  say(running, "was started: it goes on at the service, and nobody looks after it.",
      "were started: they go on at the service, and nobody looks after them.");
  say(unknown_, "is of unknown outcome: look at the backup sets of its instance first.",
      "are of unknown outcome: look at the backup sets of their instances first.");
  say(waiting, "was not begun, and will not be.", "were not begun, and will not be.");
}

const RunWords& FleetRun::words(std::size_t row) {
  std::unique_ptr<RunWords>& made = words_[row];
  if (!made) {
    made = std::make_unique<RunWords>();
    make_words(row, *made);
  }
  return *made;
}

void FleetRun::make_words(std::size_t row, RunWords& words) const {
  const Progress& progress = fleet_->progress(row);
  const InstanceRow* listed = list_.find(progress.instance_id);
  words.title = listed != nullptr                  ? listed->instance.title()
                : !progress.instance_title.empty() ? progress.instance_title
                                                   : progress.instance_id;
  words.why = response::redact(progress.problem, session_->connection->credentials);
  if (progress.refusal) words.why += " (" + progress.refusal->code + ")";
  words.job_id = progress.job_id.empty() ? journal_.entries[row].job_id : progress.job_id;
  words.waiting = progress.phase == Phase::Idle;
  words.ending = progress.ending;
  if (words.ending == Ending::Succeeded) {
    FinishedWords finished = finished_words(
        progress, [this](Instant instant) { return services_.host->utc_offset_minutes(instant); });
    words.line = std::move(finished.when);
    if (!finished.what.empty()) add_part(words.why, finished.what);
  } else if (progress.ending != Ending::None) {
    words.line = ended_words(progress.ending);
    if (progress.ending == Ending::Unknown)
      words.line += ": look at its backup sets before another one is started";
  } else if (words.waiting) {
    using State = backup::JournalEntry::State;
    const State state = journal_.entries[row].state;
    words.line = state == State::Waiting     ? "Waits for its turn"
                 : state == State::Attempted ? "May have been started: to be found out"
                                             : "Started, not followed at present";
  } else {
    words.line = running_line(progress);
  }
  words.label = words.title + ": " + words.line;
}

const backup::FleetSummary& FleetRun::summary() {
  if (!summary_stale_ || !fleet_) return summary_;
  summary_stale_ = false;
  summary_ = fleet_->summary(services_.host->steady());
  counts_line_.clear();
  const auto say = [this](std::size_t count, const char* what) {
    if (count > 0) add_part(counts_line_, std::to_string(count) + what);
  };
  say(summary_.failed, " failed");
  say(summary_.unknown, " of unknown outcome");
  say(summary_.not_started, " not started");
  say(summary_.succeeded, " done");
  say(summary_.running, " running");
  say(summary_.waiting, " waiting");
  say(journal_.head.left_out.size(), " left out");
  return summary_;
}

const std::string& FleetRun::counts_line() {
  static_cast<void>(summary());
  return counts_line_;
}

const Progress* FleetRun::running_on(std::string_view instance_id) const {
  const auto at = index_.find(instance_id);
  if (at == index_.end()) return nullptr;
  const Progress& progress = fleet_->progress(at->second);
  return progress.ending == Ending::None && progress.phase != Phase::Idle ? &progress : nullptr;
}

std::string FleetRun::busy(std::string_view instance_id) const {
  const auto at = index_.find(instance_id);
  if (at == index_.end()) return {};
  switch (fleet_->progress(at->second).ending) {
    case Ending::Unknown:
      return "Whether the last run of many started a backup here is not known. Look at the backup "
             "sets, then put that run away.";
    case Ending::None: return "It is part of a run of many backups that has not ended.";
    default: return {};
  }
}

std::vector<std::string> FleetRun::to_do_again() const {
  std::vector<std::string> ids;
  for (std::size_t i = 0; fleet_ && i < fleet_->size(); ++i) {
    const Progress& progress = fleet_->progress(i);
    if (may_be_again(progress.ending)) ids.push_back(progress.instance_id);
  }
  return ids;
}

std::string FleetRun::results_json() const {
  nlohmann::json all = nlohmann::json::array();
  for (std::size_t i = 0; fleet_ && i < fleet_->size(); ++i)
    all.push_back(row_json(fleet_->progress(i)));
  for (const backup::LeftOut& one : journal_.head.left_out) {
    all.push_back(
        {{"instance_id", one.instance_id}, {"outcome", "LeftOut"}, {"problem", one.reason}});
  }
  const std::string text = all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
  return session_ ? response::redact(text, session_->connection->credentials)
                  : response::redact(text);
}

// What went wrong comes first.
int FleetRun::rank(std::size_t row) const {
  switch (fleet_->progress(row).ending) {
    case Ending::Failed: return 0;
    case Ending::Unknown: return 1;
    case Ending::Started:
    case Ending::Succeeded: return 4;
    case Ending::None: return 3;
    default: return 2;
  }
}

bool FleetRun::passes(std::size_t row) const {
  const Progress& progress = fleet_->progress(row);
  const Ending ending = progress.ending;
  const bool done = ending == Ending::Succeeded || ending == Ending::Started;
  switch (filter) {
    case RunFilter::All: return true;
    case RunFilter::Running: return ending == Ending::None && progress.phase != Phase::Idle;
    case RunFilter::NotDone: return ending != Ending::None && !done;
    case RunFilter::Done: return done;
  }
  return true;
}

const std::vector<std::uint32_t>& FleetRun::order() {
  if (!order_stale_ && ordered_for_ == filter) return order_;
  order_stale_ = false;
  ordered_for_ = filter;
  order_.clear();
  for (std::size_t i = 0; fleet_ && i < fleet_->size(); ++i) {
    if (passes(i)) order_.push_back(static_cast<std::uint32_t>(i));
  }
  if (state_ == RunState::Ended) {
    sort_stable(order_, [this](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
  }
  return order_;
}

}  // namespace dds::shell
