// The law of every list that is read: only an empty list reads as an empty one. Each reader gets an
// answer in which something stands in the place of its list, of what is around it, or of an entry.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

#include "core/api/backups.h"
#include "core/api/clone.h"
#include "core/api/instance.h"
#include "core/api/restore.h"

using namespace dds;
using namespace dds::api;
using nlohmann::json;
using response::Answer;

namespace {

constexpr const char* kAsked = "dds-bp1";

// What a reader made of an answer.
struct Read {
  bool understood = false;
  std::size_t entries = 0;
  std::size_t nameless = 0;
};

Read jobs(const Answer& answer) {
  const auto read = read_backup_tasks(answer);
  return read ? Read{true, read->size(), 0} : Read{};
}
Read page_of(const Result<BackupSetPage>& page) {
  if (!page) return {};
  Read read{true, page->sets.size(), 0};
  for (const BackupSet& set : page->sets) read.nameless += set.id.empty() ? 1 : 0;
  return read;
}
Read instances(const Answer& answer) {
  const auto page = read_instances(answer);
  if (!page) return {};
  Read read{true, page->instances.size(), 0};
  for (const Instance& one : page->instances) read.nameless += one.id.empty() ? 1 : 0;
  return read;
}
Read databases(const Answer& answer) {
  const auto page = read_backup_databases(answer);
  if (!page) return {};
  Read read{true, page->names.size(), 0};
  for (const std::string& one : page->names) read.nameless += one.empty() ? 1 : 0;
  return read;
}
Read regions(const Answer& answer) {
  const auto read = read_regions(answer);
  return read ? Read{true, read->size(), 0} : Read{};
}
Read times(const Answer& answer) {
  const auto read = read_recover_time(answer);
  return read ? Read{true, read->size(), 0} : Read{};
}
Read one_instance(const Answer& answer) {
  const auto read = read_instance(answer, kAsked);
  return read ? Read{true, 1, 0} : Read{};
}
Read blueprint(const Answer& answer) {
  const auto read = read_blueprint(answer, kAsked);
  return read ? Read{true, 1, 0} : Read{};
}
Read instance_if_any(const Answer& answer) {
  const auto read = read_instance_if_any(answer, kAsked);
  return read ? Read{true, *read ? std::size_t{1} : 0, 0} : Read{};
}

struct Reader {
  const char* list;
  const char* item;  // nullptr: the list is an array itself
  json entry;
  Read (*read)(const Answer&);
  bool needs_one = false;  // of an instance: an empty list is about none
};

std::vector<Reader> readers() {
  const json instance{{"DBInstanceId", kAsked}};
  return {
      {"BackupJobs", nullptr, {{"BackupjobId", "1"}, {"BackupSetStatus", "Backuping"}}, jobs},
      {"Backups",
       "Backup",
       {{"BackupId", "1"}},
       [](const Answer& answer) { return page_of(read_backups(answer)); }},
      {"ClusterBackups",
       nullptr,
       {{"ClusterBackupId", "cb-1"}},
       [](const Answer& answer) { return page_of(read_cluster_backups(answer)); }},
      {"DBInstances", "DBInstance", instance, instances},
      {"DBInstances", "DBInstance", instance, one_instance, true},
      {"DBInstances", "DBInstance", instance, blueprint, true},
      {"DBInstances", "DBInstance", instance, instance_if_any},
      {"Regions", "DdsRegion", {{"RegionId", "cn-hangzhou"}}, regions},
      {"Databases", "Database", {{"DBName", "shop"}}, databases},
      {"RestoreRanges",
       nullptr,
       {{"RestoreBeginTime", "2026-01-12T00:00:00Z"}, {"RestoreEndTime", "2026-01-13T00:00:00Z"}},
       times},
  };
}

Answer answer_with(json content) {
  Answer answer;
  answer.data = response::Data(std::move(content));
  return answer;
}

Answer instances_with(json entries) {
  return answer_with(json{{"DBInstances", json{{"DBInstance", std::move(entries)}}}});
}

Read read(const Reader& reader, json list, bool bare = false) {
  json content{{"RequestId", "R"}};
  if (reader.item != nullptr && !bare)
    content[reader.list][reader.item] = std::move(list);
  else
    content[reader.list] = std::move(list);
  return reader.read(answer_with(std::move(content)));
}

const std::vector<json>& no_lists() {
  static const std::vector<json> kNone{nullptr,
                                       7,
                                       0,
                                       1.5,
                                       true,
                                       false,
                                       "x",
                                       "",
                                       json{{"Foo", 1}},
                                       json::object(),
                                       json{{"Foo", json::array()}}};
  return kNone;
}

}  // namespace

