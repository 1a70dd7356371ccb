#include "shell/model/activity.h"

#include <algorithm>
#include <utility>

#include "core/backup/fleet.h"
#include "core/base/utf8.h"
#include "core/response/redact.h"
#include "shell/model/backup_words.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

using backup::Ending;
using backup::Phase;
using backup::Progress;
using State = backup::JournalEntry::State;

constexpr std::string_view kNames = "backup-";  // what journals of single backups begin with
constexpr Milliseconds kLookAgain{2'000};       // while another console holds one
constexpr std::size_t kMostKept = 20;           // outcomes that are kept for the next console

std::string journal_name(std::string_view instance_id) {
  return std::string(kNames) + std::string(instance_id);
}

// The first line is written once, so that it tells two journals apart.
std::uint64_t mark_of(std::string_view journal) {
  return backup::crc32(journal.substr(0, journal.find('\n'))) + std::uint64_t{1};
}

bool is_open(const backup::JournalEntry& entry) {
  switch (entry.state) {
    case State::Waiting: return false;  // nothing of it was sent
    case State::Attempted:
    case State::Following: return true;
    case State::Ended: break;
  }
  return entry.ending == Ending::Unknown;
}

backup::Options options_with(std::uint64_t jitter_seed) {
  backup::Options options;
  options.jitter_seed = jitter_seed;
  options.send_again = false;  // half an hour later that is for the person to say
  return options;
}

// What stands in a journal of one backup; an Error when that cannot be said.
Result<backup::Journal> read_one(std::string_view text, std::string_view instance_id) {
  Result<backup::Journal> journal = backup::read_journal(text);
  if (journal && (journal->head.backups.size() != 1 ||
                  journal->head.backups.front().instance_id != instance_id))
    return make_error(ErrorCode::MalformedBody,
                      "The journal tells of another backup than its name.", {});
  return journal;
}

}  // namespace

ActivityList::ActivityList(PanelServices services, JournalLine& journals,
                           std::function<void(const Activity&)> ended,
                           std::function<std::string(const std::string&)> title)
    : services_(std::move(services)),
      journals_(journals),
      ended_(std::move(ended)),
      title_(std::move(title)) {}

Activity& ActivityList::add(const std::string& instance_id, std::string title) {
  Activity activity;
  activity.number = ++last_number_;
  activity.instance_id = instance_id;
  activity.title = std::move(title);
  activity.past.instance_id = instance_id;
  activity.line = running_line(activity.past);
  items_.push_back(std::move(activity));
  return items_.back();
}

void ActivityList::start(const std::shared_ptr<Session>& session,
                         const api::CreateBackupParameters& parameters, std::string title,
                         std::uint64_t jitter_seed) {
  // Those that the person has looked after, and outcomes whose journal is written over.
  std::set<std::uint64_t> replaced;
  for (Activity& one : items_) {
    if (one.instance_id != parameters.instance_id) continue;
    if (one.unknown() || one.journaled) replaced.insert(one.mark);
    one.journaled = one.open = false;
  }
  std::erase_if(items_, [&](const Activity& one) {
    return one.unknown() && one.instance_id == parameters.instance_id;
  });
  Activity& activity = add(parameters.instance_id, std::move(title));
  journals_.claim(journal_name(parameters.instance_id),
                  [this, number = activity.number, session, parameters, jitter_seed,
                   replaced = std::move(replaced)](JournalClaim claim) {
                    begin(number, session, parameters, jitter_seed, replaced, std::move(claim));
                  });
  services_.changed();
}

