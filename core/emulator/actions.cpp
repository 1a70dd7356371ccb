#include "core/emulator/actions.h"

namespace dds::emulator {
namespace {

struct Entry {
  std::string_view name;
  ActionHandler handler;
};

constexpr Entry kHandlers[] = {
    {"CheckRecoveryCondition", check_recovery_condition},
    {"CreateBackup", create_backup},
    {"CreateDBInstance", create_db_instance},
    {"CreateShardingDBInstance", create_sharding_db_instance},
    {"DeleteBackup", delete_backup},
    {"DeleteDBInstance", delete_db_instance},
    {"DescribeBackupDBs", describe_backup_dbs},
    {"DescribeBackupPolicy", describe_backup_policy},
    {"DescribeBackupStorage", describe_backup_storage},
    {"DescribeBackupTasks", describe_backup_tasks},
    {"DescribeBackups", describe_backups},
    {"DescribeClusterBackups", describe_cluster_backups},
    {"DescribeClusterRecoverTime", describe_cluster_recover_time},
    {"DescribeDBInstanceAttribute", describe_db_instance_attribute},
    {"DescribeDBInstances", describe_db_instances},
    {"DescribeInstanceRecoverTime", describe_instance_recover_time},
    {"DescribePrice", describe_price},
    {"DescribeRegions", describe_regions},
    {"DescribeRestoreDBInstanceList", describe_restore_db_instance_list},
    {"ModifyBackupExpireTime", modify_backup_expire_time},
    {"ModifyBackupPolicy", modify_backup_policy},
    {"TransferClusterBackup", transfer_cluster_backup},
};

}  // namespace

ActionHandler find_action(std::string_view name) {
  for (const Entry& entry : kHandlers) {
    if (entry.name == name) return entry.handler;
  }
  return nullptr;
}

}  // namespace dds::emulator
