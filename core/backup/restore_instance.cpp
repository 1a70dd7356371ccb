#include "core/backup/restore_instance.h"

#include <algorithm>
#include <utility>

#include "core/api/check.h"
#include "core/backup/refusal.h"
#include "core/base/text.h"

namespace dds::backup {
namespace {

constexpr Milliseconds kLongestPoll{60'000};
constexpr int kLooksBeforeSlower = 60;  // looks take a sixtieth of the time that has passed

// Some error of the request itself, before anything is read.
Status check(const std::string& source_id, const api::CloneRequest& request) {
  if (Status error = api::check_instance_id("SrcDBInstanceId", source_id)) return error;
  if (Status error = api::check_client_token(request.client_token)) return error;
  if (request.description.empty()) return std::nullopt;
  return api::check_description(request.description);
}

// "2 x dds.shard.mid 20 GB, dds.shard.large 40 GB".
std::string specs_text(const std::vector<api::NodeSpec>& nodes) {
  std::string text;
  for (std::size_t i = 0; i < nodes.size();) {
    const api::NodeSpec& one = nodes[i];
    std::size_t count = 0;
    for (; i < nodes.size() && nodes[i] == one; ++i) ++count;
    if (!text.empty()) text += ", ";
    if (count > 1) text += std::to_string(count) + " x ";
    text += one.node_class;
    if (one.storage_gb > 0) text += " " + std::to_string(one.storage_gb) + " GB";
    if (one.readonly_replicas > 0)
      text += " (" + std::to_string(one.readonly_replicas) + " read-only)";
  }
  return text;
}

std::string nodes_text(const api::Blueprint& source) {
  if (source.instance.kind == api::InstanceKind::ShardedCluster)
    return std::to_string(source.shards.size()) + " shards, " +
           std::to_string(source.mongos.size()) + " mongos";
  if (source.instance.replication_factor <= 0) return "as the source";
  return std::to_string(source.instance.replication_factor);
}

}  // namespace

std::vector<PlanLine> describe(const RestorePlan& plan) {
  const api::Instance& instance = plan.source.instance;
  std::vector<PlanLine> lines;
  const auto add = [&lines](std::string label, std::string value) {
    if (!value.empty()) lines.push_back({std::move(label), std::move(value)});
  };
  const auto sent = [&plan](std::string_view parameter) {
    const std::string* value = find_parameter(plan.order.parameters, parameter);
    return value ? *value : std::string();
  };
  add("Source",
      instance.title() == instance.id ? instance.id : instance.title() + " (" + instance.id + ")");
  add("Restore to", api::describe(plan.request.point));
  add("New instance",
      std::string(api::name(instance.kind)) + ", MongoDB " + instance.engine_version);
  add("Name", sent("DBInstanceDescription"));
  add("Region", sent("RegionId"));
  add("Zone", sent("ZoneId"));
  add("Class", sent("DBInstanceClass"));
  if (const std::string storage = sent("DBInstanceStorage"); !storage.empty())
    add("Storage", storage + " GB");
  add("Storage type", sent("StorageType"));
  add("Nodes", nodes_text(plan.source));
  if (instance.kind == api::InstanceKind::ShardedCluster) {
    add("Shards", specs_text(plan.source.shards));
    add("Mongos", specs_text(plan.source.mongos));
    if (plan.source.config_server) add("Config server", specs_text({*plan.source.config_server}));
  }
  add("VPC", sent("VpcId"));
  add("vSwitch", sent("VSwitchId"));
  add("Billing", "Pay-as-you-go: it costs from now on until it is released");
  return lines;
}

RestoreInstance::RestoreInstance(std::string source_id, api::CloneRequest request,
                                 RestoreOptions options)
    : Stepwise(options.plan_limits, options.jitter_seed), options_(options) {
  progress_.source_id = std::move(source_id);
  progress_.plan.emplace();
  progress_.plan->request = std::move(request);
  progress_.sentence = "Waiting to begin";
}

RestoreInstance::RestoreInstance(std::string source_id, std::string instance_id, Instant ordered,
                                 RestoreOptions options)
    : Stepwise(options.plan_limits, options.jitter_seed), options_(options) {
  progress_.source_id = std::move(source_id);
  progress_.instance_id = std::move(instance_id);
  progress_.ordered = ordered;
  progress_.sentence = "Waiting to begin";
}

bool RestoreInstance::confirm() {
  if (progress_.phase != RestorePhase::ReadyToConfirm || progress_.confirmed) return false;
  progress_.confirmed = true;
  return true;
}

// --- the plan

void RestoreInstance::begin() {
  if (!progress_.plan) return follow_ordered();
  if (const Status error = backup::check(progress_.source_id, progress_.plan->request))
    return done(Ending::Refused, "Nothing was ordered", error->message);
  progress_.phase = RestorePhase::ReadingSource;
  progress_.sentence = "Reading the source instance";
  read(api::describe_instance(progress_.source_id), [this](const response::Answer& answer) {
    const Result<api::Blueprint> source = api::read_blueprint(answer, progress_.source_id);
    if (!source) return Status(source.error());
    on_source(*source);
    return Status{};
  });
}

void RestoreInstance::on_source(const api::Blueprint& source) {
  progress_.plan->source = source;
  const Result<api::Call> order = api::clone_instance(source, progress_.plan->request);
  if (!order) return done(Ending::Refused, "Nothing was ordered", order.error().message);
  progress_.plan->order = *order;
  const bool to_instant = progress_.plan->request.point.time.has_value();
  if (to_instant && api::restore_range_obstacle(source.instance).empty()) return read_ranges();
  check();
}

void RestoreInstance::read_ranges() {
  progress_.phase = RestorePhase::ReadingRanges;
  progress_.sentence = "Reading the restorable times";
  read(
      api::describe_recover_time(progress_.plan->source.instance),
      [this](const response::Answer& answer) {
        const Result<std::vector<api::RestoreRange>> ranges = api::read_recover_time(answer);
        if (!ranges) return Status(ranges.error());
        progress_.plan->ranges = *ranges;
        check();
        return Status{};
      },
      [this](const Failure& failure) {
        // Without the ranges CheckRecoveryCondition still judges.
        failure.kind == Failure::Kind::Refused ? check() : fail(failure);
      });
}

void RestoreInstance::check() {
  const RestorePlan& plan = *progress_.plan;
  const std::string obstacle =
      api::restore_obstacle(plan.source.instance, plan.request.point, plan.ranges, server_now());
  if (!obstacle.empty()) return done(Ending::Refused, "Nothing was ordered", obstacle);
  const Result<api::Call> call =
      api::check_recovery_condition(plan.source.instance, plan.request.point);
  if (!call) return done(Ending::Refused, "Nothing was ordered", call.error().message);
  progress_.phase = RestorePhase::Checking;
  progress_.sentence = "Asking whether it can be restored";
  read(
      *call,
      [this](const response::Answer& answer) {
        const Result<bool> valid = api::read_recovery_condition(answer);
        if (!valid) return Status(valid.error());
        if (*valid)
          ask_price();
        else
          done(Ending::Refused, "Nothing was ordered",
               "The service says that " + api::describe(progress_.plan->request.point) +
                   " cannot be restored.");
        return Status{};
      },
      [this](const Failure& failure) {
        // The check is not for every kind of instance, and may be denied where ordering is not:
        // whoever confirms is told.
        const bool not_checkable =
            failure.kind == Failure::Kind::Refused &&
            (failure.refusal->code == "IncorrectDBInstanceType" || is_denied(*failure.refusal));
        if (!not_checkable) return fail(failure);
        progress_.check_note = "Whether it can be restored could not be asked: " + failure.sentence;
        ask_price();
      });
}

void RestoreInstance::ask_price() {
  progress_.phase = RestorePhase::Pricing;
  progress_.sentence = "Asking for the price";
  const Result<api::Call> call =
      api::describe_clone_price(progress_.plan->source, progress_.plan->request);
  if (!call) return done(Ending::Refused, "Nothing was ordered", call.error().message);
  read(
      *call,
      [this](const response::Answer& answer) {
        const Result<api::Price> price = api::read_price(answer);
        if (!price) return Status(price.error());
        progress_.price = *price;
        ready();
        return Status{};
      },
      [this](const Failure& failure) {
        progress_.price_problem = "The price is not known: " + failure.sentence;
        ready();
      });
}

void RestoreInstance::ready() {
  progress_.phase = RestorePhase::ReadyToConfirm;
  progress_.problem.clear();
  progress_.refusal.reset();
  progress_.sentence = "Ready: nothing is ordered until it is confirmed";
  rest();
}

// --- the order

void RestoreInstance::resume() {
  if (!progress_.confirmed) return rest();
  order();
}

void RestoreInstance::order() {
  allow(options_.order_limit);
  progress_.phase = RestorePhase::Creating;
  progress_.sentence = "Ordering the new instance";
  progress_.ordered = now().wall;
  progress_.ordered_here = now().steady;
  WriteHandlers handlers;
  handlers.on_answer = [this](const response::Answer& answer) {
    const Result<api::CreatedInstance> created = api::read_created_instance(answer);
    if (!created) return Status(created.error());
    progress_.instance_id = created->instance_id;
    progress_.order_id = created->order_id;
    follow();
    return Status{};
  };
  handlers.on_refused = [this](const response::ApiError&) {
    done(Ending::Refused, "The service refused the order", progress_.problem);
  };
  handlers.on_not_sent = [this](const std::string& why) {
    done(Ending::NotReached, "Nothing was ordered", why);
  };
  handlers.on_unknown = [this](const std::string& why) {
    done(Ending::Unknown, "It is not known whether the new instance was ordered", why);
  };
  write_with_token(progress_.plan->order, std::move(handlers));
}

// --- until it runs

void RestoreInstance::begin_following() {
  allow(options_.follow_limit);
  progress_.phase = RestorePhase::Following;
  progress_.sentence = "Restoring into " + progress_.instance_id;
  followed_ = now().steady;
  silence_.answered();
}

void RestoreInstance::follow() {
  begin_following();
  wait_and_look();
}

// It may run already: the first look waits for nothing.
void RestoreInstance::follow_ordered() {
  begin_following();
  look();
}

void RestoreInstance::wait_and_look() {
  const Milliseconds grown =
      (now().steady - progress_.ordered_here.value_or(followed_)) / kLooksBeforeSlower;
  wait(std::max(options_.poll, std::min(grown, kLongestPoll)), [this] { look(); });
}

void RestoreInstance::look() {
  read(
      api::describe_instance(progress_.instance_id),
      [this](const response::Answer& answer) {
        const Result<std::optional<api::Instance>> instance =
            api::read_instance_if_any(answer, progress_.instance_id);
        if (!instance) return Status(instance.error());
        *instance ? on_look(**instance) : missing();
        return Status{};
      },
      [this](const Failure& failure) { look_failed(failure); });
}

void RestoreInstance::on_look(const api::Instance& instance) {
  seen_ = true;
  silence_.answered();
  progress_.instance_status = instance.status;
  if (instance.running()) {
    progress_.running = now().wall;
    // Of an order by an earlier run only the time of day is known.
    progress_.took = progress_.ordered_here ? now().steady - *progress_.ordered_here
                                            : *progress_.running - *progress_.ordered;
    return done(Ending::Succeeded, "Restored into " + progress_.instance_id + " in " +
                                       format_duration(*progress_.took));
  }
  if (instance.status == "Deleting" || instance.lock_mode == "Released")
    return done(Ending::Failed, "The new instance " + progress_.instance_id + " did not come up",
                "It is being released.");
  progress_.sentence = "Restoring into " + progress_.instance_id + ": " + instance.status;
  wait_and_look();
}

// It may not be listed in the first moments (inferred); later it is gone.
void RestoreInstance::missing() {
  if (seen_)
    return done(Ending::Failed, "The new instance " + progress_.instance_id + " did not come up",
                "The service does not list it any more.");
  silence_.answered();
  if (now().steady >= followed_ + options_.outage)
    return done(Ending::Unknown, "It is not known whether " + progress_.instance_id + " came up",
                "The service has never listed it.");
  wait_and_look();
}

void RestoreInstance::look_failed(const Failure& failure) {
  const bool refused = failure.kind == Failure::Kind::Refused;
  if (refused && api::is_no_such_instance(*failure.refusal)) return missing();
  if (!refused) silence_.failed(now().steady);
  if (!refused && !silence_.longer_than(options_.outage, now().steady)) return wait_and_look();
  progress_.refusal = failure.refusal;
  done(Ending::Unknown, "It is not known whether " + progress_.instance_id + " came up",
       failure.sentence);
}

void RestoreInstance::on_time_up() {
  if (progress_.phase != RestorePhase::Following) return Stepwise::on_time_up();
  done(Ending::Unknown, "The new instance " + progress_.instance_id + " does not run yet",
       "The time limit passed while it was " +
           (progress_.instance_status.empty() ? std::string("not listed")
                                              : progress_.instance_status) +
           ".");
}

}  // namespace dds::backup
