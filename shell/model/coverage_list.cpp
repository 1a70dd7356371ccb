#include "shell/model/coverage_list.h"

#include <algorithm>
#include <array>

#include "core/base/stable_order.h"
#include "core/base/text.h"
#include "core/response/redact.h"
#include "shell/model/set_history.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

using backup::CoverageState;

constexpr const char* kDash = "\xE2\x80\x93";
constexpr const char* kLimitKey = "coverage_limit";
constexpr const char* kUsualLimit = "24h";
constexpr std::array<std::string_view, 7> kDays{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

// What a part says: its value in words, nothing where it does not apply, and else that it is
// unknown, with the reason below.
template <class T>
bool known(const backup::Part<T>& part, std::string& text, std::string& note) {
  if (part.known()) return true;
  const bool unknown = part.state == backup::Part<T>::State::Unknown;
  text = unknown ? "unknown" : kDash;
  note = response::redact(part.reason);
  return false;
}

std::string days_text(const api::Weekdays& days) {
  if (days.all()) return "Every day";
  std::string text;
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (days.test(i)) add_part(text, kDays[i]);
  }
  return text;
}

// The days on the clock of this machine: the hour may lie on another day here than in UTC.
api::Weekdays local_days(const api::Weekdays& days, int shift) {
  const unsigned long bits = days.to_ulong();
  if (shift > 0) return {bits << 1U | bits >> 6U};
  return {shift < 0 ? bits >> 1U | bits << 6U : bits};
}

void put_policy(const api::BackupPolicy& policy, int offset, CoverageWords& words) {
  words.policy = policy.days.none() ? "none told" : days_text(policy.days);
  if (policy.window && policy.days.any()) {
    const int shift = api::to_local(*policy.window, offset).day_shift;
    words.policy = days_text(local_days(policy.days, shift)) + " " +
                   api::local_window_text(*policy.window, offset).substr(0, 5);
  }
  if (policy.retention_days)
    words.policy_note = "kept " + counted(static_cast<std::size_t>(*policy.retention_days), "day");
  if (policy.log_backup) add_part(words.policy_note, *policy.log_backup ? "log on" : "log off");
}

void put_space(const api::BackupStorage& storage, CoverageWords& words) {
  words.space = format_size(storage.used_bytes());
  words.space_note = storage.beyond_free() > 0 ? format_size(storage.beyond_free()) + " charged"
                                               : "of " + format_size(storage.free_bytes) + " free";
}

Instant restorable_from(const CoverageRow& row) {
  const auto& ranges = row.found.ranges;
  return ranges.known() && !ranges.value.empty() ? ranges.value.front().begin : Instant::max();
}

std::int64_t space_of(const CoverageRow& row) {
  return row.found.storage.known() ? row.found.storage.value.used_bytes() : -1;
}

std::string policy_order(const CoverageRow& row) {
  if (!row.found.policy.known()) return {};
  const api::BackupPolicy& policy = row.found.policy.value;
  return days_text(policy.days) + policy.window_text;
}

}  // namespace

std::string_view coverage_word(const CoverageRow& row) {
  if (!row.looked_at) return "not looked at yet";
  return row.state == CoverageState::Good ? "covered" : backup::name(row.state);
}

CoverageList::CoverageList(PanelServices services) : services_(std::move(services)) {
  const std::string saved = services_.host->load(kLimitKey).value_or(kUsualLimit);
  limit_text.set(parse_length(saved) ? saved : kUsualLimit);
  limit_ = *parse_length(limit_text.view());
}

void CoverageList::clear() {
  ++generation_;
  session_.reset();
  listing_.reset();
  run_.reset();
  loaded_ = outdated_ = sorted_by_hand_ = false;
  problem_.reset();
  unlisted_.clear();
  rows_.clear();
  words_.clear();
  index_.clear();
  selected_.clear();
  sorted_by_ = CoverageColumn::Coverage;
  descending_ = false;
  sorted_.clear();
  judge_all();
  order_stale_ = true;
}

void CoverageList::load() {
  const std::shared_ptr<Session> session = services_.session();
  if (!session || loading()) return;
  session_ = session;
  since_ = services_.host->steady();
  problem_.reset();
  outdated_ = false;
  listing_ = std::make_shared<backup::ListInstances>(services_.region_id(), backup::StepLimits{},
                                                     services_.seed());
  session->driver->start(listing_, [this, generation = ++generation_] {
    if (generation == generation_ && listing_->progress().ended()) take_instances();
  });
  services_.changed();
}

