// The catalogue: that it is whole, and that a few facts arrived where they belong.
#include "core/api/catalogue.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "core/api/call.h"
#include "core/api/catalogue_text.h"

using namespace dds;
using api::Action;
using api::catalogue;
using api::Effect;
using api::Field;
using api::FieldType;

namespace {

const Action& action(std::string_view name) {
  const Action* found = catalogue().find(name);
  REQUIRE_MESSAGE(found != nullptr, name);
  return *found;
}

const Field& field(std::string_view action_name, std::string_view flat_name) {
  const Field* found = api::parameter(action(action_name), flat_name);
  REQUIRE_MESSAGE(found != nullptr, flat_name);
  return *found;
}

std::size_t depth(std::span<const Field> fields) {
  std::size_t deepest = 0;
  for (const Field& one : fields) deepest = std::max(deepest, depth(one.fields) + 1);
  return deepest;
}

std::set<std::string_view> with_effect(Effect effect) {
  std::set<std::string_view> names;
  for (const Action& one : catalogue().actions()) {
    if (one.effect == effect) names.insert(one.name);
  }
  return names;
}

}  // namespace

TEST_CASE("the catalogue has all 131 actions, sorted, each with a group and a summary") {
  const auto actions = catalogue().actions();
  CHECK(actions.size() == 131);
  CHECK(std::is_sorted(actions.begin(), actions.end(),
                       [](const Action& a, const Action& b) { return a.name < b.name; }));
  const auto groups = catalogue().groups();
  CHECK(groups.size() == 13);
  for (const Action& one : actions) {
    CAPTURE(one.name);
    CHECK(catalogue().find(one.name) == &one);
    CHECK(std::find(groups.begin(), groups.end(), one.group) != groups.end());
    CHECK_FALSE(one.summary.empty());
    CHECK(api::answer_field(one, "RequestId") != nullptr);
    CHECK(one.ram_action() == "dds:" + std::string(one.name));
  }
}

TEST_CASE("reading the text again gives the same, and nothing of it is lost") {
  const api::Catalogue again = api::Catalogue::read_embedded();
  REQUIRE(again.actions().size() == catalogue().actions().size());
  std::size_t fields = 0;
  const auto count = [&](auto&& self, std::span<const Field> list) -> void {
    for (const Field& one : list) {
      fields += one.hidden ? 0 : 1;
      self(self, one.fields);
    }
  };
  for (const Action& one : again.actions()) {
    count(count, one.parameters);
    count(count, one.answer);
  }
  // Every line of the text that is neither an action, nor an end of a list, nor one of the five at
  // its beginning (groups, account parameters) is a field.
  std::size_t lines = 0;
  std::string_view text = api::catalogue_text();
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() + 1);
    if (!line.starts_with('>') && line != ".") ++lines;
  }
  CHECK(fields == lines - 5);
}

TEST_CASE("names are found by exact spelling, and nearly right ones lead to the right one") {
  CHECK(catalogue().find("CreateBackup") != nullptr);
  CHECK(catalogue().find("createbackup") == nullptr);
  CHECK(catalogue().find("CreateBackups") == nullptr);
  CHECK(catalogue().find("") == nullptr);
  REQUIRE(catalogue().find_near("createbackup") != nullptr);
  CHECK(catalogue().find_near("createbackup")->name == "CreateBackup");
  REQUIRE(catalogue().find_near("DescribeBackpus") != nullptr);
  CHECK(catalogue().find_near("DescribeBackpus")->name == "DescribeBackups");
  CHECK(catalogue().find_near("NoSuchAction") == nullptr);
  CHECK(catalogue().find_near("") == nullptr);
}

