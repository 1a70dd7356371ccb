#include "shell/model/exchange_har.h"

#include "core/workbench/question.h"

namespace dds::shell {
namespace {

using workbench::append_json_text;

void append_headers(std::string& out, const HttpHeaders& headers) {
  out += R"("headers":[)";
  for (const HttpHeader& header : headers) {
    out += out.back() == '[' ? R"({"name":)" : R"(,{"name":)";
    append_json_text(out, header.name);
    out += R"(,"value":)";
    append_json_text(out, header.value);
    out += '}';
  }
  out += ']';
}

}  // namespace

std::string har_entry(const ExchangeEntry& entry) {
  const HttpRequest& sent = entry.request.http;
  std::string out;
  // All of it fits at once, so that no piece is left behind by a string that moved.
  out.reserve((sent.url.size() + sent.body.size() + entry.answer_body.size()) * 6 + 16'384);
  out += R"({"startedDateTime":)";
  append_json_text(out, format_utc(entry.sent, TimeForm::Milliseconds));
  out += R"(,"request":{"method":)";
  append_json_text(out, sent.method);
  out += R"(,"url":)";
  append_json_text(out, sent.url);
  out += ',';
  append_headers(out, sent.headers);
  if (!sent.body.empty()) {
    out += R"(,"postData":{"mimeType":)";
    append_json_text(out, find_header(sent.headers, "Content-Type"));
    out += R"(,"text":)";
    append_json_text(out, sent.body);
    out += '}';
  }
  out += R"(},"response":{"status":)" + std::to_string(entry.status) + ',';
  append_headers(out, entry.answer_headers);
  out += R"(,"content":{"text":)";
  append_json_text(out, entry.answer_body);
  out += "}}}";
  return out;
}

bool refused_for_signature(const ExchangeEntry& entry) {
  const std::string_view code = entry.code;
  if (!entry.refused) return false;
  for (const std::string_view part :
       {"Signature", "TimeStamp", "Timestamp", "AccessKeyId", "SecurityToken"}) {
    if (code.find(part) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace dds::shell