void CoverageList::take_instances() {
  const backup::InstancesProgress& listed = listing_->progress();
  if (listed.ending != backup::Ending::Succeeded) {
    problem_ = problem_of(listed, session_->connection->credentials);
    return finish();
  }
  unlisted_ = listed.unlisted;
  std::map<std::string, const api::Instance*, std::less<>> wanted;
  std::vector<std::string> ids;
  for (const api::Instance& instance : listed.instances) {
    wanted[instance.id] = &instance;
    ids.push_back(instance.id);
  }
  std::vector<std::string> places;
  for (const std::uint32_t row : sorted_) places.push_back(rows_[row].listed.id);
  // Rows keep their places; those of instances that are gone leave, new ones follow.
  std::erase_if(rows_, [&](const CoverageRow& row) { return !wanted.contains(row.listed.id); });
  index_.clear();
  for (CoverageRow& row : rows_) {
    row.listed = *wanted[row.listed.id];
    index_[row.listed.id] = index_.size();
  }
  for (const api::Instance& instance : listed.instances) {
    if (!index_.try_emplace(instance.id, rows_.size()).second) continue;
    CoverageRow& row = rows_.emplace_back();
    row.listed = instance;
    row.searched = lower(instance.title() + "\n" + instance.id);
    places.push_back(instance.id);
  }
  words_.clear();
  words_.resize(rows_.size());
  sorted_.clear();
  for (const std::string& id : places) {
    const auto at = index_.find(id);
    if (at != index_.end()) sorted_.push_back(static_cast<std::uint32_t>(at->second));
  }
  order_stale_ = true;
  judge_all();
  run_ = std::make_unique<backup::CoverageRun>(std::move(ids), backup::CoverageOptions{limit_, {}},
                                               backup::kMostInFlight, services_.seed());
  listing_.reset();
  start_more();
  services_.changed();
}

void CoverageList::start_more() {
  if (starting_) return;  // what ends within `start` is made up for by the loop below
  starting_ = true;
  while (const std::shared_ptr<backup::CoverInstance> next = run_->next()) {
    session_->driver->start(next, [this, next, generation = generation_] {
      if (generation != generation_ || !next->progress().ended()) return;
      take(next->progress().coverage);
      static_cast<void>(run_->collect());
      start_more();
      services_.changed();
    });
  }
  starting_ = false;
  if (run_->ended()) finish();
}

void CoverageList::take(const backup::InstanceCoverage& found) {
  const auto at = index_.find(found.instance_id);
  if (at == index_.end()) return;
  CoverageRow& row = rows_[at->second];
  row.found = found;
  row.looked_at = true;
  row.good_at.reset();
  if (found.age) row.good_at = services_.host->now() - *found.age;
  words_[at->second].reset();
  // Its state counts at once; the others are judged when one of them passes the limit.
  judge_all();
}

void CoverageList::finish() {
  const bool first = !loaded_ && !problem_;
  listing_.reset();
  run_.reset();
  session_.reset();
  if (!problem_) loaded_ = true;
  if (first && !sorted_by_hand_) apply_sort();
  if (on_loaded) on_loaded();
  services_.changed();
}

void CoverageList::judge(CoverageRow& row) const {
  row.state = row.looked_at ? row.found.state : CoverageState::Unknown;
  if (row.good_at) {
    const bool old = services_.host->now() - *row.good_at > limit_;
    row.state = old ? CoverageState::Overdue : CoverageState::Good;
  }
}

void CoverageList::judge_all() {
  counts_ = {};
  counts_.all = rows_.size();
  next_judgement_.reset();
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    CoverageRow& row = rows_[i];
    const CoverageState before = row.state;
    judge(row);
    if (row.state != before) words_[i].reset();
    if (!row.looked_at) continue;
    switch (row.state) {
      case CoverageState::NeverBackedUp: ++counts_.never; break;
      case CoverageState::Overdue: ++counts_.overdue; break;
      case CoverageState::Unknown: ++counts_.unknown; break;
      case CoverageState::Good: {
        const Instant due = *row.good_at + limit_ + Milliseconds{1};
        if (!next_judgement_ || due < *next_judgement_) next_judgement_ = due;
      }
    }
  }
  shortfall_.clear();
  const auto say = [this](std::size_t count, const char* what) {
    if (count > 0) add_part(shortfall_, std::to_string(count) + what);
  };
  say(counts_.never, " never backed up");
  say(counts_.overdue, " overdue");
  say(counts_.unknown, " unknown");
}

std::optional<Instant> CoverageList::judge_when_due() {
  if (next_judgement_ && services_.host->now() >= *next_judgement_) judge_all();
  return next_judgement_;
}

void CoverageList::use_limit() {
  const std::optional<Milliseconds> typed = parse_length(limit_text.view());
  limit_error_ = typed ? "" : "Minutes, hours or days: 90m, 24h or 2d.";
  if (!typed || *typed == limit_) return;
  limit_ = *typed;
  services_.host->save(kLimitKey, trimmed(limit_text.view()));
  judge_all();
  order_stale_ = true;  // the filter may ask for a state
}

