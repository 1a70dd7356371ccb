#include "shell/model/set_history.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "core/base/stable_order.h"
#include "core/base/text.h"
#include "core/response/redact.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

constexpr const char* kDash = "\xE2\x80\x93";
// Hundreds of pages at a throttled pace: more than an operation's usual ten minutes.
constexpr backup::StepLimits kReadingLimits{5, Milliseconds{60 * 60'000}};

Instant time_of(const api::BackupSet& set) {
  return set.ended ? *set.ended : set.started.value_or(Instant{});
}

Milliseconds took(const api::BackupSet& set) {
  return set.started && set.ended ? *set.ended - *set.started : Milliseconds{-1};
}

bool less(const api::BackupSet& a, const api::BackupSet& b, SetColumn column) {
  switch (column) {
    case SetColumn::Result: return a.state < b.state;
    case SetColumn::Ended: return time_of(a) < time_of(b);
    case SetColumn::Took: return took(a) < took(b);
    case SetColumn::Method: return a.method < b.method;
    case SetColumn::Mode: return a.manual < b.manual;
    case SetColumn::Size: return a.size_bytes.value_or(-1) < b.size_bytes.value_or(-1);
    case SetColumn::KeptUntil: return a.expires.value_or(Instant{}) < b.expires.value_or(Instant{});
    case SetColumn::Id: return a.id.size() != b.id.size() ? a.id.size() < b.id.size() : a.id < b.id;
  }
  return false;
}

std::string_view mode(const api::BackupSet& set) {
  return set.manual ? "Manual" : "Automatic";
}

bool same(const api::BackupSet& a, const api::BackupSet& b) {
  return a.id == b.id && a.node_id == b.node_id;
}

}  // namespace

ReadHistory::ReadHistory(std::string instance_id, std::uint64_t jitter_seed)
    : Stepwise(kReadingLimits, jitter_seed), instance_id_(std::move(instance_id)) {}

const std::vector<api::BackupSet>& ReadHistory::sets() const {
  static const std::vector<api::BackupSet> kNone;
  return listing_ ? listing_->sets() : kNone;
}

void ReadHistory::begin() {
  read(api::describe_instance(instance_id_), [this](const response::Answer& answer) -> Status {
    Result<api::Instance> instance = api::read_instance(answer, instance_id_);
    if (!instance) return instance.error();
    progress_.instance = std::move(*instance);
    listing_.emplace(*progress_.instance, std::nullopt, std::nullopt);
    read_jobs();
    return std::nullopt;
  });
}

void ReadHistory::read_jobs() {
  read(
      api::describe_backup_tasks(instance_id_),
      [this](const response::Answer& answer) -> Status {
        Result<std::vector<api::BackupJob>> jobs = api::read_backup_tasks(answer);
        if (!jobs) return jobs.error();
        progress_.jobs = std::move(*jobs);
        read_ranges();
        return std::nullopt;
      },
      [this](const backup::Failure& failure) {
        if (failure.kind != backup::Failure::Kind::Refused) return fail(failure);
        read_ranges();
      });
}

void ReadHistory::read_ranges() {
  if (!api::restore_range_obstacle(*progress_.instance).empty()) return next_page();
  read(
      api::describe_recover_time(*progress_.instance),
      [this](const response::Answer& answer) -> Status {
        Result<std::vector<api::RestoreRange>> ranges = api::read_recover_time(answer);
        if (!ranges) return ranges.error();
        progress_.ranges = std::move(*ranges);
        progress_.ranges_told = true;
        next_page();
        return std::nullopt;
      },
      [this](const backup::Failure& failure) {
        if (failure.kind != backup::Failure::Kind::Refused) return fail(failure);
        next_page();
      });
}

void ReadHistory::next_page() {
  read(listing_->next(), [this](const response::Answer& answer) -> Status {
    if (Status wrong = listing_->take(answer)) return wrong;
    progress_.sets_begun = true;
    progress_.shortfall = listing_->shortfall();
    if (progress_.shortfall && listing_->complete()) {
      done(backup::Ending::Succeeded, listing_->describe_shortfall() + ".");
    } else if (listing_->complete()) {
      done(backup::Ending::Succeeded, "All backup sets were read.");
    } else {
      next_page();
    }
    return std::nullopt;
  });
}

Problem problem_of(const backup::OperationProgress& progress,
                   const signing::Credentials& credentials) {
  if (progress.refusal) {
    Problem problem = problem_of(*progress.refusal, credentials);
    if (problem.request_id.empty()) problem.request_id = progress.request_id;
    return problem;
  }
  Problem problem;
  problem.what = response::redact(progress.sentence);
  problem.message = response::redact(progress.problem);
  problem.request_id = progress.request_id;
  if (progress.ending == backup::Ending::NotReached) {
    problem.kind = ProblemKind::NotReached;
    problem.steps = {NextStep::TryAgain, NextStep::EditRoute, NextStep::CopyDetails};
  } else {
    problem.steps = {NextStep::TryAgain, NextStep::CopyDetails};
  }
  return problem;
}

void SetHistory::clear() {
  ++generation_;
  if (session_ && reading_) session_->driver->stop(operation_);
  session_.reset();
  reading_.reset();
  loaded_ = whole_ = stale_ = false;
  problem_.reset();
  sets_.clear();
  jobs_.clear();
  ranges_.reset();
  words_.clear();
  searched_.clear();
  items_.clear();
  order_.clear();
  order_stale_ = true;
  selected_id_.clear();
  new_sets_ = 0;
  view = {};
  ++revision_;
  instance_ = {};
}

void SetHistory::open(const api::Instance& instance) {
  if (instance.id != instance_.id) {
    clear();
    filter.clear();
  }
  instance_ = instance;
}

void SetHistory::load() {
  const std::shared_ptr<Session> session = services_.session();
  if (!session || instance_.id.empty() || loading()) return;
  session_ = session;
  since_ = services_.host->steady();
  problem_.reset();
  reading_ = std::make_shared<ReadHistory>(instance_.id, services_.seed());
  operation_ = session->driver->start(reading_, [this, generation = ++generation_] {
    if (generation == generation_) on_step();
  });
  services_.changed();
}

void SetHistory::load_changed() {
  stale_ = loading();
  load();
}

void SetHistory::on_step() {
  if (!reading_) return;
  const HistoryProgress& progress = reading_->progress();
  if (progress.sets_begun) {
    jobs_ = progress.jobs;
    ranges_ = progress.ranges_told ? std::optional(progress.ranges) : std::nullopt;
    if (progress.instance) {
      // The list knows no shards, the attributes no region: each keeps what the other lacks.
      const std::string region = instance_.region_id;
      instance_ = *progress.instance;
      if (instance_.region_id.empty()) instance_.region_id = region;
    }
  }
  // The first time they are shown as they come; later the old ones stay until all are there.
  if (!loaded_) take_pages();
  if (progress.ended()) {
    finish();
    if (std::exchange(stale_, false)) load();
  }
  services_.changed();
}

void SetHistory::take_pages() {
  const std::vector<api::BackupSet>& all = reading_->sets();
  if (all.size() <= sets_.size()) return;  // or it is read again
  sets_.insert(sets_.end(), all.begin() + static_cast<std::ptrdiff_t>(sets_.size()), all.end());
  words_.resize(sets_.size());
  order_stale_ = true;
  rebuild_items();
}

void SetHistory::finish() {
  const std::shared_ptr<ReadHistory> reading = std::move(reading_);
  const std::shared_ptr<Session> session = std::move(session_);
  if (reading->progress().ending != backup::Ending::Succeeded) {
    problem_ = problem_of(reading->progress(), session->connection->credentials);
    return;
  }
  const bool first = !loaded_;
  // A list that was read again is another one.
  if (loaded_ || reading->read_again()) take_all(reading->sets());
  if (first) new_sets_ = 0;
  loaded_ = true;
  whole_ = !reading->progress().shortfall;
  if (!whole_) {
    problem_.emplace();
    problem_->what = reading->progress().sentence;
    problem_->steps = {NextStep::TryAgain, NextStep::CopyDetails};
  }
  if (first && !items_.empty()) {
    // Older than two weeks: show the newest all the same.
    const Instant now = services_.host->now();
    if (items_.back().begin < now - view.span()) view.show(items_.back().begin, now, now);
  }
}

void SetHistory::take_all(std::vector<api::BackupSet> sets) {
  std::set<std::pair<std::string_view, std::string_view>> known;
  for (const api::BackupSet& set : sets_) known.insert({set.id, set.node_id});
  new_sets_ = static_cast<std::size_t>(
      std::count_if(sets.begin(), sets.end(), [&](const api::BackupSet& set) {
        return known.count({set.id, set.node_id}) == 0;
      }));
  known.clear();
  sets_ = std::move(sets);
  words_.clear();
  words_.resize(sets_.size());
  searched_.clear();
  order_stale_ = true;
  rebuild_items();
}

void SetHistory::rebuild_items() {
  items_.clear();
  items_.reserve(sets_.size());
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    const api::BackupSet& set = sets_[i];
    if (!set.started && !set.ended) continue;
    TimelineItem item;
    item.begin = set.started ? *set.started : *set.ended;
    item.end = set.ended ? *set.ended : item.begin;
    item.row = static_cast<std::uint32_t>(i);
    item.lane = set.manual ? TimelineLane::Manual : TimelineLane::Automatic;
    item.failed = set.state == api::SetState::Failed;
    item.size = std::max<std::int64_t>(set.size_bytes.value_or(0), 0);
    items_.push_back(item);
  }
  sort_stable(items_,
              [](const TimelineItem& a, const TimelineItem& b) { return a.begin < b.begin; });
  ++revision_;
}

