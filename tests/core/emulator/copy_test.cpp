// Copies of a running emulator, and fingerprints that tell whether two will behave alike.
#include <doctest/doctest.h>

#include <memory>

#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;

namespace {

HttpResponse ask(emulator::Emulator& emulator, Service& service, std::string_view action,
                 std::string_view id, Instant now) {
  const HttpRequest request =
      service.sign(service.complete(action, {{"DBInstanceId", std::string(id)}}));
  return emulator.handle(request, service.now, now);
}

bool same(const HttpResponse& a, const HttpResponse& b) {
  if (a.status != b.status || a.body != b.body || a.headers.size() != b.headers.size())
    return false;
  for (std::size_t i = 0; i < a.headers.size(); ++i) {
    if (a.headers[i].name != b.headers[i].name || a.headers[i].value != b.headers[i].value)
      return false;
  }
  return true;
}

}  // namespace

TEST_CASE("a copy answers byte for byte as the original, nonces and RequestIds included") {
  Service service;
  CHECK_FALSE(service.start(kStock).empty());
  service.now += Seconds(40);
  const auto copy = service.emulator.clone();
  for (const std::string_view action :
       {"DescribeBackupTasks", "DescribeClusterBackups", "CreateBackup", "DescribeDBInstances"}) {
    CAPTURE(action);
    const HttpRequest request =
        service.sign(service.complete(action, {{"DBInstanceId", std::string(kStock)}}));
    for (int twice = 0; twice < 2; ++twice) {
      CHECK(same(service.emulator.handle(request, service.now, service.now),
                 copy->handle(request, service.now, service.now)));
    }
  }
}

TEST_CASE("a copy is independent in both directions") {
  Service service;
  const auto copy = service.emulator.clone();
  CHECK(ask(*copy, service, "CreateBackup", kOrders, service.now).status == 200);
  CHECK(copy->effects().size() == 1);
  CHECK(service.emulator.effects().empty());
  CHECK(service.tasks(kOrders).empty());
  CHECK_FALSE(service.start(kPayments).empty());
  CHECK(Service::content(
            ask(*copy, service, "DescribeBackupTasks", kPayments, service.now))["BackupJobs"]
            .empty());
  (void)ask(*copy, service, "DescribeRegions", kOrders, service.now + std::chrono::days(9));
  CHECK(service.sets(kOrders).size() == 14);
}

TEST_CASE("reading changes no fingerprint; time, backups and policies do") {
  Service service;
  const std::string before = service.emulator.fingerprint();
  (void)service.sets(kOrders);
  CHECK_FALSE(service.refusal("CreateBackup", {{"DBInstanceId", std::string(kLegacy)}}).empty());
  CHECK(service.emulator.fingerprint() == before);
  std::vector<std::string> seen{before};
  const auto differs = [&] {
    const std::string now = service.emulator.fingerprint();
    for (const std::string& earlier : seen) {
      if (earlier == now) return false;
    }
    seen.push_back(now);
    return true;
  };
  CHECK_FALSE(service.start(kOrders).empty());
  CHECK(differs());
  service.now += Seconds(1);
  (void)service.sets(kOrders);
  CHECK(differs());
  service.emulator.set_instance_lock(kOrders, "ManualLock");
  CHECK(differs());
  service.emulator.fail_next_backup(kPayments);
  CHECK(differs());
  CHECK(service
            .refusal("ModifyBackupPolicy",
                     {{"DBInstanceId", std::string(kPayments)}, {"BackupRetentionPeriod", "31"}})
            .empty());
  CHECK(differs());
}

TEST_CASE("two ways to the same state have one fingerprint, another fate has another") {
  Service one;
  Service other;
  CHECK_FALSE(one.start(kOrders).empty());
  (void)other.sets(kOrders);
  (void)other.tasks(kPayments);
  CHECK_FALSE(other.start(kOrders).empty());
  CHECK(one.emulator.fingerprint() == other.emulator.fingerprint());
  CHECK(one.emulator.clone()->fingerprint() == one.emulator.fingerprint());

  Service hanging;
  const HttpRequest request =
      hanging.sign(hanging.complete("CreateBackup", {{"DBInstanceId", std::string(kOrders)}}));
  (void)hanging.emulator.handle(request, kStart, kStart, emulator::JobFate::Hangs);
  CHECK(hanging.emulator.fingerprint() != one.emulator.fingerprint());
}

TEST_CASE("a reset goes back to the start, at the instant that it is told") {
  Service service;
  CHECK_FALSE(service.start(kOrders).empty());
  service.now += std::chrono::days(2);
  service.emulator.reset(service.now);
  CHECK(service.emulator.effects().empty());
  CHECK(service.tasks(kOrders).empty());
  CHECK(service.sets(kOrders).size() == 14);
  CHECK(service.emulator.now() == service.now);
  service.emulator.reset(kStart);
  CHECK(service.emulator.now() == service.now);
}
