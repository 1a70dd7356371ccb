#include "core/response/answer.h"

#include <charconv>

#include "core/base/utf8.h"
#include "core/response/body.h"

namespace dds::response {
namespace {

using nlohmann::json;

std::string_view trim(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  return text;
}

bool is_success(int status) { return status >= 200 && status < 300; }

// An Error whose sentence also says what the status was, when that says something.
Error with_status(Error error, int status) {
  if (!is_success(status)) error.message = "HTTP " + std::to_string(status) + ": " + error.message;
  return error;
}

bool is_web_page(std::string_view body) {
  std::string head(body.substr(0, 64));
  for (char& c : head) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return head.starts_with("<!doctype html") || head.starts_with("<html") || head.starts_with("<head") || head.starts_with("<body");
}

// What the official client takes for "no error" in a Code field.
bool is_success_code(std::string_view code) {
  return code == "200" || code == "OK" || code == "Success" || code == "success";
}

std::optional<Milliseconds> retry_after(const HttpHeaders& headers) {
  const std::string_view text = trim(find_header(headers, "x-acs-retry-after"));
  std::int64_t milliseconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || milliseconds < 0) return std::nullopt;
  return Milliseconds{milliseconds};
}

std::string request_id(const json& data, const HttpHeaders& headers) {
  std::string id = text_at(data, "RequestId");
  return id.empty() ? std::string(trim(find_header(headers, "x-acs-request-id"))) : id;
}

Result<Reply> interpret(const HttpResponse& response, json data, BodyFormat format) {
  const std::string code = text_at(data, "Code");
  if (!code.empty() && !is_success_code(code)) {
    ApiError error;
    error.status = response.status;
    error.code = code;
    error.message = text_at(data, "Message");
    error.request_id = request_id(data, response.headers);
    error.host_id = trim(text_at(data, "HostId"));
    error.recommend = text_at(data, "Recommend");
    error.access_denied_detail = text_at(data, "AccessDeniedDetail");
    error.retry_after = retry_after(response.headers);
    return Reply{std::move(error)};
  }
  if (!is_success(response.status)) {
    return with_status(make_error(ErrorCode::NotAnAnswer, "The answer is not one of the service: it names no error code.", {}),
                       response.status);
  }
  Answer answer;
  answer.status = response.status;
  answer.request_id = request_id(data, response.headers);
  answer.data = std::move(data);
  answer.format = format;
  return Reply{std::move(answer)};
}

}  // namespace

bool is_throttling(const ApiError& error) { return error.code.find("Throttling") != std::string::npos; }

Result<Reply> parse(const HttpResponse& response) {
  const int status = response.status;
  if (response.body.size() > kMaxBody) {
    return with_status(make_error(ErrorCode::BodyTooLarge,
                                  "The answer is larger than " + std::to_string(kMaxBody / (1024 * 1024)) + " MiB.", {}),
                       status);
  }
  std::string_view body = response.body;
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  body = trim(body);
  if (body.empty()) return with_status(make_error(ErrorCode::EmptyBody), status);
  if (const std::size_t at = find_invalid_utf8(body); at != std::string_view::npos) {
    return with_status(make_error(ErrorCode::BodyNotUtf8, "byte " + std::to_string(at)), status);
  }
  if (is_web_page(body)) {
    return with_status(make_error(ErrorCode::NotAnAnswer,
                                  "The answer is a web page, not one of the service; a proxy or a sign-in page stands between.", {}),
                       status);
  }
  if (body.front() == '{') {
    Result<json> data = parse_json(body);
    if (!data) return with_status(data.error(), status);
    return interpret(response, std::move(*data), BodyFormat::Json);
  }
  if (body.front() == '<') {
    Result<XmlBody> xml = parse_xml(body);
    if (!xml) return with_status(xml.error(), status);
    return interpret(response, std::move(xml->content), BodyFormat::Xml);
  }
  return with_status(make_error(ErrorCode::NotAnAnswer), status);
}

}  // namespace dds::response
