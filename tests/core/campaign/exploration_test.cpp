// The promise, exhaustively: whatever goes wrong up to so many times in the life of one backup.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/core/campaign/exploration.h"

using namespace dds;
using namespace dds::testing;

namespace {

// `./dev soak` asks for more; DDS_REPLAY plays one path instead.
int faults(int ordinary) {
  const char* more = std::getenv("DDS_EXPLORE_FAULTS");
  return more ? std::atoi(more) : ordinary;
}

// For what was explored with more faults in a like case: never more than that, but one in a soak.
int few_faults(int ordinary) {
  const int asked = faults(ordinary);
  return asked > 5 ? ordinary + 1 : std::min(asked, ordinary);
}

void hold_everywhere(const ExplorationSettings& settings) {
  if (const char* path = std::getenv("DDS_REPLAY")) {
    MESSAGE(replay(settings, path));
    return;
  }
  const ExplorationResult result = explore(settings);
  MESSAGE(settings.instance_id, ", up to ", settings.most_faults, " faults: ", result.states,
          " states, ", result.requests, " requests, ", result.endings, " endings");
  if (result.wrong_by_false_majority > 0)
    MESSAGE(result.wrong_by_false_majority, " endings wrong because three Dates lied");
  for (const CounterExample& wrong : result.wrong) {
    FAIL_CHECK(wrong.wrong, "\nDDS_REPLAY=", wrong.path);
  }
  CHECK(result.endings > 0);
}

}  // namespace

TEST_CASE(
    "every sequence of up to five faults leaves a replica set's backup made once or not at all") {
  ExplorationSettings settings;
  settings.most_faults = faults(5);
  settings.options = exploration_options();
  hold_everywhere(settings);
}

TEST_CASE(
    "every sequence of up to three faults, for a cluster on local disks and one on cloud disks") {
  for (const char* id : {"dds-bp1b5d07c2ee9a66", "dds-bp16cb162771fa30"}) {
    ExplorationSettings settings;
    settings.most_faults = faults(3);
    settings.instance_id = id;
    settings.options = exploration_options();
    hold_everywhere(settings);
  }
}

TEST_CASE("every sequence of up to three faults, for cloud disks and for a single node") {
  for (const char* id : {"dds-bp11483712c1e9d4", "dds-bp1e0c3ab9f84d12"}) {
    ExplorationSettings settings;
    settings.most_faults = few_faults(3);
    settings.instance_id = id;
    settings.options = exploration_options();
    hold_everywhere(settings);
  }
}

TEST_CASE(
    "every sequence of up to three faults of time: clocks set, sleep, dates that lie, deliveries "
    "an hour late") {
  for (const Milliseconds skew : {Milliseconds{0}, Milliseconds{std::chrono::hours{1}},
                                  Milliseconds{std::chrono::hours{-1}}}) {
    for (const backup::IfUnknown if_unknown :
         {backup::IfUnknown::Resend, backup::IfUnknown::Wait}) {
      ExplorationSettings settings = exploration_of_time();
      settings.most_faults = few_faults(3);
      settings.skew = skew;
      settings.options.if_unknown = if_unknown;
      hold_everywhere(settings);
    }
  }
}

TEST_CASE(
    "garbled answers are explored in every class: no answer, an unreadable one, a readable one") {
  const std::vector<std::string> names = trouble_names();
  for (const char* kind : {"garbled-before", "garbled-after"}) {
    for (const char* heard : {"", "-unreadable", "-readable"})
      CHECK(std::count(names.begin(), names.end(), std::string(kind) + heard) == 1);
  }
}

// Each was found by the exploration, and made two backups or lost one.
TEST_CASE("replayed: dates that lied, and an effect that was over when the machine woke") {
  for (const char* path :
       {"DescribeDBInstanceAttribute,DescribeBackupTasks:date-behind,DescribeBackups:date-ahead,"
        "CreateBackup:sleep",
        "DescribeDBInstanceAttribute:date-ahead,DescribeDBInstanceAttribute,"
        "DescribeBackupTasks:date-ahead,CreateBackup:sleep",
        "DescribeDBInstanceAttribute,DescribeBackupTasks:date-ahead,DescribeBackups:date-ahead,"
        "CreateBackup",
        "DescribeDBInstanceAttribute,DescribeBackupTasks:date-behind,DescribeBackups:date-ahead,"
        "CreateBackup:late-10s"}) {
    CAPTURE(std::string(path));
    ExplorationSettings settings = exploration_of_time();
    settings.skew = std::chrono::hours{1};
    const std::string told = replay(settings, path);
    CHECK_MESSAGE(told.find("the promise holds") != std::string::npos, told);
  }
}

// Found with four faults: a timestamp that lies had put ahead is valid for longer.
TEST_CASE("replayed: most Dates lie ahead, and CreateBackup arrives an hour late") {
  ExplorationSettings settings = exploration_of_time();
  const std::string told =
      replay(settings,
             "DescribeDBInstanceAttribute:date-ahead,DescribeBackupTasks:date-ahead,"
             "CreateBackup:late-1h,DescribeBackupTasks,DescribeBackups:date-ahead,"
             "DescribeBackupTasks");
  CHECK_MESSAGE(told.find("the promise holds") != std::string::npos, told);
}

TEST_CASE("every sequence of up to four faults when a backup is only started, not followed") {
  ExplorationSettings settings;
  settings.most_faults = faults(4);
  settings.options = exploration_options();
  settings.options.follow = false;
  hold_everywhere(settings);
}

TEST_CASE("every sequence of up to three faults when a lost backup is not to be started again") {
  ExplorationSettings settings;
  settings.most_faults = few_faults(3);
  settings.options = exploration_options();
  settings.options.send_again = false;
  hold_everywhere(settings);
}

TEST_CASE("every sequence of up to three faults where the job may hang as well") {
  ExplorationSettings settings;
  settings.most_faults = few_faults(3);
  settings.options = exploration_options();
  settings.options.limits.total = std::chrono::minutes{15};
  settings.jobs_may_hang = true;
  hold_everywhere(settings);
}
