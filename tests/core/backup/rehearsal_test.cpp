// A rehearsal: what it proves, what it records before it orders, and that it cleans up.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/backup/rehearsal.h"
#include "tests/core/backup/restoring_service.h"
#include "tests/core/backup/torment.h"

using namespace dds;
using namespace dds::testing;
using backup::DatabaseSource;
using backup::Ending;
using backup::Rehearsal;
using backup::RehearsalPhase;
using backup::RehearsalProgress;
using backup::RehearsalRecord;
using State = RehearsalRecord::State;

namespace {

struct MemorySink final : backup::JournalSink {
  Status append(std::string_view line) override {
    if (full) return make_error(ErrorCode::Io, "The disk is full.", "");
    text += line;
    return std::nullopt;
  }
  [[nodiscard]] RehearsalRecord record() const {
    const Result<backup::RehearsalBook> book = backup::read_rehearsals(text);
    REQUIRE(book.ok());
    REQUIRE(book->records.size() == 1);
    return book->records[0];
  }
  std::string text;
  bool full = false;
};

struct RehearsalService : RestoringService {
  nlohmann::json sets = nlohmann::json::array(
      {set("5664091", "901", "Success", kStart - std::chrono::hours{3}, "Automated", "Snapshot")});

  RehearsalService() {
    handlers["DescribeBackups"] = [this](const api::Call&, Instant) {
      return answer(sets_answer(sets));
    };
    handlers["DescribeBackupDBs"] = [](const api::Call& call, Instant) {
      const bool first = *find_parameter(call.parameters, "PageNumber") == "1";
      nlohmann::json names = nlohmann::json::array();
      names.push_back({{"DBName", first ? "shop" : "stock"}});
      return answer({{"TotalCount", 2}, {"Databases", {{"Database", std::move(names)}}}});
    };
    handlers["DescribeDBInstances"] = [this](const api::Call& call, Instant at) {
      const bool replicas = *find_parameter(call.parameters, "DBInstanceType") == "replicate";
      if (replicas && clone_is_listed(at)) return answer(clone_json(at));
      return answer(
          {{"TotalCount", 0}, {"DBInstances", {{"DBInstance", nlohmann::json::array()}}}});
    };
  }
};

struct Run {
  RehearsalService service;
  MemorySink sink;
  std::optional<Rehearsal> rehearsal;

