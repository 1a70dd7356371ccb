#include "core/emulator/render.h"

#include <cstdio>

#include <nlohmann/json.hpp>

#include "core/base/percent.h"
#include "core/base/utf8.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

void append_xml_text(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default: {
        const auto byte = static_cast<unsigned char>(c);
        const bool forbidden = byte < 0x20 && c != '\t' && c != '\n' && c != '\r';
        if (forbidden) {
          out += kReplacement;
        } else {
          out += c;
        }
      }
    }
  }
}

// Depth is that of our own answers and of the catalogue: 14 levels at most.
void append_element(std::string& out, std::string_view name, const json& value) {
  if (value.is_array()) {
    for (const json& entry : value) append_element(out, name, entry);
    return;
  }
  out.append("<").append(name).append(">");
  if (value.is_object()) {
    for (const auto& member : value.items()) append_element(out, member.key(), member.value());
  } else if (const auto* text = value.get_ptr<const std::string*>()) {
    append_xml_text(out, replace_invalid_utf8(*text));
  } else if (!value.is_null()) {
    out += value.dump();  // numbers and truth values
  }
  out.append("</").append(name).append(">");
}

HttpHeader not_simulated_mark() {
  return {std::string(kMarkName), std::string(kNotSimulated)};
}

HttpHeaders common_headers(const AnswerFrame& frame) {
  HttpHeaders headers{
      {"Date", http_date(frame.service_now)},
      {"x-acs-request-id", frame.request_id},
      // As plain answers of gateway hosts carried them (untested on the hosts of Dds).
      {"Access-Control-Allow-Origin", "*"},
      {"Access-Control-Expose-Headers", "*"}};
  if (!frame.simulated) headers.push_back(not_simulated_mark());
  return headers;
}

HttpResponse respond(const AnswerFrame& frame, int status, const json& content,
                     const std::string& root) {
  HttpResponse response;
  response.status = status;
  response.headers = common_headers(frame);
  if (frame.format == api::Format::Json) {
    response.headers.push_back({"Content-Type", "application/json;charset=utf-8"});
    response.body = content.dump(-1, ' ', false, json::error_handler_t::replace);
  } else {
    response.headers.push_back({"Content-Type", "text/xml;charset=utf-8"});
    response.body = to_xml(content, root);
  }
  return response;
}

}  // namespace

std::string to_xml(const json& content, std::string_view root) {
  std::string out = "<?xml version='1.0' encoding='UTF-8'?>";
  out.append("<").append(root).append(">");
  for (const auto& member : content.items()) {
    const bool empty_list = member.value().is_array() && member.value().empty();
    append_element(out, member.key(), empty_list ? json(nullptr) : member.value());
  }
  out.append("</").append(root).append(">");
  return out;
}

HttpResponse render_answer(const AnswerFrame& frame, std::string_view action, json content) {
  content["RequestId"] = frame.request_id;
  return respond(frame, 200, content, std::string(action) + "Response");
}

HttpResponse render_refusal(const AnswerFrame& frame, const Refusal& refusal) {
  json content{
      {"RequestId", frame.request_id},
      {"HostId", frame.host_id},
      {"Code", refusal.code},
      {"Message", refusal.message},
      {"Recommend", "https://api.aliyun.com/troubleshoot?q=" + percent_encode(refusal.code) +
                        "&product=Dds&requestId=" + frame.request_id}};
  HttpResponse response = respond(frame, refusal.status, content, "Error");
  if (refusal.not_simulated && frame.simulated) response.headers.push_back(not_simulated_mark());
  if (refusal.retry_after_ms > 0) {
    response.headers.push_back({"x-acs-retry-after", std::to_string(refusal.retry_after_ms)});
  }
  return response;
}

HttpResponse render_preflight(const AnswerFrame& frame) {
  HttpResponse response;
  response.status = 200;
  response.headers = common_headers(frame);
  response.headers.push_back({"Access-Control-Allow-Methods", "POST, GET, OPTIONS, PUT, DELETE"});
  response.headers.push_back(
      {"Access-Control-Allow-Headers",
       "X-Requested-With, X-Sequence, _aop_secret, _aop_signature, x-acs-action, "
       "x-acs-version, x-acs-date, Content-Type"});
  response.headers.push_back({"Access-Control-Max-Age", "172800"});
  return response;
}

std::string http_date(Instant instant) {
  using namespace std::chrono;
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<days>(instant);
  const year_month_day date{day};
  const auto seconds = duration_cast<Seconds>(instant - day).count();
  char text[64];
  const int size =
      std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                    kDays[weekday{day}.c_encoding() % 7], static_cast<unsigned>(date.day()),
                    kMonths[(static_cast<unsigned>(date.month()) - 1) % 12],
                    static_cast<int>(date.year()), static_cast<int>(seconds / 3600),
                    static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return {text, static_cast<std::size_t>(size > 0 ? size : 0)};
}

}  // namespace dds::emulator