std::vector<std::string> CoverageList::falling_short() const {
  std::vector<std::string> ids;
  for (const CoverageRow& row : rows_) {
    if (row.state != CoverageState::Good) ids.push_back(row.listed.id);
  }
  return ids;
}

const CoverageWords& CoverageList::words(std::size_t index) {
  std::unique_ptr<CoverageWords>& made = words_[index];
  if (made && (!made->changes_at || services_.host->now() < *made->changes_at)) return *made;
  made = std::make_unique<CoverageWords>();
  make_words(rows_[index], *made);
  return *made;
}

void CoverageList::make_words(const CoverageRow& row, CoverageWords& words) const {
  const Instant now = services_.host->now();
  const auto local = [&](Instant instant) {
    return local_time(instant, services_.host->utc_offset_minutes(instant), now);
  };
  words.label = row.listed.title() + ", ";
  words.label += coverage_word(row);
  if (!row.looked_at) return;
  const backup::InstanceCoverage& found = row.found;
  words.age = row.state != CoverageState::NeverBackedUp ? response::redact(found.reason)
              : found.last_failed                       ? "the last one failed"
                                                        : "no good backup";
  if (row.good_at && found.newest) {
    words.age = age_text(now, *row.good_at) + ", ";
    words.age += found.last_failed ? "the last failed" : local(found.newest->at);
    words.changes_at = age_changes_at(now, *row.good_at);
  }
  if (known(found.ranges, words.range, words.range_note)) {
    const auto& ranges = found.ranges.value;
    words.range = ranges.empty() ? "nothing" : local(ranges.front().begin);
    if (!ranges.empty()) words.range_note = "to " + local(ranges.back().end);
    if (ranges.size() > 1) words.range_note += ", with gaps";
  } else if (found.ranges.state != backup::Part<std::vector<api::RestoreRange>>::State::Unknown) {
    words.range = "sets only";
    words.range_note.clear();
  }
  if (known(found.policy, words.policy, words.policy_note))
    put_policy(found.policy.value, services_.host->utc_offset_minutes(now), words);
  if (known(found.storage, words.space, words.space_note)) put_space(found.storage.value, words);
}

bool CoverageList::less(const CoverageRow& a, const CoverageRow& b) const {
  switch (sorted_by_) {
    case CoverageColumn::Instance: return lower(a.listed.title()) < lower(b.listed.title());
    case CoverageColumn::Coverage:
      if (a.state != b.state) return a.state < b.state;
      return a.good_at < b.good_at;
    case CoverageColumn::Restorable: return restorable_from(a) < restorable_from(b);
    case CoverageColumn::Policy: return policy_order(a) < policy_order(b);
    case CoverageColumn::Space: return space_of(a) < space_of(b);
  }
  return false;
}

void CoverageList::sort(CoverageColumn column) {
  descending_ = column == sorted_by_ ? !descending_ : column == CoverageColumn::Space;
  sorted_by_ = column;
  sorted_by_hand_ = true;
  apply_sort();
}

void CoverageList::apply_sort() {
  sort_stable(sorted_, [this](std::uint32_t a, std::uint32_t b) {
    return descending_ ? less(rows_[b], rows_[a]) : less(rows_[a], rows_[b]);
  });
  order_stale_ = true;
}

const std::vector<std::uint32_t>& CoverageList::order() {
  const std::string_view wanted = trimmed(filter.view());
  if (!order_stale_ && wanted == filtered_by_) return order_;
  filtered_by_ = wanted;
  order_stale_ = false;
  position_of_.clear();
  const std::string needle = lower(filtered_by_);
  order_.clear();
  for (const std::uint32_t row : sorted_) {
    const bool fits = needle.empty() || rows_[row].searched.find(needle) != std::string::npos ||
                      coverage_word(rows_[row]).find(needle) != std::string_view::npos;
    if (fits) order_.push_back(row);
  }
  return order_;
}

int CoverageList::selected_position() {
  static_cast<void>(order());
  if (position_of_ == selected_) return selected_.empty() ? -1 : position_;
  position_of_ = selected_;
  position_ = -1;
  for (std::size_t i = 0; i < order_.size(); ++i) {
    if (rows_[order_[i]].listed.id == selected_) position_ = static_cast<int>(i);
  }
  return position_;
}

std::string CoverageList::row_text(std::size_t index) {
  const CoverageRow& row = rows_[index];
  const CoverageWords& said = words(index);
  std::string text = row.listed.title() + "\t" + row.listed.id + "\t";
  text += coverage_word(row);
  for (const std::string* part : {&said.age, &said.range, &said.range_note, &said.policy,
                                  &said.policy_note, &said.space, &said.space_note})
    text += "\t" + *part;
  return text;
}

}  // namespace dds::shell
