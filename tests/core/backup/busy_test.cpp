// Another job on the instance, a backup that was left half-way, and a log that is attached late.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/backup/create_and_follow.h"
#include "tests/core/backup/scripted_service.h"

using namespace dds;
using namespace dds::testing;
using backup::CreateAndFollow;
using backup::Ending;
using backup::IfBusy;
using backup::Phase;

namespace {

constexpr std::string_view kId = "dds-bp1a7f3c9d2e5b81";

api::CreateBackupParameters orders() {
  api::CreateBackupParameters parameters;
  parameters.instance_id = kId;
  return parameters;
}

// A service on which somebody's job 900 runs for two minutes from the start, and which refuses a
// second one meanwhile. Ours is 901 and takes a minute.
struct Busy : ScriptedService {
  Instant others_end = kStart + Seconds{120};
  std::optional<Instant> ours;
  bool seen_before = true;  // job 900 is listed when it is looked for before CreateBackup

  Busy() {
    handlers["DescribeDBInstanceAttribute"] = [](const api::Call&, Instant) {
      return answer(instance_answer(kId));
    };
    handlers["DescribeBackupTasks"] = [this](const api::Call&, Instant at) {
      nlohmann::json jobs = nlohmann::json::array();
      const bool listed = seen_before || count("CreateBackup") > 0;
      if (listed && at < others_end) jobs.push_back(job("900", "Backuping", "50%", kStart, mode));
      if (ours && at < *ours + Seconds{60}) jobs.push_back(job("901", "Backuping", "9%", *ours));
      return answer(jobs_answer(std::move(jobs)));
    };
    handlers["CreateBackup"] = [this](const api::Call&, Instant at) {
      if (at < others_end) return refusal("OperationDenied.BackupJobExists", 403);
      ours = at;
      return answer({{"BackupJobId", "901"}});
    };
    handlers["DescribeBackups"] = [this](const api::Call&, Instant at) {
      nlohmann::json sets = nlohmann::json::array();
      if (at > others_end) sets.push_back(set("320", "900", "Success", kStart, mode));
      if (ours && at > *ours + Seconds{60}) sets.push_back(set("321", "901", "Success", *ours));
      return answer(sets_answer(std::move(sets)));
    };
  }
  std::string mode = "Automated";
};

CreateAndFollow with(IfBusy if_busy) {
  backup::Options options;
  options.if_busy = if_busy;
  return CreateAndFollow(orders(), options);
}

backup::Resume left_running(std::string job_id) {
  backup::Resume resume;
  resume.attempt.at = kStart;
  resume.attempt.sent = kStart;
  resume.job_id = std::move(job_id);
  return resume;
}

}  // namespace

TEST_CASE("a job that runs is joined when that was chosen, and said to be joined") {
  Busy service;
  CreateAndFollow operation = with(IfBusy::Join);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().joined);
  CHECK_FALSE(operation.progress().create_sent);
  CHECK(operation.progress().job_id == "900");
  REQUIRE(operation.progress().sets.size() == 1);
  CHECK(operation.progress().sets[0].id == "320");
  CHECK(service.count("CreateBackup") == 0);
}

TEST_CASE("a job that runs is waited for when that was chosen, and ours begins after it") {
  Busy service;
  CreateAndFollow operation = with(IfBusy::Wait);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK_FALSE(operation.progress().joined);
  CHECK(operation.progress().job_id == "901");
  REQUIRE(service.ours.has_value());
  CHECK(*service.ours >= service.others_end);
  CHECK(service.count("CreateBackup") == 1);
}

TEST_CASE("a job that began between the look and the start is joined or waited for alike") {
  for (const IfBusy choice : {IfBusy::Stop, IfBusy::Join, IfBusy::Wait}) {
    Busy service;
    service.seen_before = false;
    CreateAndFollow operation = with(choice);
    REQUIRE(service.run(operation));
    const backup::Progress& progress = operation.progress();
    CHECK(progress.joined == (choice == IfBusy::Join));
    CHECK(progress.ending == (choice == IfBusy::Stop ? Ending::JobRunning : Ending::Succeeded));
    CHECK(progress.job_id == (choice == IfBusy::Wait ? "901" : "900"));
    CHECK(service.count("CreateBackup") == (choice == IfBusy::Wait ? 2 : 1));
  }
}

TEST_CASE("a job that our own request started is ours, though a copy of it was refused") {
  // The network delivers the request twice; the first copy starts the job, the answer to the second
  // one is all that comes back.
  Busy service;
  service.others_end = kStart;
  service.handlers["CreateBackup"] = [&service](const api::Call&, Instant at) {
    service.ours = at;
    return refusal("OperationDenied.BackupJobExists", 403);
  };
  CreateAndFollow operation = with(IfBusy::Stop);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK_FALSE(operation.progress().joined);
  CHECK(operation.progress().create_sent);
  CHECK(operation.progress().job_id == "901");
  CHECK(service.count("CreateBackup") == 1);
}

TEST_CASE("a job that our own request started is ours, though the list of jobs lags behind") {
  for (const IfBusy choice : {IfBusy::Stop, IfBusy::Join, IfBusy::Wait}) {
    CAPTURE(static_cast<int>(choice));
    Busy service;
    service.others_end = kStart;
    service.handlers["CreateBackup"] = [&service](const api::Call&, Instant at) {
      if (!service.ours) service.ours = at;
      return refusal("OperationDenied.BackupJobExists", 403);
    };
    service.handlers["DescribeBackupTasks"] = [&service](const api::Call&, Instant at) {
      nlohmann::json jobs = nlohmann::json::array();
      if (service.ours && at >= *service.ours + Seconds{3} && at < *service.ours + Seconds{60})
        jobs.push_back(job("901", "Backuping", "9%", *service.ours));
      return answer(jobs_answer(std::move(jobs)));
    };
    CreateAndFollow operation = with(choice);
    REQUIRE(service.run(operation));
    CHECK(operation.progress().ending == Ending::Succeeded);
    CHECK_FALSE(operation.progress().joined);
    CHECK(operation.progress().job_id == "901");
    CHECK(service.count("CreateBackup") == 1);
  }
}

