#include "core/api/backups.h"

#include <charconv>

#include <nlohmann/json.hpp>

#include "core/response/lists.h"

namespace dds::api {
namespace {

using nlohmann::json;
using response::boolean_at;
using response::id_at;
using response::integer_at;
using response::ListName;
using response::text_at;
using response::time_at;

constexpr ListName kJobs{"BackupJobs", "BackupJob", true};
constexpr ListName kSets{"Backups", "Backup"};
constexpr ListName kClusterSets{"ClusterBackups", "ClusterBackup", true};

JobState parse_job_state(std::string_view text) {
  if (text == "Scheduled") return JobState::Scheduled;
  if (text == "Checking") return JobState::Checking;
  if (text == "Backuping") return JobState::Backuping;
  if (text == "Finished") return JobState::Finished;
  return JobState::Unknown;
}

SetState parse_set_state(std::string_view text) {
  // "OK" is how cluster backups say that the full backup is done.
  if (text == "Success" || text == "OK") return SetState::Success;
  if (text == "Failed") return SetState::Failed;
  return SetState::Unknown;
}

void add_window(Call& call, const BackupQuery& query) {
  if (query.start_time)
    call.parameters.push_back({"StartTime", format_utc(*query.start_time, TimeForm::Minutes)});
  if (query.end_time)
    call.parameters.push_back({"EndTime", format_utc(*query.end_time, TimeForm::Minutes)});
}

BackupSet read_set(const json& object) {
  BackupSet set;
  set.id = id_at(object, "BackupId");
  set.job_id = id_at(object, "BackupJobId");
  set.state_text = text_at(object, "BackupStatus");
  set.state = parse_set_state(set.state_text);
  set.method = text_at(object, "BackupMethod");
  set.manual = text_at(object, "BackupMode") == "Manual";
  set.type = text_at(object, "BackupType");
  set.started = time_at(object, "BackupStartTime");
  set.ended = time_at(object, "BackupEndTime");
  set.expires = time_at(object, "BackupExpireTime");
  set.size_bytes = integer_at(object, "BackupSize");
  set.available = boolean_at(object, "IsAvail");
  set.database_names = text_at(object, "BackupDBNames");
  return set;
}

BackupSet read_cluster_set(const json& object) {
  BackupSet set;
  set.id = id_at(object, "ClusterBackupId");
  set.job_id = id_at(object, "BackupJobId");
  set.state_text = text_at(object, "ClusterBackupStatus");
  set.state = parse_set_state(set.state_text);
  set.manual = text_at(object, "ClusterBackupMode") == "Manual";
  set.started = time_at(object, "ClusterBackupStartTime");
  set.ended = time_at(object, "ClusterBackupEndTime");
  set.expires = time_at(object, "BackupExpireTime");
  set.size_bytes = integer_at(object, "ClusterBackupSize");
  set.available = boolean_at(object, "IsAvail");
  set.attach_log_status = text_at(object, "AttachLogStatus");
  return set;
}

}  // namespace

Result<BackupStarted> read_create_backup(const response::Answer& answer) {
  if (!answer.data->is_object()) {
    return make_error(ErrorCode::NotAnAnswer, "The answer to CreateBackup is not an object.", {});
  }
  return BackupStarted{id_at(*answer.data, "BackupJobId"), id_at(*answer.data, "BackupId"),
                       answer.request_id};
}

std::optional<std::int32_t> parse_percent(std::string_view text) {
  const auto trim = [&text] {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  };
  trim();
  if (text.ends_with('%')) text.remove_suffix(1);
  trim();
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (value < 0 || value > 100) return std::nullopt;
  return value;
}

Call describe_backup_tasks(std::string_view instance_id, std::string_view job_id) {
  Call call{"DescribeBackupTasks", {{"DBInstanceId", std::string(instance_id)}}, Format::Json};
  if (!job_id.empty()) call.parameters.push_back({"BackupJobId", std::string(job_id)});
  return call;
}

Result<std::vector<BackupJob>> read_backup_tasks(const response::Answer& answer) {
  const Result<response::Entries> entries =
      response::read_list(answer, "DescribeBackupTasks", kJobs);
  if (!entries) return entries.error();
  std::vector<BackupJob> jobs;
  for (const json* entry : *entries) {
    BackupJob job;
    job.id = id_at(*entry, "BackupjobId");  // whatever the case: member() ignores it
    job.state_text = text_at(*entry, "BackupSetStatus");
    job.state = parse_job_state(job.state_text);
    if (job.active()) job.percent = parse_percent(text_at(*entry, "Progress"));
    job.started = time_at(*entry, "BackupStartTime");
    job.manual = text_at(*entry, "JobMode") == "Manual";
    // A job without a number still runs; an entry without anything may be a job all the same.
    if (job.id.empty() && job.state_text.empty())
      return response::incomplete_entry(kJobs.list, "BackupjobId and no BackupSetStatus");
    jobs.push_back(std::move(job));
  }
  if (Status problem = check_count(answer, jobs.size(), "backup jobs")) return *problem;
  return jobs;
}

Call describe_backups(const BackupQuery& query) {
  Call call{"DescribeBackups", {{"DBInstanceId", query.instance_id}}, Format::Json};
  if (!query.job_id.empty()) call.parameters.push_back({"BackupJobId", query.job_id});
  if (!query.node_id.empty()) call.parameters.push_back({"NodeId", query.node_id});
  add_window(call, query);
  call.parameters.push_back({"PageNumber", std::to_string(query.page_number)});
  call.parameters.push_back({"PageSize", std::to_string(query.page_size)});
  return call;
}

Result<BackupSetPage> read_backups(const response::Answer& answer) {
  const Result<response::Entries> entries = response::read_list(answer, "DescribeBackups", kSets);
  if (!entries) return entries.error();
  BackupSetPage page;
  for (const json* entry : *entries) page.sets.push_back(read_set(*entry));
  page.facts = read_page_facts(answer);
  return page;
}

Call describe_cluster_backups(const BackupQuery& query) {
  Call call{"DescribeClusterBackups", {{"DBInstanceId", query.instance_id}}, Format::Json};
  if (!query.job_id.empty()) call.parameters.push_back({"BackupJobId", query.job_id});
  add_window(call, query);
  call.parameters.push_back({"PageNo", std::to_string(query.page_number)});
  call.parameters.push_back({"PageSize", std::to_string(query.page_size)});
  return call;
}

Result<BackupSetPage> read_cluster_backups(const response::Answer& answer) {
  const Result<response::Entries> entries =
      response::read_list(answer, "DescribeClusterBackups", kClusterSets);
  if (!entries) return entries.error();
  BackupSetPage page;
  for (const json* entry : *entries) page.sets.push_back(read_cluster_set(*entry));
  page.facts = read_page_facts(answer);
  return page;
}

}  // namespace dds::api
