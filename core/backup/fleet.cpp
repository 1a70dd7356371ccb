#include "core/backup/fleet.h"

#include <algorithm>
#include <utility>

namespace dds::backup {
namespace {

constexpr double kEnoughToEstimate = 0.02;  // of the whole work

struct Item {
  api::CreateBackupParameters parameters;
  JournalEntry entry;
  bool to_do = false;                          // had not ended when this run began
  std::shared_ptr<CreateAndFollow> operation;  // while it runs
  std::shared_ptr<JournaledBackup> kept;
  Driver::OperationId id = 0;
  Progress progress;  // once it has ended, or before it begins
};

double share_of(const Progress& progress) {
  switch (progress.phase) {
    case Phase::Ended: return 1;
    case Phase::Following: return 0.05 + 0.85 * progress.percent.value_or(0) / 100.0;
    case Phase::ReadingSet:
    case Phase::AttachingLog: return 0.95;
    default: return 0;
  }
}

}  // namespace

class Fleet::Impl {
 public:
  Impl(Fleet& fleet, Driver& driver, JournalSink* sink, Journal journal, FleetOptions options)
      : fleet_(fleet), driver_(driver), sink_(sink), options_(options) {
    options_.at_once = std::max<std::size_t>(options_.at_once, 1);
    items_.resize(journal.head.backups.size());
    for (std::size_t i = 0; i < items_.size(); ++i) {
      items_[i].parameters = std::move(journal.head.backups[i]);
      if (i < journal.entries.size()) items_[i].entry = std::move(journal.entries[i]);
      const JournalEntry& entry = items_[i].entry;
      items_[i].to_do = entry.state != JournalEntry::State::Ended ||
                        (options_.backup.follow && entry.only_started());
      items_[i].progress = left_by_journal(items_[i].parameters, entry, items_[i].to_do);
      if (items_[i].to_do) order_.push_back(i);
    }
    // What may run already comes first: it is followed on before anything new is started.
    std::stable_partition(order_.begin(), order_.end(), [this](std::size_t i) {
      return items_[i].entry.state != JournalEntry::State::Waiting;
    });
    to_do_ = order_.size();
  }

  void start(SteadyInstant now) {
    if (began_) return;
    began_ = now;
    start_more();
  }

  void stop() {
    stopped_ = true;
    for (Item& item : items_) {
      if (!item.operation) continue;
      driver_.stop(item.id);
      release(item);
    }
  }

  [[nodiscard]] bool done() const { return running_ == 0 && (stopped_ || next_ == order_.size()); }
  [[nodiscard]] std::size_t size() const { return items_.size(); }
  [[nodiscard]] const Progress& progress(std::size_t i) const {
    return items_[i].operation ? items_[i].operation->progress() : items_[i].progress;
  }
  [[nodiscard]] const std::string& journal_problem() const { return journal_problem_; }

  [[nodiscard]] FleetSummary summary(SteadyInstant now) const {
    FleetSummary summary;
    double share = 0;
    double share_here = 0;  // of what this run had to do
    for (std::size_t i = 0; i < items_.size(); ++i) {
      const Progress& one = progress(i);
      const double part = share_of(one);
      share += part;
      if (items_[i].to_do) share_here += part;
      count(one, items_[i], summary);
    }
    summary.share = items_.empty() ? 1 : share / static_cast<double>(items_.size());
    const double done = to_do_ == 0 ? 1 : share_here / static_cast<double>(to_do_);
    if (began_ && done >= kEnoughToEstimate && done < 1) {
      const double passed = static_cast<double>((now - *began_).count());
      summary.time_left = Milliseconds{static_cast<Milliseconds::rep>(passed * (1 - done) / done)};
    }
    return summary;
  }

