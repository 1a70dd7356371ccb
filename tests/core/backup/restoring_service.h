// A scripted service with one source instance, of which one clone can be ordered: it tells orders
// with the same token apart from new ones, as the service does.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "tests/core/backup/scripted_service.h"

namespace dds::testing {

inline constexpr std::string_view kSource = "dds-bp1a7f3c9d2e5b81";
inline constexpr std::string_view kClone = "dds-bp9c10ne00000001";

struct RestoringService : ScriptedService {
  bool valid = true;     // CheckRecoveryCondition
  int lose_answers = 0;  // of orders that took effect
  int instances_made = 0;
  std::string storage = "cloud_essd1";
  std::string version = "4.4";
  std::string type = "replicate";
  std::vector<Parameters> orders;
  Milliseconds build_time = std::chrono::minutes{12};
  // Of the clone, after it was ordered.
  Milliseconds listed_after{0};
  std::optional<Milliseconds> gone_after;
  std::optional<Milliseconds> down_from;
  Milliseconds down_until{0};
  std::string status_while_building = "Restoring";
  std::map<std::string, Instant, std::less<>> made_by_token;
  std::optional<Instant> made;
  std::string description;
  std::optional<Instant> released;
  Milliseconds release_time = std::chrono::minutes{2};

  RestoringService() {
    handlers["DescribeDBInstanceAttribute"] = [this](const api::Call& call, Instant at) {
      if (*find_parameter(call.parameters, "DBInstanceId") == kSource) return answer(source());
      return clone(at);
    };
    handlers["DescribeInstanceRecoverTime"] = [](const api::Call&, Instant) {
      return answer({{"RestoreRanges",
                      {{{"RestoreBeginTime", format_utc(kStart - std::chrono::hours{100})},
                        {"RestoreEndTime", format_utc(kStart)}}}}});
    };
    handlers["CheckRecoveryCondition"] = [this](const api::Call&, Instant) {
      return answer({{"IsValid", valid}});
    };
    handlers["DescribePrice"] = [](const api::Call&, Instant) {
      return answer({{"Order", {{"Currency", "USD"}, {"TradeAmount", "0.27"}}}});
    };
    handlers["CreateDBInstance"] = [this](const api::Call& call, Instant at) {
      return order(call, at);
    };
    handlers["DeleteDBInstance"] = [this](const api::Call&, Instant at) {
      if (!released) released = at;
      return answer({{"RequestId", "REQ-DELETE"}});
    };
  }

  nlohmann::json source() const {
    nlohmann::json data = instance_answer(kSource, type, storage);
    data["DBInstances"]["DBInstance"][0].update({{"EngineVersion", version},
                                                 {"RegionId", "cn-hangzhou"},
                                                 {"ZoneId", "cn-hangzhou-g"},
                                                 {"DBInstanceClass", "mdb.shard.2x.large.d"},
                                                 {"DBInstanceStorage", 20},
                                                 {"VPCId", "vpc-1"},
                                                 {"VSwitchId", "vsw-1"},
                                                 {"ChargeType", "PrePaid"}});
    return data;
  }

  backup::Event order(const api::Call& call, Instant at) {
    orders.push_back(call.parameters);
    const std::string token = *find_parameter(call.parameters, "ClientToken");
    if (made_by_token.find(token) == made_by_token.end()) {
      made_by_token[token] = at;
      made = at;
      ++instances_made;
      const std::string* name = find_parameter(call.parameters, "DBInstanceDescription");
      description = name != nullptr ? *name : "";
    }
    if (lose_answers > 0) {
      --lose_answers;
      return failure(TransportFailure::Lost, true);
    }
    return answer({{"DBInstanceId", kClone}, {"OrderId", "2107"}, {"RequestId", "REQ-ORDER"}});
  }

  [[nodiscard]] bool clone_is_listed(Instant at) const {
    if (!made || at < *made + listed_after) return false;
    if (released && at >= *released + release_time) return false;
    return !gone_after || at < *made + *gone_after;
  }

  [[nodiscard]] nlohmann::json clone_json(Instant at) const {
    std::string status = at >= *made + build_time ? "Running" : status_while_building;
    if (released) status = "Deleting";
    nlohmann::json data = instance_answer(kClone, type, storage, status);
    data["DBInstances"]["DBInstance"][0]["DBInstanceDescription"] = description;
    data["DBInstances"]["DBInstance"][0]["ChargeType"] = "PostPaid";
    return data;
  }

  backup::Event clone(Instant at) const {
    if (made && down_from && at >= *made + *down_from && at < *made + down_until)
      return failure(TransportFailure::NotReached, false);
    if (!clone_is_listed(at)) return refusal("InvalidDBInstanceId.NotFound", 404);
    return answer(clone_json(at));
  }
};

}  // namespace dds::testing
