// CreateBackup: start a manual backup of an instance. Not idempotent: there is no ClientToken, a
// second call while a job runs is refused with OperationDenied.BackupJobExists, and after the job a
// second call makes a second backup. Source: API reference "CreateBackup" (2015-12-01) and the
// official SDK's model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/call.h"
#include "core/api/instance.h"

namespace dds::api {

enum class BackupMethod { Logical, Physical, Snapshot };

/// "Logical", "Physical", "Snapshot": the spelling of the service.
[[nodiscard]] std::string_view name(BackupMethod method);

/// Exact spelling only; the error lists the allowed values and, for other letter case, the right
/// one.
[[nodiscard]] Result<BackupMethod> parse_backup_method(std::string_view text);

struct CreateBackupParameters {
  std::string instance_id;                     // DBInstanceId: an instance, dds-...
  std::optional<BackupMethod> method;          // absent: the service's default, Physical
  std::optional<std::int32_t> retention_days;  // BackupRetentionPeriod: 7 to 730, or -1 for ever
  std::string region_id;  // RegionId, optional; that the gateway takes it is inferred
};

/// The call, or an error that names the parameter, what was given and what is allowed.
[[nodiscard]] Result<Call> create_backup(const CreateBackupParameters& parameters);

/// Whether an instance takes a method, and the sentence why not.
struct MethodChoice {
  BackupMethod method;
  bool allowed = false;
  bool is_default = false;  // what is best preselected
  std::string reason;       // empty when allowed
};

/// One entry per method, in the order Physical, Logical, Snapshot. Cloud-disk instances and
/// standalone ones take Snapshot only; replica sets and sharded clusters on local disks take
/// Logical or Physical. While the storage type is unknown all are allowed.
[[nodiscard]] std::vector<MethodChoice> method_choices(const Instance& instance);

/// Why CreateBackup would be refused now (not Running, locked), as one sentence; empty when nothing
/// speaks against it.
[[nodiscard]] std::string backup_obstacle(const Instance& instance);

/// Why no retention of its own may be given, as one sentence; empty when it may: cloud-disk replica
/// sets and sharded clusters of MongoDB 4.2 or later.
[[nodiscard]] std::string retention_obstacle(const Instance& instance);

}  // namespace dds::api
