// Single turns of CreateBackup's state machine: every ending, and above all what is sent how often.
#include <doctest/doctest.h>

#include "core/backup/create_and_follow.h"
#include "tests/core/backup/scripted_service.h"

using namespace dds;
using namespace dds::testing;
using backup::CreateAndFollow;
using backup::Ending;

namespace {

constexpr std::string_view kId = "dds-bp1a7f3c9d2e5b81";

// A service on which a job needs a minute and then leaves one good set.
struct OneJob : ScriptedService {
  std::optional<Instant> started;
  std::string set_status = "Success";

  OneJob() {
    handlers["DescribeDBInstanceAttribute"] = [](const api::Call&, Instant) {
      return answer(instance_answer(kId));
    };
    handlers["DescribeBackupTasks"] = [this](const api::Call&, Instant at) {
      return answer(tasks(at));
    };
    handlers["CreateBackup"] = [this](const api::Call&, Instant at) {
      started = at;
      return answer({{"RequestId", "REQ"}, {"BackupId", ""}, {"BackupJobId", "775051"}});
    };
    handlers["DescribeBackups"] = [this](const api::Call&, Instant at) { return answer(sets(at)); };
  }
  nlohmann::json tasks(Instant at) const {
    if (!started || at > *started + Seconds{60}) return jobs_answer(nlohmann::json::array());
    const auto percent = (at - *started) / Milliseconds{600};
    return jobs_answer({job("775051", "Backuping", std::to_string(percent) + "%", *started)});
  }
  nlohmann::json sets(Instant at) const {
    if (!started || at < *started + Seconds{70}) return sets_answer(nlohmann::json::array());
    return sets_answer({set("32102771", "775051", set_status, *started)});
  }
};

api::CreateBackupParameters orders() {
  api::CreateBackupParameters parameters;
  parameters.instance_id = kId;
  return parameters;
}

}  // namespace

TEST_CASE("a backup is looked for, created once, followed and read as succeeded") {
  OneJob service;
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(service.count("CreateBackup") == 1);
  REQUIRE(operation.progress().sets.size() == 1);
  CHECK(operation.progress().sets[0].id == "32102771");
  CHECK(operation.progress().request_id == "REQ");
  CHECK(operation.progress().instance_title == "orders");
  CHECK(backup::describe(operation.progress()) == "Finished 06:01:17 UTC, 5.9 MiB, Physical");
  CHECK(service.sent[0] == "DescribeDBInstanceAttribute");
  CHECK(service.sent[1] == "DescribeBackupTasks");
  CHECK(service.sent[2] == "CreateBackup");
}

TEST_CASE("a set that says Failed ends as failed") {
  OneJob service;
  service.set_status = "Failed";
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Failed);
  CHECK(service.count("CreateBackup") == 1);
}

TEST_CASE("an instance that is not Running is refused before CreateBackup is sent") {
  OneJob service;
  service.handlers["DescribeDBInstanceAttribute"] = [](const api::Call&, Instant) {
    return answer(instance_answer(kId, "replicate", "local_ssd", "Creating"));
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Refused);
  CHECK(service.count("CreateBackup") == 0);
  CHECK(operation.progress().problem.find("Creating") != std::string::npos);
}

TEST_CASE(
    "a method that the instance's disk does not take is refused before CreateBackup is sent") {
  OneJob service;
  api::CreateBackupParameters parameters = orders();
  parameters.method = api::BackupMethod::Snapshot;
  CreateAndFollow operation(parameters, {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Refused);
  CHECK(service.count("CreateBackup") == 0);
}

TEST_CASE("a job that runs already is named and nothing is started") {
  OneJob service;
  service.handlers["DescribeBackupTasks"] = [](const api::Call&, Instant at) {
    return answer(jobs_answer({job("170034", "Scheduled", "", at)}));
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::JobRunning);
  CHECK(operation.progress().job_id == "170034");
  CHECK(service.count("CreateBackup") == 0);
}

TEST_CASE("both spellings of BackupJobExists end as a running job") {
  for (const char* code : {"OperationDenied.BackupJobExists", "BackupJobExists"}) {
    OneJob service;
    service.handlers["CreateBackup"] = [code](const api::Call&, Instant) {
      return refusal(code, 403);
    };
    CreateAndFollow operation(orders(), {});
    REQUIRE(service.run(operation));
    CHECK(operation.progress().ending == Ending::JobRunning);
    CHECK(service.count("CreateBackup") == 1);
  }
}

TEST_CASE("an answer lost after it took effect is reconciled by its job and never sent again") {
  for (const TransportFailure kind :
       {TransportFailure::Lost, TransportFailure::TimedOut, TransportFailure::Blocked,
        TransportFailure::TooLarge, TransportFailure::Cancelled}) {
    OneJob service;
    service.handlers["CreateBackup"] = [&service, kind](const api::Call&, Instant at) {
      service.started = at;
      return failure(kind, true);
    };
    CreateAndFollow operation(orders(), {});
    REQUIRE(service.run(operation));
    CHECK(operation.progress().ending == Ending::Succeeded);
    CHECK(operation.progress().job_id == "775051");
    CHECK(service.count("CreateBackup") == 1);
  }
}

TEST_CASE("a server error after CreateBackup is reconciled, not repeated") {
  for (const char* code : {"InternalError", "ServiceUnavailable", "SignatureNonceUsed"}) {
    OneJob service;
    service.handlers["CreateBackup"] = [&service, code](const api::Call&, Instant at) {
      service.started = at;
      return refusal(code, 500);
    };
    CreateAndFollow operation(orders(), {});
    REQUIRE(service.run(operation));
    CHECK(operation.progress().ending == Ending::Succeeded);
    CHECK(service.count("CreateBackup") == 1);
  }
}

TEST_CASE("a lost request without effect ends as unknown after the limit, sent once") {
  OneJob service;
  service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::Lost, true);
  };
  CreateAndFollow operation(orders(), {});
  const Instant began = service.now;
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Unknown);
  CHECK(service.count("CreateBackup") == 1);
  CHECK(service.now - began >= backup::Limits{}.reconcile);
  CHECK(service.now - began < backup::Limits{}.reconcile + Seconds{60});
}