void ActivityList::begin(std::uint64_t number, const std::shared_ptr<Session>& session,
                         const api::CreateBackupParameters& parameters, std::uint64_t jitter_seed,
                         const std::set<std::uint64_t>& replaced, JournalClaim claim) {
  Activity* activity = find_item(number);
  if (activity == nullptr || !activity->running()) return;  // stopped before it began
  if (!claim.store)
    return end_unsent(*activity, claim.held ? "Another window of this console holds the journal of "
                                              "this instance's backups: go on there, or close it."
                                            : claim.problem);
  const std::string& text = claim.store->text();
  if (!text.empty() && !replaced.contains(mark_of(text))) {
    const Result<backup::Journal> journal = read_one(text, parameters.instance_id);
    const bool nothing = !journal && journal.error().code == ErrorCode::EmptyBody;
    if (!nothing && (!journal || is_open(journal->entries.front()))) {
      items_.remove_if([number](const Activity& one) { return one.number == number; });
      return take_journal(parameters.instance_id, std::move(claim.store));
    }
  }
  const std::string head =
      backup::journal_head_line(session->journal_head(services_.host->now(), {parameters}));
  Status wrong = claim.store->keep(0);
  if (!wrong) wrong = claim.store->append(head);
  if (wrong) return end_unsent(*activity, wrong->message);
  activity->mark = mark_of(head);
  activity->store = std::move(claim.store);
  follow(*activity, session,
         std::make_shared<backup::CreateAndFollow>(parameters, options_with(jitter_seed)));
}

void ActivityList::follow(Activity& activity, const std::shared_ptr<Session>& session,
                          std::shared_ptr<backup::CreateAndFollow> operation) {
  const std::uint64_t number = activity.number;
  activity.journaled = true;
  activity.session = session;
  activity.operation = std::move(operation);
  activity.kept = std::make_shared<backup::JournaledBackup>(activity.operation, 0, *activity.store);
  const auto id = session->driver->start(activity.kept, [this, number] { update(number); });
  if (Activity* started = find_item(number)) started->operation_id = id;
  services_.changed();
}

void ActivityList::end_unsent(Activity& activity, std::string why) {
  activity.past.phase = Phase::Ended;
  activity.past.ending = Ending::Refused;
  activity.past.problem = "Nothing was sent. " + std::move(why);
  activity.past.ended = services_.host->now();
  activity.ending = Ending::Refused;
  describe_end(activity);
  services_.changed();
}

void ActivityList::update(std::uint64_t number) {
  Activity* activity = find_item(number);
  if (activity == nullptr || !activity->running()) return;
  const Progress& progress = activity->progress();
  if (!progress.instance_title.empty()) activity->title = progress.instance_title;
  activity->ending = progress.ending;
  const std::string& unkept = activity->kept->journal_problem();
  if (activity->running()) {
    activity->line = running_line(progress);
    activity->explanation =
        progress.retry_at ? response::redact(progress.problem) + " Trying again shortly." : unkept;
  } else {
    describe_end(*activity);
    if (!unkept.empty() && activity->explanation.find(unkept) == std::string::npos)
      activity->explanation += (activity->explanation.empty() ? "" : ". ") + unkept;
    activity->session.reset();
    activity->kept.reset();
    activity->store.reset();
    ended_(*activity);
    prune();
  }
  services_.changed();
}

// --- what earlier consoles left

void ActivityList::look() {
  looked_ = services_.host->steady();
  std::vector<std::string> ids = journals_.names(kNames);
  for (const Activity& one : items_) {
    const bool listed = std::find(ids.begin(), ids.end(), one.instance_id) != ids.end();
    if (!listed && one.watch != Watch::Here) ids.push_back(one.instance_id);
  }
  for (const std::string& id : ids) {
    const Activity* known = latest_on(id);
    if (known != nullptr && known->watch == Watch::Here && !known->open &&
        (known->journaled || known->running()))
      continue;
    if (!asked_.insert(id).second) continue;
    journals_.claim(journal_name(id), [this, id](JournalClaim claim) {
      asked_.erase(id);
      found(id, std::move(claim));
    });
  }
}

void ActivityList::advance(SteadyInstant now) {
  const std::optional<SteadyInstant> wake = next_wake();
  if (wake && *wake <= now) look();
}

std::optional<SteadyInstant> ActivityList::next_wake() const {
  for (const Activity& one : items_) {
    if (one.watch == Watch::Elsewhere) return looked_ + kLookAgain;
  }
  return std::nullopt;
}

