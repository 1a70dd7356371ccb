#include "core/diagnose/request.h"

#include <algorithm>
#include <utility>

#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "core/diagnose/difference.h"
#include "core/diagnose/request_parts.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

constexpr std::string_view kAcs3 = "ACS3-HMAC-SHA256";

struct Url {
  std::string host;
  std::string path = "/";
  std::string query;
};

// Loosely: it was sent, so whatever it is, it is looked at as it is. User info is dropped.
Url split(std::string_view url) {
  Url parts;
  url = url.substr(0, url.find('#'));
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos && scheme < url.find_first_of("/?")) {
    url.remove_prefix(scheme + 3);
    std::string_view host = url.substr(0, url.find_first_of("/?"));
    url.remove_prefix(host.size());
    const std::size_t user = host.rfind('@');
    if (user != std::string_view::npos) host.remove_prefix(user + 1);
    parts.host = host;
  }
  const std::size_t query = url.find('?');
  const std::string_view path = url.substr(0, query);
  if (!path.empty()) parts.path = path;
  if (query != std::string_view::npos) parts.query = url.substr(query + 1);
  return parts;
}

void decode(std::string_view raw, std::string& out, bool& broken) {
  Result<std::string> text = percent_decode(raw, true);
  broken = broken || !text.ok();
  out = text.ok() ? *std::move(text) : std::string(raw);
}

bool is_form_type(std::string_view type) {
  return lower(trimmed(type)).starts_with("application/x-www-form-urlencoded");
}

// A body whose parameters were meant to be read, whatever its content type says.
bool looks_like_form(std::string_view body) {
  const std::string_view text = trimmed(body);
  if (text.empty() || text.find('=') == std::string_view::npos) return false;
  return text.front() != '{' && text.front() != '<' &&
         text.find_first_of(" \r\n\"") == std::string_view::npos;
}

bool is_method(std::string_view word) {
  return !word.empty() && word.size() <= 10 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_url(std::string_view text) {
  const std::string start = lower(text.substr(0, 8));
  return start.starts_with("http://") || start.starts_with("https://");
}

bool is_request_line(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  const std::string_view method = take_until(line, ' ');
  return is_method(method) && (line.starts_with('/') || is_url(line));
}

bool is_curl(std::string_view text) {
  return text.starts_with("curl ") || text.starts_with("curl\t") || text.starts_with("curl.exe ") ||
         text.starts_with("$ curl ");
}

Result<Request> from_error_text(std::string_view text) {
  Result<ServiceAnswer> answer = read_answer(text);
  const std::string string = answer ? answer->string_to_sign : quoted_string_to_sign(text);
  if (string.empty())
    return unreadable("The error's string to sign is empty: paste all of its message.");
  if (string.find('\n') != std::string::npos) {
    return unreadable(
        "The error's text is of ACS3, which holds no parameters or only a hash: paste the request "
        "as well.");
  }
  Result<Request> request = request_of_string_to_sign(string);
  if (request && answer) request->answer = *std::move(answer);
  return request;
}

Result<Request> from_url(std::string_view text) {
  if (text.find_first_of(" \t\r\n") != std::string_view::npos)
    return unreadable("The URL has a blank or a line break in it: paste it as one word.");
  Draft draft;
  draft.url = text;
  return finish(std::move(draft));
}

Result<Request> read_any(std::string_view text, std::size_t entry) {
  const bool quotes = !quoted_string_to_sign(text).empty();
  if (text.starts_with('{') || text.starts_with('[')) {
    Result<Request> request = read_json(text, entry);
    if (request) return request;
    // The service's error is JSON as well.
    if (quotes) return from_error_text(text);
    auto error = text.starts_with('{') ? error_alone(text) : std::nullopt;
    return error ? *std::move(error) : std::move(request);
  }
  if (quotes) return from_error_text(text);
  if (read_string_to_sign(text)) return request_of_string_to_sign(text);
  if (auto error = error_alone(text)) return *std::move(error);
  return unreadable(
      "This is no request: paste a URL, a curl command, a HAR entry, a line of dds sign, or raw "
      "HTTP that begins like POST / HTTP/1.1.");
}

// Behind a request its answer may stand, as in a terminal or a dump.
Result<Request> read_with_answer(std::string_view text) {
  std::optional<ServiceAnswer> answer = take_answer(text);
  Result<Request> request = is_request_line(text) ? read_http(text)
                            : is_curl(text)       ? read_curl(trimmed(text))
                                                  : from_url(trimmed(text));
  if (request && answer) request->answer = std::move(answer);
  return request;
}

}  // namespace

