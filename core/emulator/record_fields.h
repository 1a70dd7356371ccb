// The fields of every record that a state document holds (archive.h), by the names they have there.
#pragma once

#include "core/emulator/account.h"
#include "core/emulator/archive.h"
#include "core/emulator/records.h"

namespace dds::emulator {

template <>
struct Fields<Node> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& node) {
    archive("id", node.id);
    archive("description", node.description);
    archive("class", node.node_class);
    archive("storage_gb", node.storage_gb);
    archive("bytes", node.data_bytes);
  }
};

template <>
struct Fields<Tag> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& tag) {
    archive("key", tag.key);
    archive("value", tag.value);
  }
};

template <>
struct Fields<Phase> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& phase) {
    archive("at", phase.at);
    archive("status", phase.status);
  }
};

template <>
struct Fields<BackupSet> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& set) {
    archive("id", set.id);
    archive("job", set.job_id);
    archive("node", set.node_id);
    archive("cluster", set.cluster_id);
    archive("method", set.method);
    archive("manual", set.manual);
    archive("failed", set.failed);
    archive("bytes", set.size_bytes);
    archive("started", set.started);
    archive("ended", set.ended);
    archive("expires", set.expires);
  }
};

template <>
struct Fields<ClusterBackup> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& cluster) {
    archive("id", cluster.id);
    archive("job", cluster.job_id);
    archive("manual", cluster.manual);
    archive("failed", cluster.failed);
    archive("started", cluster.started);
    archive("ended", cluster.ended);
    archive("expires", cluster.expires);
    archive("log_ready", cluster.log_ready);
  }
};

template <>
struct Fields<BackupJob> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& job) {
    archive("id", job.id);
    archive("method", job.method);
    archive("manual", job.manual);
    archive("created", job.created);
    archive("checking", job.checking);
    archive("backing_up", job.backing_up);
    archive("finished", job.finished);
    archive("listed", job.listed);
    archive("gone", job.gone);
    archive("failed", job.failed);
    archive("stuck_percent", job.stuck_percent);
    archive("copying", job.copying);
    archive("delivered", job.delivered);
    archive("sets", job.sets);
    archive("cluster", job.cluster);
  }
};

template <>
struct Fields<BackupPolicy> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& policy) {
    archive("days", policy.days);
    archive("window_minute", policy.window_minute);
    archive("retention_days", policy.retention_days);
    archive("flash", policy.flash);
    archive("interval_minutes", policy.interval_minutes);
    archive("interval_retention_days", policy.interval_retention_days);
    archive("one_each_hour", policy.one_each_hour);
    archive("logs", policy.logs);
    archive("log_retention_days", policy.log_retention_days);
    archive("logs_since", policy.logs_since);
    archive("on_deletion", policy.on_deletion);
  }
};

template <>
struct Fields<Instance> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& instance) {
    archive("id", instance.id);
    archive("description", instance.description);
    archive("type", instance.type);
    archive("status", instance.status);
    archive("lock_mode", instance.lock_mode);
    archive("storage_type", instance.storage_type);
    archive("engine_version", instance.engine_version);
    archive("class", instance.instance_class);
    archive("region", instance.region_id);
    archive("zone", instance.zone_id);
    archive("secondary_zone", instance.secondary_zone_id);
    archive("hidden_zone", instance.hidden_zone_id);
    archive("charge_type", instance.charge_type);
    archive("storage_gb", instance.storage_gb);
    archive("replication_factor", instance.replication_factor);
    archive("bytes", instance.data_bytes);
    archive("policy", instance.policy);
    archive("created", instance.created);
    archive("databases", instance.databases);
    archive("tags", instance.tags);
    archive("release_protection", instance.release_protection);
    archive("cluster_backup", instance.cluster_backup);
    archive("shards", instance.shards);
    archive("mongos", instance.mongos);
    archive("jobs", instance.jobs);
    archive("sets", instance.sets);
    archive("cluster_backups", instance.cluster_backups);
    archive("next_backup_fails", instance.next_backup_fails);
    archive("phases", instance.phases);
    archive("released", instance.released);
    archive("source", instance.source_id);
    archive("planned", instance.planned);
    archive("planned_retention_days", instance.planned_retention_days);
    archive("postponed", instance.postponed);
    archive("counted_day", instance.counted_day);
    archive("backups_that_day", instance.backups_that_day);
  }
};

template <>
struct Fields<TokenUse> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& use) {
    archive("token", use.token);
    archive("request", use.request);
    archive("instance", use.instance_id);
    archive("order", use.order_id);
  }
};

template <>
struct Fields<Emulator::Effect> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& effect) {
    archive("at", effect.at);
    archive("action", effect.action);
    archive("instance", effect.instance_id);
    archive("job", effect.job_id);
    archive("method", effect.method);
    archive("set", effect.set_id);
  }
};

template <>
struct Fields<Settings> {
  template <class Archive, class Record>
  static void visit(Archive& archive, Record& settings) {
    archive("seed", settings.seed);
    archive("timestamp_window", settings.timestamp_window);
    archive("host_id", settings.host_id);
    archive("further_instances", settings.further_instances);
    archive("backups_a_day", settings.backups_a_day);
    archive.where_given("throttle", settings.throttle);
  }
};

}  // namespace dds::emulator
