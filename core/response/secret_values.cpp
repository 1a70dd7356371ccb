#include <algorithm>
#include <string>

#include "core/base/ascii.h"
#include "core/response/secret_text.h"

namespace dds::response {
namespace {

constexpr auto kNowhere = std::string_view::npos;

bool is_space(char c) {
  return c == ' ' || c == '\t';
}
bool is_blank(char c) {
  return is_space(c) || c == '\r' || c == '\n';
}

bool has_at(std::string_view text, std::size_t at, std::string_view lower_case) {
  if (at > text.size() || text.size() - at < lower_case.size()) return false;
  return std::equal(lower_case.begin(), lower_case.end(),
                    text.begin() + static_cast<std::ptrdiff_t>(at),
                    [](char a, char b) { return a == lower(b); });
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_hex_of(std::string_view text, std::size_t at, char c) {
  return at + 1 < text.size() && hex_digit(text[at]) == c / 16 && hex_digit(text[at + 1]) == c % 16;
}

// A quotation mark, plain or escaped in some way, and how to find its partner.
struct Quote {
  enum class Kind { None, Plain, Percent, Entity } kind = Kind::None;
  char mark = 0;
  std::size_t backslashes = 0;  // in front of a plain one
  int level = 0;                // of a percent-encoded one
  std::size_t size = 0;
};

Quote find_quote(std::string_view text, std::size_t at) {
  Quote quote;
  std::size_t i = at;
  while (i < text.size() && text[i] == '\\') ++i;
  if (i < text.size() && (text[i] == '"' || text[i] == '\'' || text[i] == '`')) {
    return {Quote::Kind::Plain, text[i], i - at, 0, i + 1 - at};
  }
  for (const char mark : {'"', '\''}) {
    if (const Escape escape = find_escape(text, at, mark); escape.level > 0) {
      return {Quote::Kind::Percent, mark, 0, escape.level, escape.size};
    }
  }
  if (has_at(text, at, "&quot;")) return {Quote::Kind::Entity, '"', 0, 0, 6};
  return quote;
}

// Where the text in a plain quote ends. A JSON text inside a JSON text has its quotes behind 1,
// 3, 7... backslashes; a quote that belongs to the value has more of them, the partner of an
// enclosing quote has fewer.
std::size_t end_of_plain(std::string_view text, std::size_t begin, const Quote& quote) {
  std::size_t backslashes = 0;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++backslashes;
      continue;
    }
    if (text[i] == quote.mark) {
      const bool partner = backslashes % (2 * (quote.backslashes + 1)) == quote.backslashes;
      if (partner || backslashes < quote.backslashes)
        return i - std::min(backslashes, quote.backslashes);
    }
    backslashes = 0;
  }
  return text.size();
}

std::size_t end_of_quoted(std::string_view text, std::size_t begin, const Quote& quote) {
  if (quote.kind == Quote::Kind::Plain) return end_of_plain(text, begin, quote);
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (quote.kind == Quote::Kind::Entity) {
      if (has_at(text, i, "&quot;") || text[i] == '<') return i;
      continue;
    }
    if (is_blank(text[i]) || text[i] == '&') return i;  // percent-encoded text has none of these
    if (const Escape slash = find_escape(text, i, '\\'); slash.level == quote.level) {
      i += slash.size;
      const Escape escaped = find_escape(text, i, quote.mark);
      i += std::max<std::size_t>(escaped.size, 1) - 1;
      continue;
    }
    if (const Escape mark = find_escape(text, i, quote.mark);
        mark.size > 0 && mark.level <= quote.level)
      return i;
  }
  return text.size();
}

// A value behind = (level 0), %3D (1), %253D (2)...: to the & of that level or of a lower one.
std::size_t end_of_pair(std::string_view text, std::size_t begin, int level) {
  constexpr std::string_view kStops = "\"'`<>& \t\r\n";
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (kStops.find(text[i]) != kNowhere) return i;
    for (const char separator : {'&', '\n'}) {
      if (const Escape escape = find_escape(text, i, separator);
          escape.size > 0 && escape.level <= level)
        return i;
    }
    if (text[i] == '\\' && i + 1 < text.size() &&
        std::string_view("nrt\"\\").find(text[i + 1]) != kNowhere)
      return i;
  }
  return text.size();
}

// A header's value: the rest of the line, or of the quoted text that the line is part of.
std::size_t end_of_line(std::string_view text, std::size_t begin, bool in_quotes) {
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '\r' || text[i] == '\n') return i;
    if (!in_quotes) continue;
    if (text[i] == '"') return i;
    if (text[i] != '\\') continue;
    std::size_t after = i;
    while (after < text.size() && text[after] == '\\') ++after;
    if (after < text.size() && (text[after] == 'n' || text[after] == 'r' || text[after] == '"'))
      return i;
  }
  return text.size();
}

// A JSON value without quotes: a number, or a whole list or object.
std::size_t end_of_bare_json(std::string_view text, std::size_t begin) {
  if (begin < text.size() && (text[begin] == '[' || text[begin] == '{')) {
    std::size_t depth = 0;
    for (std::size_t i = begin; i < text.size(); ++i) {
      if (text[i] == '"')
        i = end_of_plain(text, i + 1, {Quote::Kind::Plain, '"', 0, 0, 1});
      else if (text[i] == '[' || text[i] == '{')
        ++depth;
      else if ((text[i] == ']' || text[i] == '}') && --depth == 0)
        return i + 1;
    }
    return text.size();
  }
  const std::size_t end = text.find_first_of(",}]\r\n", begin);
  return end == kNowhere ? text.size() : end;
}

