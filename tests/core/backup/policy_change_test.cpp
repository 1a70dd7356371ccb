// Reading a policy, changing it, and what a lost answer means.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/backup/policy_change.h"
#include "tests/core/backup/torment.h"

using namespace dds;
using namespace dds::testing;
using backup::ChangePolicy;
using backup::Ending;

namespace {

constexpr std::string_view kId = "dds-bp1a7f3c9d2e5b81";

// A service that keeps one policy.
struct OnePolicy : ScriptedService {
  nlohmann::json policy{{"PreferredBackupTime", "03:00Z-04:00Z"},
                        {"PreferredBackupPeriod", "Monday,Thursday"},
                        {"BackupRetentionPeriod", "30"},
                        {"EnableBackupLog", 1},
                        {"LogBackupRetentionPeriod", 7}};
  std::vector<Parameters> changes;

  OnePolicy() {
    handlers["DescribeDBInstanceAttribute"] = [](const api::Call&, Instant) {
      return answer(instance_answer(kId, "replicate", "cloud_essd1"));
    };
    handlers["DescribeBackupPolicy"] = [this](const api::Call&, Instant) { return answer(policy); };
    handlers["ModifyBackupPolicy"] = [this](const api::Call& call, Instant) {
      take(call);
      return answer({{"RequestId", "REQ"}});
    };
  }
  void take(const api::Call& call) {
    changes.push_back(call.parameters);
    for (const Parameter& parameter : call.parameters) {
      if (parameter.name != "DBInstanceId") policy[parameter.name] = parameter.value;
    }
  }
};

ChangePolicy::Edit keep_for(std::int32_t days) {
  return [days](api::BackupPolicy& policy) { policy.retention_days = days; };
}

}  // namespace

TEST_CASE("a policy is read with its instance") {
  OnePolicy service;
  backup::ReadPolicy operation{std::string(kId)};
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  REQUIRE(operation.progress().before.has_value());
  CHECK(operation.progress().before->retention_days == 30);
  CHECK(operation.progress().instance->title() == "orders");
}

TEST_CASE("a policy that may not be read ends as refused, with the reason") {
  OnePolicy service;
  service.handlers["DescribeBackupPolicy"] = [](const api::Call&, Instant) {
    return refusal("Forbidden.RAM", 403);
  };
  backup::ReadPolicy operation{std::string(kId)};
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Refused);
  CHECK(operation.progress().refusal->code == "Forbidden.RAM");
}

TEST_CASE("a change sends the changed fields once, and is seen afterwards") {
  OnePolicy service;
  ChangePolicy operation(std::string(kId), keep_for(60));
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().missing.empty());
  CHECK(operation.progress().request_id == "REQ");
  REQUIRE(service.changes.size() == 1);
  CHECK(service.changes[0].size() == 2);
  CHECK(operation.progress().after->retention_days == 60);
  REQUIRE(operation.progress().changes.size() == 1);
}

TEST_CASE("a change that breaks a rule is not sent") {
  OnePolicy service;
  ChangePolicy operation(std::string(kId), keep_for(3));
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Refused);
  CHECK(service.count("ModifyBackupPolicy") == 0);
  REQUIRE(operation.progress().findings.size() >= 1);
  CHECK(operation.progress().findings[0].field == "BackupRetentionPeriod");
}

TEST_CASE("a refused change calls its fields as the form does") {
  OnePolicy service;
  ChangePolicy operation(std::string(kId), keep_for(3));
  operation.use_terms(
      {.field = [](std::string_view field) { return "<" + std::string(field) + ">"; }});
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Refused);
  CHECK(operation.progress().problem.find("<BackupRetentionPeriod>") != std::string::npos);
}

TEST_CASE("a change to what is so already is done without being sent") {
  OnePolicy service;
  ChangePolicy operation(std::string(kId), keep_for(30));
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(service.count("ModifyBackupPolicy") == 0);
}

TEST_CASE("a policy that somebody else changed since it was confirmed is left alone") {
  OnePolicy service;
  api::BackupPolicy confirmed;
  confirmed.window = api::BackupWindow{180};
  confirmed.days = *api::parse_weekdays("Monday,Thursday");
  confirmed.retention_days = 14;
  ChangePolicy operation(std::string(kId), confirmed, keep_for(60));
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Refused);
  CHECK(service.count("ModifyBackupPolicy") == 0);
}

TEST_CASE("a change that the service takes but does not make is named") {
  OnePolicy service;
  service.handlers["ModifyBackupPolicy"] = [](const api::Call&, Instant) {
    return answer({{"RequestId", "REQ"}});
  };
  ChangePolicy operation(std::string(kId), keep_for(60));
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Failed);
  REQUIRE(operation.progress().missing.size() == 1);
  CHECK(operation.progress().missing[0].field == "BackupRetentionPeriod");
  CHECK_FALSE(operation.progress().problem.empty());
}

