// A rehearsal up to its order: finding the backup, planning, recording.
#include "core/backup/rehearsal.h"

#include <algorithm>
#include <utility>

#include "core/api/check.h"

namespace dds::backup {
namespace {

constexpr Milliseconds kRecent = std::chrono::hours{8 * 24};
constexpr Milliseconds kAhead = std::chrono::minutes{10};  // clocks differ

// Shards with sets of their own are restored together, to the instant when the last one had ended.
api::RestorePoint point_of(const api::Instance& source, const GoodBackup& backup) {
  api::RestorePoint point;
  const bool of_shards = source.kind == api::InstanceKind::ShardedCluster &&
                         !backup.sets.front().id.starts_with("cb-");
  if (!of_shards) {
    point.backup_id = backup.sets.front().id;
    return point;
  }
  point.time = backup.at;
  for (const api::BackupSet& set : backup.sets)
    point.time = std::max(*point.time, set.ended.value_or(backup.at));
  return point;
}

}  // namespace

Rehearsal::Rehearsal(std::string source_id, std::optional<api::RestorePoint> point,
                     std::string client_token, Instant begun, JournalSink& sink,
                     RehearsalOptions options)
    : Stepwise(options.limits, options.jitter_seed),
      point_(std::move(point)),
      sink_(sink),
      options_(options) {
  progress_.source_id = source_id;
  progress_.record.source_id = std::move(source_id);
  progress_.record.client_token = std::move(client_token);
  progress_.record.begun = begun;
  progress_.record.description = rehearsal_description(progress_.source_id, begun);
  progress_.sentence = "Waiting to begin";
}

Rehearsal::Rehearsal(RehearsalRecord record, JournalSink& sink, RehearsalOptions options)
    : Stepwise(options.limits, options.jitter_seed), sink_(sink), options_(options) {
  gone_on_ = true;
  progress_.source_id = record.source_id;
  progress_.record = std::move(record);
  progress_.sentence = "Waiting to begin";
}

RehearsalProgress Rehearsal::progress() const {
  RehearsalProgress copy = progress_;
  const auto take = [&copy](const OperationProgress& inner) {
    if (copy.ended()) return;
    copy.sentence = inner.sentence;
    copy.problem = inner.problem;
    copy.retry_at = inner.retry_at;
  };
  if (restore_) copy.restore = restore_->progress();
  if (release_) copy.release = release_->progress();
  if (copy.phase == RehearsalPhase::Planning || copy.phase == RehearsalPhase::ReadyToConfirm ||
      copy.phase == RehearsalPhase::Restoring)
    take(copy.restore);
  if (copy.phase == RehearsalPhase::Releasing) take(copy.release);
  return copy;
}

bool Rehearsal::confirm() {
  return progress_.phase == RehearsalPhase::ReadyToConfirm && restore_->confirm();
}

Status Rehearsal::write(RehearsalRecord::State state) {
  progress_.record.state = state;
  Status problem = sink_.append(to_line(progress_.record));
  if (problem) progress_.record_problem = problem->message;
  return problem;
}

void Rehearsal::begin() {
  Status error = api::check_instance_id("DBInstanceId", progress_.source_id);
  // The release's token is made from it.
  if (!error) error = api::check_client_token(progress_.record.client_token);
  if (!error) error = api::check_client_token(progress_.record.client_token + "-r");
  if (error) return done(Ending::Refused, "Nothing was ordered", error->message);
  if (gone_on_) return go_on();
  if (point_) return plan();
  find_backup();
}

// --- one that an earlier run ordered

void Rehearsal::go_on() {
  const RehearsalRecord& record = progress_.record;
  if (record.instance_id.empty() || !record.ordered)
    return done(Ending::Refused, "Nothing can be gone on with",
                "The record does not know which temporary instance was ordered.");
  progress_.phase = RehearsalPhase::FindingBackup;
  progress_.sentence = "Reading the source instance";
  read(
      api::describe_instance(progress_.source_id),
      [this](const response::Answer& answer) {
        const Result<api::Instance> instance = api::read_instance(answer, progress_.source_id);
        if (!instance) return Status(instance.error());
        source_ = *instance;
        on_source_again();
        return Status{};
      },
      [this](const Failure& failure) {
        progress_.left_over = true;
        fail(failure);
      });
}

void Rehearsal::on_source_again() {
  const RehearsalRecord& record = progress_.record;
  progress_.phase = RehearsalPhase::Restoring;
  restore_ = std::make_shared<RestoreInstance>(progress_.source_id, record.instance_id,
                                               *record.ordered, options_.restore);
  if (!record.running) return run(restore_, [this] { on_restored(); });
  progress_.restore_took = *record.running - *record.ordered;
  list_databases();
}

// --- the backup

void Rehearsal::find_backup() {
  progress_.phase = RehearsalPhase::FindingBackup;
  progress_.sentence = "Reading the source instance";
  read(api::describe_instance(progress_.source_id), [this](const response::Answer& answer) {
    const Result<api::Instance> instance = api::read_instance(answer, progress_.source_id);
    if (!instance) return Status(instance.error());
    source_ = *instance;
    list_sets(false);
    return Status{};
  });
}

void Rehearsal::list_sets(bool all) {
  progress_.sentence = "Looking for the newest good backup";
  if (all)
    listing_.emplace(*source_, std::nullopt, std::nullopt);
  else
    listing_.emplace(*source_, server_now() - kRecent, server_now() + kAhead);
  next_page(all);
}

void Rehearsal::next_page(bool all) {
  read(listing_->next(), [this, all](const response::Answer& answer) {
    if (Status problem = listing_->take(answer)) return problem;
    listing_->complete() ? on_sets(all) : next_page(all);
    return Status{};
  });
}

void Rehearsal::on_sets(bool all) {
  if (listing_->shortfall()) {
    progress_.sets_short = listing_->shortfall();
    return done(Ending::Refused, "Nothing was ordered",
                "Which backup of " + source_->title() + " is the newest good one is not known: " +
                    listing_->describe_shortfall() + ". A set can be chosen by its id.");
  }
  progress_.backup = newest_good(listing_->sets(), listing_->nodes(), server_now());
  if (!progress_.backup && !all) return list_sets(true);
  if (!progress_.backup)
    return done(Ending::Refused, "Nothing was ordered",
                "There is no good backup of " + source_->title() + " to rehearse with.");
  point_ = point_of(*source_, *progress_.backup);
  plan();
}

// --- plan and order

void Rehearsal::plan() {
  progress_.phase = RehearsalPhase::Planning;
  progress_.record.point = *point_;
  api::CloneRequest request;
  request.point = *point_;
  request.client_token = progress_.record.client_token;
  request.description = progress_.record.description;
  restore_ =
      std::make_shared<RestoreInstance>(progress_.source_id, std::move(request), options_.restore);
  run(restore_, [this] { on_planned(); });
}

void Rehearsal::on_planned() {
  const RestoreProgress& restore = restore_->progress();
  if (restore.ended()) {
    progress_.refusal = restore.refusal;
    std::string why = restore.problem;
    // An instant that nobody chose wants an explanation.
    if (progress_.backup && point_->time)
      why = "Each shard of " + source_->title() +
            " has a backup set of its own, and they are restored only together, to the moment at "
            "which the last one ended. " +
            why;
    return done(restore.ending, restore.sentence, std::move(why));
  }
  // A run that goes on from the record looks for no backup.
  if (progress_.backup) {
    for (const api::BackupSet& set : progress_.backup->sets)
      progress_.record.databases += set.database_names + ",";
  }
  source_ = restore.plan->source.instance;
  progress_.record.region_id = source_->region_id;
  progress_.phase = RehearsalPhase::ReadyToConfirm;
  rest();
}

void Rehearsal::resume() {
  if (!restore_->progress().confirmed) return rest();
  progress_.record.ordered = now().wall;
  if (const Status problem = write(RehearsalRecord::State::Ordered))
    return done(Ending::Refused, "Nothing was ordered",
                "The record of the rehearsal cannot be written: " + problem->message);
  progress_.phase = RehearsalPhase::Restoring;
  run(restore_, [this] { on_restored(); });
}

}  // namespace dds::backup
