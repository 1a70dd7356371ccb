// Backup jobs and backup sets from answers of both formats, in every spelling that sources give.
#include <doctest/doctest.h>

#include "core/api/backups.h"
#include "tests/core/api/answers.h"

using namespace dds;
using namespace dds::api;
using test::answer_of;

namespace {

Instant instant_of(std::string_view text) {
  const Result<Instant> instant = parse_utc(text);
  REQUIRE(instant.ok());
  return instant ? *instant : Instant{};
}

std::vector<BackupJob> jobs_of(std::string body) {
  const Result<std::vector<BackupJob>> jobs = read_backup_tasks(answer_of(std::move(body)));
  REQUIRE(jobs.ok());
  return jobs ? *jobs : std::vector<BackupJob>{};
}

BackupSetPage sets_of(std::string body) {
  const Result<BackupSetPage> page = read_backups(answer_of(std::move(body)));
  REQUIRE(page.ok());
  return page ? *page : BackupSetPage{};
}

BackupSet set_of(const std::string& fields) {
  const BackupSetPage page = sets_of(R"({"Backups":{"Backup":[{)" + fields + "}]}}");
  REQUIRE(page.sets.size() == 1);
  return page.sets.empty() ? BackupSet{} : page.sets[0];
}

}  // namespace

TEST_CASE("the answer to CreateBackup: the job's number now, the set's id in older ones") {
  const auto started = [](const char* body) {
    const Result<BackupStarted> read = read_create_backup(answer_of(body));
    REQUIRE(read.ok());
    return read ? *read : BackupStarted{};
  };
  CHECK(started(R"({"RequestId":"R","BackupJobId":"775051","BackupId":""})").job_id == "775051");
  CHECK(started(R"({"RequestId":"R","BackupJobId":775051})").job_id == "775051");
  const BackupStarted old =
      started(R"({"RequestId":"7016B12F-7F64-40A4-BAFF-013F02AC82FC","BackupId":"5664xxxx"})");
  CHECK(old.job_id.empty());
  CHECK(old.backup_id == "5664xxxx");
  CHECK(old.request_id == "7016B12F-7F64-40A4-BAFF-013F02AC82FC");
  CHECK(started("<CreateBackupResponse><RequestId>R</RequestId><BackupId>5664xxxx</BackupId></"
                "CreateBackupResponse>")
            .backup_id == "5664xxxx");
}

TEST_CASE("percentages of both spellings, and nothing else") {
  CHECK(parse_percent("18%") == 18);
  CHECK(parse_percent("50") == 50);
  CHECK(parse_percent(" 50 % ") == 50);
  CHECK(parse_percent("0") == 0);
  CHECK(parse_percent("100%") == 100);
  for (const char* text : {"", "%", " ", "101", "-1", "1.5", "fifty", "18%%", "1 8", "18% done",
                           "99999999999999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_percent(text).has_value());
  }
}

TEST_CASE("the calls carry what was asked for, times to the minute") {
  CHECK((describe_backup_tasks("dds-1").parameters == Parameters{{"DBInstanceId", "dds-1"}}));
  CHECK((describe_backup_tasks("dds-1", "7").parameters ==
         Parameters{{"DBInstanceId", "dds-1"}, {"BackupJobId", "7"}}));
  BackupQuery query;
  query.instance_id = "dds-1";
  query.job_id = "7";
  query.node_id = "d-1";
  query.start_time = instant_of("2022-01-13T13:00:59Z");
  query.end_time = instant_of("2022-01-14T13:00:00Z");
  query.page_number = 3;
  query.page_size = 100;
  CHECK((describe_backups(query).parameters == Parameters{{"DBInstanceId", "dds-1"},
                                                          {"BackupJobId", "7"},
                                                          {"NodeId", "d-1"},
                                                          {"StartTime", "2022-01-13T13:00Z"},
                                                          {"EndTime", "2022-01-14T13:00Z"},
                                                          {"PageNumber", "3"},
                                                          {"PageSize", "100"}}));
  const Call cluster = describe_cluster_backups(query);
  const std::string* page = find_parameter(cluster.parameters, "PageNo");
  REQUIRE(page != nullptr);
  if (page != nullptr) CHECK(*page == "3");
  CHECK(find_parameter(cluster.parameters, "PageNumber") == nullptr);
  CHECK(find_parameter(cluster.parameters, "NodeId") == nullptr);
  for (const Call& call : {describe_backups(query), cluster, describe_backup_tasks("dds-1", "7")}) {
    CHECK_FALSE(validate(call));
    CHECK(is_read_only(call.action));
  }
}

TEST_CASE("a running job is read as documented, with the small j of BackupjobId") {
  const std::vector<BackupJob> jobs = jobs_of(
      R"({"RequestId":"R","BackupJobs":[{"BackupjobId":"170034","BackupSetStatus":"Backuping","Progress":"18%",
          "BackupStartTime":"2024-01-16T11:04:56Z","JobMode":"Manual"}]})");
  REQUIRE(jobs.size() == 1);
  if (jobs.empty()) return;
  CHECK(jobs[0].id == "170034");
  CHECK(jobs[0].state == JobState::Backuping);
  CHECK(jobs[0].percent == 18);
  CHECK(jobs[0].started == instant_of("2024-01-16T11:04:56Z"));
  CHECK(jobs[0].manual);
  CHECK(jobs[0].active());
}

