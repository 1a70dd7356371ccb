// CreateBackup: what it takes, and what each kind of instance allows.
#include <doctest/doctest.h>

#include "core/api/create_backup.h"

using namespace dds;
using namespace dds::api;

namespace {

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

Error error_of(const CreateBackupParameters& parameters) {
  const Result<Call> call = create_backup(parameters);
  REQUIRE_FALSE(call.ok());
  return call ? Error{} : call.error();
}

Instance instance_of(InstanceKind kind, std::string storage) {
  Instance instance;
  instance.id = "dds-bp1a7f3c9d2e5b81";
  instance.kind = kind;
  instance.status = "Running";
  instance.lock_mode = "Unlock";
  instance.storage_type = std::move(storage);
  instance.engine_version = "4.4";
  return instance;
}

std::string allowed(const Instance& instance) {
  std::string text;
  for (const MethodChoice& choice : method_choices(instance)) {
    CHECK(choice.reason.empty() == choice.allowed);
    if (!choice.allowed) {
      CHECK_FALSE(choice.is_default);
      CHECK(choice.reason.ends_with('.'));
      continue;
    }
    text += std::string(name(choice.method)) + (choice.is_default ? "* " : " ");
  }
  return text;
}

}  // namespace

TEST_CASE("only the instance is needed, and nothing is added to what was given") {
  const Result<Call> call = create_backup({"d-bpxxxxxxxx", std::nullopt, std::nullopt, ""});
  REQUIRE(call.ok());
  if (!call) return;
  CHECK(call->action == "CreateBackup");
  CHECK((call->parameters == Parameters{{"DBInstanceId", "d-bpxxxxxxxx"}}));
  CHECK_FALSE(validate(*call));
}

TEST_CASE("everything given is sent in the service's spelling") {
  const Result<Call> call = create_backup({"dds-bp1", BackupMethod::Logical, 30, "cn-hangzhou"});
  REQUIRE(call.ok());
  if (!call) return;
  CHECK((call->parameters == Parameters{{"DBInstanceId", "dds-bp1"},
                                        {"BackupMethod", "Logical"},
                                        {"BackupRetentionPeriod", "30"},
                                        {"RegionId", "cn-hangzhou"}}));
  CHECK_FALSE(validate(*call));
}

