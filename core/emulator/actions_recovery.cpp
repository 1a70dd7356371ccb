// What can be restored: DescribeInstanceRecoverTime, DescribeClusterRecoverTime, DescribeBackupDBs,
// CheckRecoveryCondition. Source: API reference of the four.
#include "core/emulator/actions.h"

#include <nlohmann/json.hpp>
#include "core/emulator/recovery.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

// Single databases can be restored of replica sets of 3.4, 4.0 and 4.2 on local disks that were
// made after 2019-03-26. That it is so in eight regions only is not checked: the list is not at
// hand.
bool restores_single_databases(const Instance& instance) {
  constexpr Instant kSince{std::chrono::sys_days{std::chrono::year{2019} / 3 / 26}};
  const std::string& version = instance.engine_version;
  return !instance.sharded() && !instance.standalone() && !instance.cloud_disk() &&
         (version == "3.4" || version == "4.0" || version == "4.2") && instance.created > kSince;
}

ActionResult recover_time(const ActionContext& context, bool (*fits)(const Instance&)) {
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Instance& instance = **std::get_if<0>(&named);
  if (auto refusal = refuse_other_regions(context, instance)) return *refusal;
  if (auto refusal = refuse_unless(context, "OnlyDbTableRecovery", {"true", "false"}))
    return *refusal;
  if (!fits(instance)) return refuse("IncorrectDBInstanceType");  // the code is inferred
  json ranges = json::array();
  if (const auto range = restorable_range(instance, context.account.now())) {
    ranges.push_back(json{{"RestoreBeginTime", format_utc(range->begin)},
                          {"RestoreEndTime", format_utc(range->end)},
                          {"RestoreType", "PointInTime"}});
  }
  return json{{"RestoreRanges", std::move(ranges)}};
}

json databases_of(const Instance& instance) {
  json names = json::array();
  std::string_view rest = instance.databases;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    names.push_back(json{{"DBName", rest.substr(0, comma)}});
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return names;
}

}  // namespace

ActionResult describe_instance_recover_time(ActionContext& context) {
  return recover_time(context, [](const Instance& instance) {
    return instance.cloud_disk() && !instance.sharded() && !instance.standalone();
  });
}

ActionResult describe_cluster_recover_time(ActionContext& context) {
  // Versions are 4.0 to 8.0: their texts compare as they do.
  return recover_time(context, [](const Instance& instance) {
    return instance.cloud_disk() && instance.sharded() && instance.engine_version >= "4.4";
  });
}

ActionResult describe_backup_dbs(ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context, "SourceDBInstance");
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Instance& source = **std::get_if<0>(&named);
  const Outcome<Page> paging = asked_page(context, "PageNumber");
  if (const auto* refusal = std::get_if<Refusal>(&paging)) return *refusal;
  if (!restores_single_databases(source)) return refuse("IncorrectDBInstanceType");
  const Outcome<RestorePoint> point = asked_restore_point(context, source);
  if (const auto* refusal = std::get_if<Refusal>(&point)) return *refusal;
  if (auto refusal = refuse_restore(*std::get_if<0>(&point), source, context.account.now()))
    return *refusal;
  const json databases = databases_of(source);
  const Page page = *std::get_if<0>(&paging);
  json list = json::array();
  page.each(databases, [&](const json& database) { list.push_back(database); });
  return json{{"Databases", {{"Database", std::move(list)}}},
              {"PageNumber", page.number},
              {"PageSize", page.size},
              {"TotalCount", databases.size()}};
}

// What does not hold in substance is IsValid false, what is wrong with the question is refused;
// that the line runs so is inferred.
ActionResult check_recovery_condition(ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context, "SourceDBInstance");
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Instance& source = **std::get_if<0>(&named);
  if (auto refusal = refuse_unless(context, "InstanceType", {"replicate", "sharding"}))
    return *refusal;
  if (auto refusal = refuse_unless(context, "EngineVersion",
                                   {"8.0", "7.0", "6.0", "5.0", "4.4", "4.2", "4.0", "3.4"}))
    return *refusal;
  const Outcome<RestorePoint> point = asked_restore_point(context, source);
  if (const auto* refusal = std::get_if<Refusal>(&point)) return *refusal;
  if (!context.incoming.text("DatabaseNames").empty() && !restores_single_databases(source))
    return refuse("IncorrectDBInstanceType");
  const auto fits = [&](std::string_view parameter, std::string_view own) {
    const std::string_view value = context.incoming.text(parameter);
    return value.empty() || value == own;
  };
  const bool valid = fits("EngineVersion", source.engine_version) &&
                     fits("InstanceType", source.type) &&
                     !refuse_restore(*std::get_if<0>(&point), source, context.account.now());
  return json{{"DBInstanceName", source.id}, {"IsValid", valid}};
}

}  // namespace dds::emulator