  explicit Run(std::optional<api::RestorePoint> point = {}) {
    rehearsal.emplace(std::string(kSource), std::move(point), "token-1", kStart, sink);
  }
  void plan() {
    REQUIRE(service.run(*rehearsal));
    REQUIRE(rehearsal->progress().phase == RehearsalPhase::ReadyToConfirm);
  }
  RehearsalProgress all() {
    plan();
    REQUIRE(rehearsal->confirm());
    REQUIRE(service.run(*rehearsal));
    return rehearsal->progress();
  }
};

bool says(const std::string& sentence, std::string_view part) {
  return sentence.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the newest good backup is restored, runs, and is released again") {
  Run run;
  run.plan();
  CHECK(run.service.orders.empty());
  CHECK(run.sink.text.empty());
  CHECK(run.rehearsal->progress().restore.price->to_pay == "0.27");
  REQUIRE(run.rehearsal->confirm());
  REQUIRE(run.service.run(*run.rehearsal));
  const RehearsalProgress progress = run.rehearsal->progress();
  CHECK(progress.ending == Ending::Succeeded);
  CHECK_FALSE(progress.left_over);
  CHECK(run.service.instances_made == 1);
  CHECK(run.service.released.has_value());
  CHECK(*progress.restore_took >= run.service.build_time);
  CHECK(progress.release_took.has_value());
  CHECK(progress.backup->sets[0].id == "5664091");
  CHECK(run.service.description == "dds-rehearsal_dds-bp1a7f3c9d2e5b81_20260114T060000Z");
  const RehearsalRecord record = run.sink.record();
  CHECK(record.state == State::Released);
  CHECK(record.instance_id == kClone);
  CHECK(record.proven == progress.proven);
}

TEST_CASE("nothing is ordered without a confirmation, a backup, or a place for the record") {
  Run unconfirmed;
  unconfirmed.plan();
  REQUIRE(unconfirmed.service.run(*unconfirmed.rehearsal));
  CHECK(unconfirmed.service.orders.empty());

  Run without;
  without.service.sets = nlohmann::json::array({set("1", "9", "Failed", kStart)});
  REQUIRE(without.service.run(*without.rehearsal));
  CHECK(without.rehearsal->progress().ending == Ending::Refused);
  CHECK(says(without.rehearsal->progress().problem, "no good backup"));

  Run full;
  full.plan();
  full.sink.full = true;
  REQUIRE(full.rehearsal->confirm());
  REQUIRE(full.service.run(*full.rehearsal));
  CHECK(full.rehearsal->progress().ending == Ending::Refused);
  CHECK(says(full.rehearsal->progress().problem, "disk is full"));
  CHECK(full.service.orders.empty());

  MemorySink sink;
  Rehearsal long_token(std::string(kSource), {}, std::string(63, 'x'), kStart, sink);
  REQUIRE(full.service.run(long_token));
  CHECK(long_token.progress().ending == Ending::Refused);
}

TEST_CASE("the record of the order stands before the order leaves, its id once it is known") {
  Run run;
  const auto order = run.service.handlers["CreateDBInstance"];
  run.service.handlers["CreateDBInstance"] = [&](const api::Call& call, Instant at) {
    CHECK(run.sink.record().state == State::Ordered);
    CHECK(run.sink.record().description ==
          *find_parameter(call.parameters, "DBInstanceDescription"));
    return order(call, at);
  };
  const auto look = run.service.handlers["DescribeDBInstanceAttribute"];
  run.service.handlers["DescribeDBInstanceAttribute"] = [&](const api::Call& call, Instant at) {
    if (run.service.made && !run.service.released) {
      CHECK(run.sink.record().instance_id == kClone);
    }
    return look(call, at);
  };
  CHECK(run.all().ending == Ending::Succeeded);
}

TEST_CASE("databases: told by the service where it can, by the set's names else, or by nobody") {
  Run cloud;
  RehearsalProgress progress = cloud.all();
  CHECK(progress.databases_from == DatabaseSource::None);
  CHECK(says(progress.databases_note, "cloud disks"));
  CHECK(says(progress.proven, "not told"));
  CHECK(cloud.service.count("DescribeBackupDBs") == 0);

  Run named;
  named.service.sets[0]["BackupDBNames"] = "shop,stock";
  progress = named.all();
  CHECK(progress.databases_from == DatabaseSource::BackupSetNames);
  CHECK(progress.databases == std::vector<std::string>{"shop", "stock"});

  Run local;
  local.service.storage = "local_ssd";
  local.service.version = "4.2";
  progress = local.all();
  CHECK(progress.databases_from == DatabaseSource::BackupListing);
  CHECK(progress.databases == std::vector<std::string>{"shop", "stock"});
  CHECK(says(progress.proven, "shop, stock"));

  Run refused;
  refused.service.storage = "local_ssd";
  refused.service.version = "4.2";
  refused.service.handlers["DescribeBackupDBs"] = [](const api::Call&, Instant) {
    return refusal("IncorrectDBInstanceType", 403);
  };
  progress = refused.all();
  CHECK(progress.ending == Ending::Succeeded);
  CHECK(progress.databases_from == DatabaseSource::None);
  CHECK(says(progress.databases_note, "could not be listed"));
}

TEST_CASE("a given point is taken as it is") {
  Run run(api::RestorePoint{{}, kStart - std::chrono::hours{2}});
  const RehearsalProgress progress = run.all();
  CHECK(progress.ending == Ending::Succeeded);
  CHECK(run.service.count("DescribeBackups") == 0);
  CHECK(says(progress.proven, "2026-01-14T04:00:00Z"));
}

TEST_CASE("a sharded cluster whose shards have sets of their own is restored to an instant") {
  Run run;
  run.service.type = "sharding";
  run.service.storage = "local_ssd";
  run.service.version = "4.2";
  run.service.handlers["DescribeDBInstanceAttribute"] = [&](const api::Call& call, Instant at) {
    if (*find_parameter(call.parameters, "DBInstanceId") != kSource) return run.service.clone(at);
    nlohmann::json data = run.service.source();
    data["DBInstances"]["DBInstance"][0].update(
        {{"ShardList",
          {{"ShardAttribute",
            {{{"NodeId", "d-1"}, {"NodeClass", "dds.shard.mid"}, {"NodeStorage", 10}},
             {{"NodeId", "d-2"}, {"NodeClass", "dds.shard.mid"}, {"NodeStorage", 10}}}}}},
         {"MongosList", {{"MongosAttribute", {{{"NodeClass", "dds.mongos.mid"}}}}}},
         {"ConfigserverList",
          {{"ConfigserverAttribute", {{{"NodeClass", "dds.cs.mid"}, {"NodeStorage", 20}}}}}}});
    return answer(data);
  };
  const Instant began = kStart - std::chrono::hours{3};
  run.service.handlers["DescribeBackups"] = [&](const api::Call& call, Instant) {
    // The second shard's backup took ten minutes longer to begin.
    const std::string node = *find_parameter(call.parameters, "NodeId");
    const Milliseconds later = std::chrono::minutes{node == "d-2" ? 10 : 0};
    return answer(sets_answer({set(node + "-set", "901", "Success", began + later)}));
  };
  run.service.handlers["CreateShardingDBInstance"] = run.service.handlers["CreateDBInstance"];
  const RehearsalProgress progress = run.all();
  CHECK(progress.ending == Ending::Succeeded);
  CHECK(progress.backup->sets.size() == 2);
  REQUIRE(run.service.orders.size() == 1);
  // The instant at which the last shard's set had ended.
  CHECK(*find_parameter(run.service.orders[0], "RestoreTime") ==
        format_utc(began + std::chrono::minutes{10} + Seconds{77}));
  CHECK(find_parameter(run.service.orders[0], "BackupId") == nullptr);
  // Where the service does not do that, it says no to an instant that nobody chose.
  run.service.valid = false;
  Rehearsal refused(std::string(kSource), {}, "token-2", kStart, run.sink);
  REQUIRE(run.service.run(refused));
  CHECK(refused.progress().ending == Ending::Refused);
  CHECK(says(refused.progress().problem, "Each shard of orders has a backup set of its own"));
  CHECK(says(refused.progress().problem, "cannot be restored"));
}

TEST_CASE("an instance that does not come up is released, and the rehearsal has failed") {
  Run run;
  run.service.build_time = std::chrono::hours{48};
  const RehearsalProgress progress = run.all();
  CHECK(progress.ending == Ending::Failed);
  CHECK_FALSE(progress.left_over);
  CHECK(run.service.released.has_value());
  CHECK(progress.proven.empty());
  CHECK(says(progress.problem, "Restoring"));
}

TEST_CASE("an instance that cannot be released is left over, and said to be") {
  Run run;
  run.service.handlers["DeleteDBInstance"] = [](const api::Call&, Instant) {
    return refusal("Forbidden.RAM", 403);
  };
  const RehearsalProgress progress = run.all();
  CHECK(progress.ending == Ending::Failed);
  CHECK(progress.left_over);
  CHECK_FALSE(progress.proven.empty());  // it ran all the same
  CHECK(run.sink.record().state == State::Running);
  CHECK(says(backup::describe(progress), kClone));
}

TEST_CASE("an order that is refused made nothing, and is recorded so") {
  Run run;
  run.service.handlers["CreateDBInstance"] = [](const api::Call&, Instant) {
    return refusal("QuotaExceed");
  };
  const RehearsalProgress progress = run.all();
  CHECK(progress.ending == Ending::Refused);
  CHECK_FALSE(progress.left_over);
  CHECK(run.sink.record().state == State::NotMade);
}

TEST_CASE("an order whose answers are all lost is looked for by its marking, and released") {
  Run found;
  found.service.lose_answers = 1'000;
  RehearsalProgress progress = found.all();
  CHECK(progress.ending == Ending::Failed);
  CHECK_FALSE(progress.left_over);
  CHECK(found.service.released.has_value());
  CHECK(found.sink.record().state == State::Released);

  Run nothing;
  nothing.service.handlers["CreateDBInstance"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::Lost, true);
  };
  std::optional<Instant> certain;  // at the last look
  const auto list = nothing.service.handlers["DescribeDBInstances"];
  nothing.service.handlers["DescribeDBInstances"] = [&](const api::Call& call, Instant at) {
    certain = nothing.rehearsal->progress().certain_at;
    return list(call, at);
  };
  progress = nothing.all();
  CHECK(progress.ending == Ending::NotDone);
  REQUIRE(certain.has_value());  // how long it may take is told
  CHECK(nothing.service.now >= *certain);
  CHECK_FALSE(progress.left_over);
  CHECK(nothing.sink.record().state == State::NotMade);