TEST_CASE("a list reads as it is, and an empty one as empty") {
  for (const Reader& reader : readers()) {
    CAPTURE(reader.list);
    const Read one = read(reader, json::array({reader.entry}));
    CHECK(one.understood);
    CHECK(one.entries == 1);
    CHECK(one.nameless == 0);
    const Read none = read(reader, json::array());
    CHECK(none.understood == !reader.needs_one);
    CHECK(none.entries == 0);
  }
}

TEST_CASE("nothing but an empty list reads as an empty one") {
  for (const Reader& reader : readers()) {
    CAPTURE(reader.list);
    Answer without = answer_with(json{{"RequestId", "R"}});
    CHECK_FALSE(reader.read(without).understood);
    without.format = response::BodyFormat::Xml;
    CHECK_FALSE(reader.read(without).understood);
    without.data = response::Data(json::array({reader.entry}));
    CHECK_FALSE(reader.read(without).understood);
    for (const json& wrong : no_lists()) {
      CAPTURE(wrong.dump());
      for (const bool bare : {false, true}) {
        const Read found = read(reader, wrong, bare);
        // A lone object may be a list of one; then it is one without what an entry needs.
        if (found.understood) CHECK(found.nameless == 1);
        if (found.understood) CHECK(found.entries == 1);
      }
    }
  }
}

TEST_CASE(
    "no entry of a list is lost: it is read, it is counted without an id, or nothing is read") {
  for (const Reader& reader : readers()) {
    CAPTURE(reader.list);
    for (const json& wrong : no_lists()) {
      CAPTURE(wrong.dump());
      for (const bool first : {false, true}) {
        const json list =
            first ? json::array({wrong, reader.entry}) : json::array({reader.entry, wrong});
        const Read found = read(reader, list);
        if (!found.understood) continue;
        CHECK(wrong.is_object());
        if (reader.read == one_instance || reader.read == blueprint ||
            reader.read == instance_if_any)
          continue;  // the instance that was asked for is in it
        CHECK(found.entries == 2);
        CHECK(found.nameless == 1);
      }
    }
  }
}

TEST_CASE("an entry whose id is no id has none") {
  for (const json& wrong : {json(nullptr), json::array(), json{{"a", 1}}, json(true), json("")}) {
    CAPTURE(wrong.dump());
    const json sets = json::array({{{"BackupId", wrong}}});
    const auto page = read_backups(answer_with(json{{"Backups", json{{"Backup", sets}}}}));
    REQUIRE(page.ok());
    CHECK(page->sets.at(0).id.empty());
    const json jobs = json::array({{{"BackupjobId", wrong}}});
    CHECK_FALSE(read_backup_tasks(answer_with(json{{"BackupJobs", jobs}})).ok());
  }
}

TEST_CASE("what is told of another instance is not taken for the one that was asked for") {
  json entries = json::array({{{"DBInstanceId", "dds-bp2"}, {"DBInstanceStatus", "Running"}}});
  Answer answer = instances_with(entries);
  const Result<Instance> other = read_instance(answer, kAsked);
  REQUIRE_FALSE(other.ok());
  CHECK(other.error().message.find("dds-bp2") != std::string::npos);
  CHECK_FALSE(read_blueprint(answer, kAsked).ok());
  CHECK_FALSE(read_instance_if_any(answer, kAsked).ok());
  entries.push_back({{"DBInstanceId", kAsked}, {"DBInstanceStatus", "Creating"}});
  answer = instances_with(entries);
  const Result<Instance> ours = read_instance(answer, kAsked);
  REQUIRE(ours.ok());
  CHECK(ours->status == "Creating");
}

TEST_CASE(
    "shards that cannot be read make the instance unreadable, as their sets would be missed") {
  for (const json& wrong : {json("x"), json(7), json{{"Foo", 1}}, json{{"ShardAttribute", nullptr}},
                            json{{"ShardAttribute", json::array({nullptr})}},
                            json{{"ShardAttribute", json::array({{{"NodeClass", "x"}}})}}}) {
    CAPTURE(wrong.dump());
    const Answer answer = instances_with(json::array(
        {{{"DBInstanceId", kAsked}, {"DBInstanceType", "sharding"}, {"ShardList", wrong}}}));
    CHECK_FALSE(read_instance(answer, kAsked).ok());
    CHECK_FALSE(read_instances(answer).ok());
  }
}
