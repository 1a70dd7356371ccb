// Single turns of CreateBackup's state machine: every ending, and above all what is sent how often.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

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
    if (!started || at < *started || at > *started + Seconds{60})
      return jobs_answer(nlohmann::json::array());
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

TEST_CASE(
    "where nothing has told the service's clock, sets of shortly before are noted before the "
    "start") {
  OneJob service;
  service.dated = false;
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(service.sent[2] == "DescribeBackups");  // so that none of them can pass for ours
  CHECK(service.sent[3] == "CreateBackup");
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
  // Only what is known to come before any effect says that there was none; all else leaves it open.
  const std::pair<const char*, int> open[] = {{"InternalError", 500},
                                              {"ServiceUnavailable", 503},
                                              {"SignatureNonceUsed", 400},
                                              {"InternalError.Backend", 400},
                                              {"ServiceTimeout", 408},
                                              {"LoginRequired", 200},
                                              {"ServiceUnavailable.Zone", 403},
                                              {"Moved", 302},
                                              {"UpstreamTimeout", 400},
                                              {"InternalFailure", 409},
                                              {"SystemError", 499},
                                              {"GatewayError", 520},
                                              {"UnknownError", 400},
                                              {"TooEarly", 425}};
  for (const auto& one : open) {
    const char* code = one.first;
    const int status = one.second;
    CAPTURE(code);
    OneJob service;
    service.handlers["CreateBackup"] = [&service, code, status](const api::Call&, Instant at) {
      service.started = at;
      return refusal(code, status);
    };
    CreateAndFollow operation(orders(), {});
    REQUIRE(service.run(operation));
    CHECK(operation.progress().ending == Ending::Succeeded);
    CHECK(service.count("CreateBackup") == 1);
  }
}

TEST_CASE("a lost request is delivered again, byte for byte, after two looks that found nothing") {
  OneJob service;
  std::vector<Instant> sent;
  service.handlers["CreateBackup"] = [&](const api::Call&, Instant at) {
    sent.push_back(at);
    if (sent.size() == 1) return failure(TransportFailure::Lost, true);
    service.started = at;
    return answer({{"BackupJobId", "775051"}});
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().job_id == "775051");
  CHECK(operation.progress().creates_sent == 1);  // one that was signed
  CHECK(service.count("CreateBackup") == 1);
  CHECK(service.again == std::vector<std::string>{"CreateBackup"});
  REQUIRE(sent.size() == 2);
  CHECK(sent[1] - sent[0] < Seconds{60});
}

TEST_CASE(
    "that its nonce is used says that it was received: the looking goes on, nothing else is "
    "delivered") {
  OneJob service;
  service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::TimedOut, true);
  };
  service.deliver_again = [&](const api::Call&, Instant at) {
    service.started = at + std::chrono::minutes{3};  // it is slow to show
    return refusal("SignatureNonceUsed");
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(service.again.size() == 1);
  CHECK(service.count("CreateBackup") == 1);
}

TEST_CASE("the copy that is refused otherwise proves nothing of the first one, which stays open") {
  for (const char* code : {"Throttling.User", "Forbidden.RAM", "OperationDenied.DBInstanceStatus",
                           "InternalError", "OperationDenied.BackupJobExists"}) {
    CAPTURE(code);
    OneJob service;
    const Instant began = service.now;
    service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
      return failure(TransportFailure::Lost, true);
    };
    service.deliver_again = [code](const api::Call&, Instant) { return refusal(code); };
    backup::Options options;
    options.send_again = false;
    CreateAndFollow operation(orders(), options);
    REQUIRE(service.run(operation));
    CHECK(operation.progress().ending == Ending::NotDone);
    CHECK(service.count("CreateBackup") == 1);
    CHECK(service.now - began >= backup::kLateEffect);
  }
}

TEST_CASE("a timestamp refused as too old proves that the first copy cannot take effect either") {
  OneJob service;
  const Instant began = service.now;
  service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::Lost, true);
  };
  service.deliver_again = [&](const api::Call&, Instant at) {
    // A window of a minute and a half, whatever is documented.
    return at - began > Seconds{90} ? refusal("InvalidTimeStamp.Expired")
                                    : failure(TransportFailure::Lost, true);
  };
  backup::Options options;
  options.send_again = false;
  CreateAndFollow operation(orders(), options);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::NotDone);
  CHECK(service.now - began < std::chrono::minutes{4});
}

TEST_CASE("what cannot be made again, as with another key, is waited for instead") {
  OneJob service;
  service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::Lost, true);
  };
  service.deliver_again = [](const api::Call&, Instant) {
    return backup::NotReplied{make_error(ErrorCode::InvalidCredentials), false};
  };
  backup::Options options;
  options.send_again = false;
  CreateAndFollow operation(orders(), options);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::NotDone);
  CHECK(service.again.size() == 1);
}