const SetWords& SetHistory::words(std::size_t index) {
  std::unique_ptr<SetWords>& made = words_[index];
  if (made) return *made;
  const api::BackupSet& set = sets_[index];
  const auto local = [this](Instant instant) {
    return services_.host->utc_offset_minutes(instant);
  };
  const Instant now = services_.host->now();
  made = std::make_unique<SetWords>();
  made->label = "Backup set " + set.id;
  made->key = set.id + set.node_id;
  made->ended = set.ended ? local_time(*set.ended, local(*set.ended), now) : kDash;
  made->took = set.started && set.ended ? format_duration(*set.ended - *set.started) : kDash;
  made->size = set.size_bytes && *set.size_bytes > 0 ? format_size(*set.size_bytes) : kDash;
  made->kept = !set.expires                ? kDash
               : *set.expires >= forever() ? "for ever"
                                           : local_date(*set.expires, local(*set.expires), now);
  return *made;
}

const api::BackupSet* SetHistory::find(std::string_view set_id) const {
  for (const api::BackupSet& set : sets_) {
    if (set.id == set_id) return &set;
  }
  return nullptr;
}

void SetHistory::sort(SetColumn column) {
  const bool figures = column == SetColumn::Ended || column == SetColumn::Took ||
                       column == SetColumn::Size || column == SetColumn::KeptUntil;
  descending_ = column == sorted_by_ ? !descending_ : figures;
  sorted_by_ = column;
  order_stale_ = true;
}

