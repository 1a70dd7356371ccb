#include "core/api/restore.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/api/check.h"
#include "core/base/stable_order.h"
#include "core/response/lists.h"

namespace dds::api {
namespace {

using nlohmann::json;
using response::boolean_at;
using response::integer_at;
using response::member;
using response::text_at;
using response::time_at;

constexpr std::chrono::days kRestorableWithoutRanges{7};

std::string_view instance_type(const Instance& instance) {
  return instance.kind == InstanceKind::ShardedCluster ? "sharding" : "replicate";
}

Status check_point(const RestorePoint& point) {
  if (point.backup_id.empty() == !point.time) {
    return make_error(ErrorCode::MissingParameter,
                      "Give either BackupId or RestoreTime, one of them and not both.", "BackupId");
  }
  if (!point.time) return check_backup_id(point.backup_id);
  return std::nullopt;
}

void add_point(Call& call, const RestorePoint& point) {
  if (point.time)
    call.parameters.push_back({"RestoreTime", format_utc(*point.time)});
  else
    call.parameters.push_back({"BackupId", point.backup_id});
}

std::string instant_obstacle(Instant time, const std::optional<std::vector<RestoreRange>>& ranges,
                             Instant now) {
  const std::string given = "RestoreTime is " + format_utc(time);
  if (time > now) return given + ", which has not come yet; now it is " + format_utc(now) + ".";
  if (!ranges) {
    if (time >= now - kRestorableWithoutRanges) return {};
    return given + "; allowed is an instant within the last seven days, from " +
           format_utc(now - kRestorableWithoutRanges) + " on.";
  }
  if (ranges->empty()) return given + "; this instance can be restored to no point in time.";
  std::string allowed;
  for (const RestoreRange& range : *ranges) {
    if (time >= range.begin && time <= range.end) return {};
    if (!allowed.empty()) allowed += ", or ";
    allowed += format_utc(range.begin) + " to " + format_utc(range.end);
  }
  return given + "; restorable is " + allowed + ".";
}

}  // namespace

std::string describe(const RestorePoint& point) {
  return point.time ? format_utc(*point.time) : "backup set " + point.backup_id;
}

std::string restore_range_obstacle(const Instance& instance) {
  if (!instance.storage_type.empty() && !instance.cloud_disk())
    return "The service tells restorable times only of instances on cloud disks.";
  switch (instance.kind) {
    case InstanceKind::ReplicaSet: return {};
    case InstanceKind::ShardedCluster:
      if (is_before(instance.engine_version, 4, 4))
        return "The service tells restorable times of sharded clusters from MongoDB 4.4 on; this "
               "one has " +
               instance.engine_version + ".";
      return {};
    case InstanceKind::Standalone:
    case InstanceKind::Serverless: break;
  }
  return "The service tells restorable times only of replica sets and sharded clusters.";
}

Call describe_recover_time(const Instance& instance) {
  return {instance.kind == InstanceKind::ShardedCluster ? "DescribeClusterRecoverTime"
                                                        : "DescribeInstanceRecoverTime",
          {{"DBInstanceId", instance.id}},
          Format::Json};
}

Result<std::vector<RestoreRange>> read_recover_time(const response::Answer& answer) {
  const Result<response::Entries> entries = response::read_list(
      answer, "DescribeInstanceRecoverTime", {"RestoreRanges", "RestoreRange", true});
  if (!entries) return entries.error();
  std::vector<RestoreRange> ranges;
  for (const json* entry : *entries) {
    const auto begin = time_at(*entry, "RestoreBeginTime");
    const auto end = time_at(*entry, "RestoreEndTime");
    if (!begin || !end || *begin > *end)
      return response::incomplete_entry("RestoreRanges",
                                        "RestoreBeginTime before its "
                                        "RestoreEndTime");
    ranges.push_back({*begin, *end});
  }
  if (Status problem = check_count(answer, ranges.size(), "restorable times")) return *problem;
  sort_stable(ranges,
              [](const RestoreRange& a, const RestoreRange& b) { return a.begin < b.begin; });
  return ranges;
}

std::string restore_obstacle(const Instance& source, const RestorePoint& point,
                             const std::optional<std::vector<RestoreRange>>& ranges, Instant now) {
  if (const Status error = check_point(point)) return error->message;
  if (point.time) return instant_obstacle(*point.time, ranges, now);
  if (source.kind == InstanceKind::ShardedCluster && !point.backup_id.starts_with("cb-")) {
    return "BackupId is " + shown(point.backup_id) +
           ", the set of one shard; a sharded cluster is restored from a cluster backup (cb-...) "
           "or to an instant.";
  }
  return {};
}

Result<Call> check_recovery_condition(const Instance& source, const RestorePoint& point) {
  if (Status error = check_instance_id("SourceDBInstance", source.id)) return *std::move(error);
  if (Status error = check_point(point)) return *std::move(error);
  Call call{"CheckRecoveryCondition", {{"SourceDBInstance", source.id}}, Format::Json};
  add_point(call, point);
  call.parameters.push_back({"RestoreType", point.time ? "1" : "0"});
  call.parameters.push_back({"InstanceType", std::string(instance_type(source))});
  if (!source.engine_version.empty())
    call.parameters.push_back({"EngineVersion", source.engine_version});
  return call;
}

Result<bool> read_recovery_condition(const response::Answer& answer) {
  const auto valid = boolean_at(*answer.data, "IsValid");
  if (!valid) {
    return make_error(ErrorCode::NotAnAnswer,
                      "The answer to CheckRecoveryCondition does not say whether it is valid.",
                      "IsValid");
  }
  return *valid;
}

std::string backup_databases_obstacle(const Instance& source) {
  constexpr Instant kFrom{
      std::chrono::sys_days{std::chrono::year{2019} / 3 / 26}.time_since_epoch()};
  const std::string only =
      "The service lists the databases of a backup only for replica sets of "
      "MongoDB 3.4 to 4.2 on local disks that were made after 2019-03-26";
  if (source.kind != InstanceKind::ReplicaSet) return only + "; this is not a replica set.";
  if (source.cloud_disk()) return only + "; this one is on cloud disks.";
  if (!source.engine_version.empty() && !is_before(source.engine_version, 4, 3))
    return only + "; this one has MongoDB " + source.engine_version + ".";
  if (source.created && *source.created < kFrom)
    return only + "; this one was made " + format_utc(*source.created) + ".";
  return {};
}

Result<Call> describe_backup_databases(std::string_view source_id, const RestorePoint& point,
                                       std::int32_t page_number, std::int32_t page_size) {
  if (Status error = check_instance_id("SourceDBInstance", source_id)) return *std::move(error);
  if (Status error = check_point(point)) return *std::move(error);
  Call call{"DescribeBackupDBs", {{"SourceDBInstance", std::string(source_id)}}, Format::Json};
  add_point(call, point);
  call.parameters.push_back({"PageNumber", std::to_string(page_number)});
  call.parameters.push_back({"PageSize", std::to_string(page_size)});
  return call;
}

Result<DatabasePage> read_backup_databases(const response::Answer& answer) {
  const Result<response::Entries> entries =
      response::read_list(answer, "DescribeBackupDBs", {"Databases", "Database"});
  if (!entries) return entries.error();
  DatabasePage page;
  for (const json* entry : *entries) page.names.push_back(response::id_at(*entry, "DBName"));
  page.facts = read_page_facts(answer);
  return page;
}

}  // namespace dds::api