TEST_CASE("a lost request without effect is sent again once it can no longer arrive, not before") {
  OneJob service;
  std::vector<Instant> sent;
  service.handlers["CreateBackup"] = [&](const api::Call&, Instant at) {
    sent.push_back(at);
    if (sent.size() == 1) return failure(TransportFailure::Lost, true);
    service.started = at;
    return answer({{"BackupJobId", "775051"}});
  };
  backup::Options options;
  options.if_unknown = backup::IfUnknown::Wait;
  CreateAndFollow operation(orders(), options);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  REQUIRE(sent.size() == 2);
  CHECK(sent[1] - sent[0] >= backup::Limits{}.late);
  CHECK(sent[1] - sent[0] < backup::Limits{}.late + Seconds{60});
}

TEST_CASE(
    "where no answer tells the service's clock, the worst one that is believed is waited for") {
  OneJob service;
  service.dated = false;
  std::vector<Instant> sent;
  service.handlers["CreateBackup"] = [&](const api::Call&, Instant at) {
    sent.push_back(at);
    if (sent.size() == 1) return failure(TransportFailure::Lost, true);
    service.started = at;
    return answer({{"BackupJobId", "775051"}});
  };
  backup::Options options;
  options.if_unknown = backup::IfUnknown::Wait;
  CreateAndFollow operation(orders(), options);
  REQUIRE(service.run(operation));
  REQUIRE(sent.size() == 2);
  CHECK(sent[1] - sent[0] >= backup::kLateEffect + backup::kWorstSkew);
}

TEST_CASE("a sleep, however long, ends no backup before the service was asked again") {
  for (const auto slept : {std::chrono::minutes{20}, std::chrono::minutes{26 * 60}}) {
    OneJob service;
    CreateAndFollow operation(orders(), {});
    backup::Event event = backup::Started{};
    bool asleep = false;
    for (int i = 0; i < 10'000; ++i) {
      backup::Step step = operation.handle(event, at(service.now));
      if (std::holds_alternative<backup::Done>(step)) break;
      if (const auto* wait = std::get_if<backup::WaitUntil>(&step)) {
        service.now = std::max(service.now, wall_of(wait->instant));
        event = backup::TimerFired{};
        continue;
      }
      const backup::Send& send = *std::get_if<backup::Send>(&step);
      REQUIRE(operation.leaving(service.stamp(send), at(service.now)));
      if (operation.progress().phase == backup::Phase::Following && !std::exchange(asleep, true)) {
        service.now += slept;  // with the connection, which is gone
        event = failure(TransportFailure::Lost, true);
        continue;
      }
      event = service.date(service.handlers.at(send.call.action)(send.call, service.now));
    }
    CHECK(asleep);
    CHECK(operation.progress().ending == Ending::Succeeded);
  }
}

TEST_CASE("an answer from before a sleep does not keep the next look waiting for long") {
  OneJob service;
  std::vector<Instant> looks;
  Instant woke;
  service.handlers["DescribeBackupTasks"] = [&](const api::Call&, Instant at) {
    looks.push_back(at);
    auto running = answer(service.tasks(at));
    if (service.started && woke == Instant{}) {
      service.now += std::chrono::hours{1};
      woke = service.now;
    }
    return running;
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  const auto next = std::find_if(looks.begin(), looks.end(), [&](Instant at) { return at > woke; });
  REQUIRE(next != looks.end());
  CHECK(*next - woke < backup::Limits{}.poll + Seconds{1});
}

TEST_CASE("a sleep while a request waits for its turn is a sleep as well") {
  OneJob service;
  int looks = 0;
  service.handlers["DescribeBackupTasks"] = [&](const api::Call&, Instant at) -> backup::Event {
    if (!service.started) return answer(service.tasks(at));
    // Two looks fail, and between them an hour passes in which nobody looked.
    service.queues["DescribeBackupTasks"] = std::chrono::hours{++looks == 1 ? 1 : 0};
    if (looks <= 2) return failure(TransportFailure::TimedOut, true);
    return answer(service.tasks(at));
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(service.count("CreateBackup") == 1);
}

TEST_CASE("requests that are lost again and again end as not started, which is certain") {
  OneJob service;
  service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::Lost, true);
  };
  backup::Options options;
  options.limits.attempts = 2;
  CreateAndFollow operation(orders(), options);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::NotDone);
  CHECK_FALSE(operation.progress().create_sent);
  CHECK_FALSE(operation.progress().attempt_open);
  CHECK(service.count("CreateBackup") == 2);
}

TEST_CASE("a limit that is shorter than a request may be late ends as unknown, sent once") {
  OneJob service;
  service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::Lost, true);
  };
  backup::Options options;
  options.limits.reconcile = std::chrono::minutes{5};
  CreateAndFollow operation(orders(), options);
  const Instant began = service.now;
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Unknown);
  CHECK(operation.progress().attempt_open);
  CHECK(service.count("CreateBackup") == 1);
  CHECK(service.now - began >= options.limits.reconcile);
  CHECK(service.now - began < options.limits.reconcile + Seconds{60});
}

