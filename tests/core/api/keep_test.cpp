// Keeping a set longer, deleting one, and the space that backups take.
#include <doctest/doctest.h>

#include "core/api/keep.h"
#include "tests/core/api/answers.h"

using namespace dds;
using namespace dds::api;
using test::answer_of;

namespace {

Instant at(std::string_view text) {
  return *parse_utc(text);
}

BackupSet set() {
  BackupSet set;
  set.id = "5664091";
  set.manual = true;
  set.ended = at("2026-01-14T03:57:34Z");
  set.expires = at("2026-02-13T03:57:34Z");
  return set;
}

bool says(const std::string& sentence, std::string_view part) {
  return sentence.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a set is only ever kept longer, 730 days after its end at most, or for ever") {
  CHECK(keep_obstacle(set(), at("2026-02-13T03:57:35Z")).empty());
  CHECK(says(keep_obstacle(set(), at("2026-02-13T03:57:34Z")), "only be kept longer"));
  CHECK(says(keep_obstacle(set(), at("2026-02-01T00:00:00Z")), "2026-02-13T03:57:34Z"));
  REQUIRE(latest_expiry(set()).has_value());
  CHECK(format_utc(*latest_expiry(set())) == "2028-01-14T03:57:34Z");
  CHECK(keep_obstacle(set(), *latest_expiry(set())).empty());
  CHECK(says(keep_obstacle(set(), *latest_expiry(set()) + Seconds{1}), "2028-01-14T03:57:34Z"));
  // Less than a second counts for nothing, since nothing of it is sent.
  CHECK(keep_obstacle(set(), *latest_expiry(set()) + Milliseconds{999}).empty());
  CHECK(keep_obstacle(set(), forever()).empty());
  BackupSet kept = set();
  kept.expires = forever();
  CHECK(says(keep_obstacle(kept, forever()), "already"));
}

TEST_CASE("what is unknown of a set does not speak against keeping it") {
  BackupSet unknown = set();
  unknown.ended.reset();
  unknown.expires.reset();
  CHECK(keep_obstacle(unknown, at("2030-01-01T00:00:00Z")).empty());
  CHECK_FALSE(latest_expiry(unknown).has_value());
}

TEST_CASE("ModifyBackupExpireTime carries seconds, and its answer the time that was set") {
  const Result<Call> call = modify_backup_expire_time("dds-bp1", "5664091", forever());
  REQUIRE(call.ok());
  CHECK(call->action == "ModifyBackupExpireTime");
  CHECK(*find_parameter(call->parameters, "BackupExpireTime") == "9999-01-01T00:00:00Z");
  CHECK(*find_parameter(call->parameters, "BackupId") == "5664091");
  CHECK_FALSE(modify_backup_expire_time("", "5664091", forever()).ok());
  CHECK_FALSE(modify_backup_expire_time("dds-bp1", "5,6", forever()).ok());
  const Result<Instant> read = read_backup_expire_time(
      answer_of(R"({"backupexpiretime":"2025-03-29T03:47:12Z","BackupId":"260032"})"));
  REQUIRE(read.ok());
  CHECK(format_utc(*read) == "2025-03-29T03:47:12Z");
  CHECK_FALSE(read_backup_expire_time(answer_of(R"({"RequestId":"R"})")).ok());
}

TEST_CASE("only manual sets of cloud-disk instances can be deleted") {
  Instance instance;
  instance.storage_type = "cloud_essd1";
  CHECK(delete_obstacle(instance, set()).empty());
  BackupSet automatic = set();
  automatic.manual = false;
  CHECK(says(delete_obstacle(instance, automatic), "by hand"));
  instance.storage_type = "local_ssd";
  CHECK(says(delete_obstacle(instance, set()), "local_ssd"));
  instance.storage_type.clear();
  CHECK(says(delete_obstacle(instance, set()), "not told"));
}

TEST_CASE("DeleteBackup names one set") {
  const Result<Call> call = delete_backup("dds-bp1", "cb-o8c2");
  REQUIRE(call.ok());
  CHECK(call->action == "DeleteBackup");
  CHECK(call->parameters.size() == 2);
  CHECK_FALSE(delete_backup("dds-bp1", "").ok());
  CHECK_FALSE(delete_backup("s-bp1", "1").ok());
}

TEST_CASE("space used and the free quota, from numbers and from texts") {
  const Result<BackupStorage> storage = read_backup_storage(
      answer_of(R"({"FreeSize":100,"FullStorageSize":"70","LogStorageSize":50,"RequestId":"R"})"));
  REQUIRE(storage.ok());
  CHECK(storage->used_bytes() == 120);
  CHECK(storage->beyond_free() == 20);
  const Result<BackupStorage> within = read_backup_storage(
      answer_of("<DescribeBackupStorageResponse><FreeSize>100</FreeSize><FullStorageSize>70</"
                "FullStorageSize><RequestId>R</RequestId>"
                "</DescribeBackupStorageResponse>"));
  REQUIRE(within.ok());
  CHECK(within->beyond_free() == 0);
  CHECK_FALSE(read_backup_storage(answer_of(R"({"FreeSize":1})")).ok());
}