TEST_CASE(
    "an unreadable answer to CreateBackup is reconciled by the set when the job is already over") {
  OneJob service;
  service.handlers["CreateBackup"] = [&service](const api::Call&, Instant at) {
    service.started = at - Seconds{100};  // so quick that only the set is left to be found
    return backup::Event{backup::NotReplied{make_error(ErrorCode::TruncatedBody), true}};
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().job_id == "775051");
  CHECK(service.count("CreateBackup") == 1);
}

TEST_CASE("sets of automatic backups and of earlier manual ones are not taken for ours") {
  OneJob service;
  service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::Lost, true);
  };
  service.handlers["DescribeBackups"] = [](const api::Call&, Instant at) {
    return answer(
        sets_answer({set("1", "900", "Success", at, "Automated"),
                     set("2", "901", "Success", kStart - std::chrono::hours{1}, "Manual")}));
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Unknown);
}

TEST_CASE("failures before anything was sent are retried and then reported as not reached") {
  OneJob service;
  int refused = 0;
  service.handlers["CreateBackup"] = [&](const api::Call&, Instant at) {
    if (++refused <= 2) return failure(TransportFailure::NotReached, false);
    service.started = at;
    return answer({{"BackupJobId", "775051"}});
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(service.count("CreateBackup") == 3);

  OneJob down;
  down.handlers["CreateBackup"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::NotReached, false);
  };
  CreateAndFollow second(orders(), {});
  REQUIRE(down.run(second));
  CHECK(second.progress().ending == Ending::NotReached);
  CHECK_FALSE(second.progress().create_sent);
  CHECK(down.count("CreateBackup") == backup::Limits{}.attempts);
}

