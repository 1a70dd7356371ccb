#include "core/backup/rehearsal_record.h"

#include <algorithm>
#include <array>
#include <utility>

#include <nlohmann/json.hpp>

#include "core/backup/checked_line.h"
#include "core/response/answer.h"
#include "core/response/body.h"

namespace dds::backup {
namespace {

using json = nlohmann::json;
using response::integer_at;
using response::text_at;
using State = RehearsalRecord::State;

constexpr std::string_view kMark = "dds-rehearsal_";
constexpr int kVersion = 1;

constexpr std::array<std::pair<State, std::string_view>, 5> kStates{{
    {State::Ordered, "Ordered"},
    {State::Created, "Created"},
    {State::Running, "Running"},
    {State::Released, "Released"},
    {State::NotMade, "NotMade"},
}};

Error bad(std::string_view why) {
  return make_error(ErrorCode::MalformedBody,
                    "The record of a rehearsal " + std::string(why) +
                        "; it was changed by something else and is not guessed at.",
                    {});
}

void put(json& content, const char* name, const std::optional<Instant>& instant) {
  if (instant) content[name] = instant->time_since_epoch().count();
}
std::optional<Instant> get(const json& content, std::string_view name) {
  const auto value = integer_at(content, name);
  if (!value) return std::nullopt;
  return Instant{Milliseconds{*value}};
}

// "20260114T060000Z", of "2026-01-14T06:00:00Z".
std::string compact(Instant instant) {
  std::string text = format_utc(instant);
  text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '-' || c == ':'; }),
             text.end());
  return text;
}
std::optional<Instant> parse_compact(std::string_view text) {
  if (text.size() != 16) return std::nullopt;
  const std::string whole = std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) +
                            "-" + std::string(text.substr(6, 5)) + ":" +
                            std::string(text.substr(11, 2)) + ":" + std::string(text.substr(13, 3));
  const Result<Instant> instant = parse_utc(whole);
  if (!instant) return std::nullopt;
  return *instant;
}

}  // namespace

std::string_view name(RehearsalRecord::State state) {
  for (const auto& known : kStates) {
    if (known.first == state) return known.second;
  }
  return {};
}

bool is_settled(const RehearsalRecord& record) {
  return record.state == State::Released || record.state == State::NotMade;
}

std::string to_line(const RehearsalRecord& record) {
  json content{{"kind", "rehearsal"},
               {"version", kVersion},
               {"state", name(record.state)},
               {"source", record.source_id},
               {"region", record.region_id},
               {"description", record.description},
               {"token", record.client_token},
               {"set", record.point.backup_id},
               {"instance", record.instance_id},
               {"databases", record.databases},
               {"proven", record.proven}};
  put(content, "time", record.point.time);
  put(content, "begun", record.begun);
  put(content, "ordered", record.ordered);
  put(content, "running", record.running);
  put(content, "released", record.released);
  return checked_line(content.dump(-1, ' ', false, json::error_handler_t::replace));
}

Result<RehearsalRecord> from_line(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  const std::optional<std::string_view> body = checked_content(line);
  if (!body) return bad("does not match its checksum");
  const Result<json> read = response::parse_json(*body);
  if (!read || !read->is_object() || text_at(*read, "kind") != "rehearsal")
    return bad("is of another kind");
  const json& content = *read;
  if (integer_at(content, "version") != kVersion) {
    return make_error(ErrorCode::InvalidJson,
                      "The record of a rehearsal was written by another version of this program (" +
                          text_at(content, "version") + " instead of " + std::to_string(kVersion) +
                          ").",
                      {});
  }
  RehearsalRecord record;
  const std::string state = text_at(content, "state");
  const auto known = std::find_if(kStates.begin(), kStates.end(),
                                  [&](const auto& one) { return one.second == state; });
  if (known == kStates.end()) return bad("is in a state that does not exist");
  record.state = known->first;
  record.source_id = text_at(content, "source");
  record.region_id = text_at(content, "region");
  record.description = text_at(content, "description");
  record.client_token = text_at(content, "token");
  record.point.backup_id = text_at(content, "set");
  record.point.time = get(content, "time");
  record.instance_id = text_at(content, "instance");
  record.begun = get(content, "begun");
  record.ordered = get(content, "ordered");
  record.running = get(content, "running");
  record.released = get(content, "released");
  record.databases = text_at(content, "databases");
  record.proven = text_at(content, "proven");
  if (record.source_id.empty() || record.client_token.empty() ||
      !parse_rehearsal_description(record.description))
    return bad("does not say which instance it is about");
  return record;
}