TEST_CASE("a missing or impossible instance is named, with what was given and what is right") {
  CHECK(error_of({}).code == ErrorCode::MissingParameter);
  for (const char* id : {"dds bp1", "dds-bp1\n", " dds-bp1", "dds-bp****",
                         "dds&Action=DeleteBackup", "实例", "dds\xFF", "s-bp1"}) {
    CAPTURE(id);
    const Error error = error_of({id, std::nullopt, std::nullopt, ""});
    CHECK(error.code == ErrorCode::InvalidParameter);
    CHECK(error.detail == "DBInstanceId");
    CHECK(has(error.message, "DBInstanceId is \""));
    CHECK(has(error.message, "dds-"));
    CHECK_FALSE(has(error.message, "\n"));
  }
  CHECK(error_of({std::string(100'000, 'a'), std::nullopt, std::nullopt, ""}).message.size() < 300);
}

TEST_CASE("retention is 7 to 730 days, or -1") {
  for (const std::int32_t days : {-1, 7, 30, 730}) {
    CHECK(create_backup({"dds-bp1", std::nullopt, days, ""}).ok());
  }
  for (const std::int32_t days : {INT32_MIN, -2, 0, 1, 6, 731, INT32_MAX}) {
    const Error error = error_of({"dds-bp1", std::nullopt, days, ""});
    CHECK(error.detail == "BackupRetentionPeriod");
    CHECK(has(error.message, "BackupRetentionPeriod is " + std::to_string(days)));
    CHECK(has(error.message, "7 to 730"));
    CHECK(has(error.message, "-1"));
  }
}

TEST_CASE("a region id is of letters, digits and dashes") {
  const Error error = error_of({"dds-bp1", std::nullopt, std::nullopt, "China (Hangzhou)"});
  CHECK(error.detail == "RegionId");
  CHECK(has(error.message, "cn-hangzhou"));
}

TEST_CASE("a method is spelled as the service does") {
  for (const BackupMethod method :
       {BackupMethod::Logical, BackupMethod::Physical, BackupMethod::Snapshot}) {
    const Result<BackupMethod> parsed = parse_backup_method(name(method));
    REQUIRE(parsed.ok());
    if (parsed) CHECK(*parsed == method);
  }
  const Result<BackupMethod> slip = parse_backup_method("logical");
  CHECK_FALSE(slip.ok());
  if (!slip) CHECK(has(slip.error().message, "spells it Logical"));
  for (const char* text : {"", "Logica", "Logical ", "Dump", "\xFF"}) {
    const Result<BackupMethod> wrong = parse_backup_method(text);
    CHECK_FALSE(wrong.ok());
    if (!wrong) CHECK(has(wrong.error().message, "Logical, Physical and Snapshot"));
  }
}

TEST_CASE("each kind of instance offers the methods that the service takes for it") {
  CHECK(allowed(instance_of(InstanceKind::ReplicaSet, "local_ssd")) == "Physical* Logical ");
  CHECK(allowed(instance_of(InstanceKind::ShardedCluster, "local_ssd")) == "Physical* Logical ");
  CHECK(allowed(instance_of(InstanceKind::ReplicaSet, "cloud_essd1")) == "Snapshot* ");
  CHECK(allowed(instance_of(InstanceKind::ShardedCluster, "cloud_auto")) == "Snapshot* ");
  CHECK(allowed(instance_of(InstanceKind::Standalone, "local_ssd")) == "Snapshot* ");
  CHECK(allowed(instance_of(InstanceKind::Standalone, "cloud_essd")) == "Snapshot* ");
  CHECK(allowed(instance_of(InstanceKind::Standalone, "")) == "Snapshot* ");
  CHECK(allowed(instance_of(InstanceKind::Serverless, "")) == "Snapshot* ");
  CHECK(allowed(instance_of(InstanceKind::ReplicaSet, "")) == "Physical* Logical Snapshot ");
}

TEST_CASE("only a running, unlocked instance can be backed up") {
  Instance instance = instance_of(InstanceKind::ReplicaSet, "local_ssd");
  CHECK(backup_obstacle(instance).empty());
  instance.lock_mode.clear();
  CHECK(backup_obstacle(instance).empty());
  instance.lock_mode = "LockByExpiration";
  CHECK(has(backup_obstacle(instance), "LockByExpiration"));
  instance.status = "Creating";
  CHECK(has(backup_obstacle(instance), "Creating"));
  instance.status.clear();
  CHECK(has(backup_obstacle(instance), "unknown"));
}

TEST_CASE("a retention of its own is for cloud-disk replica sets and clusters from 4.2 on") {
  CHECK(retention_obstacle(instance_of(InstanceKind::ReplicaSet, "cloud_essd1")).empty());
  CHECK(retention_obstacle(instance_of(InstanceKind::ShardedCluster, "cloud_auto")).empty());
  CHECK(has(retention_obstacle(instance_of(InstanceKind::ReplicaSet, "local_ssd")), "cloud-disk"));
  CHECK(
      has(retention_obstacle(instance_of(InstanceKind::Standalone, "cloud_essd")), "replica sets"));
  Instance old = instance_of(InstanceKind::ReplicaSet, "cloud_essd");
  for (const char* version : {"4.0", "3.4"}) {
    old.engine_version = version;
    CHECK(has(retention_obstacle(old), version));
  }
  for (const char* version : {"4.2", "4.4", "5.0", "10.0", "", "unknown", "4"}) {
    old.engine_version = version;
    CHECK(retention_obstacle(old).empty());
  }
}
