// The backup policy: read from both formats, judged by each rule, sent as little as possible.
#include <doctest/doctest.h>

#include "core/api/policy.h"
#include "tests/core/api/answers.h"

using namespace dds;
using namespace dds::api;
using test::answer_of;
using Severity = PolicyFinding::Severity;

namespace {

Instance replica_set() {
  Instance instance;
  instance.id = "dds-bp1a7f3c9d2e5b81";
  instance.storage_type = "cloud_essd1";
  return instance;
}

BackupPolicy usual() {
  BackupPolicy policy;
  policy.window = BackupWindow{180};
  policy.days = *parse_weekdays("Monday,Thursday");
  policy.retention_days = 30;
  policy.log_backup = true;
  policy.log_retention_days = 7;
  policy.snapshot_type = SnapshotType::Standard;
  policy.interval_minutes = -1;
  policy.on_release = OnRelease::KeepLast;
  return policy;
}

// The findings about one field after an edit of the usual policy.
template <class Edit>
std::vector<PolicyFinding> findings(const Instance& instance, const BackupPolicy& before,
                                    const Edit& edit) {
  BackupPolicy after = before;
  edit(after);
  return check_policy_change(instance, before, after);
}

bool has(const std::vector<PolicyFinding>& found, std::string_view field, Severity severity) {
  for (const PolicyFinding& finding : found) {
    if (finding.field == field && finding.severity == severity && !finding.sentence.empty())
      return true;
  }
  return false;
}

constexpr const char* kJson = R"({"PreferredBackupTime":"09:00Z-10:00Z",
  "PreferredBackupPeriod":"Monday,Wednesday","PreferredNextBackupTime":"2026-01-14T09:11Z",
  "BackupRetentionPeriod":"30","EnableBackupLog":1,"LogBackupRetentionPeriod":7,
  "SnapshotBackupType":"Flash","BackupInterval":"15","HighFrequencyBackupRetention":"1",
  "PreserveOneEachHour":"true","BackupRetentionPolicyOnClusterDeletion":2,
  "DestRegion":"cn-shenzhen","CrossRetentionValue":7,"RequestId":"R"})";

}  // namespace

TEST_CASE("a policy is read from JSON and from XML, whatever the types and letter case") {
  const std::string xml =
      "<DescribeBackupPolicyResponse><preferredbackuptime>09:00Z-10:00Z</preferredbackuptime>"
      "<PreferredBackupPeriod>Monday,Wednesday</PreferredBackupPeriod>"
      "<PreferredNextBackupTime>2026-01-14T09:11Z</PreferredNextBackupTime>"
      "<BackupRetentionPeriod>30</BackupRetentionPeriod><EnableBackupLog>true</EnableBackupLog>"
      "<LogBackupRetentionPeriod>7</LogBackupRetentionPeriod>"
      "<SnapshotBackupType>Flash</SnapshotBackupType><BackupInterval>15</BackupInterval>"
      "<HighFrequencyBackupRetention>1</HighFrequencyBackupRetention>"
      "<PreserveOneEachHour>1</PreserveOneEachHour>"
      "<BackupRetentionPolicyOnClusterDeletion>2</BackupRetentionPolicyOnClusterDeletion>"
      "<DestRegion>cn-shenzhen</DestRegion><CrossRetentionValue>7</CrossRetentionValue>"
      "<RequestId>R</RequestId></DescribeBackupPolicyResponse>";
  for (const std::string& body : {std::string(kJson), xml}) {
    const Result<BackupPolicy> policy = read_backup_policy(answer_of(body));
    REQUIRE(policy.ok());
    CHECK(policy->window == BackupWindow{9 * 60});
    CHECK(weekdays_text(policy->days) == "Monday,Wednesday");
    REQUIRE(policy->next_backup.has_value());
    CHECK(format_utc(*policy->next_backup) == "2026-01-14T09:11:00Z");
    CHECK(policy->retention_days == 30);
    CHECK(policy->log_backup == true);
    CHECK(policy->log_retention_days == 7);
    CHECK(policy->snapshot_type == SnapshotType::Flash);
    CHECK(policy->interval_minutes == 15);
    CHECK(policy->high_frequency_days == 1);
    CHECK(policy->preserve_one_each_hour == true);
    CHECK(policy->on_release == OnRelease::KeepAll);
    CHECK(policy->cross_region == "cn-shenzhen");
    CHECK(policy->cross_region_days == 7);
  }
}

