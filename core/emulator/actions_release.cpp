// What happens to whole instances beside cloning: DeleteDBInstance, TransferClusterBackup, and the
// list of clones, DescribeRestoreDBInstanceList. Source: API reference of the three.
#include "core/emulator/actions.h"

#include <nlohmann/json.hpp>
#include "core/emulator/client_token.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

constexpr auto kReleasing = std::chrono::seconds(60);  // our invention
constexpr auto kReachOfList = std::chrono::days(7);

}  // namespace

ActionResult delete_db_instance(ActionContext& context) {
  const Outcome<const TokenUse*> repeated = repeated_request(context);
  if (const auto* refusal = std::get_if<Refusal>(&repeated)) return *refusal;
  if (*std::get_if<0>(&repeated)) return json::object();
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  // It releases pay-as-you-go instances. The codes for one that was paid ahead, that is protected
  // or that something happens to already are inferred.
  const Instance& found = **std::get_if<0>(&named);
  if (found.charge_type == "PrePaid") return refuse("IncorrectDBInstanceType");
  if (found.release_protection) return refuse("OperationDenied.DBInstanceStatus");
  if (found.status != "Running") return refuse("IncorrectDBInstanceState");

  const Instant now = context.account.now();
  Instance& instance = context.account.edit(found);
  instance.status = "Deleting";
  instance.phases = {{now + kReleasing, "Released"}};
  instance.planned = forever();
  context.account.changed(instance);
  context.account.note_effect({now, "DeleteDBInstance", instance.id, {}, {}});
  remember_request(context, instance.id, {});
  return json::object();
}

ActionResult transfer_cluster_backup(ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Instance& found = **std::get_if<0>(&named);
  // Cloud-disk sharded clusters; the codes are inferred.
  if (!found.sharded() || !found.cloud_disk()) return refuse("IncorrectDBInstanceType");
  if (found.status != "Running") return refuse("IncorrectDBInstanceState");
  // "1" is the documentation's example; that it is "0" the first time is inferred.
  if (found.cluster_backup) return json{{"AlreadyDone", "1"}};
  Instance& instance = context.account.edit(found);
  instance.cluster_backup = true;
  context.account.note_effect(
      {context.account.now(), "TransferClusterBackup", instance.id, {}, {}});
  return json{{"AlreadyDone", "0"}};
}

ActionResult describe_restore_db_instance_list(ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Outcome<Page> paging = asked_page(context, "PageNumber");
  if (const auto* refusal = std::get_if<Refusal>(&paging)) return *refusal;
  const auto asked = asked_second(context, "CreationTimeAfter");
  if (const auto* refusal = std::get_if<Refusal>(&asked)) return *refusal;
  const std::optional<Instant> after = *std::get_if<0>(&asked);
  if (!after) return refuse_missing("CreationTimeAfter");
  // On the hour, and within the last seven days; the code is inferred.
  if (std::chrono::floor<std::chrono::hours>(*after) != *after ||
      *after < context.account.now() - kReachOfList) {
    return refuse_value("CreationTimeAfter");
  }
  std::vector<const Instance*> clones;
  for (std::size_t place = 0; place < context.account.size(); ++place) {
    const Instance& instance = context.account.at(place);
    if (instance.source_id == (*std::get_if<0>(&named))->id && instance.created >= *after)
      clones.push_back(&instance);
  }
  const Page page = *std::get_if<0>(&paging);
  json list = json::array();
  page.each(clones, [&](const Instance* clone) {
    list.push_back(json{{"CreationTime", format_utc(clone->created)},
                        {"DBInstanceDescription", clone->description},
                        {"DBInstanceId", clone->id},
                        {"DBInstanceStatus", clone->status},
                        {"DBInstanceType", clone->type},
                        {"EngineVersion", clone->engine_version},
                        {"HiddenZoneId", clone->hidden_zone_id},
                        {"IsDeleted", clone->released ? 1 : 0},
                        {"LockMode", clone->lock_mode},
                        {"RegionId", clone->region_id},
                        {"SecondaryZoneId", clone->secondary_zone_id},
                        {"ZoneId", clone->zone_id}});
  });
  return json{{"DBInstances", {{"DBInstance", std::move(list)}}},
              {"PageNumber", page.number},
              {"PageSize", page.size},
              {"TotalCount", clones.size()}};
}

}  // namespace dds::emulator