TEST_CASE("an outcome that the service does not let us look for stays unknown, sent once") {
  OneJob service;
  service.handlers["CreateBackup"] = [&](const api::Call&, Instant at) {
    service.started = at;
    return failure(TransportFailure::Lost, true);
  };
  service.handlers["DescribeBackupTasks"] = [&](const api::Call&, Instant at) {
    if (service.started) return failure(TransportFailure::NotReached, false);
    return answer(service.tasks(at));
  };
  CreateAndFollow operation(orders(), {});
  const Instant began = service.now;
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Unknown);
  CHECK(service.count("CreateBackup") == 1);
  CHECK(service.now - began < backup::Limits{}.reconcile + Seconds{60});
}

TEST_CASE("a lost request that takes effect minutes later is found and followed") {
  OneJob service;
  Instant sent{};
  service.handlers["CreateBackup"] = [&](const api::Call&, Instant at) {
    sent = at;
    return failure(TransportFailure::TimedOut, true);
  };
  service.handlers["DescribeBackupTasks"] = [&](const api::Call&, Instant at) {
    if (sent != Instant{} && !service.started && at >= sent + std::chrono::minutes{14})
      service.started = sent + std::chrono::minutes{14};
    return answer(service.tasks(at));
  };
  service.deliver_again = [](const api::Call&, Instant) {
    return failure(TransportFailure::Lost, true);
  };
  CreateAndFollow operation(orders(), {});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(service.count("CreateBackup") == 1);
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
    return answer(sets_answer({set("1", "900", "Success", at, "Automated"),
                               set("2", "901", "Success", kStart - std::chrono::hours{1}, "Manual"),
                               set("3", "902", "Success", kStart - Seconds{20}, "Manual")}));
  };
  backup::Options options;
  options.limits.attempts = 1;
  CreateAndFollow operation(orders(), options);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::NotDone);
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
    if (!service.started) return answer(sets_answer(nlohmann::json::array()));
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

TEST_CASE("every event in every state leads to a defined step and to no blind CreateBackup") {
  // Feeds random events, fitting or not, and checks the promise on each run.
  std::uint64_t state = 42;
  const auto random = [&state](std::uint64_t bound) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (state >> 33U) % bound;
  };
  for (int round = 0; round < 2'000; ++round) {
    backup::Options options;
    options.if_busy = static_cast<backup::IfBusy>(round % 3);
    CreateAndFollow operation(orders(), options);
    Instant now = kStart;
    std::optional<Instant> ambiguous;  // an attempt of unknown outcome went before, at that instant
    std::optional<Instant> in_flight;  // CreateBackup, since
    bool ended = false;
    std::string nonce;
    backup::Event event = backup::Started{};
    for (int i = 0; i < 80 && !ended; ++i) {
      const backup::Step step = operation.handle(event, at(now));
      const bool answered = !std::holds_alternative<backup::TimerFired>(event) &&
                            !std::holds_alternative<backup::Started>(event);
      if (answered) in_flight.reset();
      if (const auto* send = std::get_if<backup::Send>(&step)) {
        if (send->call.action == "CreateBackup") {
          CHECK_FALSE(in_flight);
          // The same signed bytes once more are no new one: their nonce is taken once.
          if (ambiguous && send->again.empty()) CHECK(now - *ambiguous >= options.limits.late);
          if (ambiguous && !send->again.empty()) CHECK(send->again.nonce == nonce);
          in_flight = now;
        }
        const bool anew = send->again.empty();
        if (send->call.action == "CreateBackup" && anew) nonce = "nonce" + std::to_string(i);
        CHECK(operation.leaving(
            anew ? backup::Stamp{now, "nonce" + std::to_string(i), "d", {}} : send->again,
            at(now)));
      }
      ended = std::holds_alternative<backup::Done>(step);
      now +=
          Milliseconds{static_cast<Milliseconds::rep>(random(round % 2 == 0 ? 40'000 : 400'000))};
      switch (random(10)) {
        case 0: event = backup::TimerFired{}; break;
        case 1: event = backup::TimerFired{}; break;
        case 2: event = answer(instance_answer(kId)); break;
        case 3: event = answer(jobs_answer(nlohmann::json::array())); break;
        case 4: event = failure(TransportFailure::NotReached, false); break;
        case 5: event = failure(TransportFailure::TimedOut, true); break;
        case 6: event = refusal("InternalError", 500); break;
        case 7: event = answer(jobs_answer({job("1", "Backuping", "5%", now, "Automated")})); break;
        case 8: event = refusal("OperationDenied.BackupJobExists", 403); break;
        default: event = answer(sets_answer(nlohmann::json::array())); break;
      }
      if (in_flight && !std::holds_alternative<backup::TimerFired>(event)) {
        // An answer without a job's number counts as unknown too: all of these but refusals.
        const auto* failed = std::get_if<backup::NotReplied>(&event);
        const auto* replied = std::get_if<backup::Replied>(&event);
        const bool refused = replied &&
                             std::holds_alternative<response::ApiError>(replied->reply) &&
                             std::get_if<response::ApiError>(&replied->reply)->status < 500;
        if (failed ? failed->may_have_taken_effect() : !refused) ambiguous = *in_flight;
      }
    }
    CHECK((ended ? operation.progress().ending != Ending::None
                 : operation.progress().ending == Ending::None));
  }
}