TEST_CASE("an answer that tells no policy is none; odd values are absent, not guessed") {
  CHECK_FALSE(read_backup_policy(answer_of(R"({"RequestId":"R"})")).ok());
  const Result<BackupPolicy> policy = read_backup_policy(answer_of(
      R"({"PreferredBackupTime":"09:00Z-11:00Z","BackupRetentionPeriod":"soon","EnableBackupLog":7,
          "BackupRetentionPolicyOnClusterDeletion":9,"SnapshotBackupType":"Other"})"));
  REQUIRE(policy.ok());
  CHECK_FALSE(policy->window.has_value());
  CHECK(policy->window_text == "09:00Z-11:00Z");
  CHECK_FALSE(policy->retention_days.has_value());
  CHECK_FALSE(policy->log_backup.has_value());
  CHECK_FALSE(policy->on_release.has_value());
  CHECK_FALSE(policy->snapshot_type.has_value());
  CHECK(policy->days.none());
}

TEST_CASE("an unchanged policy has no findings, even one that breaks a rule already") {
  BackupPolicy odd = usual();
  odd.retention_days = 3;
  odd.interval_minutes = 15;
  odd.days = *parse_weekdays("Monday");
  odd.log_retention_days = 900;
  CHECK(check_policy_change(replica_set(), odd, odd).empty());
}

TEST_CASE("days: none is an error, one is advised against") {
  const auto days = [](const char* text) {
    return findings(replica_set(), usual(), [&](BackupPolicy& policy) {
      policy.days = text[0] == '\0' ? Weekdays{} : *parse_weekdays(text);
    });
  };
  CHECK(has(days(""), "PreferredBackupPeriod", Severity::Error));
  CHECK(has(days("Friday"), "PreferredBackupPeriod", Severity::Advice));
  CHECK(days("Friday,Sunday").empty());
}

TEST_CASE("a window outside the day is an error") {
  const auto at = [](std::int32_t minute) {
    return findings(replica_set(), usual(),
                    [&](BackupPolicy& policy) { policy.window = BackupWindow{minute}; });
  };
  CHECK(at(0).empty());
  CHECK(at(1439).empty());
  CHECK(has(at(1440), "PreferredBackupTime", Severity::Error));
  CHECK(has(at(-1), "PreferredBackupTime", Severity::Error));
}

TEST_CASE("retention is 7 to 730 days, of logs too, and logs are not kept longer than backups") {
  const auto kept = [](std::int32_t full, std::int32_t logs) {
    return findings(replica_set(), usual(), [&](BackupPolicy& policy) {
      policy.retention_days = full;
      policy.log_retention_days = logs;
    });
  };
  CHECK(kept(730, 730).empty());
  CHECK(has(kept(6, 7), "BackupRetentionPeriod", Severity::Error));
  CHECK(has(kept(731, 7), "BackupRetentionPeriod", Severity::Error));
  CHECK(has(kept(-1, 7), "BackupRetentionPeriod", Severity::Error));
  CHECK(has(kept(30, 6), "LogBackupRetentionPeriod", Severity::Error));
  CHECK(has(kept(730, 731), "LogBackupRetentionPeriod", Severity::Error));
  CHECK(has(kept(30, 31), "LogBackupRetentionPeriod", Severity::Error));
  CHECK(kept(30, 30).empty());
  // Shortening the full retention below that of the logs breaks the same rule, and is said.
  CHECK(has(findings(replica_set(), usual(),
                     [](BackupPolicy& policy) {
                       policy.log_retention_days = 20;
                       policy.retention_days = 10;
                     }),
            "LogBackupRetentionPeriod", Severity::Error));
  CHECK(has(kept(14, 7), "BackupRetentionPeriod", Severity::Advice));
}

TEST_CASE("the default retention goes by the instance's age") {
  Instance instance = replica_set();
  CHECK(default_retention_days(instance) == 30);
  instance.created = *parse_utc("2021-09-09T23:59:59Z");
  CHECK(default_retention_days(instance) == 7);
  instance.created = *parse_utc("2021-09-10T00:00:00Z");
  CHECK(default_retention_days(instance) == 30);
}

