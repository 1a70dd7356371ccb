// A new instance made from a backup of another: all that must equal the source
// (DescribeDBInstanceAttribute), CreateDBInstance or CreateShardingDBInstance, the price
// (DescribePrice), and releasing it again (DeleteDBInstance). Creating costs money; releasing
// destroys. Source: API references of these actions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/call.h"
#include "core/api/instance.h"
#include "core/api/restore.h"

namespace dds::api {

struct NodeSpec {
  std::string node_class;
  std::int64_t storage_gb = 0;         // 0 for mongos nodes
  std::int32_t readonly_replicas = 0;  // shards only
  friend bool operator==(const NodeSpec&, const NodeSpec&) = default;
};

/// What a clone takes over from its source; empty or absent where the service did not tell.
struct Blueprint {
  Instance instance;
  std::string engine;          // "MongoDB"
  std::string storage_engine;  // "WiredTiger"
  std::string storage_type;    // one that can be ordered: cloud_essd1 to 3, cloud_auto, local_ssd
  std::string network_type;    // "VPC", "Classic"
  std::string vpc_id;
  std::string vswitch_id;
  std::string secondary_zone_id;
  std::string hidden_zone_id;
  std::string resource_group_id;
  std::string readonly_replicas;
  std::optional<std::int64_t> provisioned_iops;  // cloud_auto
  bool encrypted = false;
  std::string encryption_key;
  std::string protocol_type;  // sharded clusters: mongodb, dynamodb
  bool release_protected = false;
  std::vector<NodeSpec> shards;
  std::vector<NodeSpec> mongos;
  std::optional<NodeSpec> config_server;
};
/// From DescribeDBInstanceAttribute (`describe_instance`).
[[nodiscard]] Result<Blueprint> read_blueprint(const response::Answer& answer,
                                               std::string_view instance_id);

struct CloneRequest {
  RestorePoint point;
  /// See check_client_token. The same call with the same token makes one instance only, however
  /// often it is sent; the same token with another request is refused
  /// (IdempotentParameterMismatch).
  std::string client_token;
  std::string description;      // see check_description; may be empty
  std::string instance_class;   // replica sets: instead of the source's; empty: the same
  std::int64_t storage_gb = 0;  // replica sets: instead of the source's, not smaller; 0: the same
  std::string vswitch_id;       // instead of the source's, in the same zone; empty: the same
};

/// The call that makes the clone, pay-as-you-go: CreateShardingDBInstance for sharded clusters,
/// else CreateDBInstance. SrcDBInstanceId with BackupId (RestoreType 0) or RestoreTime (RestoreType
/// 1). CreateShardingDBInstance lists no RestoreType 0, so that it is left out there (untested).
/// Errors name the parameter, what was given and what is allowed; a MissingParameter error names
/// what the source did not tell and a clone needs.
[[nodiscard]] Result<Call> clone_instance(const Blueprint& source, const CloneRequest& request);

struct CreatedInstance {
  std::string instance_id;
  std::string order_id;
};
/// NotAnAnswer when it names no instance.
[[nodiscard]] Result<CreatedInstance> read_created_instance(const response::Answer& answer);

/// DescribePrice for that clone (OrderType BUY). CommodityCode is left out: its values go by the
/// account's site (China, International, Japan), which no action tells. Source of configServers,
/// mongos, shards and nodeClass: "Details of the DBInstances parameter in the DescribePrice
/// operation"; nodeStorage, and that each is a list, are inferred: untested.
[[nodiscard]] Result<Call> describe_clone_price(const Blueprint& source,
                                                const CloneRequest& request);

/// Amounts as the service writes them, in decimal; never computed with. For pay-as-you-go they are
/// per hour (inferred: the reference names no unit).
struct Price {
  std::string currency;  // "CNY", "USD"
  std::string original;  // OriginalAmount
  std::string discount;  // DiscountAmount
  std::string to_pay;    // TradeAmount
};
/// "USD 0.27 (0.30 less 0.03)".
[[nodiscard]] std::string describe(const Price& price);
[[nodiscard]] Result<Price> read_price(const response::Answer& answer);

/// DeleteDBInstance: releases a pay-as-you-go instance for good.
[[nodiscard]] Result<Call> delete_instance(std::string_view instance_id,
                                           std::string_view client_token);

/// DescribeDBInstanceAttribute of one that may be gone: nothing when the answer's list is empty.
[[nodiscard]] Result<std::optional<Instance>> read_instance_if_any(const response::Answer& answer,
                                                                   std::string_view instance_id);

/// The service says that there is no such instance. Which of its codes it uses is not documented
/// for Dds; those that are known from elsewhere all count.
[[nodiscard]] bool is_no_such_instance(const response::ApiError& error);

}  // namespace dds::api
