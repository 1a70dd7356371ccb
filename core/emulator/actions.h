// The actions that are simulated, one function each, in one file per group (actions_*.cpp). An
// action is told what was asked and answers with the JSON content of its answer (without RequestId)
// or a refusal.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/emulator/account.h"
#include "core/emulator/incoming.h"
#include "core/emulator/refusal.h"
#include "core/emulator/region_scope.h"

namespace dds::emulator {

struct ActionContext {
  Account& account;
  const Incoming& incoming;
  const RegionScope& scope;  // the regions that the endpoint serves
  const Settings& settings;
  JobFate fate = JobFate::Ordinary;  // of the backup job that this request may start
};
using ActionResult = Outcome<nlohmann::json>;
using ActionHandler = ActionResult (*)(ActionContext&);

/// nullptr for an action that is not simulated (sample_answer.h answers it).
[[nodiscard]] ActionHandler find_action(std::string_view name);

// actions_clone.cpp
[[nodiscard]] ActionResult create_db_instance(ActionContext& context);
[[nodiscard]] ActionResult create_sharding_db_instance(ActionContext& context);
// actions_keep.cpp
[[nodiscard]] ActionResult delete_backup(ActionContext& context);
[[nodiscard]] ActionResult modify_backup_expire_time(ActionContext& context);
[[nodiscard]] ActionResult describe_backup_storage(ActionContext& context);
// actions_policy.cpp
[[nodiscard]] ActionResult describe_backup_policy(ActionContext& context);
[[nodiscard]] ActionResult modify_backup_policy(ActionContext& context);
// actions_price.cpp
[[nodiscard]] ActionResult describe_price(ActionContext& context);
// actions_recovery.cpp
[[nodiscard]] ActionResult check_recovery_condition(ActionContext& context);
[[nodiscard]] ActionResult describe_backup_dbs(ActionContext& context);
[[nodiscard]] ActionResult describe_cluster_recover_time(ActionContext& context);
[[nodiscard]] ActionResult describe_instance_recover_time(ActionContext& context);
// actions_release.cpp
[[nodiscard]] ActionResult delete_db_instance(ActionContext& context);
[[nodiscard]] ActionResult describe_restore_db_instance_list(ActionContext& context);
[[nodiscard]] ActionResult transfer_cluster_backup(ActionContext& context);
// actions_region.cpp
[[nodiscard]] ActionResult describe_regions(ActionContext& context);
// actions_instance.cpp
[[nodiscard]] ActionResult describe_db_instances(ActionContext& context);
[[nodiscard]] ActionResult describe_db_instance_attribute(ActionContext& context);
// actions_backup.cpp
[[nodiscard]] ActionResult create_backup(ActionContext& context);
[[nodiscard]] ActionResult describe_backup_tasks(ActionContext& context);
// actions_backup_set.cpp
[[nodiscard]] ActionResult describe_backups(ActionContext& context);
[[nodiscard]] ActionResult describe_cluster_backups(ActionContext& context);

// What several actions share (action_input.cpp).

/// The instance named by DBInstanceId, as seen from the endpoint and the optional RegionId: an
/// instance of another region is not found (the documentation's endpoint notices say so). Some
/// actions call the parameter SourceDBInstance.
[[nodiscard]] Outcome<const Instance*> named_instance(const ActionContext& context,
                                                      std::string_view parameter = "DBInstanceId");

/// The same among those that were deleted.
[[nodiscard]] Outcome<const Instance*> named_released_instance(const ActionContext& context);

/// Sets that were copied to another region are not simulated: SrcRegion and DestRegion may only
/// name the instance's own.
[[nodiscard]] std::optional<Refusal> refuse_other_regions(const ActionContext& context,
                                                          const Instance& instance);

/// InvalidParameter for a value that is none of these; an absent or empty one is taken.
[[nodiscard]] std::optional<Refusal> refuse_unless(const ActionContext& context,
                                                   std::string_view parameter,
                                                   std::initializer_list<std::string_view> allowed);

/// A whole number, all of the text; "-1", "30".
[[nodiscard]] std::optional<std::int32_t> whole_number(std::string_view text);

/// Nothing when it is absent or empty, InvalidParameter outside the range.
[[nodiscard]] Outcome<std::optional<std::int32_t>> asked_number(const ActionContext& context,
                                                                std::string_view parameter,
                                                                std::int32_t least,
                                                                std::int32_t most);

/// A time of the form yyyy-MM-ddTHH:mm:ssZ; nothing when it is absent or empty. InvalidParameter
/// for other forms (the code is inferred).
[[nodiscard]] Outcome<std::optional<Instant>> asked_second(const ActionContext& context,
                                                           std::string_view parameter);

/// RegionId, or the endpoint's own region when there is none. A region that does not exist or that
/// the endpoint does not serve is InvalidRegion.NotFound (the second is inferred).
[[nodiscard]] Outcome<std::string> asked_region(const ActionContext& context);

struct Page {
  std::int32_t number = 1;
  std::int32_t size = 30;
  /// Calls `take(entry)` for the page's entries.
  template <class List, class Take>
  void each(const List& list, Take take) const {
    const std::uint64_t begin =
        std::uint64_t(number - 1) * std::uint64_t(size);  // may be far beyond the end
    const std::uint64_t end = std::min<std::uint64_t>(begin + std::uint64_t(size), list.size());
    for (std::uint64_t i = begin; i < end; ++i) take(list[static_cast<std::size_t>(i)]);
  }
};
/// Page number by that parameter (from 1), PageSize 30, 50 or 100. Other sizes are InvalidParameter
/// (inferred from what other products answer).
[[nodiscard]] Outcome<Page> asked_page(const ActionContext& context,
                                       std::string_view number_parameter);

struct TimeWindow {
  std::optional<Instant> begin;
  std::optional<Instant> end;
  /// By the time a set began. Which time the service compares is not documented.
  [[nodiscard]] bool holds(Instant instant) const {
    return (!begin || instant >= *begin) && (!end || instant <= *end);
  }
};
/// StartTime and EndTime, both optional, in the minute form only.
[[nodiscard]] Outcome<TimeWindow> asked_window(const ActionContext& context);

}  // namespace dds::emulator
