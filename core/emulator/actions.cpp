#include "core/emulator/actions.h"

namespace dds::emulator {
namespace {

struct Entry {
  std::string_view name;
  ActionHandler handler;
};

constexpr Entry kHandlers[] = {
    {"CreateBackup", create_backup},
    {"DescribeBackupTasks", describe_backup_tasks},
    {"DescribeBackups", describe_backups},
    {"DescribeClusterBackups", describe_cluster_backups},
    {"DescribeDBInstanceAttribute", describe_db_instance_attribute},
    {"DescribeDBInstances", describe_db_instances},
    {"DescribeRegions", describe_regions},
};

}  // namespace

ActionHandler find_action(std::string_view name) {
  for (const Entry& entry : kHandlers) {
    if (entry.name == name) return entry.handler;
  }
  return nullptr;
}

}  // namespace dds::emulator
