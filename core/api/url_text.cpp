#include "core/api/url_text.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/base/ascii.h"
#include "core/base/utf8.h"

namespace dds::api {
namespace {

constexpr auto kNowhere = std::string_view::npos;

bool is_label_char(char c) {
  return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
}

Error reason(std::string text) {
  return make_error(ErrorCode::InvalidEndpoint, std::move(text), {});
}

bool is_ipv4(std::string_view text) {
  int parts = 0;
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view part = text.substr(0, dot);
    if (part.empty() || part.size() > 3 || !std::all_of(part.begin(), part.end(), is_digit))
      return false;
    if (part.size() > 1 && part.front() == '0') return false;  // octal to some, decimal to others
    int value = 0;
    std::from_chars(part.data(), part.data() + part.size(), value);
    if (value > 255) return false;
    ++parts;
    if (dot == kNowhere) return parts == 4;
    text.remove_prefix(dot + 1);
  }
}

bool is_hex_group(std::string_view text) {
  return !text.empty() && text.size() <= 4 && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f');
  });
}

// The number of 16-bit groups of "a:b:c" (an IPv4 address at the end counts two), or nothing when
// it is malformed.
std::optional<int> count_groups(std::string_view text, bool may_end_in_ipv4) {
  if (text.empty()) return 0;
  int groups = 0;
  while (true) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == kNowhere && may_end_in_ipv4 && is_ipv4(group)) return groups + 2;
    if (!is_hex_group(group)) return std::nullopt;
    ++groups;
    if (colon == kNowhere) return groups;
    text.remove_prefix(colon + 1);
  }
}

// RFC 4291, without a zone. `text` is lower case.
bool is_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  if (gap == kNowhere) return count_groups(text, true) == 8;
  const std::optional<int> before = count_groups(text.substr(0, gap), false);
  const std::optional<int> after = count_groups(text.substr(gap + 2), true);
  return before && after && *before + *after <= 7;
}

bool is_host_name(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  std::size_t label = 0;
  for (std::size_t i = 0; i < host.size(); ++i) {
    if (host[i] == '.') {
      if (label == 0 || host[i - 1] == '-') return false;
      label = 0;
      continue;
    }
    if (!is_label_char(host[i]) || (label == 0 && host[i] == '-') || ++label > 63) return false;
  }
  return label > 0 && host.back() != '-';
}

// 127.1, 2130706433, 0x7f000001: addresses to a browser and to curl, in spellings that hide which.
bool looks_like_a_number(std::string_view host) {
  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == kNowhere ? host : host.substr(dot + 1);
  if (std::all_of(last.begin(), last.end(), is_digit)) return true;
  return last.starts_with("0x") && std::all_of(last.begin() + 2, last.end(), [](char c) {
           return is_digit(c) || (c >= 'a' && c <= 'f');
         });
}

std::optional<int> parse_port(std::string_view text) {
  int port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size() || port < 1 ||
      port > 65'535) {
    return std::nullopt;
  }
  return port;
}

Status split_authority(std::string_view authority, UrlText& url) {
  std::string_view port;
  bool has_port = false;
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == kNowhere) return reason("an IPv6 address ends with ].");
    url.host = lower(authority.substr(1, close - 1));
    if (!is_ipv6(url.host)) return reason("what stands in [ ] is not an IPv6 address.");
    const std::string_view after = authority.substr(close + 1);
    has_port = !after.empty();
    if (has_port && after.front() != ':')
      return reason("behind an IPv6 address comes a colon and a port, or nothing.");
    if (has_port) port = after.substr(1);
  } else {
    const std::size_t colon = authority.find(':');
    has_port = colon != kNowhere;
    if (has_port) port = authority.substr(colon + 1);
    if (has_port && port.find(':') != kNowhere)
      return reason("an IPv6 address is written in brackets, as in [::1].");
    url.host = lower(authority.substr(0, colon));
    if (url.host.ends_with('.')) url.host.pop_back();  // the full form of the same name
    if (url.host.empty())
      return reason("it names no host; write one such as mongodb.aliyuncs.com.");
    if (!is_host_name(url.host)) {
      return reason("a host is of letters, digits, dashes and dots, such as mongodb.aliyuncs.com.");
    }
    if (looks_like_a_number(url.host) && !is_ipv4(url.host)) {
      return reason("an IPv4 address is four numbers from 0 to 255, such as 127.0.0.1.");
    }
  }
  if (has_port) {
    const std::optional<int> number = parse_port(port);
    if (!number) return reason("a port is a number from 1 to 65535.");
    url.port = *number;
  }
  return {};
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    if (segment == "." || segment == "..") return true;
    if (slash == kNowhere) return false;
    path.remove_prefix(slash);
  }
  return false;
}

}  // namespace

Result<UrlText> split_url(std::string_view text) {
  UrlText url;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || c == '"' || c == '<' || c == '>' || c == '\\') {
      return reason(
          "it has a character that a URL cannot have; write it in ASCII, without blanks.");
    }
  }
  // The scheme's colon comes before anything else that ends a host.
  const std::size_t colon = text.find("://");
  if (colon != kNowhere && colon < text.find_first_of("/?#@")) {
    url.scheme = lower(text.substr(0, colon));
    text.remove_prefix(colon + 3);
    if (url.scheme != "https" && url.scheme != "http")
      return reason("it must begin with https:// (or http://).");
  }
  if (text.find('#') != kNowhere)
    return reason("it has a fragment (#), which is never sent; leave it out.");
  const std::size_t end = text.find_first_of("/?");
  const std::string_view authority = text.substr(0, end);
  if (authority.find('@') != kNowhere) {
    return reason("it has a user name or password; leave them out.");
  }
  if (Status error = split_authority(authority, url)) return *std::move(error);
  if (end == kNowhere) return url;
  const std::size_t query = text.find('?', end);
  url.path = text.substr(end, query == kNowhere ? kNowhere : query - end);
  url.has_query = query != kNowhere;
  if (url.has_query) url.query = text.substr(query + 1);
  if (has_dot_segment(url.path))
    return reason("its path has a . or .. part; write the path that is meant.");
  return url;
}

std::string shown_url(std::string_view text) {
  constexpr std::size_t kShown = 80;
  text = text.substr(0, text.find_first_of("?#"));
  // Whatever stands before an @ may be a password, however broken the rest is.
  if (const std::size_t at = text.rfind('@'); at != kNowhere) text.remove_prefix(at + 1);
  return one_line(text, kShown);
}

int default_port(std::string_view scheme) {
  return scheme == "http" ? 80 : 443;
}

std::string origin_text(std::string_view scheme, std::string_view host, int port) {
  std::string text(scheme);
  text += "://";
  const bool ipv6 = host.find(':') != kNowhere;
  if (ipv6) text += '[';
  text += host;
  if (ipv6) text += ']';
  if (port != default_port(scheme)) text += ":" + std::to_string(port);
  return text;
}

bool is_loopback_host(std::string_view host) {
  return host == "localhost" || host == "::1" || (host.starts_with("127.") && is_ipv4(host));
}

}  // namespace dds::api
