#include "core/response/answer.h"

#include <algorithm>
#include <charconv>

#include <nlohmann/json.hpp>

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

bool is_redirect(int status) {
  return (status >= 301 && status <= 303) || status == 307 || status == 308;
}

// " to https://login.example.com": where a Location leads. Of it only scheme and host are shown:
// path and query may repeat the signed request, a user name may be a secret.
std::string target_of(std::string_view location) {
  location = trimmed(location);
  const std::size_t colon = location.find(':');
  std::string scheme = lower(location.substr(0, colon == std::string_view::npos ? 0 : colon));
  if (scheme == "http" || scheme == "https") {
    location.remove_prefix(colon + 1);
  } else if (location.starts_with("//")) {
    scheme.clear();
  } else {
    // Another scheme is no place that could be named; all else is a path.
    const bool path = colon == std::string_view::npos || location.find_first_of("/?#") < colon;
    return path && !location.empty() ? " to another path of the same host" : "";
  }
  location.remove_prefix(std::min(location.find_first_not_of('/'), location.size()));
  std::string_view authority = location.substr(0, location.find_first_of("/?#\\"));
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
    authority.remove_prefix(at + 1);
  constexpr std::size_t kShown = 80;
  std::string host(authority.substr(0, kShown));
  for (char& c : host) {
    const bool letter = lower(c) >= 'a' && lower(c) <= 'z';
    if (!letter && !is_digit(c) && std::string_view(".-_:[]").find(c) == std::string_view::npos)
      c = '?';
  }
  if (authority.size() > kShown) host += "...";
  if (host.empty()) return {};
  return " to " + (scheme.empty() ? std::string() : scheme + "://") + host;
}

Error redirect(const HttpResponse& response) {
  return make_error(ErrorCode::NotAnAnswer,
                    "The answer is a redirect" +
                        target_of(find_header(response.headers, "Location")) + " (HTTP " +
                        std::to_string(response.status) +
                        "); a signed request is never sent on: check the endpoint, and any proxy "
                        "on the way.",
                    {});
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
  answer.data = Data(std::move(data));
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

namespace {

Result<Reply> parse_body(const HttpResponse& response) {
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

}  // namespace

Result<Reply> parse(const HttpResponse& response) {
  Result<Reply> reply = parse_body(response);
  // What the service itself says counts, under whatever status; else the status says most.
  if (!reply && is_redirect(response.status)) return redirect(response);
  return reply;
}

}  // namespace dds::response