void ActivityList::found(const std::string& instance_id, JournalClaim claim) {
  Activity* known = latest_on(instance_id);
  if (known != nullptr && known->running() && known->watch == Watch::Here) return;
  if (claim.store) return take_journal(instance_id, std::move(claim.store));
  if (known != nullptr && known->watch == (claim.held ? Watch::Elsewhere : Watch::Nobody)) {
    const std::string title = title_(instance_id);  // perhaps listed since
    if (std::exchange(known->title, title) != title) services_.changed();
    return;
  }
  std::erase_if(items_, [&](const Activity& one) {
    return one.instance_id == instance_id && (one.watch != Watch::Here || one.open);
  });
  Activity& activity = add(instance_id, title_(instance_id));
  if (claim.held) {
    activity.watch = Watch::Elsewhere;
    activity.line = "Followed in another window of this console";
    activity.explanation = "It is gone on with here once that window is closed.";
  } else {
    activity.watch = Watch::Nobody;
    activity.ending = Ending::Unknown;
    describe_end(activity);
    activity.explanation = activity.problem->what = claim.problem;
  }
  services_.changed();
}

void ActivityList::take_journal(const std::string& instance_id,
                                std::unique_ptr<JournalStore> store) {
  std::erase_if(items_, [&](const Activity& one) {
    return one.instance_id == instance_id && (one.watch != Watch::Here || one.open);
  });
  services_.changed();
  Result<backup::Journal> journal = read_one(store->text(), instance_id);
  if (!journal && journal.error().code == ErrorCode::EmptyBody) {
    // Nothing had begun; what was cut off within its first line is in nobody's way.
    static_cast<void>(store->keep(0));
    return;
  }
  const std::uint64_t mark = mark_of(store->text());
  Status wrong;
  if (!journal) {
    wrong = journal.error();
  } else {
    wrong = store->keep(journal->valid_bytes);
  }
  if (wrong) {
    Activity& activity = add(instance_id, title_(instance_id));
    activity.watch = Watch::Nobody;
    activity.journaled = true;
    activity.mark = mark;
    activity.ending = Ending::Unknown;
    describe_end(activity);
    activity.explanation = activity.problem->what =
        "What an earlier console kept of a backup of it cannot be used. " + wrong->message;
    return;
  }
  const backup::JournalEntry& entry = journal->entries.front();
  const api::CreateBackupParameters& parameters = journal->head.backups.front();
  const bool goes_on = entry.state == State::Attempted || entry.state == State::Following;
  // How another account's backup ended is for that account to see.
  if (!is_open(entry) && !is_ours(journal->head)) return;
  Activity& activity = add(instance_id, title_(instance_id));
  activity.journaled = true;
  activity.mark = mark;
  activity.past = backup::left_by_journal(parameters, entry, goes_on);
  if (!activity.past.began) activity.past.began = journal->head.begun;
  if (goes_on && is_ours(journal->head)) {
    const std::shared_ptr<Session> session = services_.session();
    activity.store = std::move(store);
    activity.line = running_line(activity.past);
    return follow(activity, session,
                  backup::continue_backup(parameters, options_with(services_.seed()), entry));
  }
  if (goes_on) {
    activity.watch = Watch::Nobody;
    return describe_left(activity, journal->head);
  }
  if (entry.state == State::Waiting) {
    activity.past.phase = Phase::Ended;
    activity.past.ending = Ending::NotReached;
    activity.past.problem =
        "The console ended before CreateBackup was sent, or after it was refused.";
  }
  activity.ending = activity.past.ending;
  describe_end(activity);
  if (entry.state == State::Waiting) activity.line = "Nothing was started";
  prune();
}

bool ActivityList::is_ours(const backup::JournalHead& head) const {
  const std::shared_ptr<Session> session = services_.session();
  return session && session->may_go_on(head);
}

// --- what a person does

void ActivityList::stop(std::uint64_t number) {
  Activity* activity = find_item(number);
  if (activity != nullptr && activity->running() && activity->watch == Watch::Here)
    leave(*activity, true);
}