TEST_CASE("a change that is refused changed nothing") {
  OnePolicy service;
  service.handlers["ModifyBackupPolicy"] = [](const api::Call&, Instant) {
    return refusal("InvalidBackupRetentionPeriod.Malformed");
  };
  ChangePolicy operation(std::string(kId), keep_for(60));
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Refused);
  CHECK(operation.progress().refusal->code == "InvalidBackupRetentionPeriod.Malformed");
}

TEST_CASE("a lost answer is settled by reading: made, made late, or not made") {
  for (const Milliseconds delay :
       {Milliseconds{0}, Milliseconds{20 * 60'000}, Milliseconds{24 * 3'600'000}}) {
    CAPTURE(delay.count());
    OnePolicy service;
    std::optional<Instant> lost;
    api::Call sent;
    service.handlers["ModifyBackupPolicy"] = [&](const api::Call& call, Instant at) {
      lost = at;
      sent = call;
      return failure(TransportFailure::TimedOut, true);
    };
    service.handlers["DescribeBackupPolicy"] = [&](const api::Call&, Instant at) {
      if (lost && at >= *lost + delay && service.changes.empty()) service.take(sent);
      return answer(service.policy);
    };
    ChangePolicy operation(std::string(kId), keep_for(60));
    REQUIRE(service.run(operation));
    const bool made = delay < std::chrono::hours{1};
    CHECK(operation.progress().ending == (made ? Ending::Succeeded : Ending::NotDone));
    CHECK(service.count("ModifyBackupPolicy") == 1);
    if (!made) {
      CHECK(service.now - *lost >= std::chrono::minutes{31});
    }
  }
}

TEST_CASE("how late a lost change may be can be said, and shows as long as it is waited for") {
  OnePolicy service;
  std::optional<Instant> lost;
  std::optional<Instant> certain;
  service.handlers["ModifyBackupPolicy"] = [&](const api::Call&, Instant at) {
    lost = at;
    return failure(TransportFailure::TimedOut, true);
  };
  backup::StepLimits limits;
  limits.late = Seconds{90};
  ChangePolicy operation(std::string(kId), keep_for(60), limits);
  service.handlers["DescribeBackupPolicy"] = [&](const api::Call&, Instant) {
    if (lost) certain = operation.progress().certain_at;
    return answer(service.policy);
  };
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::NotDone);
  REQUIRE(certain.has_value());
  CHECK(*certain >= *lost + Seconds{90});
  CHECK(service.now >= *certain);
  CHECK(service.now < *certain + Seconds{30});
  CHECK_FALSE(operation.progress().certain_at.has_value());
}

TEST_CASE("a lost answer with a service that cannot be asked any more stays unknown") {
  OnePolicy service;
  bool lost = false;
  service.handlers["ModifyBackupPolicy"] = [&](const api::Call&, Instant) {
    lost = true;
    return failure(TransportFailure::Lost, true);
  };
  service.handlers["DescribeBackupPolicy"] = [&](const api::Call&, Instant) {
    return lost ? failure(TransportFailure::NotReached, false) : answer(service.policy);
  };
  ChangePolicy operation(std::string(kId), keep_for(60));
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Unknown);
  CHECK(service.count("ModifyBackupPolicy") == 1);
}

TEST_CASE("a change that was answered and cannot be read again is unknown, not done") {
  OnePolicy service;
  service.handlers["DescribeBackupPolicy"] = [&](const api::Call&, Instant) {
    return service.changes.empty() ? answer(service.policy) : refusal("Forbidden.RAM", 403);
  };
  ChangePolicy operation(std::string(kId), keep_for(60));
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Unknown);
  CHECK(operation.progress().sentence.find("service has taken") != std::string::npos);
}

TEST_CASE("under random trouble a change is sent once and ends") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    OnePolicy service;
    ChangePolicy operation(std::string(kId), keep_for(60), {}, seed);
    Torment rules;
    rules.trouble_percent = 10 + dice.roll(60);
    rules.limit = std::chrono::minutes{50};
    rules.once = {"ModifyBackupPolicy"};
    torment(operation, service, dice, rules);
    CHECK(operation.progress().ended());
    // Nothing but the truth.
    const bool made = !service.changes.empty();
    if (operation.progress().ending == Ending::Succeeded && operation.progress().after) {
      CHECK(made);
    }
    if (operation.progress().ending == Ending::NotDone ||
        operation.progress().ending == Ending::NotReached ||
        operation.progress().ending == Ending::Unreadable) {
      CHECK_FALSE(made);
    }
  }
}
