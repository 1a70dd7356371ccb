#include "shell/model/exchange_log.h"

#include <algorithm>

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

std::string pretty(const ExchangeEntry& entry) {
  const std::string& body = entry.answer_body;
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  if (!entry.answer_cut && first != std::string::npos &&
      (body[first] == '{' || body[first] == '[')) {
    if (const Result<nlohmann::json> json = response::parse_json(body))
      return json->dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  return replace_invalid_utf8(body) +
         (entry.answer_cut ? "\n\xE2\x80\xA6 cut here, the answer is longer" : "");
}

std::string wire_text(const HttpRequest& request) {
  std::string text = request.method + " " + request.url + "\n";
  for (const HttpHeader& header : request.headers) text += header.name + ": " + header.value + "\n";
  if (!request.body.empty()) text += "\n" + request.body;
  return text;
}

}  // namespace

InspectorText inspect(const ExchangeEntry& entry) {
  const signing::Credentials& credentials = entry.connection->credentials;
  const signing::SigningTrace trace = signing::redacted(entry.request.trace);
  InspectorText text;
  text.title = entry.call.action;
  text.sent = entry.number != 0;
  text.method = entry.request.http.method;
  for (const Parameter& parameter : trace.parameters) {
    text.parameters.push_back({parameter.name, response::redact(parameter.value, credentials)});
  }
  text.canonical_query = response::redact(trace.canonical_query, credentials);
  text.string_to_sign = response::redact(trace.string_to_sign, credentials);
  text.signature_method = std::string(signing::method_name(trace.scheme));
  text.signature = trace.signature;
  text.wire = response::redact(wire_text(response::redacted(entry.request.http)), credentials);
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
      if (entry.number == known->ours) take_result(entry, exchange);
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
  take_result(entry, exchange);
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

void ExchangeLog::follow_newest() {
  follows_ = true;
  shows_draft_ = false;
  ++revision_;
}

const ExchangeEntry* ExchangeLog::find(std::uint64_t number) const {
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
  const auto caused =
      std::find_if(entries_.rbegin(), entries_.rend(), [](const ExchangeEntry& entry) {
        return !api::is_read_only(entry.call.action) || entry.call.action == "DescribeDBInstances";
      });
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
  shows_draft_ = false;
  follows_ = true;
  ++revision_;
}

}  // namespace dds::shell