TEST_CASE("throttling is retried and honours the service's own waiting time") {
  OneJob service;
  std::vector<Instant> attempts;
  service.handlers["CreateBackup"] = [&](const api::Call&, Instant at) -> backup::Event {
    attempts.push_back(at);
    if (attempts.size() == 1) {
      response::ApiError error;
      error.status = 400;
      error.code = "Throttling.User";
      error.retry_after = Milliseconds{45'000};
      return backup::Replied{error, std::nullopt};
    }
    service.started = at;
    return answer({{"BackupJobId", "775051"}});
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  REQUIRE(attempts.size() == 2);
  CHECK(attempts[1] - attempts[0] >= Milliseconds{45'000});
}

TEST_CASE("an answer without BackupJobId falls back to BackupId, then to looking for the job") {
  OneJob service;
  service.handlers["CreateBackup"] = [&](const api::Call&, Instant at) {
    service.started = at;
    return answer({{"RequestId", "R"}, {"BackupId", "775051"}});
  };
  CreateAndFollow first(orders(), {});
  REQUIRE(service.run(first));
  CHECK(first.progress().ending == Ending::Succeeded);

  OneJob silent;
  silent.handlers["CreateBackup"] = [&](const api::Call&, Instant at) {
    silent.started = at;
    return answer({{"RequestId", "R"}});
  };
  CreateAndFollow second(orders(), {});
  REQUIRE(silent.run(second));
  CHECK(second.progress().ending == Ending::Succeeded);
  CHECK(second.progress().job_id == "775051");
  CHECK(silent.count("CreateBackup") == 1);
}

TEST_CASE("a set dated by a service clock that runs hours ahead of ours is still found") {
  // An emulator whose clock was hurried; its Date header tells real time.
  OneJob service;
  std::vector<std::string> ends;
  service.handlers["DescribeBackups"] = [&](const api::Call& call, Instant at) {
    const std::string* end = find_parameter(call.parameters, "EndTime");
    REQUIRE(end != nullptr);
    ends.push_back(*end);
    const Instant dated = *service.started + std::chrono::hours{20};
    if (at < *service.started + Seconds{70} || *parse_utc(*end) < dated) {
      return answer(sets_answer(nlohmann::json::array()));
    }
    return answer(sets_answer({set("32102771", "775051", "Success", dated)}));
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(service.count("CreateBackup") == 1);
  REQUIRE_FALSE(ends.empty());
  CHECK(ends.front() < format_utc(kStart + std::chrono::hours{1}, TimeForm::Minutes));
}

TEST_CASE("a job that ends without a set ends as unknown within its limit") {
  OneJob service;
  service.handlers["DescribeBackups"] = [](const api::Call&, Instant) {
    return answer(sets_answer(nlohmann::json::array()));
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Unknown);
  CHECK(operation.progress().problem.find("no backup set") != std::string::npos);
}

TEST_CASE("a network that stays away while following ends as unknown, with what is known kept") {
  OneJob service;
  service.handlers["DescribeBackupTasks"] = [&](const api::Call&, Instant at) {
    if (service.started) return failure(TransportFailure::NotReached, false);
    return answer(service.tasks(at));
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Unknown);
  CHECK(operation.progress().job_id == "775051");
}

TEST_CASE("a network that comes back within the outage limit changes nothing about the ending") {
  OneJob service;
  service.handlers["DescribeBackupTasks"] = [&](const api::Call&, Instant at) {
    if (service.started && at < *service.started + std::chrono::minutes{10}) {
      return failure(TransportFailure::NotReached, false);
    }
    return answer(service.tasks(at));
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
}

TEST_CASE("a policy that forbids looking does not forbid backing up") {
  OneJob service;
  service.handlers["DescribeDBInstanceAttribute"] = [](const api::Call&, Instant) {
    return refusal("Forbidden.RAM", 403);
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
}

TEST_CASE("without follow the operation ends as soon as the job's number is known") {
  OneJob service;
  backup::Options options;
  options.follow = false;
  CreateAndFollow operation(orders(), options);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Started);
  CHECK(operation.progress().job_id == "775051");
  CHECK(service.sent.back() == "CreateBackup");
}

TEST_CASE("a sharded cluster on local disks succeeds when every shard has its set") {
  OneJob service;
  service.handlers["DescribeDBInstanceAttribute"] = [](const api::Call&, Instant) {
    nlohmann::json data = instance_answer(kId, "sharding");
    data["DBInstances"]["DBInstance"][0]["ShardList"] = {
        {"ShardAttribute", {{{"NodeId", "d-1"}}, {{"NodeId", "d-2"}}}}};
    return answer(data);
  };
  std::vector<std::string> asked;
  service.handlers["DescribeBackups"] = [&](const api::Call& call, Instant at) {
    const std::string* node = find_parameter(call.parameters, "NodeId");
    asked.push_back(node ? *node : "none");
    // The second shard's set appears a minute later.
    if (node && *node == "d-2" && at < *service.started + Seconds{130}) {
      return answer(sets_answer(nlohmann::json::array()));
    }
    return answer(service.sets(at));
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  REQUIRE(operation.progress().sets.size() == 2);
  CHECK(operation.progress().sets[0].node_id == "d-1");
  CHECK(operation.progress().sets[1].node_id == "d-2");
}

TEST_CASE("every event in every state leads to a defined step and never to a second CreateBackup") {
  // Feeds random events, fitting or not, and checks the promise on each run.
  std::uint64_t state = 42;
  const auto random = [&state](std::uint64_t bound) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state >> 33U) % bound;
  };
  for (int round = 0; round < 2'000; ++round) {
    CreateAndFollow operation(orders(), {});
    Instant now = kStart;
    bool ambiguous = false;  // an attempt whose outcome is unknown went before
    bool create_in_flight = false;
    bool ended = false;
    backup::Event event = backup::Started{};
    for (int i = 0; i < 60 && !ended; ++i) {
      const backup::Step step = operation.handle(event, now);
      const bool answered = !std::holds_alternative<backup::TimerFired>(event) &&
                            !std::holds_alternative<backup::Started>(event);
      if (answered) create_in_flight = false;
      if (const auto* send = std::get_if<backup::Send>(&step)) {
        if (send->call.action == "CreateBackup") {
          CHECK_FALSE(ambiguous);
          CHECK_FALSE(create_in_flight);
          create_in_flight = true;
        }
      }
      ended = std::holds_alternative<backup::Done>(step);
      now += Milliseconds{static_cast<Milliseconds::rep>(random(40'000))};
      switch (random(8)) {
        case 0: event = backup::TimerFired{}; break;
        case 1: event = backup::TimerFired{}; break;
        case 2: event = answer(instance_answer(kId)); break;
        case 3: event = answer(jobs_answer(nlohmann::json::array())); break;
        case 4: event = failure(TransportFailure::NotReached, false); break;
        case 5: event = failure(TransportFailure::TimedOut, true); break;
        case 6: event = refusal("InternalError", 500); break;
        default: event = answer(sets_answer(nlohmann::json::array())); break;
      }
      if (create_in_flight && !std::holds_alternative<backup::TimerFired>(event)) {
        const auto* failed = std::get_if<backup::NotReplied>(&event);
        if (!failed || failed->may_have_taken_effect()) ambiguous = true;
      }
    }
    CHECK((ended ? operation.progress().ending != Ending::None
                 : operation.progress().ending == Ending::None));
  }
}
