// How long backups are kept, what they take, and that they can be deleted.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using response::text_at;
using std::chrono::days;
using std::chrono::minutes;

namespace {

// A manual backup that has ended; the id of its set.
std::string manual_set(Service& service, std::string_view id) {
  const std::string job = service.start(id);
  service.now += minutes(6);
  const nlohmann::json sets = service.sets(id, {{"BackupJobId", job}});
  return sets.size() == 1 ? text_at(sets[0], "BackupId") : "";
}

nlohmann::json clusters(Service& service) {
  return service.call("DescribeClusterBackups",
                      {{"DBInstanceId", std::string(kStock)}})["ClusterBackups"];
}

std::string extend(Service& service, std::string_view id, std::string_view set,
                   std::string_view until) {
  return service.refusal("ModifyBackupExpireTime", {{"DBInstanceId", std::string(id)},
                                                    {"BackupId", std::string(set)},
                                                    {"BackupExpireTime", std::string(until)}});
}

std::string erase(Service& service, std::string_view id, std::string_view set) {
  return service.refusal("DeleteBackup",
                         {{"DBInstanceId", std::string(id)}, {"BackupId", std::string(set)}});
}

}  // namespace

TEST_CASE("a set's time can be extended, up to 730 days after its end or for ever") {
  Service service;
  const std::string id = manual_set(service, kPayments);
  const auto set = [&] { return service.sets(kPayments, {{"BackupId", id}})[0]; };
  const nlohmann::json answer =
      service.call("ModifyBackupExpireTime", {{"DBInstanceId", std::string(kPayments)},
                                              {"BackupId", id},
                                              {"BackupExpireTime", "2026-06-01T00:00:00Z"}});
  CHECK(answer["BackupExpireTime"] == "2026-06-01T00:00:00Z");
  CHECK(answer["BackupId"] == id);
  CHECK(set()["BackupExpireTime"] == "2026-06-01T00:00:00Z");

  const Instant ended = *parse_utc(text_at(set(), "BackupEndTime"));
  CHECK(extend(service, kPayments, id, format_utc(ended + days(731))) == "InvalidParameter");
  CHECK(extend(service, kPayments, id, format_utc(ended + days(730))).empty());
  CHECK(extend(service, kPayments, id, "9999-01-01T00:00:00Z").empty());
  CHECK(set()["BackupExpireTime"] == "9999-01-01T00:00:00Z");
  service.now += days(1'000);
  CHECK(set()["BackupId"] == id);
}

TEST_CASE("a set's time is never shortened, and is of one form") {
  Service service;
  const nlohmann::json set = service.sets(kOrders)[0];
  const std::string id = text_at(set, "BackupId");
  CHECK(extend(service, kOrders, id, text_at(set, "BackupExpireTime")) == "InvalidParameter");
  CHECK(extend(service, kOrders, id, "2026-01-20T00:00:00Z") == "InvalidParameter");
  for (const std::string_view wrong : {"2026-06-01", "2026-06-01T00:00Z", "for ever"})
    CHECK(extend(service, kOrders, id, wrong) == "InvalidParameter");
  CHECK(extend(service, kOrders, id, "") == "MissingBackupExpireTime");
  CHECK(extend(service, kOrders, "", "2026-06-01T00:00:00Z") == "MissingBackupId");
  CHECK(extend(service, kOrders, "1", "2026-06-01T00:00:00Z") == "InvalidBackupSetID.NotFound");
  CHECK(extend(service, kPayments, id, "2026-06-01T00:00:00Z") == "InvalidBackupSetID.NotFound");
  CHECK(service.emulator.effects().empty());
  CHECK(extend(service, kOrders, id, "2026-06-01T00:00:00Z").empty());
  REQUIRE(service.emulator.effects().size() == 1);
  CHECK(service.emulator.effects()[0].action == "ModifyBackupExpireTime");
  CHECK(service.emulator.effects()[0].set_id == id);
}

TEST_CASE("a failed set and one that has expired cannot be extended") {
  Service service;
  const nlohmann::json sets = service.sets(kOrders);
  std::string failed;
  for (const nlohmann::json& set : sets) {
    if (set["BackupStatus"] == "Failed") failed = text_at(set, "BackupId");
  }
  CHECK(extend(service, kOrders, failed, "2026-06-01T00:00:00Z") == "IncorrectBackupSetState");
  const std::string oldest = text_at(sets[sets.size() - 1], "BackupId");
  service.now += days(40);
  CHECK(extend(service, kOrders, oldest, "2026-06-01T00:00:00Z") == "InvalidBackupSetID.NotFound");
}

TEST_CASE("a cluster backup is extended with its parts") {
  Service service;
  const std::string id = text_at(clusters(service)[0], "ClusterBackupId");
  CHECK(extend(service, kStock, id, "2026-06-01T00:00:00Z").empty());
  CHECK(clusters(service)[0]["BackupExpireTime"] == "2026-06-01T00:00:00Z");
  service.now += days(60);
  nlohmann::json list = clusters(service);
  const nlohmann::json& kept = list[list.size() - 1];
  CHECK(kept["ClusterBackupId"] == id);
  CHECK(kept["Backups"].size() == 3);
}

TEST_CASE("a manual set of a cloud-disk instance can be deleted, once") {
  Service service;
  const std::string id = manual_set(service, kPayments);
  const std::size_t before = service.sets(kPayments).size();
  CHECK(erase(service, kPayments, id).empty());
  CHECK(service.sets(kPayments).size() == before - 1);
  CHECK(service.sets(kPayments, {{"BackupId", id}}).empty());
  CHECK(erase(service, kPayments, id) == "InvalidBackupSetID.NotFound");
  REQUIRE(service.emulator.effects().size() == 2);
  CHECK(service.emulator.effects()[1].action == "DeleteBackup");
  CHECK(service.emulator.effects()[1].set_id == id);
}

TEST_CASE("automatic sets, sets of local disks and those of a busy instance are not deleted") {
  Service service;
  CHECK(erase(service, kPayments, text_at(service.sets(kPayments)[0], "BackupId")) ==
        "IncorrectBackupSetState");
  CHECK(erase(service, kOrders, manual_set(service, kOrders)) ==
        "InvalidBackupMethod.ValueNotSupport");
  const std::string id = manual_set(service, kPayments);
  CHECK_FALSE(service.start(kPayments).empty());
  CHECK(erase(service, kPayments, id) == "OperationDenied.BackupJobExists");
  CHECK(erase(service, kPayments, "") == "MissingBackupId");
}

TEST_CASE("a cluster backup is deleted as a whole, not by its parts") {
  Service service;
  const std::string job = service.start(kStock);
  service.now += minutes(6);
  const nlohmann::json newest = clusters(service)[0];
  REQUIRE(newest["ClusterBackupMode"] == "Manual");
  CHECK(erase(service, kStock, text_at(newest["Backups"][0], "BackupId")) ==
        "IncorrectBackupSetState");
  CHECK(erase(service, kStock, text_at(newest, "ClusterBackupId")).empty());
  CHECK(clusters(service)[0] != newest);
  CHECK(service.sets(kStock, {{"BackupId", text_at(newest["Backups"][0], "BackupId")}}).empty());
}

TEST_CASE("backup storage is the sum of the sets on local disks and a chain on cloud disks") {
  Service service;
  const auto storage = [&](std::string_view id, Parameters more = {}) {
    more.push_back({"DBInstanceId", std::string(id)});
    return service.call("DescribeBackupStorage", std::move(more));
  };
  std::int64_t sum = 0;
  for (const nlohmann::json& set : service.sets(kOrders))
    sum += response::integer_at(set, "BackupSize").value_or(0);
  const nlohmann::json orders = storage(kOrders);
  CHECK(orders["FullStorageSize"] == sum);
  CHECK(orders["FreeSize"] == std::int64_t{20} << 30);
  CHECK(orders["LogStorageSize"] == 0);
  const nlohmann::json payments = storage(kPayments);
  CHECK(payments["FullStorageSize"] < std::int64_t{80} << 30);
  CHECK(payments["LogStorageSize"] > 0);
  const std::int64_t all = storage(kStock)["FreeSize"].get<std::int64_t>();
  CHECK(storage(kStock, {{"NodeId", "d-bp1a3e90c27f8b14"}})["FreeSize"] == all / 3);
  CHECK(service.refusal("DescribeBackupStorage", {{"DBInstanceId", std::string(kStock)},
                                                  {"NodeId", "d-nobody"}}) == "Node.NotFound");
}
