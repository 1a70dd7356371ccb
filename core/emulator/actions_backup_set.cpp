// DescribeBackups and DescribeClusterBackups: newest first (inferred). Source: API reference of
// both. Download addresses are empty: there is nothing to download from an emulator.
#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/emulator/actions.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (comma > 0) parts.push_back(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

bool among(const std::vector<std::string_view>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

json set_json(const BackupSet& set, const Instance& instance) {
  return {{"BackupDBNames", set.failed ? "" : instance.databases},
          {"BackupDownloadURL", ""},
          {"BackupIntranetDownloadURL", ""},
          {"BackupEndTime", format_utc(set.ended)},
          {"BackupExpireTime", format_utc(set.expires)},
          {"BackupId", set.id},
          {"BackupJobId", set.job_id},
          {"BackupMethod", set.method},
          {"BackupMode", set.manual ? "Manual" : "Automated"},
          {"BackupName", ""},
          {"BackupScale", "DBInstance"},
          {"BackupSize", set.size_bytes},
          {"BackupStartTime", format_utc(set.started)},
          {"BackupStatus", set.failed ? "Failed" : "Success"},
          {"BackupType", "FullBackup"},
          {"EngineVersion", instance.engine_version},
          {"IsAvail", !set.failed}};
}

const Node* shard_of(const Instance& instance, std::string_view node_id) {
  for (const Node& shard : instance.shards) {
    if (shard.id == node_id) return &shard;
  }
  return nullptr;
}

// A part of a cluster backup: here numbers and truth values are texts.
json part_json(const BackupSet& set, const Instance& instance) {
  const Node* shard = shard_of(instance, set.node_id);
  return {{"BackupDownloadURL", ""},
          {"BackupIntranetDownloadURL", ""},
          {"BackupEndTime", format_utc(set.ended)},
          {"BackupId", set.id},
          {"BackupName", ""},
          {"BackupSize", std::to_string(set.size_bytes)},
          {"BackupStartTime", format_utc(set.started)},
          {"BackupStatus", set.failed ? "Failed" : "Success"},
          {"ExtraInfo",
           {{"InstanceClass", shard ? shard->node_class : ""},
            {"NodeId", set.node_id},
            {"NodeType", "db"},
            {"StorageSize", shard ? std::to_string(shard->storage_gb * 1024) : ""}}},
          {"InstanceName", set.node_id},
          {"IsAvail", set.failed ? "0" : "1"}};
}

json cluster_json(const ClusterBackup& cluster, const Instance& instance, Instant now) {
  std::string_view log = now < cluster.log_ready ? "Running" : "Ready";
  if (cluster.failed) log = "Failed";
  return {{"AttachLogStatus", log},
          {"BackupExpireTime", format_utc(cluster.expires)},
          {"ClusterBackupEndTime", format_utc(cluster.ended)},
          {"ClusterBackupId", cluster.id},
          {"ClusterBackupMode", cluster.manual ? "Manual" : "Automated"},
          {"ClusterBackupSize", "0"},
          {"ClusterBackupStartTime", format_utc(cluster.started)},
          // "OK" is the documentation's one example; that a failed one says "Failed" is inferred.
          {"ClusterBackupStatus", cluster.failed ? "Failed" : "OK"},
          {"EngineVersion", instance.engine_version},
          {"ExtraInfo", {{"RegistryFromHistory", "0"}}},
          {"IsAvail", cluster.failed ? 0 : 1},
          {"Progress", "100"}};
}

// A cluster backup that is being made. That it is listed already, and as Running, is inferred from
// its having a Progress.
json running_cluster_json(const ClusterBackup& cluster, const BackupJob& job,
                          const Instance& instance, Instant now) {
  json entry = cluster_json(cluster, instance, now);
  entry["AttachLogStatus"] = "Init";
  entry["BackupExpireTime"] = "";
  entry["ClusterBackupEndTime"] = "";
  entry["ClusterBackupStatus"] = "Running";
  entry["IsAvail"] = 0;
  const bool copied = now >= job.finished;
  entry["Progress"] = std::to_string(copied ? 100 : percent(job, now).value_or(0));
  entry["Backups"] = json::array();
  return entry;
}

}  // namespace

