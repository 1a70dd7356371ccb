#include "core/diagnose/difference.h"

#include <algorithm>
#include <vector>

#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

struct Segment {
  Range whole;
  std::string raw_name;
  std::string name;   // decoded as far as it goes
  std::string value;  // likewise, a + as a blank: alike for all ways of encoding it
  std::string_view raw_value;
};

// However often and however it was encoded.
std::string decoded(std::string_view text) {
  constexpr int kTimes = 4;
  std::string out(text);
  for (int i = 0; i < kTimes; ++i) {
    Result<std::string> once = percent_decode(out);
    if (!once || *once == out) break;
    out = *std::move(once);
  }
  std::replace(out.begin(), out.end(), '+', ' ');
  return out;
}

struct Separators {
  std::string_view pair;
  std::string_view equals;
};

std::vector<Segment> segments(std::string_view text, std::size_t begin, Separators separators) {
  std::vector<Segment> list;
  while (begin <= text.size() && list.size() < 4'000) {
    const std::size_t end = std::min(text.find(separators.pair, begin), text.size());
    const std::string_view pair = text.substr(begin, end - begin);
    const std::size_t equals = std::min(pair.find(separators.equals), pair.size());
    const std::string_view value =
        pair.substr(std::min(equals + separators.equals.size(), pair.size()));
    list.push_back({{begin, end},
                    std::string(pair.substr(0, equals)),
                    decoded(pair.substr(0, equals)),
                    decoded(value),
                    value});
    if (end == text.size()) break;
    begin = end + separators.pair.size();
  }
  return list;
}

// Where the canonical query begins; npos when the text is not of RPC v1.
std::size_t canonical_begin(std::string_view text) {
  const std::size_t first = text.find('&');
  if (first == std::string_view::npos || first == 0 || first > 10) return std::string_view::npos;
  for (const char c : text.substr(0, first)) {
    if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) return std::string_view::npos;
  }
  const std::size_t second = text.find('&', first + 1);
  return second == std::string_view::npos ? second : second + 1;
}

Separators separators_of(std::string_view canonical) {
  if (canonical.find('&') != std::string_view::npos) return {"&", "="};
  if (canonical.find("%2526") != std::string_view::npos &&
      canonical.find("%26") == std::string_view::npos) {
    return {"%2526", "%253D"};
  }
  if (canonical.find("%3d") != std::string_view::npos &&
      canonical.find("%3D") == std::string_view::npos) {
    return {"%26", "%3d"};
  }
  return {"%26", "%3D"};
}

const Segment* find(const std::vector<Segment>& list, std::string_view name) {
  const auto at = std::find_if(list.begin(), list.end(),
                               [&](const Segment& entry) { return entry.name == name; });
  return at == list.end() ? nullptr : &*at;
}

const Segment* find_alike(const std::vector<Segment>& list, std::string_view name) {
  const auto at = std::find_if(list.begin(), list.end(), [&](const Segment& entry) {
    return equal_ignoring_case(entry.name, name);
  });
  return at == list.end() ? nullptr : &*at;
}

// An escape that the place lies in begins at most four bytes before it ("%25E4").
std::size_t escape_begin(std::string_view text, std::size_t at) {
  for (std::size_t back = 0; back <= 4 && back <= at; ++back) {
    const std::size_t begin = at - back;
    if (begin >= text.size() || text[begin] != '%') continue;
    const std::size_t length = text.substr(begin, 3) == "%25" ? 5 : 3;
    return begin + length > at ? begin : at;
  }
  return at;
}

std::size_t escape_end(std::string_view text, std::size_t at) {
  for (std::size_t back = 1; back <= 4 && back <= at; ++back) {
    const std::size_t begin = at - back;
    if (text[begin] != '%') continue;
    const std::size_t length = text.substr(begin, 3) == "%25" ? 5 : 3;
    return std::min(std::max(at, begin + length), text.size());
  }
  return at;
}

// What differs between the two pieces, whole escapes.
void narrow(std::string_view a, Range& range_a, std::string_view b, Range& range_b) {
  const Range whole_a = range_a;
  const Range whole_b = range_b;
  while (range_a.begin < range_a.end && range_b.begin < range_b.end &&
         a[range_a.begin] == b[range_b.begin]) {
    ++range_a.begin;
    ++range_b.begin;
  }
  while (range_a.end > range_a.begin && range_b.end > range_b.begin &&
         a[range_a.end - 1] == b[range_b.end - 1]) {
    --range_a.end;
    --range_b.end;
  }
  const std::size_t back = std::max(range_a.begin - escape_begin(a, range_a.begin),
                                    range_b.begin - escape_begin(b, range_b.begin));
  range_a.begin -= std::min(back, range_a.begin - whole_a.begin);
  range_b.begin -= std::min(back, range_b.begin - whole_b.begin);
  const std::size_t ahead =
      std::max(escape_end(a, range_a.end) - range_a.end, escape_end(b, range_b.end) - range_b.end);
  range_a.end = std::min(range_a.end + ahead, whole_a.end);
  range_b.end = std::min(range_b.end + ahead, whole_b.end);
}

bool same_names(const std::vector<Segment>& a, const std::vector<Segment>& b) {
  if (a.size() != b.size()) return false;
  std::vector<std::string_view> left;
  std::vector<std::string_view> right;
  left.reserve(a.size());
  right.reserve(b.size());
  for (const Segment& entry : a) left.push_back(entry.name);
  for (const Segment& entry : b) right.push_back(entry.name);
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  return left == right;
}

std::string shown(const std::string& name) {
  return name.empty() ? "a parameter" : one_line(name);
}