// An element's content: to its own end tag, so that CDATA and children are covered.
std::size_t end_of_element(std::string_view text, std::size_t begin, std::string_view name,
                           const Escape& bracket) {
  const std::string tag = lower(name);
  for (std::size_t i = begin; i < text.size(); ++i) {
    const Escape open = find_escape(text, i, '<');
    if (open.size == 0 || open.level > bracket.level) continue;
    if (bracket.level > 0 || bracket.size > 1) return i;  // encoded: no markup inside a value
    if (has_at(text, i + 1, "/" + tag)) return i;
  }
  return text.size();
}

std::optional<ValueRange> find_element_value(std::string_view text, std::size_t begin,
                                             std::size_t end) {
  const std::string_view name = text.substr(begin, end - begin);
  if (const Escape bracket = find_escape(text, end, '>'); bracket.size > 0) {
    // "password>8" is no element; of an encoded bracket only the end tag is left out.
    const char before = begin == 0 ? ' ' : text[begin - 1];
    if (bracket.size == 1 ? before != '<' && before != ':' : before == '/') return std::nullopt;
    const std::size_t at = end + bracket.size;
    return ValueRange{at, end_of_element(text, at, name, bracket)};
  }
  if (has_at(text, end, "&gt;")) {
    if (begin > 0 && text[begin - 1] == '/') return std::nullopt;
    const std::size_t close = text.find("&lt;", end + 4);
    return ValueRange{end + 4, close == kNowhere ? text.size() : close};
  }
  // <SecurityToken kind="sts">
  if (begin > 0 && text[begin - 1] == '<' && end < text.size() && is_blank(text[end])) {
    const std::size_t close = text.find_first_of("<>", end);
    if (close == kNowhere || text[close] != '>' || text[close - 1] == '/') return std::nullopt;
    return ValueRange{close + 1, end_of_element(text, close + 1, name, {1, 0})};
  }
  return std::nullopt;
}

std::size_t skip(std::string_view text, std::size_t at, bool (*skipped)(char)) {
  while (at < text.size() && skipped(text[at])) ++at;
  return at;
}

ValueRange quoted(std::string_view text, std::size_t at, const Quote& quote) {
  const std::size_t begin = at + quote.size;
  return {begin, end_of_quoted(text, begin, quote)};
}

// {"name": "Authorization", "value": "..."}: `at` is behind the name's closing quote.
std::optional<ValueRange> find_named_value(std::string_view text, std::size_t at) {
  at = skip(text, at, is_blank);
  if (at >= text.size() || text[at] != ',') return std::nullopt;
  at = skip(text, at + 1, is_blank);
  const Quote before = find_quote(text, at);
  if (before.kind != Quote::Kind::Plain || !has_at(text, at + before.size, "value"))
    return std::nullopt;
  at += before.size + 5;
  const Quote after = find_quote(text, at);
  if (after.kind != Quote::Kind::Plain) return std::nullopt;
  at = skip(text, at + after.size, is_blank);
  if (at >= text.size() || text[at] != ':') return std::nullopt;
  at = skip(text, at + 1, is_blank);
  const Quote opening = find_quote(text, at);
  if (opening.kind != Quote::Kind::Plain) return std::nullopt;
  return quoted(text, at, opening);
}

}  // namespace

Escape find_escape(std::string_view text, std::size_t at, char c) {
  if (at >= text.size()) return {};
  if (text[at] == c) return {1, 0};
  if (text[at] == '%') {
    int level = 1;
    std::size_t i = at + 1;
    // %25 is a percent sign that was encoded itself. A % is never asked for, so every 25 is one.
    while (is_hex_of(text, i, '%')) {
      ++level;
      i += 2;
    }
    if (is_hex_of(text, i, c)) return {i + 2 - at, level};
  } else if (text[at] == '\\' && has_at(text, at + 1, "u00") && is_hex_of(text, at + 4, c)) {
    return {6, 0};
  }
  return {};
}

std::optional<ValueRange> find_value(std::string_view text, std::size_t begin, std::size_t end,
                                     bool in_quotes) {
  if (std::optional<ValueRange> value = find_element_value(text, begin, end)) return value;
  // --AccountPassword 'abc'
  if (text.substr(begin, end - begin).starts_with("--") && end < text.size() &&
      is_space(text[end])) {
    const std::size_t at = skip(text, end, is_space);
    if (const Quote quote = find_quote(text, at); quote.kind == Quote::Kind::Plain)
      return quoted(text, at, quote);
    const auto stop =
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_blank);
    return ValueRange{at, static_cast<std::size_t>(stop - text.begin())};
  }
  std::size_t at = end;
  const Quote name_quote = find_quote(text, at);
  const bool has_quote = name_quote.kind != Quote::Kind::None;
  at += name_quote.size;
  if (has_quote) {
    if (std::optional<ValueRange> value = find_named_value(text, at)) return value;
    if (at < text.size() && text[at] == ']') ++at;  // headers["Authorization"] = ...
  }
  at = skip(text, at, has_quote ? is_blank : is_space);

  Escape separator = find_escape(text, at, '=');
  const bool colon = separator.size == 0;
  if (colon) separator = find_escape(text, at, ':');
  if (separator.size == 0) return std::nullopt;
  at += separator.size;
  if (at < text.size() && ((colon && text[at] == '=') || (!colon && text[at] == '>')))
    ++at;  // := and =>
  at = skip(text, at, has_quote ? is_blank : is_space);
  if (const Quote quote = find_quote(text, at); quote.kind != Quote::Kind::None)
    return quoted(text, at, quote);
  if (!colon || separator.level > 0) return ValueRange{at, end_of_pair(text, at, separator.level)};
  if (!has_quote) return ValueRange{at, end_of_line(text, at, in_quotes)};
  return ValueRange{at, end_of_bare_json(text, at), name_quote.kind == Quote::Kind::Plain};
}

}  // namespace dds::response
