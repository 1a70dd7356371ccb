// The state document: an emulator that is put down and taken up again goes on as if it had not.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <memory>

#include "core/signing/digest.h"
#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using std::chrono::days;
using std::chrono::minutes;

namespace {

// An account in the middle of things: jobs of every kind, a clone that comes up, one that goes, a
// changed policy, used tokens and nonces.
void live(Service& service) {
  for (const std::string_view id : {kOrders, kStock, kAudit})
    CHECK_FALSE(service.start(id).empty());
  service.now += minutes(6);
  CHECK_FALSE(service.start(kStock).empty());
  const HttpRequest hanging =
      service.sign(service.complete("CreateBackup", {{"DBInstanceId", std::string(kAudit)}}));
  CHECK(
      service.emulator.handle(hanging, service.now, service.now, emulator::JobFate::Hangs).status ==
      200);
  CHECK(service
            .refusal("CreateDBInstance",
                     {{"SrcDBInstanceId", std::string(kOrders)},
                      {"BackupId", response::text_at(service.sets(kOrders)[0], "BackupId")},
                      {"RegionId", "cn-hangzhou"},
                      {"EngineVersion", "4.4"},
                      {"DBInstanceClass", "dds.mongo.mid"},
                      {"DBInstanceStorage", "20"},
                      {"ClientToken", "t"}})
            .empty());
  CHECK(service.refusal("DeleteDBInstance", {{"DBInstanceId", std::string(kSessions)}}).empty());
  CHECK(service
            .refusal("ModifyBackupPolicy", {{"DBInstanceId", std::string(kPayments)},
                                            {"SnapshotBackupType", "Flash"},
                                            {"BackupInterval", "60"}})
            .empty());
  service.emulator.fail_next_backup(kOrders);
}

std::string text(const HttpResponse& response) {
  std::string all = std::to_string(response.status) + "\n";
  for (const HttpHeader& header : response.headers) all += header.name + ": " + header.value + "\n";
  return all + response.body;
}

std::string problem(std::string_view document) {
  const auto loaded = emulator::Emulator::load(document);
  return loaded.ok() ? "" : loaded.error().message;
}

bool mentions(const std::string& all, std::string_view part) {
  return all.find(part) != std::string::npos;
}

// The document with one change and a checksum that fits again.
template <class Change>
std::string changed(Change change) {
  Service service;
  CHECK_FALSE(service.start(kOrders).empty());
  nlohmann::json document = nlohmann::json::parse(service.emulator.save(), nullptr, false);
  change(document["state"]);
  document["checksum"] = signing::hex(signing::sha256(document["state"].dump()));
  return document.dump();
}

}  // namespace

TEST_CASE("a loaded state answers byte for byte as the original would, now and for days on") {
  Service service{{.seed = 9, .further_instances = 3, .throttle = "all:200,CreateBackup:200/60"}};
  live(service);
  auto loaded = emulator::Emulator::load(service.emulator.save());
  REQUIRE(loaded.ok());
  CHECK((*loaded)->fingerprint() == service.emulator.fingerprint());
  CHECK((*loaded)->now() == service.emulator.now());
  for (int step = 0; step < 60; ++step) {
    for (const std::string_view id :
         {kOrders, kPayments, kStock, kAudit, kSessions, std::string_view("dds-nobody")}) {
      for (const std::string_view action :
           {"DescribeBackupTasks", "DescribeBackups", "DescribeClusterBackups",
            "DescribeBackupPolicy", "DescribeDBInstances", "CreateBackup"}) {
        if (action == "CreateBackup" && step % 20 != 3) continue;
        const HttpRequest request =
            service.sign(service.complete(action, {{"DBInstanceId", std::string(id)}}));
        const HttpResponse expected = service.send(request);
        REQUIRE(text((*loaded)->handle(request, service.now, service.now)) == text(expected));
      }
    }
    service.now += step % 3 == 0 ? Milliseconds(std::chrono::hours(13)) : Milliseconds(Seconds(20));
  }
  CHECK((*loaded)->list_effects() == service.emulator.list_effects());
  CHECK((*loaded)->list_instances() == service.emulator.list_instances());
  CHECK((*loaded)->save() == service.emulator.save());
}

TEST_CASE("a nonce and a ClientToken that were used stay used") {
  Service service;
  live(service);
  const HttpRequest request = service.sign(service.complete("DescribeRegions", {}));
  CHECK(service.send(request).status == 200);
  auto loaded = emulator::Emulator::load(service.emulator.save());
  REQUIRE(loaded.ok());
  CHECK(Service::code((*loaded)->handle(request, service.now, service.now)) ==
        "SignatureNonceUsed");
  const HttpRequest token = service.sign(service.complete(
      "DeleteDBInstance", {{"DBInstanceId", std::string(kMetrics)}, {"ClientToken", "t"}}));
  CHECK(Service::code((*loaded)->handle(token, service.now, service.now)) ==
        "IdempotentParameterMismatch");
}

