#include "native/cli/operations/list_backups.h"

#include <algorithm>
#include <utility>

namespace dds::cli {
namespace {

// What a set is dated by: its start, else its end.
Instant date_of(const api::BackupSet& set) {
  return set.started.value_or(set.ended.value_or(Instant{}));
}

}  // namespace

ListBackups::ListBackups(std::string instance_id, std::optional<Instant> begin,
                         std::optional<Instant> end, std::uint64_t jitter_seed)
    : Stepwise({}, jitter_seed), begin_(begin), end_(end) {
  progress_.instance_id = std::move(instance_id);
}

void ListBackups::begin() {
  progress_.sentence = "Reading the instance";
  read(api::describe_instance(progress_.instance_id), [this](const response::Answer& answer) {
    Result<api::Instance> instance = api::read_instance(answer, progress_.instance_id);
    if (!instance) return Status(instance.error());
    progress_.instance = std::move(*instance);
    read_jobs();
    return Status();
  });
}

void ListBackups::read_jobs() {
  progress_.sentence = "Reading its running jobs";
  read(api::describe_backup_tasks(progress_.instance_id), [this](const response::Answer& answer) {
    Result<std::vector<api::BackupJob>> jobs = api::read_backup_tasks(answer);
    if (!jobs) return Status(jobs.error());
    std::copy_if(jobs->begin(), jobs->end(), std::back_inserter(progress_.running),
                 [](const api::BackupJob& job) { return job.active(); });
    listing_.emplace(*progress_.instance, begin_, end_);
    next_page();
    return Status();
  });
}

void ListBackups::next_page() {
  if (listing_->complete()) return finish();
  progress_.sentence =
      "Reading its backups (" + std::to_string(listing_->sets().size()) + " so far)";
  read(listing_->next(), [this](const response::Answer& answer) {
    if (Status problem = listing_->take(answer)) return problem;
    next_page();
    return Status();
  });
}

void ListBackups::finish() {
  progress_.sets = listing_->sets();
  progress_.listed = progress_.sets.size();
  progress_.shortfall = listing_->shortfall();
  // The service takes minutes; and what it lists besides is left out here.
  std::erase_if(progress_.sets, [this](const api::BackupSet& set) {
    if (!set.started && !set.ended) return false;
    return (begin_ && date_of(set) < *begin_) || (end_ && date_of(set) >= *end_);
  });
  std::stable_sort(
      progress_.sets.begin(), progress_.sets.end(),
      [](const api::BackupSet& a, const api::BackupSet& b) { return date_of(a) > date_of(b); });
  done(backup::Ending::Succeeded, "Read");
}

}  // namespace dds::cli