TEST_CASE("no misspelt name leads to an action that does more than it says") {
  const auto near = [](std::string_view word) {
    const api::Action* action = catalogue().find_near(word);
    return action == nullptr ? std::string_view() : action->name;
  };
  CHECK(near("DleeteBackup") != "DeleteBackup");
  CHECK(near("DeleteBakcup") == "DeleteBackup");  // who writes Delete means it
  CHECK(near("ModifyBackupPolcy") == "ModifyBackupPolicy");
  // Every action, with the verb of every other and one letter wrong.
  std::vector<std::string> verbs;
  for (const api::Action& action : catalogue().actions()) {
    std::size_t end = 1;
    while (end < action.name.size() && action.name[end] >= 'a') ++end;
    verbs.emplace_back(action.name.substr(0, end));
  }
  std::sort(verbs.begin(), verbs.end());
  verbs.erase(std::unique(verbs.begin(), verbs.end()), verbs.end());
  REQUIRE(verbs.size() > 10);
  for (const api::Action& action : catalogue().actions()) {
    std::size_t end = 1;
    while (end < action.name.size() && action.name[end] >= 'a') ++end;
    for (const std::string& verb : verbs) {
      std::string word = verb + std::string(action.name.substr(end));
      word.pop_back();
      const api::Action* found = catalogue().find_near(word);
      if (found == nullptr || !api::wants_confirmation(found->effect)) continue;
      CAPTURE(word);
      CHECK_MESSAGE(found->name.starts_with(verb), found->name);
    }
  }
}

TEST_CASE("what reads says so by its verb, apart from the one that has no such verb") {
  for (const Action& one : catalogue().actions()) {
    CAPTURE(one.name);
    CHECK((one.effect == Effect::Reads) ==
          (api::is_read_only(one.name) || one.name == "EvaluateResource"));
  }
}

TEST_CASE("what deletes and what costs money is known, and asked about") {
  CHECK(with_effect(Effect::Deletes) ==
        std::set<std::string_view>{
            "DeleteBackup", "DeleteDBInstance", "DeleteGlobalSecurityIPGroup", "DeleteNode",
            "DestroyInstance", "ReleaseNodePrivateNetworkAddress", "ReleasePublicNetworkAddress"});
  for (const char* const name :
       {"RestartDBInstance", "RestartNode", "SwitchDBInstanceHA", "ModifySecurityIps",
        "MigrateAvailableZone", "UpgradeDBInstanceKernelVersion"}) {
    CAPTURE(name);
    CHECK(action(name).effect == Effect::Interrupts);
    CHECK(api::wants_confirmation(action(name).effect));
  }
  CHECK_FALSE(api::wants_confirmation(action("CreateBackup").effect));
  CHECK(with_effect(Effect::CostsMoney) ==
        std::set<std::string_view>{
            "CreateDBInstance", "CreateNode", "CreateNodeBatch", "CreateShardingDBInstance",
            "ModifyAuditPolicy", "ModifyDBInstanceDiskType", "ModifyDBInstanceSpec",
            "ModifyInstanceAutoRenewalAttribute", "ModifyNodeSpec", "ModifyNodeSpecBatch",
            "RenewDBInstance", "TransformInstanceChargeType", "TransformToPrePaid"});
  // Whatever can be paid automatically costs money.
  for (const Action& one : catalogue().actions()) {
    CAPTURE(one.name);
    if (api::parameter(one, "AutoPay") != nullptr) CHECK(one.effect == Effect::CostsMoney);
  }
  CHECK(wants_confirmation(Effect::Deletes));
  CHECK(wants_confirmation(Effect::CostsMoney));
  CHECK_FALSE(wants_confirmation(Effect::Changes));
  CHECK_FALSE(wants_confirmation(Effect::Reads));
  CHECK(action("ModifyAuditPolicy").effect_inferred);
  CHECK_FALSE(action("CreateDBInstance").effect_inferred);
}

TEST_CASE("CreateBackup is described as the documentation does") {
  const Action& create = action("CreateBackup");
  CHECK(create.group == "Backup");
  CHECK(create.effect == Effect::Changes);
  CHECK_FALSE(create.deprecated);
  REQUIRE(create.parameters.size() == 7);
  CHECK(create.parameters.front().name == "DBInstanceId");
  CHECK(create.parameters.front().required);
  CHECK(create.parameters.back().name == "ResourceOwnerId");
  CHECK(create.parameters.back().hidden);
  const Field& method = field("CreateBackup", "BackupMethod");
  CHECK_FALSE(method.required);
  CHECK(method.default_value == "Physical");
  CHECK(std::vector<std::string_view>(method.values.begin(), method.values.end()) ==
        std::vector<std::string_view>{"Snapshot", "Logical", "Physical"});
  const Field& retention = field("CreateBackup", "BackupRetentionPeriod");
  CHECK(retention.type == FieldType::Integer64);
  REQUIRE(retention.range);
  CHECK(retention.range->least == 7);
  CHECK(retention.range->most == 730);
  REQUIRE(retention.also_allowed.size() == 1);
  CHECK(retention.also_allowed.front() == "-1");
  CHECK(api::answer_field(create, "BackupId")->deprecated);
  CHECK_FALSE(api::answer_field(create, "BackupJobId")->deprecated);
}

