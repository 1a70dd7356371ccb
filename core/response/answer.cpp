#include "core/response/answer.h"

#include <charconv>

#include "core/base/ascii.h"
#include "core/base/utf8.h"
#include "core/response/body.h"

namespace dds::response {
namespace {

using nlohmann::json;

bool is_success(int status) {
  return status >= 200 && status < 300;
}

// An Error whose sentence also says what the status was.
Error with_status(Error error, int status) {
  if (error.message.ends_with('.')) error.message.pop_back();
  error.message += " (HTTP " + std::to_string(status) + ").";
  return error;
}

// ... where that says something.
Error with_odd_status(Error error, int status) {
  return is_success(status) ? std::move(error) : with_status(std::move(error), status);
}

Error web_page(int status) {
  return with_status(
      make_error(
          ErrorCode::NotAnAnswer,
          "The answer is a web page, not the service's; a proxy or a sign-in page stands between.",
          {}),
      status);
}

// What the official client takes for "no error" in a Code field.
bool is_success_code(std::string_view code) {
  return code == "200" || code == "OK" || code == "Success" || code == "success";
}

std::optional<Milliseconds> retry_after(const HttpHeaders& headers) {
  // A wait of more than a day cannot be meant; taken literally it could even overflow an instant.
  constexpr std::int64_t kLongest = std::int64_t{24} * 60 * 60 * 1000;
  const std::string_view text = trimmed(find_header(headers, "x-acs-retry-after"));
  std::int64_t milliseconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || milliseconds < 0)
    return std::nullopt;
  return Milliseconds{milliseconds < kLongest ? milliseconds : kLongest};
}

std::string request_id(const json& data, const HttpHeaders& headers) {
  const std::string id(trimmed(text_at(data, "RequestId")));
  return id.empty() ? std::string(trimmed(find_header(headers, "x-acs-request-id"))) : id;
}

// The Code, or nothing where the official client sees none: absent, null, empty, 0 or false.
std::string error_code(const json& data) {
  const json* code = member(data, "Code");
  if (code == nullptr || *code == json(false) || *code == json(0)) return {};
  return std::string(trimmed(text_at(data, "Code")));
}

ApiError refusal(const HttpResponse& response, const json& data, std::string code) {
  ApiError error;
  error.status = response.status;
  error.code = std::move(code);
  error.message = text_at(data, "Message");
  error.request_id = request_id(data, response.headers);
  error.host_id = trimmed(text_at(data, "HostId"));
  error.recommend = text_at(data, "Recommend");
  error.access_denied_detail = text_at(data, "AccessDeniedDetail");
  error.retry_after = retry_after(response.headers);
  return error;
}

Result<Reply> interpret(const HttpResponse& response, json data, BodyFormat format,
                        bool is_error_element) {
  std::string code = error_code(data);
  if (!code.empty() && (is_error_element || !is_success_code(code))) {
    return Reply{refusal(response, data, std::move(code))};
  }
  if (is_error_element || !is_success(response.status)) {
    return with_odd_status(make_error(ErrorCode::NotAnAnswer,
                                      "The answer reports an error without naming its code.", {}),
                           response.status);
  }
  Answer answer;
  answer.status = response.status;
  answer.request_id = request_id(data, response.headers);
  answer.data = std::move(data);
  answer.format = format;
  return Reply{std::move(answer)};
}

Result<Reply> parse_json_reply(const HttpResponse& response, std::string_view body) {
  Result<json> data = parse_json(body);
  if (!data) return with_odd_status(data.error(), response.status);
  if (!data->is_object()) {
    return with_odd_status(
        make_error(ErrorCode::NotAnAnswer,
                   "The answer is JSON, but not an object as the service sends it.", {}),
        response.status);
  }
  return interpret(response, *std::move(data), BodyFormat::Json, false);
}

Result<Reply> parse_xml_reply(const HttpResponse& response, std::string_view body) {
  const int status = response.status;
  if (Status error = check_utf8(body)) return with_odd_status(*std::move(error), status);
  Result<XmlBody> xml = parse_xml(body);
  if (!xml) return with_odd_status(xml.error(), status);
  const bool is_error = xml->root == "Error";
  // Documented roots: <ActionResponse> and <Error>.
  if (!is_error && !xml->root.ends_with("Response")) {
    constexpr std::size_t kShown = 40;
    const std::string root = replace_invalid_utf8(std::string_view(xml->root).substr(0, kShown));
    return with_odd_status(make_error(ErrorCode::NotAnAnswer,
                                      "The answer is XML with the root <" + root +
                                          ">, where the service sends a Response or an Error.",
                                      {}),
                           status);
  }
  return interpret(response, std::move(xml->content), BodyFormat::Xml, is_error);
}

}  // namespace

bool is_throttling(const ApiError& error) {
  return error.code.find("Throttling") != std::string::npos;
}

Result<Reply> parse(const HttpResponse& response) {
  const int status = response.status;
  if (response.body.size() > kMaxBody) {
    return with_odd_status(
        make_error(ErrorCode::BodyTooLarge,
                   "The answer is larger than " + std::to_string((kMaxBody >> 20U)) + " MiB.", {}),
        status);
  }
  std::string_view body = response.body;
  if (body.starts_with("\xEF\xBB\xBF")) body.remove_prefix(3);
  body = trimmed(body);
  if (body.empty()) return with_odd_status(make_error(ErrorCode::EmptyBody), status);
  // The first byte decides, not the content type: proxies and gateways put in what they like.
  switch (body.front()) {
    case '{':
    case '[': return parse_json_reply(response, body);
    case '<': return is_web_page(body) ? web_page(status) : parse_xml_reply(response, body);
    default: break;
  }
  if (Status error = check_utf8(body)) return with_odd_status(*std::move(error), status);
  return with_odd_status(make_error(ErrorCode::NotAnAnswer), status);
}

}  // namespace dds::response