TEST_CASE("log backup: never off on sharded clusters; elsewhere it is said that logs are deleted") {
  const auto off = [](BackupPolicy& policy) { policy.log_backup = false; };
  Instance cluster = replica_set();
  cluster.kind = InstanceKind::ShardedCluster;
  CHECK(has(findings(cluster, usual(), off), "EnableBackupLog", Severity::Error));
  const auto found = findings(replica_set(), usual(), off);
  CHECK_FALSE(has_error(found));
  REQUIRE(has(found, "EnableBackupLog", Severity::Advice));
  CHECK(found.front().sentence.find("deletes the logs") != std::string::npos);
  // Off and kept for another time: no effect.
  CHECK(has(findings(replica_set(), usual(),
                     [&](BackupPolicy& policy) {
                       off(policy);
                       policy.log_retention_days = 9;
                     }),
            "LogBackupRetentionPeriod", Severity::Advice));
  // Switched on again, the logs' time counts.
  BackupPolicy before = usual();
  before.log_backup = false;
  before.log_retention_days = 60;
  CHECK(has(findings(replica_set(), before, [](BackupPolicy& policy) { policy.log_backup = true; }),
            "LogBackupRetentionPeriod", Severity::Error));
}

TEST_CASE("high frequency needs Flash and one of the listed intervals") {
  const auto set = [](SnapshotType type, std::int32_t interval) {
    return findings(replica_set(), usual(), [&](BackupPolicy& policy) {
      policy.snapshot_type = type;
      policy.interval_minutes = interval;
    });
  };
  for (const std::int32_t minutes : intervals()) {
    CHECK(set(SnapshotType::Flash, minutes).empty());
    CHECK(has(set(SnapshotType::Standard, minutes), "BackupInterval", Severity::Error));
  }
  CHECK(intervals().size() == 8);
  CHECK(set(SnapshotType::Flash, -1).empty());
  for (const std::int32_t minutes : {15, 0, 45, 1440, -2})
    CHECK(has(set(SnapshotType::Flash, minutes), "BackupInterval", Severity::Error));

  // Going back to Standard while an interval stands.
  BackupPolicy flash = usual();
  flash.snapshot_type = SnapshotType::Flash;
  flash.interval_minutes = 60;
  const auto to_standard = [](BackupPolicy& policy) {
    policy.snapshot_type = SnapshotType::Standard;
  };
  CHECK(has(findings(replica_set(), flash, to_standard), "BackupInterval", Severity::Error));
  CHECK(findings(replica_set(), flash, [&](BackupPolicy& policy) {
          to_standard(policy);
          policy.interval_minutes = -1;
        }).empty());

  Instance local = replica_set();
  local.storage_type = "local_ssd";
  CHECK(has(findings(local, usual(),
                     [](BackupPolicy& policy) { policy.snapshot_type = SnapshotType::Flash; }),
            "SnapshotBackupType", Severity::Error));
}

TEST_CASE("what hangs on high frequency: a time of one day at least, and no effect without it") {
  const auto days = [](std::int32_t count, const BackupPolicy& before) {
    return findings(replica_set(), before,
                    [&](BackupPolicy& policy) { policy.high_frequency_days = count; });
  };
  BackupPolicy flash = usual();
  flash.snapshot_type = SnapshotType::Flash;
  flash.interval_minutes = 60;
  CHECK(days(1, flash).empty());
  CHECK(has(days(0, flash), "HighFrequencyBackupRetention", Severity::Error));
  CHECK(has(days(1, usual()), "HighFrequencyBackupRetention", Severity::Advice));
  const auto preserve = [](BackupPolicy& policy) { policy.preserve_one_each_hour = true; };
  CHECK(findings(replica_set(), flash, preserve).empty());
  CHECK(has(findings(replica_set(), usual(), preserve), "PreserveOneEachHour", Severity::Advice));
}

TEST_CASE("releasing without backups is said; copies in another region are not changed here") {
  CHECK(has(findings(replica_set(), usual(),
                     [](BackupPolicy& policy) { policy.on_release = OnRelease::DeleteAll; }),
            "BackupRetentionPolicyOnClusterDeletion", Severity::Advice));
  CHECK(has(findings(replica_set(), usual(),
                     [](BackupPolicy& policy) { policy.cross_region = "cn-beijing"; }),
            "DestRegion", Severity::Error));
}

TEST_CASE("errors come before advice") {
  const auto found = findings(replica_set(), usual(), [](BackupPolicy& policy) {
    policy.days = *parse_weekdays("Friday");
    policy.retention_days = 5;
  });
  REQUIRE(found.size() >= 2);
  CHECK(found.front().severity == Severity::Error);
  CHECK(found.back().severity == Severity::Advice);
}