ActionResult describe_backups(ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Instance& instance = **std::get_if<0>(&named);
  const Outcome<Page> paging = asked_page(context, "PageNumber");
  if (const auto* refusal = std::get_if<Refusal>(&paging)) return *refusal;
  const Outcome<TimeWindow> timing = asked_window(context);
  if (const auto* refusal = std::get_if<Refusal>(&timing)) return *refusal;
  if (auto refusal = refuse_other_regions(context, instance)) return *refusal;
  const std::vector<std::string_view> ids = split_list(context.incoming.text("BackupId"));
  const std::string_view node = context.incoming.text("NodeId");
  const std::string_view job = context.incoming.text("BackupJobId");
  if (instance.sharded()) {
    // A shard, or one BackupId for each shard, is needed. The code for neither is inferred.
    if (node.empty() && ids.empty()) return refuse("MissingParameter");
    if (!node.empty() && !shard_of(instance, node)) return refuse("Node.NotFound");
  }

  // Times are ignored when BackupId is given.
  const TimeWindow window = ids.empty() ? *std::get_if<0>(&timing) : TimeWindow{};
  const Instant now = context.account.now();
  std::vector<const BackupSet*> found;
  for (auto set = instance.sets.rbegin(); set != instance.sets.rend(); ++set) {
    if (set->expires <= now || !window.holds(set->started)) continue;
    if (!ids.empty() && !among(ids, set->id)) continue;
    if (!node.empty() && instance.sharded() && set->node_id != node) continue;
    if (!job.empty() && set->job_id != job) continue;
    found.push_back(&*set);
  }
  const Page page = *std::get_if<0>(&paging);
  json list = json::array();
  page.each(found, [&](const BackupSet* set) { list.push_back(set_json(*set, instance)); });
  return json{{"Backups", {{"Backup", std::move(list)}}},
              {"PageNumber", page.number},
              {"PageSize", page.size},
              {"TotalCount", found.size()}};
}

ActionResult describe_cluster_backups(ActionContext& context) {
  const Outcome<const Instance*> named = named_instance(context);
  if (const auto* refusal = std::get_if<Refusal>(&named)) return *refusal;
  const Instance& instance = **std::get_if<0>(&named);
  const Outcome<Page> paging = asked_page(context, "PageNo");
  if (const auto* refusal = std::get_if<Refusal>(&paging)) return *refusal;
  const Outcome<TimeWindow> timing = asked_window(context);
  if (const auto* refusal = std::get_if<Refusal>(&timing)) return *refusal;
  if (auto refusal = refuse_other_regions(context, instance)) return *refusal;
  const std::string_view only_clusters = context.incoming.text("IsOnlyGetClusterBackUp");
  if (!only_clusters.empty() && only_clusters != "true" && only_clusters != "false") {
    return refuse_value("IsOnlyGetClusterBackUp");
  }
  const TimeWindow window = *std::get_if<0>(&timing);
  const std::string_view id =
      context.incoming.text("BackupId");  // a cluster's, or that of one of its parts
  const std::string_view job_id = context.incoming.text("BackupJobId");
  const Instant now = context.account.now();

  // Parts by cluster, gathered once: an account may hold thousands.
  std::vector<const BackupSet*> parts;
  for (const BackupSet& set : instance.sets) {
    if (!set.cluster_id.empty()) parts.push_back(&set);
  }
  const auto by_cluster = [](const BackupSet* a, const BackupSet* b) {
    return a->cluster_id < b->cluster_id;
  };
  std::stable_sort(parts.begin(), parts.end(), by_cluster);
  const auto parts_of = [&](const std::string& cluster_id) {
    BackupSet probe;
    probe.cluster_id = cluster_id;
    return std::equal_range(parts.begin(), parts.end(), &probe, by_cluster);
  };

  struct Entry {
    const ClusterBackup* cluster;
    const BackupJob* job;  // while it is being made
  };
  std::vector<Entry> found;
  for (auto job = instance.jobs.rbegin(); job != instance.jobs.rend(); ++job) {
    if (!job->cluster || (!job_id.empty() && job->id != job_id) || !window.holds(job->created))
      continue;
    if (id.empty() || job->cluster->id == id) found.push_back({&*job->cluster, &*job});
  }
  for (auto cluster = instance.cluster_backups.rbegin(); cluster != instance.cluster_backups.rend();
       ++cluster) {
    if (cluster->expires <= now || !window.holds(cluster->started)) continue;
    if (!job_id.empty() && cluster->job_id != job_id) continue;
    if (!id.empty() && cluster->id != id) {
      const auto [begin, end] = parts_of(cluster->id);
      if (std::none_of(begin, end, [&](const BackupSet* set) { return set->id == id; })) continue;
    }
    found.push_back({&*cluster, nullptr});
  }

  const Page page = *std::get_if<0>(&paging);
  json list = json::array();
  page.each(found, [&](const Entry& entry) {
    if (entry.job) {
      list.push_back(running_cluster_json(*entry.cluster, *entry.job, instance, now));
      return;
    }
    json cluster = cluster_json(*entry.cluster, instance, now);
    json children = json::array();
    std::int64_t size = 0;
    const auto [begin, end] = parts_of(entry.cluster->id);
    for (auto part = begin; part != end; ++part) {
      size += (*part)->size_bytes;
      children.push_back(part_json(**part, instance));
    }
    cluster["ClusterBackupSize"] = std::to_string(size);
    if (only_clusters != "true") cluster["Backups"] = std::move(children);
    list.push_back(std::move(cluster));
  });
  // No TotalCount here. MaxResults is taken for the number of entries on a page (inferred).
  return json{{"ClusterBackups", std::move(list)},
              {"MaxResults", page.size},
              {"PageNumber", page.number},
              {"PageSize", page.size}};
}

}  // namespace dds::emulator
