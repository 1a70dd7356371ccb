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
    case Part::Body: return "The hash of the body differs.";
    case Part::Header:
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

// Two canonical queries, each from its own place on.
std::optional<Difference> compare_segments(std::string_view client, const std::vector<Segment>& a,
                                           std::string_view right, const std::vector<Segment>& b) {
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
  if (index == a.size() && index == b.size()) return std::nullopt;
  return compare_names(client, a, right, b, index);
}

Difference compare_canonical(std::string_view client, std::size_t begin_a, std::string_view right,
                             std::size_t begin_b) {
  const auto a = segments(client, begin_a, separators_of(client.substr(begin_a)));
  const auto b = segments(right, begin_b, separators_of(right.substr(begin_b)));
  if (auto difference = compare_segments(client, a, right, b)) return *std::move(difference);
  Range range_a{begin_a, client.size()};  // the separators themselves
  Range range_b{begin_b, right.size()};
  narrow(client, range_a, right, range_b);
  return make(Part::Encoding, {}, range_a, range_b);
}

Difference compare_pieces(Part part, std::string parameter, std::string_view client, Range range_a,
                          std::string_view right, Range range_b) {
  narrow(client, range_a, right, range_b);
  return make(part, std::move(parameter), range_a, range_b);
}

// The lines of a canonical request of ACS3: method, path, query, headers up to an empty line, the
// names of the headers, the body's hash.
struct CanonicalRequest {
  Range method;
  Range path;
  Range query;
  std::vector<Segment> headers;
  Range names;
  Range hash;
};

Range line_at(std::string_view text, std::size_t begin) {
  return {begin, std::min(text.find('\n', begin), text.size())};
}

std::optional<CanonicalRequest> read_canonical_request(std::string_view text) {
  if (text.starts_with("ACS3-") || std::count(text.begin(), text.end(), '\n') < 5)
    return std::nullopt;
  CanonicalRequest out;
  out.method = line_at(text, 0);
  out.path = line_at(text, out.method.end + 1);
  out.query = line_at(text, out.path.end + 1);
  out.hash = {text.rfind('\n') + 1, text.size()};
  out.names = {text.rfind('\n', out.hash.begin - 2) + 1, out.hash.begin - 1};
  const std::size_t begin = out.query.end + 1;
  for (Range line = line_at(text, begin); line.begin < out.names.begin;
       line = line_at(text, line.end + 1)) {
    const std::string_view pair = text.substr(line.begin, line.end - line.begin);
    if (pair.empty()) continue;
    const std::size_t colon = std::min(pair.find(':'), pair.size());
    const std::string name(pair.substr(0, colon));
    out.headers.push_back({line, name, name, std::string(pair.substr(colon)), pair.substr(colon)});
  }
  return out;
}

Difference compare_headers(std::string_view client, const CanonicalRequest& a,
                           std::string_view right, const CanonicalRequest& b) {
  auto difference = compare_segments(client, a.headers, right, b.headers);
  // The empty line, or the list of names.
  const std::size_t begin_a = a.headers.empty() ? a.names.begin : a.headers.back().whole.end;
  const std::size_t begin_b = b.headers.empty() ? b.names.begin : b.headers.back().whole.end;
  if (!difference) {
    difference = compare_pieces(Part::Header, {}, client, {begin_a, a.names.end}, right,
                                {begin_b, b.names.end});
    difference->sentence =
        "The empty line behind the headers, or the list of their names, differs.";
    return *std::move(difference);
  }
  const std::string name = shown(difference->parameter);
  // Where a header stands that only the other text has: not at the end of the whole text.
  if (difference->client.begin > begin_a) difference->client = {begin_a, begin_a};
  if (difference->right.begin > begin_b) difference->right = {begin_b, begin_b};
  switch (difference->part) {
    case Part::Missing:
      difference->sentence = "Only the right text has the header " + name + ".";
      break;
    case Part::Extra:
      difference->sentence = "Only the client's text has the header " + name + ".";
      break;
    case Part::Order:
      difference->sentence = "The order of the headers differs, first at " + name + ".";
      break;
    case Part::Name:
      difference->sentence = "The name of the header " + name + " is spelled differently.";
      break;
    default: difference->sentence = "The line of " + name + " differs."; break;
  }
  difference->part = Part::Header;
  return *std::move(difference);
}

std::vector<Difference> compare_requests(std::string_view client, const CanonicalRequest& a,
                                         std::string_view right, const CanonicalRequest& b) {
  std::vector<Difference> list;
  const auto differ = [&](Range in_client, Range in_right) {
    return client.substr(in_client.begin, in_client.end - in_client.begin) !=
           right.substr(in_right.begin, in_right.end - in_right.begin);
  };
  const auto behind = [](Range from, Range to) { return Range{from.end, to.end}; };
  if (differ(a.method, b.method)) list.push_back(make(Part::Method, {}, a.method, b.method));
  if (differ(a.path, b.path)) list.push_back(make(Part::Path, {}, a.path, b.path));
  if (differ(a.query, b.query)) {
    const Separators separators{"&", "="};
    // Empty: no parameter, not one without a name.
    const auto read = [&](std::string_view text, Range query) {
      return query.begin == query.end
                 ? std::vector<Segment>()
                 : segments(text.substr(0, query.end), query.begin, separators);
    };
    auto difference = compare_segments(client.substr(0, a.query.end), read(client, a.query),
                                       right.substr(0, b.query.end), read(right, b.query));
    if (difference) list.push_back(*std::move(difference));
  }
  if (differ(behind(a.query, a.names), behind(b.query, b.names)))
    list.push_back(compare_headers(client, a, right, b));
  if (differ(a.hash, b.hash)) {
    list.push_back(make(Part::Body, {}, a.hash, b.hash));
  }
  return list;
}

std::string line_name(std::string_view text, std::size_t at) {
  const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;  // npos + 1 is 0
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  const std::size_t colon = line.find(':');
  return colon == std::string_view::npos ? std::string() : std::string(line.substr(0, colon));
}

}  // namespace

std::vector<Difference> differences(std::string_view client, std::string_view right) {
  std::vector<Difference> list;
  if (client == right) return list;
  const auto request_a = read_canonical_request(client);
  const auto request_b = read_canonical_request(right);
  if (request_a && request_b) return compare_requests(client, *request_a, right, *request_b);
  const std::size_t begin_a = canonical_begin(client);
  const std::size_t begin_b = canonical_begin(right);
  if (begin_a == std::string_view::npos || begin_b == std::string_view::npos) {
    Difference other =
        compare_pieces(Part::Other, {}, client, {0, client.size()}, right, {0, right.size()});
    other.parameter = line_name(right, std::min(other.right.begin, right.size()));
    other.sentence = sentence_of(Part::Other, other.parameter);
    return {std::move(other)};
  }
  const std::size_t method_a = client.find('&');
  const std::size_t method_b = right.find('&');
  if (client.substr(0, method_a) != right.substr(0, method_b))
    list.push_back(make(Part::Method, {}, {0, method_a}, {0, method_b}));
  if (client.substr(method_a, begin_a - method_a) != right.substr(method_b, begin_b - method_b))
    list.push_back(make(Part::Path, {}, {method_a + 1, begin_a - 1}, {method_b + 1, begin_b - 1}));
  if (client.substr(begin_a) != right.substr(begin_b))
    list.push_back(compare_canonical(client, begin_a, right, begin_b));
  return list;
}

std::optional<Difference> first_difference(std::string_view client, std::string_view right) {
  std::vector<Difference> list = differences(client, right);
  if (list.empty()) return std::nullopt;
  return std::move(list.front());
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
