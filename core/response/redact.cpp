#include "core/response/redact.h"

#include <algorithm>
#include <array>
#include <optional>

#include "core/base/percent.h"

namespace dds::response {
namespace {

// Lower case. No word boundary is asked for in front: "x-acs-security-token" would be found as well without its entry,
// and masking too much is the safe side. What follows must be a separator, so SignatureNonce is left alone.
constexpr std::array<std::string_view, 14> kSecretNames = {
    "signature",   "securitytoken",   "security-token",  "security_token",    "bearertoken",
    "bearer-token", "bearer_token",   "accesskeysecret", "access_key_secret", "sts_token",
    "password",    "authorization",   "private_key",     "access_token"};
constexpr std::array<std::string_view, 5> kKeyIdNames = {"accesskeyid", "access_key_id", "accesskey-id", "credential",
                                                         "access-key-id"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool matches(std::string_view text, std::size_t at, std::string_view lower_name) {
  if (text.size() - at < lower_name.size()) return false;
  for (std::size_t i = 0; i < lower_name.size(); ++i) {
    if (lower(text[at + i]) != lower_name[i]) return false;
  }
  return true;
}

template <std::size_t N>
std::size_t name_length(std::string_view text, std::size_t at, const std::array<std::string_view, N>& names) {
  std::size_t longest = 0;
  for (const std::string_view name : names) {
    if (name.size() > longest && matches(text, at, name)) longest = name.size();
  }
  return longest;
}

struct Range {
  std::size_t begin;
  std::size_t end;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

Range until(std::string_view text, std::size_t begin, std::string_view terminator, std::string_view stops) {
  std::size_t end = begin;
  while (end < text.size() && !is_blank(text[end]) && stops.find(text[end]) == std::string_view::npos &&
         (terminator.empty() || !matches(text, end, terminator))) {
    ++end;
  }
  return {begin, end};
}

// A quoted value that begins after `quote`: to the same quote, with a backslash escaping the next character.
Range until_quote(std::string_view text, std::size_t begin, std::string_view quote) {
  std::size_t end = begin;
  while (end < text.size() && !matches(text, end, quote)) {
    if (text[end] == '\\' && quote.size() == 1) ++end;
    ++end;
  }
  return {begin, std::min(end, text.size())};
}

// The value that belongs to a name which ends at `at`, in whatever notation; nothing when no separator follows.
std::optional<Range> value_after(std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  if (rest.starts_with('=')) {
    if (rest.size() > 1 && (rest[1] == '"' || rest[1] == '\'')) return until_quote(text, at + 2, rest.substr(1, 1));
    return until(text, at + 1, "", "&,;\"'<>\\)");
  }
  if (matches(text, at, "%3d")) return until(text, at + 3, "%26", "&,;\"'<>\\)");
  if (matches(text, at, "%253d")) return until(text, at + 5, "%2526", "&,;\"'<>\\)");
  if (rest.starts_with('>')) {
    const std::size_t end = text.find('<', at + 1);
    return Range{at + 1, end == std::string_view::npos ? text.size() : end};
  }
  std::size_t i = at;
  std::string_view quote;
  for (const std::string_view candidate : {std::string_view("\\\""), std::string_view("\""), std::string_view("'")}) {
    if (quote.empty() && rest.starts_with(candidate)) quote = candidate;
  }
  i += quote.size();
  while (i < text.size() && is_blank(text[i])) ++i;
  if (i >= text.size() || text[i] != ':') return std::nullopt;
  ++i;
  while (i < text.size() && (text[i] == ' ' || text[i] == '\t' || (!quote.empty() && is_blank(text[i])))) ++i;
  if (!quote.empty() && matches(text, i, quote)) return until_quote(text, i + quote.size(), quote);
  if (i < text.size() && text[i] == '"') return until_quote(text, i + 1, "\"");
  const std::size_t end = text.find_first_of(quote.empty() ? "\r\n" : ",}\r\n", i);  // a header's line, or a bare value
  return Range{i, end == std::string_view::npos ? text.size() : end};
}

void replace_all(std::string& text, std::string_view what) {
  if (what.empty()) return;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + kMask.size())) {
    text.replace(at, what.size(), kMask);
  }
}

void mask_literally(std::string& text, const Secret& secret) {
  if (secret.empty()) return;
  std::string once = percent_encode(secret.reveal());
  std::string twice = percent_encode(once);
  replace_all(text, twice);  // longest first: an encoded form may contain the plain one
  replace_all(text, once);
  replace_all(text, secret.reveal());
  wipe_text(once);
  wipe_text(twice);
}

}  // namespace

bool is_secret_name(std::string_view name) {
  return std::any_of(kSecretNames.begin(), kSecretNames.end(), [&](std::string_view secret) {
    return name.size() >= secret.size() && matches(name, name.size() - secret.size(), secret);
  });
}

std::string redact(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t secret = name_length(text, i, kSecretNames);
    const std::size_t key_id = secret == 0 ? name_length(text, i, kKeyIdNames) : 0;
    const std::size_t length = std::max(secret, key_id);
    const std::optional<Range> value = length == 0 ? std::nullopt : value_after(text, i + length);
    if (!value) {
      out += text[i++];
      continue;
    }
    out += text.substr(i, value->begin - i);
    const std::string_view hidden = text.substr(value->begin, value->end - value->begin);
    if (!hidden.empty()) out += secret != 0 ? std::string(kMask) : shorten_key_id(hidden);
    i = value->end;
  }
  return out;
}

std::string redact(std::string_view text, const signing::Credentials& credentials) {
  std::string out(text);
  mask_literally(out, credentials.access_key_secret);
  mask_literally(out, credentials.security_token);
  return redact(out);
}

HttpRequest redacted(const HttpRequest& request) {
  HttpRequest masked = request;
  masked.url = redact(request.url);
  masked.body = redact(request.body);
  for (HttpHeader& header : masked.headers) {
    if (is_secret_name(header.name)) header.value = kMask;
    else header.value = redact(header.value);
  }
  return masked;
}

}  // namespace dds::response
