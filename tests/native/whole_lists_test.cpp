// The commands against a service that pages badly: what it keeps back is said, in words, in the
// JSON and by the exit code.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "tests/core/backup/paged_service.h"
#include "tests/native/instance_command.h"
#include "tests/native/raw_server.h"

using namespace dds::test;
using nlohmann::json;

namespace {

using dds::testing::PagedList;

// One replica set "dds-bp1" with a list of sets, in a region with a list of replica sets.
class BadPages {
 public:
  PagedList sets;
  PagedList instances;
  json garbled;  // in the place of the sets, unless null

  explicit BadPages(int set_count, int instance_count = 1)
      : sets(set_count),
        instances(instance_count, "dds-bp"),
        server_([this](Connection& connection) {
          connection.write(http_answer(answer_to(connection.read_request()),
                                       "Content-Type: application/json\r\n"));
        }) {}

  [[nodiscard]] Ended run(std::vector<std::string> arguments) const {
    Start start;
    start.arguments = std::move(arguments);
    start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", kId},
                         {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", kSecret}};
    start.arguments.insert(start.arguments.end(), {"--endpoint", server_.url()});
    return dds::test::run(start);
  }

  [[nodiscard]] int backups_started() const { return backups_; }

 private:
  // What stands behind "name=" or "name: " in the request; values here need no decoding.
  static std::string text_of(const std::string& request, const std::string& name) {
    const std::size_t at = request.find(name);
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size();
    return request.substr(begin, request.find_first_of("& \r\n", begin) - begin);
  }

  std::string answer_to(const std::string& request) {
    dds::api::Call call;
    call.action = text_of(request, "x-acs-action: ");
    for (const char* name :
         {"PageNumber", "PageNo", "PageSize", "DBInstanceType", "DBInstanceId"}) {
      std::string value = text_of(request, "?" + std::string(name) + "=");
      if (value.empty()) value = text_of(request, "&" + std::string(name) + "=");
      if (!value.empty()) call.parameters.push_back({name, std::move(value)});
    }
    json data{{"RequestId", "R"}};
    if (call.action == "DescribeDBInstances") {
      PagedList none;
      const bool replica_sets = *find_parameter(call.parameters, "DBInstanceType") == "replicate";
      return body_of(dds::testing::answer_instances(replica_sets ? instances : none, call));
    }
    if (call.action == "DescribeBackups" && !garbled.is_null())
      return json{{"RequestId", "R"}, {"Backups", garbled}}.dump();
    if (call.action == "DescribeBackups")
      return body_of(dds::testing::answer_sets(sets, call, dds::platform::now()));
    if (call.action == "DescribeDBInstanceAttribute") {
      const std::string* id = find_parameter(call.parameters, "DBInstanceId");
      return dds::testing::instance_answer(id == nullptr ? "dds-bp1" : *id).dump();
    }
    if (call.action == "DescribeBackupTasks") data["BackupJobs"] = json::array();
    if (call.action == "CreateBackup") data["BackupJobId"] = std::to_string(++backups_);
    return data.dump();
  }

  static std::string body_of(const dds::backup::Event& event) {
    const auto* replied = std::get_if<dds::backup::Replied>(&event);
    return std::get_if<dds::response::Answer>(&replied->reply)->data->dump();
  }

  std::atomic<int> backups_{0};
  RawServer server_;  // last: it uses the others
};

// 30 of 75 that are counted, whatever is asked for.
void fall_short(PagedList& list) {
  list.paging.most = 30;
  list.paging.ignores_number = true;
}

}  // namespace

TEST_CASE("backups reads small pages to the service's count") {
  BadPages service(75);
  service.sets.paging.most = 30;
  const Ended ended = service.run({"backups", "dds-bp1"});
  CHECK(ended.code == 0);
  const json listing = parsed(ended).at(0);
  CHECK(listing["sets"].size() == 75);
  CHECK(listing["complete"] == true);
  CHECK(listing["listed"] == 75);
}

TEST_CASE("backups of a list that falls short says so in words, in JSON and by its code") {
  BadPages service(75);
  fall_short(service.sets);
  const Ended ended = service.run({"backups", "dds-bp1"});
  CHECK(ended.code == 4);
  const json listing = parsed(ended).at(0);
  CHECK(listing["sets"].size() == 30);
  CHECK(listing["complete"] == false);
  CHECK(listing["listed"] == 30);
  CHECK(listing["counted"] == 75);
  CHECK(has(ended.error, "dds-bp1: 30 of 75 backup sets: the service gave no more."));
  BadPages nothing(0);
  nothing.sets.paging.count_off_by = 3;
  const Ended table = nothing.run({"backups", "dds-bp1", "--output", "table"});
  CHECK(table.code == 4);
  CHECK(has(table.error, "0 of 3 backup sets: the service gave no more."));
  CHECK_FALSE(has(table.error, "no backup is listed"));
}

TEST_CASE("keep and delete-backup find a set on a later page, and deny none of a short list") {
  BadPages service(75);
  service.sets.paging.most = 30;
  const std::string id = service.sets.ids[50];
  const Ended found = service.run({"keep", "dds-bp1", id, "--days", "365", "--dry-run"});
  CHECK_FALSE(has(found.error, "has no backup set"));
  CHECK(found.code == 0);
  fall_short(service.sets);
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"keep", "dds-bp1", id, "--forever", "--yes"},
        std::vector<std::string>{"delete-backup", "dds-bp1", id, "--yes-delete", id}}) {
    const Ended unknown = service.run(command);
    CHECK(unknown.code == 4);
    CHECK_FALSE(has(unknown.error, "has no backup set"));
    CHECK(has(unknown.error, "is not known"));
    CHECK(has(unknown.error, "30 of 75 backup sets"));
    CHECK(parsed(unknown)["outcome"] == "Unknown");
  }
}