 private:
  static void count(const Progress& progress, const Item& item, FleetSummary& summary) {
    switch (progress.ending) {
      case Ending::None: ++(item.operation ? summary.running : summary.waiting); return;
      case Ending::Succeeded:
      case Ending::Started: ++summary.succeeded; return;
      case Ending::Failed: ++summary.failed; return;
      case Ending::Unknown: ++summary.unknown; return;
      case Ending::Refused:
      case Ending::JobRunning:
      case Ending::NotReached:
      case Ending::Unreadable:
      case Ending::NotDone:
      case Ending::Stopped: ++summary.not_started; return;
    }
  }

  void start_more() {
    if (starting_) return;  // what ends within `start` is made up for by the loop below
    starting_ = true;
    while (!stopped_ && next_ < order_.size() && running_ < options_.at_once)
      start_one(order_[next_++]);
    starting_ = false;
  }

  void start_one(std::size_t i) {
    Item& item = items_[i];
    Options options = options_.backup;
    options.jitter_seed += i;
    item.operation = continue_backup(item.parameters, options, item.entry);
    if (!item.operation) return;
    std::shared_ptr<Operation> driven = item.operation;
    if (sink_) driven = item.kept = std::make_shared<JournaledBackup>(item.operation, i, *sink_);
    ++running_;
    const Driver::OperationId id = driver_.start(driven, [this, i] { step(i); });
    item.id = id;
  }

  void step(std::size_t i) {
    Item& item = items_[i];
    if (!item.operation) return;
    if (item.kept && journal_problem_.empty()) journal_problem_ = item.kept->journal_problem();
    const bool ended = item.operation->progress().phase == Phase::Ended;
    if (ended) release(item);
    if (fleet_.on_step) fleet_.on_step(i);
    if (ended) start_more();
  }

  void release(Item& item) {
    item.progress = item.operation->progress();
    item.operation.reset();
    item.kept.reset();
    --running_;
  }

  Fleet& fleet_;
  Driver& driver_;
  JournalSink* sink_;
  FleetOptions options_;
  std::vector<Item> items_;
  std::vector<std::size_t> order_;  // those that had not ended, in the order of starting
  std::size_t next_ = 0;            // in order_
  std::size_t to_do_ = 0;
  std::size_t running_ = 0;
  bool starting_ = false;
  bool stopped_ = false;
  std::optional<SteadyInstant> began_;
  std::string journal_problem_;
};

Fleet::Fleet(Driver& driver, JournalSink* sink, Journal journal, FleetOptions options)
    : impl_(std::make_unique<Impl>(*this, driver, sink, std::move(journal), options)) {}
Fleet::~Fleet() {
  stop();
}

void Fleet::start(SteadyInstant now) {
  impl_->start(now);
}
void Fleet::stop() {
  impl_->stop();
}
bool Fleet::done() const {
  return impl_->done();
}
std::size_t Fleet::size() const {
  return impl_->size();
}
const Progress& Fleet::progress(std::size_t backup) const {
  return impl_->progress(backup);
}
FleetSummary Fleet::summary(SteadyInstant now) const {
  return impl_->summary(now);
}
const std::string& Fleet::journal_problem() const {
  return impl_->journal_problem();
}

Journal new_journal(JournalHead head) {
  Journal journal;
  journal.entries.resize(head.backups.size());
  journal.head = std::move(head);
  return journal;
}

Progress left_by_journal(const api::CreateBackupParameters& parameters, const JournalEntry& entry,
                         bool to_follow) {
  Progress progress;
  progress.instance_id = parameters.instance_id;
  progress.job_id = entry.job_id;
  progress.request_id = entry.request_id;
  progress.joined = entry.joined;
  progress.create_sent = entry.attempt.at != Instant{};
  progress.attempt_open = entry.state == JournalEntry::State::Attempted;
  if (to_follow) return progress;
  progress.phase = Phase::Ended;
  progress.ending = entry.ending;
  progress.problem = entry.problem;
  if (!entry.code.empty()) progress.refusal.emplace().code = entry.code;
  progress.sets = entry.sets;
  progress.began = entry.began;
  progress.job_started = entry.job_started;
  progress.ended = entry.ended;
  return progress;
}

}  // namespace dds::backup
