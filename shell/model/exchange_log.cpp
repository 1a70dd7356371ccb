#include "shell/model/exchange_log.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/api/call_link.h"
#include "core/base/ascii.h"
#include "core/base/utf8.h"
#include "core/response/body.h"
#include "core/response/redact.h"

namespace dds::shell {
namespace {

void take_result(ExchangeEntry& entry, const backup::Exchange& exchange) {
  entry.answered = exchange.answered;
  if (!exchange.result) return;
  if (const auto* failure = std::get_if<TransportError>(&*exchange.result)) {
    entry.failure =
        failure->detail.empty() ? std::string(sentence(failure->failure)) : failure->detail;
    return;
  }
  const HttpResponse& response = *std::get_if<HttpResponse>(&*exchange.result);
  entry.status = response.status;
  entry.answer_headers = response.headers;
  entry.answer_body = response.body.substr(0, ExchangeLog::kShownBody);
  entry.answer_cut = response.body.size() > ExchangeLog::kShownBody;
  if (!exchange.reply) return;
  if (!exchange.reply->ok()) {
    entry.failure = exchange.reply->error().message;
  } else if (const auto* error = std::get_if<response::ApiError>(&exchange.reply->value())) {
    entry.refused = true;
    entry.code = error->code;
    entry.request_id = error->request_id;
  } else {
    entry.request_id = std::get_if<response::Answer>(&exchange.reply->value())->request_id;
  }
}

// JSON that ends early, one value a line: as far as it goes, it can be read and compared.
std::string broken_over_lines(std::string_view json) {
  std::string out;
  std::size_t depth = 0;
  bool in_text = false;
  const auto new_line = [&] {
    out += "\n" + std::string(std::min<std::size_t>(depth, 64) * 2, ' ');
  };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_text) {
      out += c;
      if (c == '\\' && i + 1 < json.size()) out += json[++i];
      in_text = c != '"';
      continue;
    }
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    const bool closes = c == '}' || c == ']';
    if (closes && depth > 0) --depth;
    if (closes) new_line();
    out += c;
    in_text = c == '"';
    if (c == ':') out += ' ';
    if (c == '{' || c == '[') ++depth;
    if (c == '{' || c == '[' || c == ',') new_line();
  }
  return out;
}

std::string pretty(const ExchangeEntry& entry) {
  const std::string& body = entry.answer_body;
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  const bool json = first != std::string::npos && (body[first] == '{' || body[first] == '[');
  if (json && !entry.answer_cut) {
    if (const Result<nlohmann::json> read = response::parse_json(body))
      return read->dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  return replace_invalid_utf8(json && entry.answer_cut ? broken_over_lines(body) : body) +
         (entry.answer_cut ? "\n\xE2\x80\xA6 cut here, the answer is longer" : "");
}

std::string wire_text(const HttpRequest& request) {
  std::string text = request.method + " " + request.url + "\n";
  for (const HttpHeader& header : request.headers) text += header.name + ": " + header.value + "\n";
  if (!request.body.empty()) text += "\n" + request.body;
  return text;
}

const signing::Credentials& credentials_of(const ExchangeEntry& entry) {
  static const signing::Credentials none;
  return entry.connection ? entry.connection->credentials : none;
}

// At a character's end.
void cut(std::string& text, std::size_t longest) {
  if (text.size() <= longest) return;
  while (longest > 0 && (static_cast<unsigned char>(text[longest]) & 0xC0U) == 0x80U) --longest;
  text.resize(longest);
}

constexpr std::size_t kLongestValue = 4'000;

}  // namespace

void index_for_search(ExchangeEntry& entry) {
  entry.searched = entry.call.action;
  for (const Parameter& parameter : entry.call.parameters) {
    entry.searched += " " + parameter.name;
    if (!api::holds_secret(entry.call.action, parameter)) entry.searched += " " + parameter.value;
  }
  entry.searched = lower(response::redact(
      entry.searched + " " + entry.code + " " + entry.request_id, credentials_of(entry)));
}

ExchangeEntry redacted(const ExchangeEntry& entry, std::size_t longest_body) {
  const signing::Credentials& credentials = credentials_of(entry);
  const auto clean = [&](std::string_view text) { return response::redact(text, credentials); };
  ExchangeEntry kept;
  kept.number = entry.number;
  kept.call.action = entry.call.action;
  kept.call.format = entry.call.format;
  for (const Parameter& parameter : entry.call.parameters) {
    const bool hidden =
        api::holds_secret(entry.call.action, parameter) || parameter.value.size() > kLongestValue;
    kept.call.parameters.push_back(
        {parameter.name, hidden ? std::string(response::kMask) : clean(parameter.value)});
  }
  kept.request.http = response::redacted(entry.request.http);
  kept.request.http.url = clean(kept.request.http.url);
  kept.request.http.body = clean(kept.request.http.body);
  cut(kept.request.http.url, longest_body);
  cut(kept.request.http.body, longest_body);
  for (HttpHeader& header : kept.request.http.headers) header.value = clean(header.value);
  kept.sent = entry.sent;
  kept.answered = entry.answered;
  kept.status = entry.status;
  kept.refused = entry.refused;
  kept.code = clean(entry.code);
  kept.request_id = clean(entry.request_id);
  kept.failure = clean(entry.failure);
  for (const HttpHeader& header : entry.answer_headers) {
    kept.answer_headers.push_back({header.name, response::is_secret_name(header.name)
                                                    ? std::string(response::kMask)
                                                    : clean(header.value)});
  }
  kept.answer_body = clean(entry.answer_body);
  kept.answer_cut = entry.answer_cut || kept.answer_body.size() > longest_body;
  cut(kept.answer_body, longest_body);
  return kept;
}

