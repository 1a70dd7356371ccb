// A hand-written counterpart for operations: answers each action from a script, in simulated time,
// without a transport. Small on purpose: the emulator tests the whole; this one tests single turns
// of a state machine.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/backup/operation.h"
#include "tests/moments.h"

namespace dds::testing {

inline constexpr Instant kStart{
    std::chrono::sys_days{std::chrono::year{2026} / 1 / 14}.time_since_epoch() +
    std::chrono::hours{6}};

inline backup::Event answer(nlohmann::json data) {
  response::Answer answer;
  answer.request_id = "REQ";
  answer.data = response::Data(std::move(data));
  return backup::Replied{std::move(answer), std::nullopt};
}

inline backup::Event refusal(std::string code, int status = 400) {
  response::ApiError error;
  error.status = status;
  error.code = std::move(code);
  error.message = "refused for the test";
  return backup::Replied{std::move(error), std::nullopt};
}

inline backup::Event failure(TransportFailure failure, bool may_have_left) {
  return backup::NotReplied{
      TransportError{failure, may_have_left ? Departure::MayHaveLeft : Departure::NothingLeft},
      false};
}

class ScriptedService {
 public:
  using Handler = std::function<backup::Event(const api::Call&, Instant)>;

  std::map<std::string, Handler, std::less<>> handlers;
  std::vector<std::string> sent;   // actions, in order
  std::vector<std::string> again;  // those whose signed bytes were delivered once more
  Handler deliver_again;           // answers those; absent: as any other
  bool dated = true;               // answers carry a Date
  std::map<std::string, Milliseconds, std::less<>> queues;  // before a call of that action leaves
  Instant now = kStart;

  [[nodiscard]] int count(std::string_view action) const {
    int n = 0;
    for (const std::string& name : sent) n += name == action ? 1 : 0;
    return n;
  }

  /// What a driver would sign with.
  backup::Stamp stamp(const backup::Send& send) {
    if (!send.again.empty()) return send.again;
    const bool writes = !api::is_read_only(send.call.action);
    return {now, "nonce" + std::to_string(++nonces_), writes ? "digest" : "", {}};
  }

  /// As the service dates its answers, to the second.
  [[nodiscard]] backup::Event date(backup::Event event) const {
    auto* replied = std::get_if<backup::Replied>(&event);
    if (replied && dated && !replied->server_time)
      replied->server_time = std::chrono::time_point_cast<Seconds>(now);
    return event;
  }

  /// Pumps until the operation is done; each exchange takes `latency`. Returns false when it did
  /// not end within `max_steps`, which a test must treat as a failure.
  bool run(backup::Operation& operation, int max_steps = 100'000,
           Milliseconds latency = Milliseconds{50}) {
    backup::Event event = backup::Started{};
    for (int i = 0; i < max_steps; ++i) {
      backup::Step step = operation.handle(event, at(now));
      if (std::holds_alternative<backup::Done>(step)) return true;
      if (const auto* wait = std::get_if<backup::WaitUntil>(&step)) {
        now = std::max(now, wall_of(wait->instant));
        event = backup::TimerFired{};
        continue;
      }
      const backup::Send& send = *std::get_if<backup::Send>(&step);
      const api::Call& call = send.call;
      if (const auto queue = queues.find(call.action); queue != queues.end()) now += queue->second;
      if (!operation.leaving(stamp(send), at(now))) {
        event = backup::NotReplied{make_error(ErrorCode::Io), false};
        continue;
      }
      (send.again.empty() ? sent : again).push_back(call.action);
      now += latency;
      if (!send.again.empty() && deliver_again) {
        event = date(deliver_again(call, now));
        continue;
      }
      const auto handler = handlers.find(call.action);
      event = date(handler == handlers.end() ? refusal("InvalidAction", 403)
                                             : handler->second(call, now));
    }
    return false;
  }

 private:
  int nonces_ = 0;
};

inline nlohmann::json instance_answer(std::string_view id, std::string_view type = "replicate",
                                      std::string_view storage = "local_ssd",
                                      std::string_view status = "Running") {
  return {{"RequestId", "R"},
          {"DBInstances",
           {{"DBInstance", nlohmann::json::array({{{"DBInstanceId", id},
                                                   {"DBInstanceType", type},
                                                   {"DBInstanceStatus", status},
                                                   {"LockMode", "Unlock"},
                                                   {"StorageType", storage},
                                                   {"ReplicationFactor", "3"},
                                                   {"EngineVersion", "4.4"},
                                                   {"DBInstanceDescription", "orders"}}})}}}};
}

// {one} is a list to g++ and the one itself to clang.
inline nlohmann::json as_list(nlohmann::json entries) {
  if (entries.is_array()) return entries;
  nlohmann::json list = nlohmann::json::array();
  list.push_back(std::move(entries));
  return list;
}

inline nlohmann::json jobs_answer(nlohmann::json jobs) {
  return {{"RequestId", "R"}, {"BackupJobs", as_list(std::move(jobs))}};
}

inline nlohmann::json job(std::string_view id, std::string_view state, std::string_view progress,
                          Instant started, std::string_view mode = "Manual") {
  return {{"BackupjobId", id},
          {"BackupSetStatus", state},
          {"Progress", progress},
          {"JobMode", mode},
          {"BackupStartTime", format_utc(started)}};
}

inline nlohmann::json set(std::string_view id, std::string_view job_id, std::string_view status,
                          Instant started, std::string_view mode = "Manual",
                          std::string_view method = "Physical") {
  return {{"BackupId", id},
          {"BackupJobId", job_id},
          {"BackupStatus", status},
          {"BackupMode", mode},
          {"BackupMethod", method},
          {"BackupType", "FullBackup"},
          {"BackupStartTime", format_utc(started)},
          {"BackupEndTime", format_utc(started + Seconds{77})},
          {"BackupSize", 6168576},
          {"IsAvail", 1}};
}

inline nlohmann::json sets_answer(nlohmann::json sets) {
  sets = as_list(std::move(sets));
  const std::size_t count = sets.size();
  return {{"RequestId", "R"},
          {"PageNumber", 1},
          {"PageSize", 100},
          {"TotalCount", count},
          {"Backups", {{"Backup", std::move(sets)}}}};
}

}  // namespace dds::testing