Error unreadable(std::string sentence) {
  return make_error(ErrorCode::InvalidParameter, std::move(sentence), "request");
}

Fields split_fields(std::string_view text, bool in_body) {
  Fields fields;
  while (!text.empty()) {
    std::string_view pair = take_until(text, '&');
    if (pair.empty()) continue;
    Field field;
    field.in_body = in_body;
    field.raw_name = take_until(pair, '=');
    field.raw_value = pair;
    decode(field.raw_name, field.name, field.broken_escape);
    decode(field.raw_value, field.value, field.broken_escape);
    fields.push_back(std::move(field));
  }
  return fields;
}

void find_signature(Request& request) {
  auto authorization =
      signing::read_acs3_authorization(find_header(request.headers, "authorization"));
  if (authorization && authorization->algorithm == kAcs3) {
    request.kind = SignatureKind::Acs3;
    request.authorization = std::move(authorization);
  } else if (request.find("Signature") != nullptr) {
    request.kind = SignatureKind::RpcV1;
  }
}

Result<Request> finish(Draft draft) {
  std::size_t size = draft.url.size() + draft.body.size();
  for (const HttpHeader& header : draft.headers) size += header.name.size() + header.value.size();
  if (size > kMaxRequest)
    return unreadable("The request is larger than 1 MiB: no request of this service is.");
  Request request;
  request.source = draft.source;
  request.method = draft.method;
  if (request.method.empty()) request.method = draft.body.empty() ? "GET" : "POST";
  const Url url = split(draft.url);
  request.url_host = url.host;
  request.path = url.path;
  request.raw_query = url.query;
  request.headers = std::move(draft.headers);
  request.body = std::move(draft.body);
  request.host = trimmed(find_header(request.headers, "host"));
  if (request.host.empty()) request.host = url.host;
  request.query = split_fields(request.raw_query, false);
  const bool form_type = is_form_type(find_header(request.headers, "content-type"));
  request.form_is_read = form_type && request.method == "POST";
  if (form_type || looks_like_form(request.body))
    request.form = split_fields(trimmed(request.body), true);
  if (request.query.size() + request.form.size() > kMaxFields)
    return unreadable("The request has more than 2000 parameters: no request of this service has.");
  find_signature(request);
  return request;
}

const Field* Request::find(std::string_view name) const {
  for (const Fields* fields : {&query, &form}) {
    for (const Field& field : *fields) {
      if (field.name == name) return &field;
    }
  }
  return nullptr;
}

Result<Request> request_of_string_to_sign(std::string_view string_to_sign) {
  const std::optional<SignedText> text = read_string_to_sign(trimmed(string_to_sign));
  if (!text) {
    return unreadable(
        "The string to sign must begin like POST&%2F& and hold the encoded parameters: paste all "
        "of it.");
  }
  Draft draft;
  draft.source = Source::StringToSign;
  draft.method = text->method;
  draft.url = text->path;
  Result<Request> request = finish(std::move(draft));
  if (!request) return request;
  if (text->parameters.size() > kMaxFields)
    return unreadable("The string to sign has more than 2000 parameters.");
  for (const Parameter& parameter : text->parameters) {
    Field field;
    field.name = parameter.name;
    field.value = parameter.value;
    field.raw_name = percent_encode(parameter.name);
    field.raw_value = percent_encode(parameter.value);
    request->query.push_back(std::move(field));
  }
  find_signature(*request);
  if (request->kind == SignatureKind::None) request->kind = SignatureKind::RpcV1;
  return request;
}

Result<Request> read_request(std::string_view text, std::size_t entry) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // a byte order mark
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos)
    return unreadable("Nothing was pasted: paste a URL, a curl command, a HAR entry or raw HTTP.");
  if (text.size() > kMaxPasted)
    return unreadable("What was pasted is larger than 16 MiB: paste the one request alone.");
  // Raw HTTP keeps its end: blanks there may belong to the body.
  text.remove_prefix(begin);
  if (is_request_line(text) || is_curl(text) || is_url(text)) return read_with_answer(text);
  if (const std::string dump = without_curl_marks(text); !dump.empty())
    return read_with_answer(dump);
  return read_any(trimmed(text), entry);
}

}  // namespace dds::diagnose