TEST_CASE("coverage does not judge an instance by sets that fall short") {
  BadPages service(75);
  fall_short(service.sets);
  const Ended ended = service.run({"coverage", "dds-bp1"});
  CHECK(ended.code != 0);
  const json row = parsed(ended)["instances"].at(0);
  CHECK(row["state"] == "unknown");
  CHECK(row["newest"].is_null());
  CHECK(row["sets_short"]["listed"] == 30);
  CHECK(row["sets_short"]["counted"] == 75);
  CHECK(has(ended.error, "30 of 75 backup sets: the service gave no more"));
}

TEST_CASE("coverage of a region names the instances that were not listed") {
  BadPages service(5, 75);
  fall_short(service.instances);
  const Ended ended = service.run({"coverage"});
  CHECK(ended.code != 0);
  const json document = parsed(ended);
  CHECK(document["falls_short"] == true);
  REQUIRE(document["unlisted"].size() == 1);
  CHECK(document["unlisted"][0]["short"]["counted"] == 75);
  CHECK(has(ended.error, "30 of 75 instances: the service gave no more"));
}

TEST_CASE("backup --all of a region that falls short is not green, and says what may be left out") {
  BadPages service(0, 75);
  fall_short(service.instances);
  const Ended ended = service.run({"backup", "--all", "--no-wait"});
  CHECK(ended.code == 5);
  CHECK(service.backups_started() == 30);
  CHECK(has(ended.error, "30 of 75 instances: the service gave no more"));
  const json report = parsed(ended);
  REQUIRE(report.size() == 31);
  CHECK(report.back()["outcome"] == "NotListed");
}

TEST_CASE("who cannot understand an answer does not say that the service was not reached") {
  BadPages service(3);
  service.garbled = {{"Backup", nullptr}};
  for (const std::vector<std::string>& command :
       {std::vector<std::string>{"backups", "dds-bp1"},
        std::vector<std::string>{"keep", "dds-bp1", "320100000", "--forever", "--yes"}}) {
    CAPTURE(command.front());
    const Ended ended = service.run(command);
    CHECK(ended.code == 5);
    CHECK(has(ended.error, "The service answered, but"));
    CHECK(has(ended.error, "Backups"));
    CHECK_FALSE(has(ended.error, "network"));
    CHECK_FALSE(has(ended.error, "not reached"));
    CHECK_FALSE(has(ended.error, "has no backup set"));
  }
  const Ended covered = service.run({"coverage", "dds-bp1"});
  CHECK(covered.code == 5);
  CHECK(parsed(covered)["instances"].at(0)["state"] == "unknown");
}