// `for_good`: nobody shall go on with it.
void ActivityList::leave(Activity& activity, bool for_good) {
  Progress progress = activity.progress();
  if (activity.session) activity.session->driver->stop(activity.operation_id);
  if (!progress.create_sent && !progress.joined) {
    activity.ending = Ending::Stopped;
    activity.line = ended_words(Ending::Stopped);
    activity.explanation = "CreateBackup had not been sent.";
    activity.journaled = activity.store && activity.store->keep(0).has_value();
  } else if (progress.attempt_open || progress.job_id.empty()) {
    activity.ending = Ending::Unknown;
    describe_end(activity);
    activity.explanation = activity.problem->what =
        "Watching was stopped before the service said whether it started the backup.";
    activity.open = true;
  } else {
    activity.ending = progress.ending = Ending::Started;
    progress.ended = services_.host->now();
    // When it cannot be written, the next console follows it: no harm.
    if (for_good) static_cast<void>(activity.store->append(backup::journal_end_line(0, progress)));
    activity.open = !for_good;
    activity.operation.reset();
    activity.past = std::move(progress);
    describe_end(activity);
  }
  activity.kept.reset();
  activity.store.reset();
  ended_(activity);
  activity.session.reset();
  services_.changed();
}

void ActivityList::stop_all() {
  for (Activity& activity : items_) {
    if (activity.running() && activity.watch == Watch::Here) leave(activity, false);
  }
}

void ActivityList::forget(const Activity& activity) {
  if (!activity.journaled) return;
  journals_.forget(
      journal_name(activity.instance_id),
      [mark = activity.mark](const std::string& text) { return mark_of(text) == mark; });
}

void ActivityList::dismiss(std::uint64_t number) {
  for (auto one = items_.begin(); one != items_.end(); ++one) {
    if (one->number != number || one->running()) continue;
    forget(*one);
    items_.erase(one);
    break;
  }
  services_.changed();
}

void ActivityList::dismiss_ended() {
  // What is unknown is dismissed one by one: it guards against a second backup.
  for (auto one = items_.begin(); one != items_.end();) {
    const bool goes = !one->running() && !one->unknown();
    if (goes) forget(*one);
    one = goes ? items_.erase(one) : std::next(one);
  }
  services_.changed();
}

// Outcomes that nobody dismisses must not fill the host's storage.
void ActivityList::prune() {
  const auto prunable = [](const Activity& one) {
    return one.journaled && !one.open && !one.running() && !one.unknown();
  };
  auto kept = static_cast<std::size_t>(std::count_if(items_.begin(), items_.end(), prunable));
  for (Activity& one : items_) {
    if (kept <= kMostKept) return;
    if (!prunable(one)) continue;
    forget(one);
    one.journaled = false;
    --kept;
  }
}

Activity* ActivityList::find_item(std::uint64_t number) {
  for (Activity& activity : items_) {
    if (activity.number == number) return &activity;
  }
  return nullptr;
}

// The one that the instance's journal is about, if any is.
Activity* ActivityList::latest_on(std::string_view instance_id) {
  for (auto one = items_.rbegin(); one != items_.rend(); ++one) {
    if (one->instance_id == instance_id) return &*one;
  }
  return nullptr;
}

const Activity* ActivityList::find(std::uint64_t number) const {
  for (const Activity& activity : items_) {
    if (activity.number == number) return &activity;
  }
  return nullptr;
}

const Activity* ActivityList::running_on(std::string_view instance_id) const {
  for (const Activity& activity : items_) {
    if (activity.running() && activity.instance_id == instance_id) return &activity;
  }
  return nullptr;
}

const Activity* ActivityList::unknown_on(std::string_view instance_id) const {
  for (const Activity& activity : items_) {
    if (activity.unknown() && activity.instance_id == instance_id) return &activity;
  }
  return nullptr;
}

const Activity* ActivityList::headline() const {
  for (const Activity& activity : items_) {
    if (activity.running()) return &activity;
  }
  return items_.empty() ? nullptr : &items_.back();
}

ActivityCounts ActivityList::counts() const {
  ActivityCounts counts;
  for (const Activity& activity : items_) {
    switch (activity.ending) {
      case Ending::None: ++counts.running; break;
      case Ending::Succeeded: ++counts.done; break;
      case Ending::Started:
      case Ending::Stopped: break;
      default: ++counts.failed; break;
    }
  }
  return counts;
}

}  // namespace dds::shell