TEST_CASE("an old state catches up: what the clock would have done happens when it goes on") {
  Service service;
  CHECK_FALSE(service.start(kOrders).empty());
  auto loaded = emulator::Emulator::load(service.emulator.save());
  REQUIRE(loaded.ok());
  for (int hour = 0; hour < 60; ++hour) {
    service.now += std::chrono::hours(1);
    (void)service.tasks(kOrders);
  }
  const HttpRequest request = service.sign(service.complete("DescribeRegions", {}));
  (void)(*loaded)->handle(request, service.now, service.now);
  (void)service.tasks(kOrders);
  CHECK((*loaded)->fingerprint() == service.emulator.fingerprint());
}

TEST_CASE("a document that cannot be read is refused with the reason") {
  Service service;
  const std::string document = service.emulator.save();
  CHECK(problem(document).empty());
  CHECK(mentions(problem(""), "not JSON"));
  CHECK(mentions(problem("hello"), "not JSON"));
  CHECK(mentions(problem(document.substr(0, document.size() / 2)), "cut off"));
  for (const std::string_view other : {"[]", "1", "{}", R"({"format":"other"})", "null"})
    CHECK(mentions(problem(other), "not a state document"));
  std::string newer = document;
  newer.replace(newer.find("\"version\":1"), 11, "\"version\":2");
  CHECK(mentions(problem(newer), "version is not 1"));
  std::string damaged = document;
  damaged.replace(damaged.find("local_ssd"), 9, "local_hdd");
  CHECK(mentions(problem(damaged), "checksum"));
}

TEST_CASE("a field that is missing or of another kind is named by its path") {
  CHECK(problem(changed([](nlohmann::json&) {})).empty());
  CHECK(mentions(problem(changed([](nlohmann::json& state) { state["account"].erase("now"); })),
                 "state.account.now is missing"));
  CHECK(mentions(problem(changed([](nlohmann::json& state) {
                   state["account"]["instances"][0]["sets"][2]["bytes"] = "many";
                 })),
                 "state.account.instances[0].sets[2].bytes is not a whole number"));
  CHECK(mentions(problem(changed([](nlohmann::json& state) {
                   state["account"]["instances"][1]["storage_gb"] = 5'000'000'000;
                 })),
                 "instances[1].storage_gb is not a whole number in range"));
  CHECK(mentions(problem(changed([](nlohmann::json& state) {
                   state["account"]["instances"][0]["created"] = -1;
                 })),
                 "created is not an instant"));
  CHECK(mentions(problem(changed([](nlohmann::json& state) { state["nonces"] = 1; })),
                 "state.nonces is not a list"));
  CHECK(mentions(problem(changed([](nlohmann::json& state) { state["settings"] = "x"; })),
                 "state.settings is not an object"));
  CHECK(
      mentions(problem(changed([](nlohmann::json& state) { state = 1; })), "settings is missing"));
  CHECK(mentions(problem(changed([](nlohmann::json& state) {
                   state["account"]["instances"][0]["policy"]["days"] = 128;
                 })),
                 "policy of " + std::string(kOrders)));
  CHECK(mentions(problem(changed([](nlohmann::json& state) {
                   state["account"]["instances"][0]["jobs"][0]["copying"] = 0;
                 })),
                 "not in order"));
}

TEST_CASE("changes grow with effects and resets, not with reading or time") {
  Service service;
  const auto before = service.emulator.changes();
  (void)service.sets(kOrders);
  service.now += days(2);
  (void)service.sets(kOrders);
  CHECK(service.emulator.changes() == before);
  CHECK_FALSE(service.start(kOrders).empty());
  const auto after = service.emulator.changes();
  CHECK(after > before);
  service.emulator.reset(service.now);
  CHECK(service.emulator.changes() > after);
}

TEST_CASE("a secret is in no state document") {
  Service service;
  service.emulator.add_credentials({"LTAIother", Secret("S3cret-which-must-not-show"), Secret()});
  CHECK_FALSE(mentions(service.emulator.save(), "S3cret-which-must-not-show"));
}

TEST_CASE("limits can be changed after loading") {
  Service service;
  service.emulator.set_limits(std::chrono::minutes(1), "all:1");
  CHECK(service.refusal("DescribeRegions").empty());
  CHECK(service.refusal("DescribeRegions") == "Throttling.User");
  service.now += Seconds(10);
  Parameters old = service.complete("DescribeRegions", {});
  old = with(old, "Timestamp", format_utc(service.now - minutes(2)));
  CHECK(Service::code(service.send(service.sign(old))) == "InvalidTimeStamp.Expired");
}