std::string sentence_of(Part part, const std::string& parameter) {
  const std::string name = shown(parameter);
  switch (part) {
    case Part::Method: return "The HTTP method at the beginning differs.";
    case Part::Path: return "The path after the method differs.";
    case Part::Order: return "The order differs, first at " + name + ".";
    case Part::Missing: return "Only the right text has " + name + ".";
    case Part::Extra: return "Only the client's text has " + name + ".";
    case Part::Encoding: return "The value of " + name + " is the same, encoded differently.";
    case Part::Value: return "The value of " + name + " differs.";
    case Part::Name: return "The name " + name + " is spelled differently.";
    case Part::Other: break;
  }
  return parameter.empty() ? "The texts differ." : "The line of " + name + " differs.";
}

Difference make(Part part, std::string parameter, Range client, Range right) {
  Difference difference{part, std::move(parameter), client, right, {}};
  difference.sentence = sentence_of(part, difference.parameter);
  return difference;
}

Range insertion(const std::vector<Segment>& list, std::size_t index, std::string_view text) {
  const std::size_t at = index < list.size() ? list[index].whole.begin : text.size();
  return {at, at};
}

Difference compare_names(std::string_view client, const std::vector<Segment>& a,
                         std::string_view right, const std::vector<Segment>& b, std::size_t index) {
  const bool has_a = index < a.size();
  const bool has_b = index < b.size();
  const Range here_a = has_a ? a[index].whole : insertion(a, index, client);
  const Range here_b = has_b ? b[index].whole : insertion(b, index, right);
  if (same_names(a, b)) return make(Part::Order, has_a ? a[index].name : "", here_a, here_b);
  if (has_a && find(b, a[index].name) == nullptr) {
    const Segment* alike = find_alike(b, a[index].name);
    if (alike != nullptr) return make(Part::Name, alike->name, a[index].whole, alike->whole);
    return make(Part::Extra, a[index].name, a[index].whole, insertion(b, index, right));
  }
  if (has_b && find(a, b[index].name) == nullptr) {
    const Segment* alike = find_alike(a, b[index].name);
    if (alike != nullptr) return make(Part::Name, b[index].name, alike->whole, b[index].whole);
    return make(Part::Missing, b[index].name, insertion(a, index, client), b[index].whole);
  }
  return make(Part::Order, has_a ? a[index].name : b[index].name, here_a, here_b);
}

Difference compare_canonical(std::string_view client, std::size_t begin_a, std::string_view right,
                             std::size_t begin_b) {
  const auto a = segments(client, begin_a, separators_of(client.substr(begin_a)));
  const auto b = segments(right, begin_b, separators_of(right.substr(begin_b)));
  std::size_t index = 0;
  const auto text = [](std::string_view all, const Segment& entry) {
    return all.substr(entry.whole.begin, entry.whole.end - entry.whole.begin);
  };
  while (index < a.size() && index < b.size() && text(client, a[index]) == text(right, b[index])) {
    ++index;
  }
  if (index < a.size() && index < b.size() && a[index].name == b[index].name) {
    Range range_a = a[index].whole;
    Range range_b = b[index].whole;
    narrow(client, range_a, right, range_b);
    const bool same = a[index].value == b[index].value;
    return make(same ? Part::Encoding : Part::Value, a[index].name, range_a, range_b);
  }
  if (index == a.size() && index == b.size()) {  // the separators themselves
    Range range_a{begin_a, client.size()};
    Range range_b{begin_b, right.size()};
    narrow(client, range_a, right, range_b);
    return make(Part::Encoding, {}, range_a, range_b);
  }
  return compare_names(client, a, right, b, index);
}

std::string line_name(std::string_view text, std::size_t at) {
  const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  const std::size_t colon = line.find(':');
  return colon == std::string_view::npos ? std::string() : std::string(line.substr(0, colon));
}

}  // namespace

std::optional<Difference> first_difference(std::string_view client, std::string_view right) {
  if (client == right) return std::nullopt;
  const std::size_t begin_a = canonical_begin(client);
  const std::size_t begin_b = canonical_begin(right);
  if (begin_a == std::string_view::npos || begin_b == std::string_view::npos) {
    Range range_a{0, client.size()};
    Range range_b{0, right.size()};
    narrow(client, range_a, right, range_b);
    return make(Part::Other, line_name(right, std::min(range_b.begin, right.size())), range_a,
                range_b);
  }
  const std::size_t method_a = client.find('&');
  const std::size_t method_b = right.find('&');
  if (client.substr(0, method_a) != right.substr(0, method_b))
    return make(Part::Method, {}, {0, method_a}, {0, method_b});
  if (client.substr(0, begin_a) != right.substr(0, begin_b))
    return make(Part::Path, {}, {method_a + 1, begin_a - 1}, {method_b + 1, begin_b - 1});
  return compare_canonical(client, begin_a, right, begin_b);
}

std::optional<SignedText> read_string_to_sign(std::string_view text) {
  const std::size_t begin = canonical_begin(text);
  if (begin == std::string_view::npos || text.find_first_of(" \t\r\n") != std::string_view::npos)
    return std::nullopt;
  SignedText out;
  const std::size_t method = text.find('&');
  out.method = text.substr(0, method);
  Result<std::string> path = percent_decode(text.substr(method + 1, begin - method - 2));
  if (!path || !path->starts_with('/')) return std::nullopt;
  out.path = *std::move(path);
  const Result<std::string> canonical = percent_decode(text.substr(begin));
  if (!canonical) return std::nullopt;
  std::string_view rest = *canonical;
  while (!rest.empty()) {
    std::string_view pair = take_until(rest, '&');
    Result<std::string> name = percent_decode(take_until(pair, '='));
    Result<std::string> value = percent_decode(pair);
    if (!name || !value) return std::nullopt;
    out.parameters.push_back({*std::move(name), *std::move(value)});
  }
  return out;
}

}  // namespace dds::diagnose