TEST_CASE(
    "every state of a job is known, and an unknown one keeps its spelling and counts as active") {
  const auto job = [](const std::string& state) {
    const std::vector<BackupJob> jobs =
        jobs_of(R"({"BackupJobs":[{"BackupJobId":1,"BackupSetStatus":")" + state + R"("}]})");
    REQUIRE(jobs.size() == 1);
    return jobs.empty() ? BackupJob{} : jobs[0];
  };
  CHECK(job("Scheduled").state == JobState::Scheduled);
  CHECK(job("Checking").state == JobState::Checking);
  CHECK(job("Backuping").state == JobState::Backuping);
  CHECK(job("Finished").state == JobState::Finished);
  CHECK_FALSE(job("Finished").active());
  CHECK(job("Pausing").state == JobState::Unknown);
  CHECK(job("Pausing").state_text == "Pausing");
  CHECK(job("Pausing").active());
  CHECK(job("Scheduled").id == "1");
  CHECK_FALSE(job("Scheduled").percent.has_value());
  CHECK_FALSE(job("Scheduled").manual);
}

TEST_CASE(
    "a running job without a number is not overlooked, and an empty entry is not passed over") {
  CHECK(jobs_of(R"({"BackupJobs":[{"BackupSetStatus":"Backuping"}]})").size() == 1);
  for (const char* entry : {"{}", "null", R"({"JobMode":"Manual"})"}) {
    CAPTURE(entry);
    CHECK_FALSE(read_backup_tasks(
                    answer_of(R"({"BackupJobs":[{"BackupjobId":"1"},)" + std::string(entry) + "]}"))
                    .ok());
  }
}

TEST_CASE("lists of none, one and two jobs read alike in XML") {
  const auto count = [](const std::string& list) {
    return jobs_of("<DescribeBackupTasksResponse><RequestId>R</RequestId>" + list +
                   "</DescribeBackupTasksResponse>")
        .size();
  };
  const std::string one = "<BackupJobs><BackupjobId>1</BackupjobId></BackupJobs>";
  CHECK(count("<BackupJobs/>") == 0);
  CHECK(count(one) == 1);
  CHECK(count(one + one) == 2);
  CHECK(count("<BackupJobs><BackupJob><BackupjobId>1</BackupjobId></BackupJob></BackupJobs>") == 1);
  CHECK(count("<BackupJobs><BackupJob><BackupjobId>1</BackupjobId></"
              "BackupJob><BackupJob><BackupjobId>2</BackupjobId></BackupJob></BackupJobs>") == 2);
}

TEST_CASE("a JSON answer without its list is an error that names both") {
  const Result<std::vector<BackupJob>> jobs = read_backup_tasks(answer_of(R"({"RequestId":"R"})"));
  CHECK_FALSE(jobs.ok());
  if (!jobs) {
    CHECK(jobs.error().message.find("DescribeBackupTasks") != std::string::npos);
    CHECK(jobs.error().message.find("BackupJobs") != std::string::npos);
  }
  CHECK_FALSE(read_backups(answer_of(R"({"RequestId":"R"})")).ok());
  CHECK_FALSE(read_cluster_backups(answer_of(R"({"RequestId":"R"})")).ok());
  CHECK_FALSE(
      read_backups(
          answer_of("<DescribeBackupsResponse><RequestId>R</RequestId></DescribeBackupsResponse>"))
          .ok());
  CHECK(sets_of("<DescribeBackupsResponse><Backups/></DescribeBackupsResponse>").sets.empty());
}

