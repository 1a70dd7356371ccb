// A service that lists in pages, and does it as badly as it is told to. What it keeps back or shows
// twice is known to the test, so that every listing can be held against the truth.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/api/call.h"
#include "tests/core/backup/scripted_service.h"

namespace dds::testing {

/// How a list is cut into pages.
struct Paging {
  int most = 0;                  // entries a page at most, whatever was asked for; 0: as asked for
  int least = 0;                 // entries a page at least; 0: as asked for
  bool begins_as_asked = false;  // a page begins where one of the size that was asked for would
  bool tells_size = true;   // PageSize: what it really gives; else it repeats what was asked for
  bool tells_count = true;  // TotalCount
  int count_off_by = 0;     // TotalCount is wrong by so many
  bool ignores_number = false;  // every page is the first
  bool repeats_last = false;    // beyond the end comes the last page again
  std::vector<int> empty;       // requests, from 1, that are answered with nothing
  std::vector<int> nameless;    // places in the list, from 0, whose entries come without an id
  std::vector<int> repeated;    // requests that are answered with the page before
};

class PagedList {
 public:
  Paging paging;
  std::vector<std::string> ids;
  int requests = 0;

  explicit PagedList(int count = 0, const std::string& prefix = "320") {
    for (int i = 0; i < count; ++i) ids.push_back(prefix + std::to_string(100'000 + i));
  }

  /// The ids of the page that was asked for, and what the answer says of the list.
  [[nodiscard]] std::vector<std::string> page(const api::Call& call, nlohmann::json& facts) {
    ++requests;
    const std::string* number = find_parameter(call.parameters, "PageNumber");
    if (number == nullptr) number = find_parameter(call.parameters, "PageNo");
    const std::string* size = find_parameter(call.parameters, "PageSize");
    const int asked_size = size == nullptr ? 30 : std::stoi(*size);
    int asked = number == nullptr || paging.ignores_number ? 1 : std::stoi(*number);
    if (holds(paging.repeated, requests) && asked > 1) --asked;
    int given = asked_size;
    if (paging.most > 0) given = std::min(given, paging.most);
    if (paging.least > 0) given = std::max(given, paging.least);
    const int count = static_cast<int>(ids.size());
    const int step = paging.begins_as_asked ? asked_size : given;
    if (paging.repeats_last) asked = std::min(asked, std::max(1, (count + step - 1) / step));
    facts["PageNumber"] = asked;
    facts["PageSize"] = paging.tells_size ? given : asked_size;
    if (paging.tells_count) facts["TotalCount"] = std::max(0, count + paging.count_off_by);
    std::vector<std::string> page;
    if (holds(paging.empty, requests)) return page;
    const std::int64_t begin = std::int64_t{asked - 1} * step;
    for (std::int64_t i = begin; i < std::min<std::int64_t>(begin + given, count); ++i)
      page.push_back(holds(paging.nameless, static_cast<int>(i))
                         ? std::string()
                         : ids[static_cast<std::size_t>(i)]);
    return page;
  }

 private:
  static bool holds(const std::vector<int>& requests, int one) {
    return std::find(requests.begin(), requests.end(), one) != requests.end();
  }
};

/// The answer to DescribeBackups, or DescribeClusterBackups, as this list has it. Sets are
/// successful, made by hand, and begin a minute apart, the newest first.
inline backup::Event answer_sets(PagedList& list, const api::Call& call, Instant newest = kStart) {
  nlohmann::json data{{"RequestId", "R"}};
  const bool cluster = call.action == "DescribeClusterBackups";
  nlohmann::json sets = nlohmann::json::array();
  for (const std::string& id : list.page(call, data)) {
    const auto place = std::find(list.ids.begin(), list.ids.end(), id) - list.ids.begin();
    nlohmann::json one = set(id, "", "Success", newest - std::chrono::minutes{place});
    if (cluster)
      one = {{"ClusterBackupId", id},
             {"ClusterBackupStatus", "OK"},
             {"ClusterBackupStartTime", one["BackupStartTime"]},
             {"ClusterBackupEndTime", one["BackupEndTime"]},
             {"AttachLogStatus", "No_Need"},
             {"IsAvail", 1}};
    sets.push_back(std::move(one));
  }
  if (cluster) {
    data.erase("TotalCount");  // this action tells none
    data["ClusterBackups"] = std::move(sets);
  } else {
    data["Backups"]["Backup"] = std::move(sets);
  }
  return answer(std::move(data));
}

/// The answer to DescribeDBInstances.
inline backup::Event answer_instances(PagedList& list, const api::Call& call) {
  nlohmann::json data{{"RequestId", "R"}};
  nlohmann::json instances = nlohmann::json::array();
  for (const std::string& id : list.page(call, data))
    instances.push_back({{"DBInstanceId", id},
                         {"DBInstanceStatus", "Running"},
                         {"DBInstanceType", *find_parameter(call.parameters, "DBInstanceType")},
                         {"ReplicationFactor", "3"}});
  data["DBInstances"]["DBInstance"] = std::move(instances);
  return answer(std::move(data));
}

}  // namespace dds::testing
