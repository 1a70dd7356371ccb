#include "core/emulator/action_names.h"

#include <algorithm>
#include <array>

namespace dds::emulator {
namespace {

// Sorted by bytes. Source: the official TypeScript SDK's list of Dds 2015-12-01 (8.4.2).
// clang-format off
constexpr std::array<std::string_view, 131> kActions = {
    "AllocateDBInstanceSrvNetworkAddress", "AllocateNodePrivateNetworkAddress",
    "AllocatePublicNetworkAddress", "CancelActiveOperationTasks", "CheckCloudResourceAuthorized",
    "CheckRecoveryCondition", "CheckServiceLinkedRole", "CreateAccount", "CreateBackup",
    "CreateDBInstance", "CreateGlobalSecurityIPGroup", "CreateNode", "CreateNodeBatch",
    "CreateNodeRoleTag", "CreateShardingDBInstance", "DeleteBackup", "DeleteDBInstance",
    "DeleteGlobalSecurityIPGroup", "DeleteNode", "DescribeAccounts",
    "DescribeActiveOperationMaintenanceConfig", "DescribeActiveOperationTask",
    "DescribeActiveOperationTaskCount", "DescribeActiveOperationTaskRegion",
    "DescribeActiveOperationTaskType", "DescribeActiveOperationTasks", "DescribeAuditLogFilter",
    "DescribeAuditPolicy", "DescribeAuditRecords", "DescribeAvailabilityZones",
    "DescribeAvailableEngineVersion", "DescribeAvailableResource", "DescribeBackupDBs",
    "DescribeBackupPolicy", "DescribeBackupStorage", "DescribeBackupTasks", "DescribeBackups",
    "DescribeBinlogFiles", "DescribeClusterBackups", "DescribeClusterRecoverTime",
    "DescribeDBInstanceAttribute", "DescribeDBInstanceEncryptionKey", "DescribeDBInstanceMonitor",
    "DescribeDBInstancePerformance", "DescribeDBInstanceSSL", "DescribeDBInstanceSpecInfo",
    "DescribeDBInstanceSwitchLog", "DescribeDBInstanceTDEInfo", "DescribeDBInstances",
    "DescribeDBInstancesOverview", "DescribeErrorLogRecords", "DescribeGlobalSecurityIPGroup",
    "DescribeGlobalSecurityIPGroupRelation", "DescribeHistoryTasks", "DescribeHistoryTasksStat",
    "DescribeInstanceAutoRenewalAttribute", "DescribeInstanceRecoverTime",
    "DescribeKernelReleaseNotes", "DescribeKmsKeys", "DescribeMongoDBLogConfig",
    "DescribeParameterModificationHistory", "DescribeParameterTemplates", "DescribeParameters",
    "DescribePrice", "DescribeRdsVSwitchs", "DescribeRdsVpcs", "DescribeRegions",
    "DescribeRenewalPrice", "DescribeReplicaSetRole", "DescribeRestoreDBInstanceList",
    "DescribeRoleTagStatus", "DescribeRoleZoneInfo", "DescribeRunningLogRecords",
    "DescribeSecurityGroupConfiguration", "DescribeSecurityIps", "DescribeShardingNetworkAddress",
    "DescribeSlowLogRecords", "DescribeTags", "DescribeUserEncryptionKeyList",
    "DescribeVpcsForMongoDB", "DestroyInstance", "EvaluateResource", "ListTagResources",
    "MigrateAvailableZone", "MigrateToOtherZone", "ModifyAccountDescription",
    "ModifyActiveOperationMaintenanceConfig", "ModifyActiveOperationTasks", "ModifyAuditLogFilter",
    "ModifyAuditPolicy", "ModifyBackupExpireTime", "ModifyBackupPolicy",
    "ModifyDBInstanceAttribute", "ModifyDBInstanceConfig", "ModifyDBInstanceConnectionString",
    "ModifyDBInstanceDescription", "ModifyDBInstanceDiskType", "ModifyDBInstanceMaintainTime",
    "ModifyDBInstanceMonitor", "ModifyDBInstanceNetExpireTime", "ModifyDBInstanceNetworkType",
    "ModifyDBInstanceSSL", "ModifyDBInstanceSpec", "ModifyDBInstanceTDE",
    "ModifyGlobalSecurityIPGroup", "ModifyGlobalSecurityIPGroupName",
    "ModifyGlobalSecurityIPGroupRelation", "ModifyInstanceAutoRenewalAttribute",
    "ModifyInstanceVpcAuthMode", "ModifyNodeSpec", "ModifyNodeSpecBatch", "ModifyParameters",
    "ModifyResourceGroup", "ModifySecurityGroupConfiguration", "ModifySecurityIps",
    "ModifySrvNetworkAddress", "ModifyTaskInfo", "ReleaseNodePrivateNetworkAddress",
    "ReleasePublicNetworkAddress", "RenewDBInstance", "ResetAccountPassword", "RestartDBInstance",
    "RestartNode", "SwitchDBInstanceHA", "TagResources", "TransferClusterBackup",
    "TransformInstanceChargeType", "TransformToPrePaid", "UntagResources",
    "UpgradeDBInstanceEngineVersion", "UpgradeDBInstanceKernelVersion",
};
// clang-format on

static_assert(std::is_sorted(kActions.begin(), kActions.end()));

}  // namespace

bool is_service_action(std::string_view name) {
  return std::binary_search(kActions.begin(), kActions.end(), name);
}

bool is_beginning_of_action(std::string_view text) {
  const auto at = std::lower_bound(kActions.begin(), kActions.end(), text);
  return at != kActions.end() && at->starts_with(text);
}

}  // namespace dds::emulator