TEST_CASE("required parameters come first and hidden ones last") {
  for (const Action& one : catalogue().actions()) {
    CAPTURE(one.name);
    const auto rank = [](const Field& field) { return field.hidden ? 2 : field.required ? 0 : 1; };
    CHECK(std::is_sorted(one.parameters.begin(), one.parameters.end(),
                         [&](const Field& a, const Field& b) { return rank(a) < rank(b); }));
  }
}

TEST_CASE("fields lie in fields as deep as DescribePrice has them") {
  CHECK(depth(action("DescribePrice").answer) >= 6);
  const Field* deep = api::answer_field(
      action("DescribePrice"), "SubOrders.SubOrder.ModuleInstance.ModuleInstance.ModuleId");
  REQUIRE(deep != nullptr);
  CHECK(deep->type == FieldType::Integer64);
}

TEST_CASE("an answer field is found by its path, with or without the marks of lists") {
  const Action& backups = action("DescribeBackups");
  const Field* plain = api::answer_field(backups, "Backups.Backup.BackupId");
  REQUIRE(plain != nullptr);
  CHECK(plain->type == FieldType::String);
  CHECK(api::answer_field(backups, "Backups.Backup[].BackupId") == plain);
  CHECK(api::answer_field(backups, "Backups.Backup.1.BackupId") == plain);
  CHECK(api::answer_field(backups, "Backups.Backup")->type == FieldType::ObjectList);
  CHECK(api::answer_field(backups, "Backups.BackupId") == nullptr);
  CHECK(api::answer_field(backups, "") == nullptr);
}

TEST_CASE("a parameter is found by the flat name that is sent, and by no other") {
  const Action& create = action("CreateShardingDBInstance");
  CHECK(api::parameter(create, "ReplicaSet.2.Storage")->type == FieldType::Integer32);
  CHECK(api::parameter(create, "Tag.1.Key") != nullptr);
  for (const char* wrong :
       {"ReplicaSet", "ReplicaSet.1", "ReplicaSet.Storage", "ReplicaSet.0.Class",
        "ReplicaSet.1.Class.x", "RegionId.1", "regionid", ""}) {
    CAPTURE(wrong);
    CHECK(api::parameter(create, wrong) == nullptr);
  }
  CHECK(api::parameter(action("TagResources"), "ResourceId.3") != nullptr);
  CHECK(api::parameter(action("TagResources"), "ResourceId") == nullptr);
}

TEST_CASE("a wrong parameter name leads to the one that was meant, as it is sent") {
  const Action& create = action("CreateShardingDBInstance");
  CHECK(api::near_parameter(create, "RegoinId") == "RegionId");
  CHECK(api::near_parameter(create, "tag.2.key") == "Tag.2.Key");
  CHECK(api::near_parameter(create, "Tag.Key") == "Tag.1.Key");
  CHECK(api::near_parameter(create, "ReplicaSet.1.Clas") == "ReplicaSet.1.Class");
  CHECK(api::near_parameter(action("TagResources"), "ResourceID") == "ResourceId.1");
  CHECK(api::near_parameter(create, "CompletelyElse").empty());
  CHECK(api::near_parameter(create, "").empty());
  CHECK(api::near_parameter(create, "Tag.1.").empty());
}

TEST_CASE("passwords are known as secrets") {
  CHECK(api::is_secret(field("CreateDBInstance", "AccountPassword")));
  CHECK_FALSE(api::is_secret(field("CreateDBInstance", "DBInstanceClass")));
}

TEST_CASE("signing's own parameters are no action's parameters") {
  for (const Action& one : catalogue().actions()) {
    CAPTURE(one.name);
    for (const Field& parameter : one.parameters) {
      CHECK_FALSE(
          api::validate(
              {std::string(one.name), {{std::string(parameter.name), "x"}}, api::Format::Json})
              .has_value());
    }
  }
}