TEST_CASE("changes are told before and after, in words") {
  BackupPolicy after = usual();
  after.window = BackupWindow{20 * 60};
  after.days = *parse_weekdays("Monday,Friday");
  after.retention_days = 60;
  after.log_backup = false;
  after.snapshot_type = SnapshotType::Flash;
  after.interval_minutes = 120;
  after.high_frequency_days = 1;
  after.preserve_one_each_hour = true;
  after.on_release = OnRelease::KeepAll;
  const std::vector<PolicyChange> changes = describe_changes(usual(), after);
  REQUIRE(changes.size() == 9);
  CHECK(changes[0].before == "03:00Z-04:00Z");
  CHECK(changes[0].after == "20:00Z-21:00Z");
  CHECK(changes[1].after == "Monday,Friday");
  CHECK(changes[2].before == "30 days");
  CHECK(changes[2].after == "60 days");
  CHECK(changes[3].field == "EnableBackupLog");
  CHECK(changes[3].before == "on");
  CHECK(changes[3].after == "off");
  CHECK(changes[5].before == "off");
  CHECK(changes[5].after == "every 2 h");
  CHECK(changes[6].before == "not told");
  CHECK(changes[6].after == "1 day");
  CHECK(describe_changes(usual(), usual()).empty());
  CHECK(describe_changes(usual(),
                         [] {
                           BackupPolicy nothing;
                           nothing.days = usual().days;
                           return nothing;
                         }())
            .empty());
}

TEST_CASE("only what changes is sent") {
  BackupPolicy after = usual();
  after.retention_days = 60;
  const Result<Call> call = modify_backup_policy(replica_set(), usual(), after);
  REQUIRE(call.ok());
  CHECK(call->action == "ModifyBackupPolicy");
  REQUIRE(call->parameters.size() == 2);
  CHECK(*find_parameter(call->parameters, "DBInstanceId") == "dds-bp1a7f3c9d2e5b81");
  CHECK(*find_parameter(call->parameters, "BackupRetentionPeriod") == "60");
  CHECK_FALSE(validate(*call).has_value());

  after = usual();
  after.log_backup = false;
  after.window = BackupWindow{0};
  after.preserve_one_each_hour = true;
  after.snapshot_type = SnapshotType::Flash;
  after.interval_minutes = 30;
  after.on_release = OnRelease::DeleteAll;
  after.days = *parse_weekdays("Sunday,Monday");
  const Result<Call> more = modify_backup_policy(replica_set(), usual(), after);
  REQUIRE(more.ok());
  CHECK(*find_parameter(more->parameters, "EnableBackupLog") == "0");
  CHECK(*find_parameter(more->parameters, "PreferredBackupTime") == "00:00Z-01:00Z");
  CHECK(*find_parameter(more->parameters, "PreferredBackupPeriod") == "Monday,Sunday");
  CHECK(*find_parameter(more->parameters, "PreserveOneEachHour") == "true");
  CHECK(*find_parameter(more->parameters, "SnapshotBackupType") == "Flash");
  CHECK(*find_parameter(more->parameters, "BackupInterval") == "30");
  CHECK(*find_parameter(more->parameters, "BackupRetentionPolicyOnClusterDeletion") == "0");
}

TEST_CASE("nothing is sent when nothing differs or a rule is broken") {
  CHECK_FALSE(modify_backup_policy(replica_set(), usual(), usual()).ok());
  BackupPolicy after = usual();
  after.retention_days = 5;
  const Result<Call> call = modify_backup_policy(replica_set(), usual(), after);
  REQUIRE_FALSE(call.ok());
  CHECK(call.error().detail == "BackupRetentionPeriod");
  CHECK(call.error().message.find("7 to 730") != std::string::npos);
}

TEST_CASE("sentences name the service's parameters, unless a form names its fields otherwise") {
  BackupPolicy after = usual();
  after.retention_days = 3;
  after.interval_minutes = 120;
  const auto sentence_about = [](const std::vector<PolicyFinding>& found, std::string_view field) {
    for (const PolicyFinding& finding : found) {
      if (finding.field == field) return finding.sentence;
    }
    return std::string();
  };
  const auto plain = check_policy_change(replica_set(), usual(), after);
  CHECK(sentence_about(plain, "BackupRetentionPeriod").starts_with("BackupRetentionPeriod is 3;"));
  CHECK(sentence_about(plain, "BackupInterval") ==
        "BackupInterval is 120 minutes; high-frequency backup needs SnapshotBackupType Flash, with "
        "Standard it must be -1.");
  const auto label = [](std::string_view field) { return "the field " + std::string(field); };
  const auto named = check_policy_change(replica_set(), usual(), after,
                                         {.field = label, .no_high_frequency = "off"});
  CHECK(sentence_about(named, "BackupRetentionPeriod").starts_with("the field BackupRet"));
  CHECK(sentence_about(named, "BackupInterval").ends_with("with Standard it must be off."));
}