Result<RehearsalBook> read_rehearsals(std::string_view text) {
  RehearsalBook book;
  for (std::size_t number = 1; book.valid_bytes < text.size(); ++number) {
    const std::string_view rest = text.substr(book.valid_bytes);
    const std::size_t end = rest.find('\n');
    // Only an append that was cut off leaves a line without its end.
    if (end == std::string_view::npos) break;
    Result<RehearsalRecord> record = from_line(rest.substr(0, end));
    if (!record) {
      Error error = record.error();
      error.message = "Line " + std::to_string(number) + ": " + error.message;
      return error;
    }
    const auto earlier = std::find_if(
        book.records.begin(), book.records.end(),
        [&](const RehearsalRecord& other) { return other.client_token == record->client_token; });
    if (earlier == book.records.end())
      book.records.push_back(*std::move(record));
    else
      *earlier = *std::move(record);
    book.valid_bytes += end + 1;
  }
  return book;
}

std::optional<RehearsalRecord> open_rehearsal(const std::vector<RehearsalRecord>& records,
                                              std::string_view source_id) {
  const auto found =
      std::find_if(records.rbegin(), records.rend(), [&](const RehearsalRecord& record) {
        return record.source_id == source_id && !is_settled(record);
      });
  if (found == records.rend()) return std::nullopt;
  return *found;
}

std::string rehearsal_description(std::string_view source_id, Instant begun) {
  return std::string(kMark) + std::string(source_id) + "_" + compact(begun);
}

std::optional<RehearsalMark> parse_rehearsal_description(std::string_view text) {
  if (!text.starts_with(kMark)) return std::nullopt;
  const std::size_t last = text.rfind('_');
  if (last < kMark.size()) return std::nullopt;
  const std::string_view source = text.substr(kMark.size(), last - kMark.size());
  const std::optional<Instant> begun = parse_compact(text.substr(last + 1));
  if (source.empty() || !begun || rehearsal_description(source, *begun) != text)
    return std::nullopt;
  return RehearsalMark{std::string(source), *begun};
}

std::vector<api::Instance> find_left_over(const std::vector<api::Instance>& instances) {
  std::vector<api::Instance> found;
  for (const api::Instance& instance : instances) {
    const std::optional<RehearsalMark> mark = parse_rehearsal_description(instance.description);
    if (mark && mark->source_id != instance.id) found.push_back(instance);
  }
  return found;
}

std::string release_obstacle(const api::Instance& instance,
                             const std::vector<RehearsalRecord>& records, bool named_by_user) {
  const std::optional<RehearsalMark> mark = parse_rehearsal_description(instance.description);
  if (!mark)
    return instance.id + " does not carry the marking of a rehearsal; it is not released here.";
  const bool is_source =
      mark->source_id == instance.id ||
      std::any_of(records.begin(), records.end(),
                  [&](const RehearsalRecord& record) { return record.source_id == instance.id; });
  if (is_source) return instance.id + " is the source of a rehearsal; it is not released.";
  const bool recorded =
      std::any_of(records.begin(), records.end(), [&](const RehearsalRecord& record) {
        return record.description == instance.description &&
               (record.instance_id.empty() || record.instance_id == instance.id);
      });
  if (!recorded && !named_by_user)
    return instance.id +
           " carries the marking of a rehearsal, but is in no record of one; name it "
           "to have it released.";
  // DeleteDBInstance releases pay-as-you-go instances only, and ours are made so.
  if (instance.charge_type != "PostPaid")
    return instance.id + " is billed as " +
           (instance.charge_type.empty() ? std::string("the service did not tell")
                                         : instance.charge_type) +
           "; only pay-as-you-go instances are released.";
  return {};
}

}  // namespace dds::backup