  Run denied;
  denied.service.lose_answers = 1'000;
  denied.service.handlers["DescribeDBInstances"] = [](const api::Call&, Instant) {
    return refusal("Forbidden.RAM", 403);
  };
  progress = denied.all();
  CHECK(progress.ending == Ending::Unknown);
  CHECK(progress.left_over);
  CHECK(denied.sink.record().state == State::Ordered);
}

TEST_CASE("a later run finds and releases what a killed one left, from its record alone") {
  Run killed;
  killed.plan();
  REQUIRE(killed.rehearsal->confirm());
  CHECK_FALSE(killed.service.run(*killed.rehearsal, 6));  // killed on the way
  REQUIRE(killed.service.made.has_value());
  const RehearsalRecord record = killed.sink.record();
  CHECK(record.state != State::Released);
  backup::ListInstances listing(record.region_id);
  REQUIRE(killed.service.run(listing));
  const auto left = backup::find_left_over(listing.progress().instances);
  REQUIRE(left.size() == 1);
  backup::ReleaseTemporary release(left[0].id, {record}, false, record.client_token + "-r");
  REQUIRE(killed.service.run(release));
  CHECK(release.progress().ending == Ending::Succeeded);
  CHECK(killed.service.released.has_value());
}

TEST_CASE("a later run goes on with an ordered instance from its record, and orders nothing") {
  Run stopped;
  stopped.plan();
  REQUIRE(stopped.rehearsal->confirm());
  CHECK_FALSE(stopped.service.run(*stopped.rehearsal, 6));
  const RehearsalRecord record = stopped.sink.record();
  REQUIRE(record.state == State::Created);
  Rehearsal again(record, stopped.sink);
  REQUIRE(stopped.service.run(again));
  CHECK(again.progress().ending == Ending::Succeeded);
  CHECK_FALSE(again.progress().left_over);
  CHECK(stopped.service.instances_made == 1);
  CHECK(stopped.service.orders.size() == 1);
  CHECK(stopped.service.released.has_value());
  CHECK_FALSE(again.progress().databases_note.empty());
  CHECK(stopped.sink.record().state == State::Released);
  // Nobody saw when it came up.
  CHECK(says(again.progress().proven, "was seen running"));
  CHECK(says(again.progress().proven, "after its order"));
}

