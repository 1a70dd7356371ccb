#include "core/backup/journal.h"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/response/answer.h"
#include "core/response/body.h"

namespace dds::backup {
namespace {

using json = nlohmann::json;
using response::integer_at;
using response::member;
using response::text_at;
using response::time_at;

constexpr int kVersion = 1;

// The words of the file, which journals of earlier versions share.
constexpr std::array<std::pair<Ending, std::string_view>, 9> kEndings{{
    {Ending::Succeeded, "Succeeded"},
    {Ending::Failed, "Failed"},
    {Ending::Refused, "Refused"},
    {Ending::JobRunning, "JobRunning"},
    {Ending::NotReached, "NotReached"},
    {Ending::Unreadable, "Unreadable"},
    {Ending::NotDone, "NotStarted"},
    {Ending::Unknown, "Unknown"},
    {Ending::Started, "Started"},
}};

std::string_view file_word(Ending ending) {
  for (const auto& [known, word] : kEndings) {
    if (known == ending) return word;
  }
  return {};
}

std::optional<Ending> read_file_word(std::string_view text) {
  for (const auto& [known, word] : kEndings) {
    if (word == text) return known;
  }
  return std::nullopt;
}

std::string line(const json& content) {
  return checked_line(content.dump(-1, ' ', false, json::error_handler_t::replace));
}

// The service's times are told to the second, ours to the millisecond: both are kept as
// milliseconds.
json millis(Instant instant) {
  return instant.time_since_epoch().count();
}

std::optional<Instant> instant_at(const json& object, std::string_view name) {
  const auto value = integer_at(object, name);
  if (!value) return std::nullopt;
  return Instant{Milliseconds{*value}};
}

// What is not known is left out.
void put(json& content, const char* name, const std::string& text) {
  if (!text.empty()) content[name] = text;
}
void put(json& content, const char* name, const std::optional<Instant>& instant) {
  if (instant) content[name] = millis(*instant);
}

json set_json(const api::BackupSet& set) {
  json content;
  put(content, "id", set.id);
  put(content, "status", set.state_text);
  put(content, "method", set.method);
  put(content, "node", set.node_id);
  if (set.size_bytes) content["size"] = *set.size_bytes;
  put(content, "started", set.started);
  put(content, "ended", set.ended);
  put(content, "expires", set.expires);
  return content;
}

std::vector<api::BackupSet> sets_at(const json& object) {
  std::vector<api::BackupSet> sets;
  const json* list = member(object, "sets");
  if (!list || !list->is_array()) return sets;
  for (const json& item : *list) {
    api::BackupSet set;
    set.id = item.is_string() ? item.get<std::string>() : text_at(item, "id");
    set.state_text = text_at(item, "status");
    set.method = text_at(item, "method");
    set.node_id = text_at(item, "node");
    set.size_bytes = integer_at(item, "size");
    set.started = instant_at(item, "started");
    set.ended = instant_at(item, "ended");
    set.expires = instant_at(item, "expires");
    sets.push_back(std::move(set));
  }
  return sets;
}

std::vector<std::string> texts_at(const json& object, std::string_view name) {
  std::vector<std::string> texts;
  const json* list = member(object, name);
  if (!list || !list->is_array()) return texts;
  for (const json& item : *list) {
    if (item.is_string()) texts.push_back(item.get<std::string>());
  }
  return texts;
}

Error bad_line(std::size_t number, std::string_view why) {
  return make_error(ErrorCode::MalformedBody,
                    "Line " + std::to_string(number) + " of the journal " + std::string(why) +
                        "; it was changed by something else and cannot be continued.",
                    {});
}

// The JSON of a line without its line feed; null when the checksum or the syntax is wrong.
json content_of(std::string_view text) {
  const std::optional<std::string_view> body = checked_content(text);
  if (!body) return nullptr;
  Result<json> content = response::parse_json(*body);
  return content && content->is_object() ? *std::move(content) : json(nullptr);
}

Result<JournalHead> read_head(const json& content) {
  if (text_at(content, "kind") != "run")
    return bad_line(1, "is not the beginning of a run of backups");
  if (integer_at(content, "version") != kVersion)
    return make_error(ErrorCode::InvalidJson,
                      "The journal was written by another version of this program (" +
                          text_at(content, "version") + " instead of " + std::to_string(kVersion) +
                          ").",
                      {});
  JournalHead head;
  head.begun = instant_at(content, "begun").value_or(Instant{});
  head.endpoint = text_at(content, "endpoint");
  head.key_id = text_at(content, "key");
  head.chosen = text_at(content, "chosen");
  const json* left_out = member(content, "left_out");  // journals of earlier versions have none
  const json* backups = member(content, "backups");
  if (!backups || !backups->is_array() || (left_out && !left_out->is_array()))
    return bad_line(1, "has no list of what was meant");
  if (left_out) {
    for (const json& object : *left_out)
      head.left_out.push_back({text_at(object, "instance"), text_at(object, "reason")});
  }
  for (const json& object : *backups) {
    api::CreateBackupParameters parameters;
    parameters.instance_id = text_at(object, "instance");
    parameters.region_id = text_at(object, "region");
    if (const std::string method = text_at(object, "method"); !method.empty()) {
      const Result<api::BackupMethod> known = api::parse_backup_method(method);
      if (!known) return bad_line(1, "names a backup method that does not exist");
      parameters.method = *known;
    }
    if (const auto days = integer_at(object, "retention"))
      parameters.retention_days = static_cast<std::int32_t>(*days);
    head.backups.push_back(std::move(parameters));
  }
  return head;
}

json attempt_json(const Attempt& attempt) {
  json content{{"at", millis(attempt.at)},
               {"sent", millis(attempt.sent)},
               {"tolerance", attempt.tolerance.count()},
               {"known_jobs", attempt.known_jobs},
               {"known_sets", attempt.known_sets}};
  if (attempt.method) content["method"] = api::name(*attempt.method);
  if (!attempt.stamp.empty()) {
    content["timestamp"] = millis(attempt.stamp.timestamp);
    content["nonce"] = attempt.stamp.nonce;
    content["digest"] = attempt.stamp.digest;
  }
  return content;
}

Attempt read_attempt(const json& content) {
  Attempt attempt;
  attempt.at = instant_at(content, "at").value_or(Instant{});
  attempt.sent = instant_at(content, "sent").value_or(attempt.at);
  if (const auto tolerance = integer_at(content, "tolerance"))
    attempt.tolerance = Milliseconds{*tolerance};
  attempt.stamp.timestamp = instant_at(content, "timestamp").value_or(Instant{});
  attempt.stamp.nonce = text_at(content, "nonce");
  attempt.stamp.digest = text_at(content, "digest");
  attempt.known_jobs = texts_at(content, "known_jobs");
  attempt.known_sets = texts_at(content, "known_sets");
  if (const auto method = api::parse_backup_method(text_at(content, "method")); method)
    attempt.method = *method;
  return attempt;
}

// False when the line does not say what one of its kind has to.
bool apply(const json& content, std::vector<JournalEntry>& entries) {
  const auto number = integer_at(content, "backup");
  if (!number || *number < 0 || static_cast<std::size_t>(*number) >= entries.size()) return false;
  JournalEntry& entry = entries[static_cast<std::size_t>(*number)];
  if (entry.state == JournalEntry::State::Ended && !entry.only_started()) return false;
  const std::string kind = text_at(content, "kind");
  if (kind == "attempt") {
    entry.attempt = read_attempt(content);
    entry.state = JournalEntry::State::Attempted;
    return entry.attempt.at != Instant{};
  }
  if (kind == "void") {
    entry.attempt = {};
    entry.state = JournalEntry::State::Waiting;
    return true;
  }
  if (kind == "job") {
    entry.job_id = text_at(content, "job");
    entry.request_id = text_at(content, "request");
    entry.ending = Ending::None;
    entry.state = JournalEntry::State::Following;
    return !entry.job_id.empty();
  }
  if (kind != "end") return false;
  const std::optional<Ending> ending = read_file_word(text_at(content, "ending"));
  if (!ending) return false;
  entry.ending = *ending;
  entry.problem = text_at(content, "problem");
  entry.code = text_at(content, "code");
  entry.joined = response::boolean_at(content, "joined").value_or(false);
  entry.sets = sets_at(content);
  entry.began = instant_at(content, "began");
  entry.job_started = instant_at(content, "job_started");
  entry.ended = instant_at(content, "ended");
  if (const std::string job = text_at(content, "job"); !job.empty()) entry.job_id = job;
  entry.state = JournalEntry::State::Ended;
  return true;
}

}  // namespace

Result<Journal> read_journal(std::string_view text) {
  Journal journal;
  for (std::size_t number = 1; journal.valid_bytes < text.size(); ++number) {
    const std::string_view rest = text.substr(journal.valid_bytes);
    const std::size_t end = rest.find('\n');
    // Only an append that was cut off leaves a line without its end.
    if (end == std::string_view::npos) break;
    const json content = content_of(rest.substr(0, end));
    if (content.is_null()) return bad_line(number, "does not match its checksum");
    if (number == 1) {
      Result<JournalHead> head = read_head(content);
      if (!head) return head.error();
      journal.head = std::move(*head);
      journal.entries.resize(journal.head.backups.size());
    } else if (!apply(content, journal.entries)) {
      return bad_line(number, "does not follow from what stands before it");
    }
    journal.valid_bytes += end + 1;
  }
  if (journal.valid_bytes == 0)
    return make_error(ErrorCode::EmptyBody, "The journal is empty: nothing had begun.", {});
  return journal;
}

std::string journal_head_line(const JournalHead& head) {
  json backups = json::array();
  for (const api::CreateBackupParameters& parameters : head.backups) {
    json one{{"instance", parameters.instance_id}};
    if (!parameters.region_id.empty()) one["region"] = parameters.region_id;
    if (parameters.method) one["method"] = api::name(*parameters.method);
    if (parameters.retention_days) one["retention"] = *parameters.retention_days;
    backups.push_back(std::move(one));
  }
  json content{{"kind", "run"},
               {"version", kVersion},
               {"begun", millis(head.begun)},
               {"endpoint", head.endpoint},
               {"key", head.key_id},
               {"backups", std::move(backups)}};
  put(content, "chosen", head.chosen);
  for (const LeftOut& one : head.left_out) {
    json& object = content["left_out"].emplace_back();
    put(object, "instance", one.instance_id);
    put(object, "reason", one.reason);
  }
  return line(content);
}

std::string journal_attempt_line(std::size_t backup, const Attempt& attempt) {
  json content = attempt_json(attempt);
  content["kind"] = "attempt";
  content["backup"] = backup;
  return line(content);
}

std::string journal_void_line(std::size_t backup) {
  return line({{"kind", "void"}, {"backup", backup}});
}

std::string journal_job_line(std::size_t backup, const Progress& progress) {
  return line({{"kind", "job"},
               {"backup", backup},
               {"job", progress.job_id},
               {"request", progress.request_id}});
}

std::string journal_end_line(std::size_t backup, const Progress& progress) {
  json sets = json::array();
  for (const api::BackupSet& set : progress.sets) sets.push_back(set_json(set));
  json content{{"kind", "end"},
               {"backup", backup},
               {"ending", file_word(progress.ending)},
               {"job", progress.job_id},
               {"problem", progress.problem},
               {"sets", std::move(sets)},
               {"ended", millis(progress.ended.value_or(Instant{}))}};
  if (progress.refusal) put(content, "code", progress.refusal->code);
  if (progress.joined) content["joined"] = true;
  put(content, "began", progress.began);
  put(content, "job_started", progress.job_started);
  return line(content);
}

}  // namespace dds::backup
