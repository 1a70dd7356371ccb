#include "core/diagnose/answer.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/api/error_guide.h"
#include "core/base/utf8.h"
#include "core/diagnose/loose_time.h"
#include "core/diagnose/words.h"
#include "core/response/answer.h"

namespace dds::diagnose {
namespace {

constexpr std::size_t kMaxAnswer = std::size_t{1} << 20U;

// "HTTP/1.1 400 Bad Request" or, as `dds --output raw` prints it, "HTTP 400".
int take_status_line(std::string_view& text) {
  if (!text.starts_with("HTTP/") && !text.starts_with("HTTP ")) return 0;
  const std::string_view line = trimmed(take_until(text, '\n'));
  const std::size_t number = std::min(line.find(' '), line.size() - 1) + 1;
  int status = 0;
  for (const char c : line.substr(number, 3)) {
    if (c < '0' || c > '9') return 0;
    status = status * 10 + (c - '0');
  }
  return status;
}

HttpHeaders take_headers(std::string_view& text) {
  HttpHeaders headers;
  while (!text.empty()) {
    std::string_view line = trimmed(take_until(text, '\n'));
    if (line.empty()) break;
    const std::string_view name = take_until(line, ':');
    headers.push_back({std::string(name), std::string(trimmed(line))});
  }
  return headers;
}

bool in_code(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
}

// A word of letters and dots before the first colon: "SignatureDoesNotMatch: Specified ...".
std::string code_before(std::string_view message) {
  const std::string_view word = message.substr(0, message.find(':'));
  const bool is_code = word.size() > 3 && word.size() < 80 && word.size() != message.size() &&
                       std::all_of(word.begin(), word.end(), in_code);
  return is_code ? std::string(word) : std::string();
}

// The longest code of the guide that stands in the message as a word of its own.
std::string guide_code_in(std::string_view message) {
  std::string_view longest;
  for (const api::ErrorGuide& guide : api::error_guides()) {
    if (guide.code.size() <= longest.size()) continue;
    for (std::size_t at = message.find(guide.code); at != std::string_view::npos;
         at = message.find(guide.code, at + 1)) {
      const std::size_t end = at + guide.code.size();
      const bool begins = at == 0 || !in_code(message[at - 1]);
      const bool ends = end == message.size() || !in_code(message[end]) ||
                        (message[end] == '.' &&
                         !in_code(message.substr(end + 1, 1).empty() ? ' ' : message[end + 1]));
      if (begins && ends) longest = guide.code;
    }
  }
  return std::string(longest);
}

// As SDKs and the aliyun CLI print it, with their own words before it: "ErrorCode: ...",
// "Error:...", a class of exceptions.
std::string code_within(std::string_view message) {
  for (const std::string_view known :
       {"SignatureDoesNotMatch", "IncompleteSignature", "SignatureNonceUsed", "InvalidTimeStamp",
        "IllegalTimestamp", "InvalidAccessKeyId", "InvalidSecurityToken", "MissingSecurityToken"}) {
    const std::size_t begin = message.find(known);
    if (begin == std::string_view::npos) continue;
    std::size_t end = begin;
    while (end < message.size() && in_code(message[end])) ++end;
    std::string_view code = message.substr(begin, end - begin);
    while (code.ends_with('.')) code.remove_suffix(1);  // of a sentence
    return std::string(code);
  }
  return guide_code_in(message);
}

std::string unescaped(std::string_view text) {
  std::string out = replaced(text, "\\n", "\n");
  out = replaced(out, "\\u0026", "&");
  out = replaced(out, "&#10;", "\n");
  return replaced(out, "&amp;", "&");
}

// RPC v1: one word. ACS3: the algorithm, a line break, 64 hex digits.
std::string string_at(std::string_view text) {
  constexpr std::string_view kAcs3 = "ACS3-HMAC-SHA256";
  if (text.starts_with(kAcs3)) {
    const std::size_t hash = text.find_first_not_of(" \r\n", kAcs3.size());
    if (hash == std::string_view::npos) return {};
    const std::size_t end =
        std::min(text.find_first_not_of("0123456789abcdefABCDEF", hash), text.size());
    return std::string(kAcs3) + "\n" + std::string(text.substr(hash, end - hash));
  }
  return std::string(text.substr(0, text.find_first_of(" \t\r\n\"'<>,;)")));
}

// A canonical request ends with the body's hash: 64 hex digits on a line of their own.
std::string request_at(std::string_view text) {
  constexpr std::size_t kHash = 64;
  for (std::size_t line = text.find('\n'); line != std::string_view::npos;
       line = text.find('\n', line + 1)) {
    const std::string_view hash = text.substr(line + 1, kHash);
    if (hash.size() == kHash && is_hex_digits(hash))
      return std::string(text.substr(0, line + 1 + kHash));
  }
  return {};
}

ServiceAnswer from_error(const response::ApiError& error) {
  return {error.code, error.message, quoted_string_to_sign(error.message), {}};
}

}  // namespace

std::string quoted_string_to_sign(std::string_view message) {
  // ACS3: the canonical request says more than its hash. That the service quotes it, and so, is
  // inferred (untested).
  for (const std::string_view mark :
       {"canonical request is", "CanonicalRequest is", "string to sign is", "StringToSign is"}) {
    const std::size_t at = message.find(mark);
    if (at == std::string_view::npos) continue;
    const std::size_t begin = message.find_first_not_of(": \t\r\n[", at + mark.size());
    if (begin == std::string_view::npos) return {};
    const std::string text = unescaped(message.substr(begin));
    return mark.starts_with('c') || mark.starts_with('C') ? request_at(text) : string_at(text);
  }
  return {};
}

Result<ServiceAnswer> read_answer(std::string_view text) {
  text = trimmed(text);
  if (text.empty())
    return make_error(ErrorCode::EmptyBody, "The answer is empty: paste what the service said.",
                      {});
  if (text.size() > kMaxAnswer) {
    return make_error(ErrorCode::BodyTooLarge,
                      "The answer is longer than 1 MiB: paste the service's error alone.", {});
  }
  if (!is_valid_utf8(text))
    return make_error(ErrorCode::BodyNotUtf8, "The answer is not valid UTF-8 text.", {});
  HttpResponse http;
  http.status = take_status_line(text);
  if (http.status != 0) http.headers = take_headers(text);
  http.body = trimmed(text);
  std::optional<Instant> date;
  if (const auto time = read_loose_time(find_header(http.headers, "Date"))) date = time->instant;

  ServiceAnswer answer;
  if (http.body.starts_with('{') || http.body.starts_with('<')) {
    if (http.status == 0) http.status = 200;  // the Code decides
    const Result<response::Reply> reply = response::parse(http);
    if (!reply) return reply.error();
    if (const auto* error = std::get_if<response::ApiError>(&*reply)) answer = from_error(*error);
  } else {
    answer.message = http.body;
    answer.string_to_sign = quoted_string_to_sign(http.body);
    answer.code = code_within(http.body);
    if (answer.code.empty())
      answer.code =
          answer.string_to_sign.empty() ? code_before(http.body) : "SignatureDoesNotMatch";
  }
  answer.date = date;
  return answer;
}

}  // namespace dds::diagnose
