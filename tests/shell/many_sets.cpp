#include "tests/shell/many_sets.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <string>
#include <utility>

namespace dds::testing {

HttpHandle ManySets::send(HttpRequest request, HttpCompletion completion) {
  const std::string all = request.url + "&" + request.body;
  if (all.find("Action=DescribeBackups&") == std::string::npos)
    return service_.send(std::move(request), std::move(completion));
  const std::string name = "PageNumber=";
  const int page = std::atoi(all.c_str() + all.find(name) + name.size());
  auto answer = [this, page, completion = std::move(completion)](HttpResult result) {
    if (auto* response = std::get_if<HttpResponse>(&result)) response->body = body(page);
    completion(std::move(result));
  };
  return service_.send(std::move(request), std::move(answer));
}

std::string ManySets::body(int page) const {
  std::string text = R"({"RequestId":"R","PageNumber":)" + std::to_string(page) +
                     R"(,"PageSize":100,"TotalCount":)" + std::to_string(count_) +
                     R"(,"Backups":{"Backup":[)";
  for (int i = (page - 1) * 100; i < std::min(page * 100, count_); ++i) {
    const Instant begin = newest_ - std::chrono::hours{2 * i + 1};
    if (i % 100 != 0) text += ",";
    text += R"({"BackupId":")" + std::to_string(900'000 - i) + R"(","BackupStatus":")" +
            (i % 40 == 7 ? "Failed" : "Success") + R"(","BackupMethod":"Physical","BackupMode":")" +
            (i % 5 == 0 ? "Manual" : "Automated") +
            R"(","BackupType":"FullBackup","BackupStartTime":")" + format_utc(begin) +
            R"(","BackupEndTime":")" + format_utc(begin + std::chrono::minutes{4}) +
            R"(","BackupSize":)" + std::to_string(5'000'000 + i * 17) + "}";
  }
  return text + "]}}";
}

}  // namespace dds::testing