TEST_CASE("a backup set is read as documented") {
  const BackupSetPage page = sets_of(
      R"({"PageNumber":1,"PageSize":30,"TotalCount":1,"RequestId":"R","Backups":{"Backup":[{"BackupId":"32102","BackupJobId":"1123",
          "BackupStatus":"Success","BackupMethod":"Physical","BackupMode":"Manual","BackupType":"FullBackup",
          "BackupStartTime":"2022-01-14T03:56:17Z","BackupEndTime":"2022-01-14T03:57:34Z",
          "BackupExpireTime":"9999-01-01T00:00:00Z","BackupSize":6168576,"IsAvail":true}]}})");
  CHECK(page.facts.counted == 1);
  REQUIRE(page.sets.size() == 1);
  if (page.sets.empty()) return;
  const BackupSet& set = page.sets[0];
  CHECK(set.id == "32102");
  CHECK(set.job_id == "1123");
  CHECK(set.state == SetState::Success);
  CHECK(set.method == "Physical");
  CHECK(set.manual);
  CHECK(set.type == "FullBackup");
  CHECK(set.started == instant_of("2022-01-14T03:56:17Z"));
  CHECK(set.ended == instant_of("2022-01-14T03:57:34Z"));
  CHECK(set.expires == forever());
  CHECK(set.size_bytes == 6'168'576);
  CHECK(set.available == true);
}

TEST_CASE("availability and size are read in every spelling") {
  CHECK(set_of(R"("IsAvail":1)").available == true);
  CHECK(set_of(R"("IsAvail":"1")").available == true);
  CHECK(set_of(R"("IsAvail":"True")").available == true);
  CHECK(set_of(R"("IsAvail":0)").available == false);
  CHECK(set_of(R"("IsAvail":"false")").available == false);
  CHECK_FALSE(set_of(R"("IsAvail":"2")").available.has_value());
  CHECK_FALSE(set_of(R"("BackupId":"1")").available.has_value());
  CHECK(set_of(R"("BackupSize":"77544597650")").size_bytes == 77'544'597'650);
  CHECK(set_of(R"("BackupSize":77544597650)").size_bytes == 77'544'597'650);
  CHECK_FALSE(set_of(R"("BackupSize":99999999999999999999)").size_bytes.has_value());
  CHECK_FALSE(set_of(R"("BackupSize":"5 GB")").size_bytes.has_value());
  CHECK(set_of(R"("BackupStatus":"Failed")").state == SetState::Failed);
  CHECK(set_of(R"("BackupStatus":"Running")").state == SetState::Unknown);
  CHECK_FALSE(set_of(R"("BackupStartTime":"")").started.has_value());
  CHECK(set_of(R"("BackupId":123456789012345678901234567890)").id ==
        "123456789012345678901234567890");
}

TEST_CASE("a single set in XML is a list of one") {
  const BackupSetPage page = sets_of(
      "<DescribeBackupsResponse><Backups><Backup><BackupId>1</BackupId><BackupSize>5</"
      "BackupSize><IsAvail>1</IsAvail></Backup>"
      "</Backups><TotalCount>1</TotalCount></DescribeBackupsResponse>");
  REQUIRE(page.sets.size() == 1);
  if (page.sets.empty()) return;
  CHECK(page.sets[0].size_bytes == 5);
  CHECK(page.sets[0].available == true);
  CHECK(page.facts.counted == 1);
}

TEST_CASE("a cluster backup is read from its own field names, where OK means success") {
  const Result<BackupSetPage> page = read_cluster_backups(answer_of(
      R"({"PageNumber":1,"PageSize":30,"MaxResults":10,"ClusterBackups":[{"ClusterBackupId":"cb-o8c2ugnxo26kx","ClusterBackupStatus":"OK",
          "ClusterBackupMode":"Manual","ClusterBackupSize":"107374182400","ClusterBackupStartTime":"2023-10-16T19:33:20Z",
          "ClusterBackupEndTime":"2023-10-16T19:43:20Z","BackupExpireTime":"2025-03-29T03:47:12Z","IsAvail":1,
          "AttachLogStatus":"Ready","Progress":"50","Backups":[{"BackupId":"738025367","BackupStatus":"Success"}]}]})"));
  REQUIRE(page.ok());
  if (!page) return;
  REQUIRE(page->sets.size() == 1);
  if (page->sets.empty()) return;
  const BackupSet& set = page->sets[0];
  CHECK(set.id == "cb-o8c2ugnxo26kx");
  CHECK(set.state == SetState::Success);
  CHECK(set.manual);
  CHECK(set.size_bytes == 107'374'182'400);
  CHECK(set.available == true);
  CHECK(set.attach_log_status == "Ready");
  CHECK(set.expires == instant_of("2025-03-29T03:47:12Z"));
  CHECK_FALSE(page->facts.counted);
}

TEST_CASE("something that is no list of backup sets does not pass for an empty one") {
  CHECK_FALSE(read_backups(answer_of(R"({"Backups":5})")).ok());
  CHECK_FALSE(read_cluster_backups(answer_of(R"({"ClusterBackups":"soon"})")).ok());
  CHECK_FALSE(read_backup_tasks(answer_of(R"({"BackupJobs":true})")).ok());
  CHECK(read_backups(answer_of("<DescribeBackupsResponse><Backups/><RequestId>R</RequestId>"
                               "</DescribeBackupsResponse>"))
            .ok());
}