InspectorText inspect(const ExchangeEntry& entry) {
  const signing::Credentials& credentials = credentials_of(entry);
  const signing::SigningTrace trace = signing::redacted(entry.request.trace);
  InspectorText text;
  text.title = entry.call.action;
  text.sent = entry.number != 0;
  text.method = entry.request.http.method;
  const bool steps = entry.connection != nullptr;
  for (const Parameter& parameter : steps ? trace.parameters : entry.call.parameters) {
    text.parameters.push_back({parameter.name, response::redact(parameter.value, credentials)});
  }
  text.acs3 = trace.scheme == signing::Scheme::Acs3;
  text.steps = steps;
  const HttpRequest wire = response::redacted(entry.request.http);
  if (text.acs3) {  // what RPC v1 has among the parameters
    for (const HttpHeader& header : wire.headers) {
      if (header.name.starts_with("x-acs-"))
        text.parameters.push_back({header.name, response::redact(header.value, credentials)});
    }
  }
  text.canonical =
      response::redact(text.acs3 ? trace.canonical_request : trace.canonical_query, credentials);
  text.authorization = response::redact(trace.authorization, credentials);
  text.string_to_sign = response::redact(trace.string_to_sign, credentials);
  text.signature_method = std::string(signing::method_name(trace.scheme));
  text.signature = trace.signature;
  text.wire = response::redact(wire_text(wire), credentials);
  text.status = entry.status;
  text.code = entry.code;
  text.request_id = entry.request_id;
  text.failure = response::redact(entry.failure, credentials);
  if (entry.status != 0) {
    text.answer_head = "HTTP " + std::to_string(entry.status);
    for (const HttpHeader& header : entry.answer_headers) {
      text.answer_head += "\n" + header.name + ": " + response::redact(header.value, credentials);
    }
    text.answer_body = response::redact(pretty(entry), credentials);
  }
  return text;
}

void ExchangeLog::record(const backup::Exchange& exchange, std::uint64_t driver,
                         const std::shared_ptr<const backup::Connection>& connection) {
  ++revision_;
  const auto known = std::find_if(open_.begin(), open_.end(), [&](const Known& one) {
    return one.driver == driver && one.theirs == exchange.number;
  });
  if (known != open_.end()) {
    for (ExchangeEntry& entry : entries_) {
      if (entry.number != known->ours) continue;
      take_result(entry, exchange);
      index_for_search(entry);
      if (exchange.result && on_ended) on_ended(entry);
    }
    if (exchange.result) open_.erase(known);
    return;
  }
  ExchangeEntry entry;
  entry.number = ++last_number_;
  entry.call = exchange.call;
  entry.request = exchange.request;
  entry.connection = connection;
  entry.sent = exchange.sent;
  entry.background = exchange.background && api::is_read_only(exchange.call.action);
  take_result(entry, exchange);
  index_for_search(entry);
  if (!exchange.result) open_.push_back({driver, exchange.number, entry.number});
  entries_.push_back(std::move(entry));
  if (entries_.size() > kKept) entries_.pop_front();
}

void ExchangeLog::set_draft(ExchangeEntry entry) {
  draft_ = std::move(entry);
  shows_draft_ = true;
  ++revision_;
}

void ExchangeLog::pick(std::uint64_t number) {
  picked_ = number;
  follows_ = false;
  shows_draft_ = false;
  ++revision_;
}

void ExchangeLog::pick_earlier(const ExchangeEntry& entry) {
  earlier_ = entry;
  pick(entry.number);
}

void ExchangeLog::follow_newest() {
  follows_ = true;
  shows_draft_ = false;
  ++revision_;
}

const ExchangeEntry* ExchangeLog::find(std::uint64_t number) const {
  if (earlier_ && earlier_->number == number) return &*earlier_;
  const auto found =
      std::find_if(entries_.begin(), entries_.end(),
                   [number](const ExchangeEntry& entry) { return entry.number == number; });
  return found == entries_.end() ? nullptr : &*found;
}

const ExchangeEntry* ExchangeLog::shown() const {
  if (shows_draft_ && draft_) return &*draft_;
  if (!follows_) {
    if (const ExchangeEntry* entry = find(picked_)) return entry;
  }
  const auto caused = std::find_if(entries_.rbegin(), entries_.rend(),
                                   [](const ExchangeEntry& entry) { return !entry.background; });
  if (caused != entries_.rend()) return &*caused;
  return entries_.empty() ? nullptr : &entries_.back();
}

const InspectorText& ExchangeLog::shown_text() {
  const ExchangeEntry* entry = shown();
  const std::uint64_t number = entry == nullptr ? 0 : entry->number;
  if (text_revision_ != revision_ || text_number_ != number) {
    text_ = entry == nullptr ? InspectorText{} : inspect(*entry);
    text_revision_ = revision_;
    text_number_ = number;
  }
  return text_;
}

void ExchangeLog::clear() {
  entries_.clear();
  open_.clear();
  draft_.reset();
  earlier_.reset();
  shows_draft_ = false;
  follows_ = true;
  ++revision_;
}

}  // namespace dds::shell