TEST_CASE("a job that exists and is never listed stops or is waited for as was chosen") {
  for (const IfBusy choice : {IfBusy::Stop, IfBusy::Wait}) {
    CAPTURE(static_cast<int>(choice));
    Busy service;
    service.handlers["DescribeBackupTasks"] = [&service](const api::Call&, Instant at) {
      nlohmann::json jobs = nlohmann::json::array();
      if (service.ours && at < *service.ours + Seconds{60})
        jobs.push_back(job("901", "Backuping", "9%", *service.ours));
      return answer(jobs_answer(std::move(jobs)));
    };
    CreateAndFollow operation = with(choice);
    REQUIRE(service.run(operation));
    const backup::Progress& progress = operation.progress();
    CHECK(progress.ending == (choice == IfBusy::Stop ? Ending::JobRunning : Ending::Succeeded));
    CHECK_FALSE(progress.joined);
    CHECK_FALSE(progress.attempt_open);
  }
}

TEST_CASE("an attempt that was left open is looked for, not repeated") {
  Busy service;
  service.others_end = kStart;
  service.ours = kStart + Seconds{1};
  backup::Resume resume;
  resume.attempt.at = kStart;
  resume.attempt.sent = kStart;
  resume.attempt.tolerance = backup::kMeasuredClockTolerance;
  CreateAndFollow operation(orders(), {}, resume);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().job_id == "901");
  CHECK(service.count("CreateBackup") == 0);
}

TEST_CASE("an attempt that was left open and had no effect is made again when that is certain") {
  Busy service;
  service.others_end = kStart;
  backup::Resume resume;
  resume.attempt.at = kStart - Seconds{30};
  resume.attempt.sent = kStart - Seconds{30};
  CreateAndFollow operation(orders(), {}, resume);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  REQUIRE(service.ours.has_value());
  CHECK(*service.ours - resume.attempt.sent >= backup::Limits{}.late);
  CHECK(service.count("CreateBackup") == 1);
}

TEST_CASE("a job that was left running is followed on") {
  Busy service;
  service.others_end = kStart;
  service.ours = kStart;
  CreateAndFollow operation(orders(), {}, left_running("901"));
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(service.count("CreateBackup") == 0);
  CHECK(service.sent.front() == "DescribeBackupTasks");
}

TEST_CASE("an attempt that is withdrawn before it is sent has had no effect") {
  CreateAndFollow operation(orders(), [] {
    backup::Options options;
    options.look_first = false;
    return options;
  }());
  const backup::Step step = operation.handle(backup::Started{}, at(kStart));
  REQUIRE(std::holds_alternative<backup::Send>(step));
  operation.withdraw("The journal cannot be written: the disk is full.");
  CHECK(operation.progress().ending == Ending::Refused);
  CHECK_FALSE(operation.progress().create_sent);
  CHECK_FALSE(operation.progress().attempt_open);
  CHECK(operation.progress().creates_sent == 0);
  CHECK(std::holds_alternative<backup::Done>(operation.handle(backup::TimerFired{}, at(kStart))));
}

TEST_CASE("a cluster backup ends when its log is attached, or says that it is not") {
  for (const char* last : {"Ready", "No_Need", "Running", "Failed"}) {
    CAPTURE(last);
    Busy service;
    service.others_end = kStart;
    service.handlers["DescribeDBInstanceAttribute"] = [](const api::Call&, Instant) {
      nlohmann::json data = instance_answer(kId, "sharding", "cloud_essd1");
      data["DBInstances"]["DBInstance"][0]["UseClusterBackup"] = true;
      return answer(data);
    };
    service.handlers["DescribeClusterBackups"] = [&](const api::Call&, Instant at) {
      nlohmann::json list = nlohmann::json::array();
      if (service.ours && at > *service.ours + Seconds{70}) {
        const bool late = at > *service.ours + Seconds{200};
        list.push_back({{"ClusterBackupId", "cb-1"},
                        {"BackupJobId", "901"},
                        {"ClusterBackupStatus", "OK"},
                        {"ClusterBackupMode", "Manual"},
                        {"ClusterBackupStartTime", format_utc(*service.ours)},
                        {"AttachLogStatus", late ? last : "Init"}});
      }
      return answer({{"ClusterBackups", std::move(list)}});
    };
    CreateAndFollow operation(orders(), {});
    REQUIRE(service.run(operation));
    CHECK(operation.progress().ending == Ending::Succeeded);
    CHECK(service.now >= *service.ours + Seconds{200});
    const bool usable = last[0] == 'N' || std::string_view(last) == "Ready";
    CHECK(operation.progress().problem.empty() == usable);
  }
}

TEST_CASE("a copy of an operation behaves as the original, and says so by its fingerprint") {
  CreateAndFollow operation(orders(), {});
  (void)operation.handle(backup::Started{}, at(kStart));
  const auto copy = operation.clone();
  CHECK(copy->fingerprint() == operation.fingerprint());
  (void)operation.handle(answer(instance_answer(kId)), at(kStart + Seconds{1}));
  CHECK(copy->fingerprint() != operation.fingerprint());
  (void)copy->handle(answer(instance_answer(kId)), at(kStart + Seconds{1}));
  CHECK(copy->fingerprint() == operation.fingerprint());
}
