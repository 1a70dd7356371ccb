// Keeping a set longer and deleting one: what is sent, how often, and what a lost answer means.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/backup/keep_set.h"
#include "tests/core/backup/torment.h"

using namespace dds;
using namespace dds::testing;
using backup::DeleteSet;
using backup::Ending;
using backup::ExtendSet;

namespace {

constexpr std::string_view kId = "dds-bp1a7f3c9d2e5b81";
const Instant kEnded = kStart - std::chrono::hours{3} + Seconds{77};
const Instant kExpires = kStart + std::chrono::hours{24 * 30};
const Instant kLonger = kStart + std::chrono::hours{24 * 90};

// A service with one set.
struct OneSet : ScriptedService {
  bool there = true;
  Instant expires = kExpires;
  std::string mode = "Manual";
  std::string storage = "cloud_essd1";

  OneSet() {
    handlers["DescribeDBInstanceAttribute"] = [this](const api::Call&, Instant) {
      return answer(instance_answer(kId, "replicate", storage));
    };
    handlers["DescribeBackups"] = [this](const api::Call&, Instant) { return answer(sets()); };
    handlers["ModifyBackupExpireTime"] = [this](const api::Call& call, Instant) {
      expires = *parse_utc(*find_parameter(call.parameters, "BackupExpireTime"));
      return answer({{"RequestId", "REQ"}, {"BackupExpireTime", format_utc(expires)}});
    };
    handlers["DeleteBackup"] = [this](const api::Call&, Instant) {
      there = false;
      return answer({{"RequestId", "REQ"}});
    };
  }
  nlohmann::json sets() const {
    nlohmann::json list = nlohmann::json::array();
    list.push_back(set("111", "900", "Success", kStart - std::chrono::hours{27}));
    if (there) {
      nlohmann::json ours =
          set("5664091", "901", "Success", kStart - std::chrono::hours{3}, mode, "Snapshot");
      ours["BackupExpireTime"] = format_utc(expires);
      list.push_back(std::move(ours));
    }
    return sets_answer(std::move(list));
  }
};

ExtendSet extend(Instant until, std::string backup_id = "5664091") {
  return ExtendSet(std::string(kId), std::move(backup_id), until);
}
DeleteSet removal(std::string backup_id = "5664091") {
  return DeleteSet(std::string(kId), std::move(backup_id));
}

ScriptedService::Handler always(const backup::Event& event) {
  return [event](const api::Call&, Instant) { return event; };
}

}  // namespace

TEST_CASE("a set is kept longer: sent once, and seen afterwards") {
  OneSet service;
  ExtendSet operation = extend(kLonger);
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(operation.progress().expires_before == kExpires);
  CHECK(operation.progress().expires == kLonger);
  CHECK(operation.progress().request_id == "REQ");
  CHECK(service.count("ModifyBackupExpireTime") == 1);

  ExtendSet for_ever = extend(forever());
  REQUIRE(service.run(for_ever));
  CHECK(for_ever.progress().ending == Ending::Succeeded);
  CHECK(for_ever.progress().sentence.find("for ever") != std::string::npos);
}

TEST_CASE("what is not allowed is not sent") {
  OneSet service;
  ExtendSet shorter = extend(kExpires - Seconds{1});
  REQUIRE(service.run(shorter));
  CHECK(shorter.progress().ending == Ending::Refused);
  ExtendSet too_long = extend(kEnded + std::chrono::hours{24 * 731});
  REQUIRE(service.run(too_long));
  CHECK(too_long.progress().ending == Ending::Refused);
  ExtendSet nowhere = extend(kLonger, "404");
  REQUIRE(service.run(nowhere));
  CHECK(nowhere.progress().ending == Ending::Refused);
  CHECK(nowhere.progress().problem.find("404") != std::string::npos);
  CHECK(service.count("ModifyBackupExpireTime") == 0);

  DeleteSet unknown = removal("404");
  REQUIRE(service.run(unknown));
  CHECK(unknown.progress().ending == Ending::Refused);
  service.mode = "Automated";
  DeleteSet automatic = removal();
  REQUIRE(service.run(automatic));
  CHECK(automatic.progress().ending == Ending::Refused);
  service.mode = "Manual";
  service.storage = "local_ssd";
  DeleteSet local = removal();
  REQUIRE(service.run(local));
  CHECK(local.progress().ending == Ending::Refused);
  CHECK(service.count("DeleteBackup") == 0);
}

TEST_CASE("a deletion is sent once and the set is seen to be gone") {
  OneSet service;
  DeleteSet operation = removal();
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Succeeded);
  CHECK(service.count("DeleteBackup") == 1);
}

