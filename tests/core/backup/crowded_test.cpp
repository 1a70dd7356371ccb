// Following a job where looks are few, because many wait for their turn: they are kept for when the
// end is likely, and none is given up.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "core/backup/create_and_follow.h"
#include "tests/core/backup/scripted_service.h"

using namespace dds;
using namespace dds::testing;
using backup::CreateAndFollow;
using backup::Ending;

namespace {

constexpr std::string_view kId = "dds-bp1a7f3c9d2e5b81";

// A job of two minutes, looks at which wait 20 s for their turn; it tells how far it is.
struct Crowd : ScriptedService {
  std::optional<Instant> started;
  std::string set_status = "Success";
  std::string type = "replicate";
  bool tells_percent = true;
  bool vanishes = false;  // from the list of jobs, when it ends
  int looks = 0;          // at the job, since it runs
  int sets_ahead = 0;     // looks at sets before it has ended

  static constexpr Seconds kLong{120};

  Crowd() {
    queues["DescribeBackupTasks"] = Seconds{20};
    handlers["DescribeDBInstanceAttribute"] = [this](const api::Call&, Instant) {
      return answer(instance_answer(kId, type));
    };
    handlers["CreateBackup"] = [this](const api::Call&, Instant at) {
      started = at;
      return answer({{"RequestId", "REQ"}, {"BackupId", ""}, {"BackupJobId", "775051"}});
    };
    handlers["DescribeBackupTasks"] = [this](const api::Call&, Instant at) {
      looks += started ? 1 : 0;
      return answer(tasks(at));
    };
    handlers["DescribeBackups"] = [this](const api::Call&, Instant at) {
      sets_ahead += runs(at) ? 1 : 0;
      return answer(sets(at));
    };
  }
  [[nodiscard]] bool runs(Instant at) const { return started && at < *started + kLong; }
  [[nodiscard]] nlohmann::json tasks(Instant at) const {
    if (!started || (vanishes && !runs(at))) return jobs_answer(nlohmann::json::array());
    if (!runs(at)) return jobs_answer({job("775051", "Finished", "", *started)});
    const auto percent = tells_percent ? (at - *started) * 100 / Milliseconds{kLong} : 0;
    return jobs_answer(
        {job("775051", "Backuping", tells_percent ? std::to_string(percent) + "%" : "", *started)});
  }
  [[nodiscard]] nlohmann::json sets(Instant at) const {
    if (!started || at < *started + kLong + Seconds{6}) return sets_answer(nlohmann::json::array());
    return sets_answer({set("32102771", "775051", set_status, *started)});
  }
  Ending back_up() {
    api::CreateBackupParameters parameters;
    parameters.instance_id = kId;
    CreateAndFollow operation(parameters, {});
    REQUIRE(run(operation));
    CHECK(count("CreateBackup") == 1);
    return operation.progress().ending;
  }
};

}  // namespace

TEST_CASE("where looks are few they are kept until the end is likely, and ask for the set") {
  Crowd service;
  CHECK(service.back_up() == Ending::Succeeded);
  CHECK(service.looks <= 3);
  CHECK(service.sent.back() == "DescribeBackups");
  CHECK(service.now - *service.started <= Crowd::kLong + Seconds{20});
}

TEST_CASE("where nobody waits the job is looked at as often as ever, and no set before its end") {
  Crowd service;
  service.queues.clear();
  CHECK(service.back_up() == Ending::Succeeded);
  CHECK(service.looks >= 20);
  CHECK(service.sets_ahead == 0);
  CHECK(service.now - *service.started <= Crowd::kLong + Seconds{15});
}

TEST_CASE("a job that has ended is not asked again: what is awaited is its set") {
  Crowd service;
  service.queues.clear();
  CHECK(service.back_up() == Ending::Succeeded);
  CHECK(std::count(service.sent.end() - 2, service.sent.end(), "DescribeBackups") == 2);
}

TEST_CASE("a job that tells no percentage is looked at all the same") {
  Crowd service;
  service.tells_percent = false;
  CHECK(service.back_up() == Ending::Succeeded);
  CHECK(service.sets_ahead == 0);
  CHECK(service.now - *service.started <= Crowd::kLong + Seconds{90});
}

TEST_CASE("a percentage that promises too early an end costs a few looks and nothing else") {
  Crowd service;
  service.handlers["DescribeBackupTasks"] = [&](const api::Call&, Instant at) {
    nlohmann::json tasks = service.tasks(at);
    if (service.runs(at)) tasks["BackupJobs"][0]["Progress"] = "99%";
    return answer(tasks);
  };
  CHECK(service.back_up() == Ending::Succeeded);
  CHECK(service.sets_ahead > 3);
  CHECK(service.now - *service.started <= Crowd::kLong + Seconds{60});
}

TEST_CASE("a job that fails is told by its set, whoever asked for that first") {
  for (const bool vanishes : {false, true}) {
    Crowd service;
    service.vanishes = vanishes;
    service.set_status = "Failed";
    CHECK(service.back_up() == Ending::Failed);
  }
}

TEST_CASE("a key that may not see sets is told so when the job has ended, not before") {
  Crowd service;
  bool refused_ahead = false;
  service.handlers["DescribeBackups"] = [&](const api::Call&, Instant at) {
    refused_ahead = refused_ahead || service.runs(at) || service.looks < 3;
    return refusal("Forbidden.RAM", 403);
  };
  CHECK(service.back_up() == Ending::Unknown);
  CHECK(refused_ahead);
  CHECK(service.now - *service.started >= Crowd::kLong);
  CHECK(service.count("DescribeBackups") == 2);
}

TEST_CASE("the sets of a cluster's shards are listed once its job has ended") {
  Crowd service;
  service.type = "sharding";
  CHECK(service.back_up() == Ending::Succeeded);
  CHECK(service.sets_ahead == 0);
}
