#include "shell/model/call_store.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"
#include "core/base/line_diff.h"
#include "core/response/body.h"

namespace dds::shell {
namespace {

// What is kept begins with this line; whatever does not is not ours. A line is "r" or "w" (reads
// only, or writes), the console, a dot, its number there, a blank, and a JSON list of texts: the
// fixed ones, then pairs of name and value.
constexpr std::string_view kHead = "dds calls 1";
constexpr Milliseconds kDelay{1'000};
constexpr std::size_t kFixed = 16;

std::string flag(bool value) {
  return value ? "1" : "";
}

std::string line_of(const ExchangeEntry& entry) {
  const HttpRequest& http = entry.request.http;
  std::vector<std::string> texts = {
      entry.call.action,
      flag(entry.call.format == api::Format::Xml),
      std::to_string(entry.sent.time_since_epoch().count()),
      std::to_string(entry.answered ? (*entry.answered - entry.sent).count() : 0),
      std::to_string(entry.status),
      flag(entry.refused),
      entry.code,
      entry.request_id,
      entry.failure,
      http.method,
      http.url,
      http.body,
      flag(entry.answer_cut),
      entry.answer_body,
      std::to_string(entry.call.parameters.size()),
      std::to_string(http.headers.size())};
  const auto add = [&texts](const auto& pairs) {
    for (const auto& pair : pairs) {
      texts.push_back(pair.name);
      texts.push_back(pair.value);
    }
  };
  add(entry.call.parameters);
  add(http.headers);
  add(entry.answer_headers);
  return nlohmann::json(texts).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::int64_t number_in(std::string_view text) {
  std::int64_t value = -1;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  return problem == std::errc() && end == text.data() + text.size() ? value : -1;
}

// Nothing for a line that none of ours looks like.
std::optional<ExchangeEntry> entry_of(std::string_view line) {
  const Result<nlohmann::json> read = response::parse_json(line);
  if (!read || !read->is_array()) return std::nullopt;
  std::vector<std::string> texts;
  for (const nlohmann::json& one : *read) {
    const auto* text = one.get_ptr<const std::string*>();
    if (text == nullptr) return std::nullopt;
    texts.push_back(*text);
  }
  if (texts.size() < kFixed) return std::nullopt;
  const std::int64_t sent = number_in(texts[2]);
  const std::int64_t took = number_in(texts[3]);
  const std::int64_t status = number_in(texts[4]);
  const auto pairs = static_cast<std::int64_t>((texts.size() - kFixed) / 2);
  std::int64_t parameters = number_in(texts[14]);
  std::int64_t headers = number_in(texts[15]);
  if (sent < 0 || Instant(Milliseconds(sent)) > forever() || took < 0 || status < 0 ||
      status > 999 || parameters < 0 || headers < 0 || parameters > pairs ||
      headers > pairs - parameters)
    return std::nullopt;
  ExchangeEntry entry;
  entry.call.action = texts[0];
  if (!texts[1].empty()) entry.call.format = api::Format::Xml;
  entry.sent = Instant(Milliseconds(sent));
  entry.answered = entry.sent + Milliseconds(took);
  entry.status = static_cast<int>(status);
  entry.refused = !texts[5].empty();
  entry.code = texts[6];
  entry.request_id = texts[7];
  entry.failure = texts[8];
  entry.request.http.method = texts[9];
  entry.request.http.url = texts[10];
  entry.request.http.body = texts[11];
  entry.answer_cut = !texts[12].empty();
  entry.answer_body = texts[13];
  for (std::size_t i = kFixed; i + 1 < texts.size(); i += 2) {
    if (parameters-- > 0) {
      entry.call.parameters.push_back({texts[i], texts[i + 1]});
    } else {
      (headers-- > 0 ? entry.request.http.headers : entry.answer_headers)
          .push_back({texts[i], texts[i + 1]});
    }
  }
  if (api::validate(entry.call)) return std::nullopt;
  index_for_search(entry);
  return entry;
}

std::vector<std::string> kept_lines(Host& host) {
  const std::string text = host.load(kCallsKey).value_or(std::string());
  std::vector<std::string> lines;
  if (text.size() > kMostKeptBytes * 2 || !text.starts_with(kHead)) return lines;
  for (const std::string_view line : lines_of(text)) lines.emplace_back(line);
  lines.erase(lines.begin());
  return lines;
}

// As long as there are too many: the oldest read, so that reads take no more than half of the room
// from what changed something.
void drop_oldest(std::vector<std::string>& lines) {
  std::size_t bytes = 0;
  std::size_t reads = 0;
  for (const std::string& line : lines) {
    bytes += line.size() + 1;
    if (line.starts_with('r')) ++reads;
  }
  while (lines.size() > kMostKeptCalls || bytes > kMostKeptBytes) {
    auto oldest = lines.begin();
    if (reads * 2 > lines.size()) {
      while (!oldest->starts_with('r')) ++oldest;
    }
    if (oldest->starts_with('r')) --reads;
    bytes -= oldest->size() + 1;
    lines.erase(oldest);
  }
}

}  // namespace

void CallStore::keep(const ExchangeEntry& entry) {
  if (entry.background) return;
  if (console_.empty()) console_ = host_.nonce().substr(0, 12);
  std::string line = (api::is_read_only(entry.call.action) ? "r" : "w") + console_ + "." +
                     std::to_string(entry.number) + " " + line_of(redacted(entry, kKeptBody));
  if (line.size() > kMostKeptBytes / 8) return;  // it would push out too many others
  lines_.push_back(std::move(line));
  if (!due_) due_ = host_.steady() + kDelay;
}

void CallStore::write(std::optional<SteadyInstant> now) {
  if (!due_ || (now && *now < *due_)) return;
  due_.reset();
  std::vector<std::string> lines = kept_lines(host_);
  for (std::string& line : lines_) lines.push_back(std::move(line));
  drop_oldest(lines);
  lines_.clear();
  std::string text(kHead);
  for (const std::string& line : lines) text += "\n" + line;
  const Status problem = host_.save(kCallsKey, text);
  problem_ = problem ? problem->message : std::string();
}

std::vector<CallStore::Kept> CallStore::read() const {
  std::vector<Kept> all;
  std::vector<std::string> lines = kept_lines(host_);
  lines.insert(lines.end(), lines_.begin(), lines_.end());
  while (!lines.empty()) {
    std::string_view line = lines.back();
    const std::string_view name = take_until(line, ' ');
    const std::size_t dot = name.find('.');
    if (std::optional<ExchangeEntry> entry = entry_of(line)) {
      entry->number = kEarlier + lines.size();
      const bool ours =
          !console_.empty() && dot != std::string_view::npos && name.substr(1, dot - 1) == console_;
      all.push_back({*std::move(entry), ours
                                            ? static_cast<std::uint64_t>(std::max(
                                                  std::int64_t{0}, number_in(name.substr(dot + 1))))
                                            : 0});
    }
    lines.pop_back();
  }
  return all;
}

void CallStore::forget() {
  lines_.clear();
  due_.reset();
  const Status problem = host_.save(kCallsKey, "");
  problem_ = problem ? problem->message : std::string();
}

}  // namespace dds::shell