TEST_CASE("a refusal by the service is kept") {
  OneSet service;
  service.handlers["DeleteBackup"] = always(refusal("OperationDenied.BackupJobExists", 403));
  DeleteSet operation = removal();
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Refused);
  CHECK(operation.progress().refusal->code == "OperationDenied.BackupJobExists");
  CHECK(service.count("DeleteBackup") == 1);
}

TEST_CASE("what the service took and does not show is not called done") {
  OneSet service;
  service.handlers["DeleteBackup"] = always(answer({{"RequestId", "REQ"}}));
  service.handlers["ModifyBackupExpireTime"] = always(answer({{"RequestId", "REQ"}}));
  DeleteSet removed = removal();
  REQUIRE(service.run(removed));
  CHECK(removed.progress().ending == Ending::Unknown);
  ExtendSet kept = extend(kLonger);
  REQUIRE(service.run(kept));
  CHECK(kept.progress().ending == Ending::Failed);
  CHECK(kept.progress().expires == kExpires);
}

TEST_CASE("lost answers are settled by reading the set again, and nothing is sent twice") {
  for (const bool made : {true, false}) {
    OneSet service;
    service.handlers["DeleteBackup"] = [&](const api::Call&, Instant) {
      service.there = !made;
      return failure(TransportFailure::Lost, true);
    };
    DeleteSet removed = removal();
    const Instant began = service.now;
    REQUIRE(service.run(removed));
    CHECK(removed.progress().ending == (made ? Ending::Succeeded : Ending::NotDone));
    CHECK(service.count("DeleteBackup") == 1);
    CHECK((service.now - began >= std::chrono::minutes{31}) == !made);

    OneSet second;
    second.handlers["ModifyBackupExpireTime"] = [&](const api::Call&, Instant) {
      if (made) second.expires = kLonger;
      return refusal("InternalError", 500);
    };
    ExtendSet kept = extend(kLonger);
    REQUIRE(second.run(kept));
    CHECK(kept.progress().ending == (made ? Ending::Succeeded : Ending::NotDone));
    CHECK(second.count("ModifyBackupExpireTime") == 1);
  }
}

TEST_CASE("a lost answer that cannot be looked after stays unknown") {
  OneSet service;
  bool lost = false;
  service.handlers["DeleteBackup"] = [&](const api::Call&, Instant) {
    lost = true;
    return failure(TransportFailure::TimedOut, true);
  };
  service.handlers["DescribeBackups"] = [&](const api::Call&, Instant) {
    return lost ? refusal("Forbidden.RAM", 403) : answer(service.sets());
  };
  DeleteSet operation = removal();
  REQUIRE(service.run(operation));
  CHECK(operation.progress().ending == Ending::Unknown);
}

TEST_CASE("under random trouble both end, having sent what they change once") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    OneSet service;
    Torment rules;
    rules.trouble_percent = 10 + dice.roll(60);
    rules.limit = std::chrono::minutes{50};
    rules.once = {"DeleteBackup", "ModifyBackupExpireTime"};
    if (seed % 2 == 0) {
      DeleteSet operation(std::string(kId), "5664091", {}, seed);
      torment(operation, service, dice, rules);
      if (operation.progress().ending == Ending::NotDone) {
        CHECK(service.there);
      }
    } else {
      ExtendSet operation(std::string(kId), "5664091", kLonger, {}, seed);
      torment(operation, service, dice, rules);
      if (operation.progress().ending == Ending::NotDone) {
        CHECK(service.expires == kExpires);
      }
    }
  }
}

TEST_CASE("a change that was answered and cannot be seen is unknown, not done") {
  for (const bool deleting : {true, false}) {
    OneSet service;
    bool answered = false;
    const auto take = [&](const api::Call&, Instant) {
      answered = true;
      return answer({{"RequestId", "REQ"}});
    };
    service.handlers["DeleteBackup"] = take;
    service.handlers["ModifyBackupExpireTime"] = take;
    service.handlers["DescribeBackups"] = [&](const api::Call&, Instant) {
      return answered ? refusal("Forbidden.RAM", 403) : answer(service.sets());
    };
    DeleteSet removed = removal();
    ExtendSet kept = extend(kLonger);
    backup::SetOperation& operation = deleting ? static_cast<backup::SetOperation&>(removed) : kept;
    REQUIRE(service.run(operation));
    CHECK(operation.progress().ending == Ending::Unknown);
    CHECK(operation.progress().sentence.find("service has taken") != std::string::npos);
  }
}
