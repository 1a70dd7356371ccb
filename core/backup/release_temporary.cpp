#include "core/backup/release_temporary.h"

#include <utility>

#include "core/api/check.h"

namespace dds::backup {
namespace {

constexpr int kMostReleases = 5;
constexpr int kLooksForEffect = 6;  // after a release, until the instance shows it

bool is_leaving(const api::Instance& instance) {
  return instance.status == "Deleting" || instance.lock_mode == "Released";
}

// The instance is in no state to be released yet, as while it is being created. The codes are known
// from other writes of Dds; that DeleteDBInstance uses them is inferred.
bool not_now(const response::ApiError& refusal) {
  return refusal.code == "OperationDenied.DBInstanceStatus" ||
         refusal.code == "InstanceStatusInvalid" || refusal.code == "IncorrectDBInstanceState";
}

}  // namespace

ReleaseTemporary::ReleaseTemporary(std::string instance_id, std::vector<RehearsalRecord> records,
                                   bool named_by_user, std::string client_token,
                                   ReleaseOptions options)
    : Stepwise(options.limits, options.jitter_seed),
      records_(std::move(records)),
      named_by_user_(named_by_user),
      client_token_(std::move(client_token)),
      options_(options) {
  progress_.instance_id = std::move(instance_id);
  progress_.sentence = "Waiting to begin";
}

std::shared_ptr<ReleaseTemporary> ReleaseTemporary::sent_before(std::string instance_id,
                                                                std::uint64_t jitter_seed) {
  ReleaseOptions options;
  options.jitter_seed = jitter_seed;
  auto operation = std::make_shared<ReleaseTemporary>(
      std::move(instance_id), std::vector<RehearsalRecord>(), false, std::string(), options);
  operation->sent_before_ = true;
  operation->releases_ = 1;  // it may have had its effect
  return operation;
}

void ReleaseTemporary::begin() {
  if (sent_before_) return look();
  const Result<api::Call> call = api::delete_instance(progress_.instance_id, client_token_);
  if (!call) return done(Ending::Refused, "Nothing was released", call.error().message);
  look();
}

// Before each release, too: nothing is released that was not just seen and judged.
void ReleaseTemporary::look() {
  progress_.phase = releases_ == 0 ? ReleasePhase::Looking : ReleasePhase::Watching;
  progress_.sentence = releases_ == 0 ? "Looking at " + progress_.instance_id
                                      : "Waiting until " + progress_.instance_id + " is gone";
  read(
      api::describe_instance(progress_.instance_id),
      [this](const response::Answer& answer) {
        const Result<std::optional<api::Instance>> instance =
            api::read_instance_if_any(answer, progress_.instance_id);
        if (!instance) return Status(instance.error());
        *instance ? on_look(**instance) : gone();
        return Status{};
      },
      [this](const Failure& failure) { look_failed(failure); });
}

void ReleaseTemporary::look_later() {
  wait(options_.poll, [this] { look(); });
}

void ReleaseTemporary::gone() {
  progress_.gone = true;
  progress_.instance_status.clear();
  done(Ending::Succeeded, releases_ == 0 ? progress_.instance_id + " is not there any more"
                                         : progress_.instance_id + " is released");
}

void ReleaseTemporary::on_look(const api::Instance& instance) {
  progress_.instance_status = instance.status;
  if (is_leaving(instance)) {
    leaving_ = true;
    return look_later();
  }
  if (releases_ > 0 && ++looks_ < kLooksForEffect) return look_later();
  if (sent_before_)
    return done(Ending::NotDone, progress_.instance_id + " is still there",
                "It is " + instance.status + "; it can be released again without harm.");
  if (releases_ >= kMostReleases)
    return done(accepted_ ? Ending::Unknown : Ending::NotDone,
                progress_.instance_id + " is still there", "It is " + instance.status + ".");
  const std::string obstacle = release_obstacle(instance, records_, named_by_user_);
  if (!obstacle.empty()) return done(Ending::Refused, "Nothing was released", obstacle);
  release();
}

void ReleaseTemporary::look_failed(const Failure& failure) {
  const bool refused = failure.kind == Failure::Kind::Refused;
  if (refused && api::is_no_such_instance(*failure.refusal)) return gone();
  if (!refused && releases_ > 0) return look_later();
  if (releases_ == 0) return fail(failure);
  progress_.refusal = failure.refusal;
  done(leaving_ ? Ending::Succeeded : Ending::Unknown,
       leaving_ ? progress_.instance_id + " is being released"
                : "It is not known whether " + progress_.instance_id + " was released",
       failure.sentence);
}

void ReleaseTemporary::release() {
  progress_.phase = ReleasePhase::Releasing;
  progress_.sentence = "Releasing " + progress_.instance_id;
  looks_ = 0;
  WriteHandlers handlers;
  handlers.on_answer = [this](const response::Answer&) {
    ++releases_;
    accepted_ = true;
    look_later();
    return Status{};
  };
  handlers.on_refused = [this](const response::ApiError& refusal) {
    if (api::is_no_such_instance(refusal)) return gone();
    if (not_now(refusal)) return look_later();
    done(Ending::Refused, "The service refused to release " + progress_.instance_id,
         progress_.problem);
  };
  handlers.on_unknown = [this](const std::string&) {
    ++releases_;
    look_later();
  };
  write_with_token(*api::delete_instance(progress_.instance_id, client_token_),
                   std::move(handlers));
}

void ReleaseTemporary::on_time_up() {
  if (leaving_)
    return done(Ending::Succeeded, progress_.instance_id + " is being released",
                "It was still listed when the time limit passed.");
  if (releases_ > 0) return Stepwise::on_time_up();
  if (progress_.instance_status.empty())
    return done(Ending::NotReached, "Nothing was released", "The time limit passed.");
  done(Ending::NotDone, progress_.instance_id + " is still there",
       "It could not be released while it was " + progress_.instance_status + ".");
}

}  // namespace dds::backup