const std::vector<std::uint32_t>& SetHistory::order() {
  const std::string_view wanted = trimmed(filter.view());
  if (order_stale_ || wanted != filtered_by_) {
    filtered_by_ = wanted;
    order_stale_ = false;
    apply_order();
    ++order_revision_;
  }
  return order_;
}

void SetHistory::apply_order() {
  const std::string needle = lower(filtered_by_);
  order_.clear();
  if (!needle.empty()) {
    for (std::size_t i = searched_.size(); i < sets_.size(); ++i)
      searched_.push_back(lower(row_text(i)));
  }
  for (std::size_t i = 0; i < sets_.size(); ++i) {
    if (!needle.empty() && searched_[i].find(needle) == std::string::npos) continue;
    order_.push_back(static_cast<std::uint32_t>(i));
  }
  sort_stable(order_, [this](std::uint32_t a, std::uint32_t b) {
    return descending_ ? less(sets_[b], sets_[a], sorted_by_)
                       : less(sets_[a], sets_[b], sorted_by_);
  });
}

void SetHistory::select(std::size_t set) {
  selected_id_ = sets_[set].id;
  selected_node_ = sets_[set].node_id;
  position_revision_ = 0;
}

const api::BackupSet* SetHistory::selected() const {
  if (selected_id_.empty()) return nullptr;
  for (const api::BackupSet& set : sets_) {
    if (set.id == selected_id_ && set.node_id == selected_node_) return &set;
  }
  return nullptr;
}

int SetHistory::selected_position() {
  static_cast<void>(order());
  if (position_revision_ == order_revision_) return position_;
  position_revision_ = order_revision_;
  position_ = -1;
  const api::BackupSet* chosen = selected();
  for (std::size_t i = 0; chosen != nullptr && i < order_.size(); ++i) {
    if (same(sets_[order_[i]], *chosen)) position_ = static_cast<int>(i);
  }
  return position_;
}

std::string SetHistory::row_text(std::size_t index) const {
  const api::BackupSet& set = sets_[index];
  const Instant now = services_.host->now();
  const auto time = [&](const std::optional<Instant>& instant) {
    if (!instant) return std::string(kDash);
    return local_time(*instant, services_.host->utc_offset_minutes(*instant), now);
  };
  std::string text = set.id + "\t";
  text += set.state_text + "\t" + time(set.ended) + "\t" + set.method + "\t";
  text += std::string(mode(set)) + "\t";
  text += (set.size_bytes ? format_size(*set.size_bytes) : kDash) + "\t";
  text += (set.expires && *set.expires >= forever()) ? "for ever" : time(set.expires);
  if (!set.node_id.empty()) text += "\t" + set.node_id;
  if (!set.job_id.empty()) text += "\tjob " + set.job_id;
  return text;
}

}  // namespace dds::shell
