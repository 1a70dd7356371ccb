// A rehearsal from its order on: what became of the temporary instance, which databases are in it,
// and releasing it whatever happened.
#include <algorithm>
#include <utility>

#include "core/backup/rehearsal.h"
#include "core/base/text.h"

namespace dds::backup {
namespace {

// Separated by commas (inferred: the reference's example names a single one).
std::vector<std::string> split(const std::string& names) {
  std::vector<std::string> parts;
  std::string_view rest = names;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    if (comma > 0) parts.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return parts;
}

}  // namespace

// The id is recorded as soon as it is known, not only once the instance runs.
void Rehearsal::inner_stepped() {
  if (progress_.phase != RehearsalPhase::Restoring || !progress_.record.instance_id.empty()) return;
  const std::string& id = restore_->progress().instance_id;
  if (id.empty()) return;
  progress_.record.instance_id = id;
  (void)write(RehearsalRecord::State::Created);  // it is found by its marking all the same
}

void Rehearsal::on_restored() {
  allow(options_.limits.total);
  const RestoreProgress& restore = restore_->progress();
  progress_.request_id = restore.request_id;
  if (restore.ending == Ending::Succeeded) {
    progress_.record.running = restore.running;
    progress_.restore_took = restore.took;
    seen_late_ = gone_on_;
    (void)write(RehearsalRecord::State::Running);
    return list_databases();
  }
  progress_.refusal = restore.refusal;
  failure_ = describe(static_cast<const OperationProgress&>(restore));
  if (!progress_.record.instance_id.empty()) return release();
  if (restore.ending == Ending::Unknown) return look_for_instance(false);
  (void)write(RehearsalRecord::State::NotMade);
  done(restore.ending, restore.sentence, restore.problem);
}

// --- an order whose answer was lost

void Rehearsal::look_for_instance(bool last) {
  progress_.phase = RehearsalPhase::LookingForInstance;
  progress_.sentence = "Finding out whether a temporary instance was made";
  search_ =
      std::make_shared<ListInstances>(progress_.record.region_id, options_.limits, jitter_seed());
  run(search_, [this, last] { on_looked(last); });
}

void Rehearsal::on_looked(bool last) {
  for (const api::Instance& instance : find_left_over(search_->progress().instances)) {
    if (instance.description != progress_.record.description) continue;
    progress_.record.instance_id = instance.id;
    (void)write(RehearsalRecord::State::Created);
    return release();
  }
  if (!last) {
    // The order may still arrive until its timestamp is too old.
    if (!progress_.certain_at) expect_late_effect();
    return wait_for_late_effect([this] { look_for_instance(!may_still_take_effect()); });
  }
  const InstancesProgress& listed = search_->progress();
  if (listed.ending == Ending::Succeeded && listed.unlisted.empty()) {
    (void)write(RehearsalRecord::State::NotMade);
    return done(Ending::NotDone, "No temporary instance was made", failure_);
  }
  progress_.left_over = true;
  done(Ending::Unknown, "It is not known whether a temporary instance was made", failure_);
}

// --- databases

void Rehearsal::list_databases() {
  progress_.phase = RehearsalPhase::ListingDatabases;
  progress_.sentence = "Listing the databases";
  const std::string obstacle = api::backup_databases_obstacle(*source_);
  if (!obstacle.empty()) return on_databases(obstacle);
  databases_ = WholeList<std::string>();
  next_databases();
}

void Rehearsal::next_databases() {
  const PageWalk& walk = databases_.walk();
  const Result<api::Call> call = api::describe_backup_databases(
      progress_.source_id, progress_.record.point, walk.number(), walk.size());
  if (!call) return on_databases(call.error().message);
  read(
      *call,
      [this](const response::Answer& answer) {
        Result<api::DatabasePage> told = api::read_backup_databases(answer);
        if (!told) return Status(told.error());
        databases_.take(std::move(told->names), told->facts,
                        [](const std::string& name) -> const std::string& { return name; });
        if (!databases_.walk().ended()) {
          next_databases();
        } else if (const auto& shortfall = databases_.walk().shortfall()) {
          // A part would pass for all.
          on_databases("The databases of the backup could not all be listed: " +
                       backup::describe(*shortfall, "databases") + ".");
        } else {
          progress_.databases = databases_.items();
          on_databases({});
        }
        return Status{};
      },
      [this](const Failure& failure) {
        on_databases("The databases of the backup could not be listed: " + failure.sentence);
      });
}

void Rehearsal::on_databases(const std::string& why_none) {
  if (why_none.empty()) {
    progress_.databases_from = DatabaseSource::BackupListing;
    progress_.databases_note = "As the service lists them for the backup (DescribeBackupDBs).";
    progress_.record.databases.clear();
    for (const std::string& name : progress_.databases) progress_.record.databases += name + ",";
    return release();
  }
  progress_.databases_note = why_none;
  for (std::string& name : split(progress_.record.databases)) {
    const auto known = std::find(progress_.databases.begin(), progress_.databases.end(), name);
    if (known == progress_.databases.end()) progress_.databases.push_back(std::move(name));
  }
  if (!progress_.databases.empty()) {
    progress_.databases_from = DatabaseSource::BackupSetNames;
    progress_.databases_note += " The names are those that the backup set carries.";
  }
  release();
}

// --- releasing

void Rehearsal::release() {
  progress_.phase = RehearsalPhase::Releasing;
  release_began_ = now().steady;
  release_ = std::make_shared<ReleaseTemporary>(
      progress_.record.instance_id, std::vector<RehearsalRecord>{progress_.record}, false,
      progress_.record.client_token + "-r", options_.release);
  run(release_, [this] { on_released(); });
}

std::string Rehearsal::proof() const {
  std::string text =
      "Restored " + api::describe(progress_.record.point) + " of " + source_->title() +
      " into an instance that " + (seen_late_ ? "was seen running " : "ran after ") +
      format_duration(*progress_.restore_took) + (seen_late_ ? " after its order" : "");
  switch (progress_.databases_from) {
    case DatabaseSource::None: return text + "; which databases are in it was not told";
    case DatabaseSource::BackupListing: text += "; the service lists in that backup: "; break;
    case DatabaseSource::BackupSetNames: text += "; the backup set names: "; break;
  }
  if (progress_.databases.empty()) return text + "no database";
  for (std::size_t i = 0; i < progress_.databases.size(); ++i)
    text += (i == 0 ? "" : ", ") + progress_.databases[i];
  return text;
}

void Rehearsal::on_released() {
  const ReleaseProgress& released = release_->progress();
  if (progress_.restore_took) {
    progress_.proven = proof() + ".";
    progress_.record.proven = progress_.proven;
  }
  if (released.ending == Ending::Succeeded) {
    progress_.record.released = now().wall;
    progress_.release_took = now().steady - *release_began_;
    (void)write(RehearsalRecord::State::Released);
    const std::string& unwritten = progress_.record_problem;
    if (failure_.empty())
      return done(Ending::Succeeded, "Rehearsal passed",
                  unwritten.empty() ? "" : "its record could not be written: " + unwritten);
    return done(Ending::Failed, "Rehearsal failed; the temporary instance is released", failure_);
  }
  progress_.left_over = true;
  if (!progress_.refusal) progress_.refusal = released.refusal;
  std::string why = describe(static_cast<const OperationProgress&>(released));
  if (!failure_.empty()) why = failure_ + " " + why;
  done(Ending::Failed,
       "The temporary instance " + progress_.record.instance_id + " may still be there, and cost",
       why);
}

void Rehearsal::on_time_up() {
  // Whatever the time, what was made is released.
  const bool made = !progress_.record.instance_id.empty();
  if (made && progress_.phase == RehearsalPhase::FindingBackup) {
    progress_.left_over = true;
    return done(Ending::NotReached, "The rehearsal was not gone on with", "The time limit passed.");
  }
  if (made && progress_.phase == RehearsalPhase::ListingDatabases) {
    allow(options_.limits.total);
    return on_databases("The time limit passed before the databases were listed.");
  }
  if (progress_.phase == RehearsalPhase::LookingForInstance) progress_.left_over = true;
  done(progress_.left_over ? Ending::Unknown : Ending::NotReached,
       progress_.left_over ? "It is not known whether a temporary instance was made"
                           : "Nothing was ordered",
       "The time limit passed.");
}

}  // namespace dds::backup