TEST_CASE("a later run knows the databases that the chosen backup names") {
  Run stopped;
  stopped.service.sets[0]["BackupDBNames"] = "shop,stock";
  stopped.service.handlers["DescribeBackupDBs"] = [](const api::Call&, Instant) {
    return refusal("IncorrectDBInstanceType", 400);
  };
  stopped.plan();
  REQUIRE(stopped.rehearsal->confirm());
  CHECK_FALSE(stopped.service.run(*stopped.rehearsal, 6));
  Rehearsal again(stopped.sink.record(), stopped.sink);
  REQUIRE(stopped.service.run(again));
  CHECK(again.progress().ending == Ending::Succeeded);
  CHECK(again.progress().databases == std::vector<std::string>{"shop", "stock"});
  CHECK(again.progress().databases_from == DatabaseSource::BackupSetNames);
  CHECK(says(again.progress().proven, "the backup set names: shop, stock"));
  CHECK(stopped.sink.record().databases == "shop,stock,");
}

TEST_CASE("one that was seen running is only listed and released, with the time of the first run") {
  Run run;
  run.all();
  RehearsalRecord record = run.sink.record();
  const Milliseconds took = *record.running - *record.ordered;
  record.state = State::Running;
  run.service.released.reset();
  Rehearsal again(record, run.sink);
  REQUIRE(run.service.run(again));
  CHECK(again.progress().ending == Ending::Succeeded);
  CHECK(again.progress().restore_took == took);
  CHECK(says(again.progress().proven, "ran after"));
  CHECK(run.service.released.has_value());
}

TEST_CASE("what cannot be gone on with is said to be left over, and nothing is ordered") {
  Run stopped;
  stopped.plan();
  REQUIRE(stopped.rehearsal->confirm());
  CHECK_FALSE(stopped.service.run(*stopped.rehearsal, 6));
  RehearsalRecord record = stopped.sink.record();
  Run down;
  down.service.handlers["DescribeDBInstanceAttribute"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::NotReached, false);
  };
  Rehearsal unreached(record, down.sink);
  REQUIRE(down.service.run(unreached));
  CHECK(unreached.progress().ending == Ending::NotReached);
  CHECK(unreached.progress().left_over);
  CHECK(down.service.orders.empty());
  record.instance_id.clear();
  Rehearsal unknown(record, down.sink);
  REQUIRE(down.service.run(unknown));
  CHECK(unknown.progress().ending == Ending::Refused);
  CHECK(says(unknown.progress().problem, "does not know which"));
}

TEST_CASE("under random trouble what was made is released, or said to be left over") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    Run run;
    run.service.lose_answers = dice.roll(4);
    Torment rules;
    rules.trouble_percent = 3 + dice.roll(50);
    rules.limit = std::chrono::minutes{30};
    rules.lies = false;
    torment(*run.rehearsal, run.service, dice, rules);
    CHECK(run.service.instances_made == 0);
    if (!run.rehearsal->confirm()) {
      CHECK(run.rehearsal->progress().ended());
      continue;
    }
    rules.limit = std::chrono::hours{27};
    torment(*run.rehearsal, run.service, dice, rules);
    const RehearsalProgress progress = run.rehearsal->progress();
    CHECK(progress.ended());
    CHECK(run.service.instances_made <= 1);
    if (progress.ending == Ending::Succeeded) {
      CHECK(progress.restore_took.has_value());
    }
    if (run.service.made && !run.service.released) {
      CHECK(progress.left_over);
      const State state = run.sink.record().state;
      CHECK(state != State::Released);
      CHECK(state != State::NotMade);
    }
  }
}
