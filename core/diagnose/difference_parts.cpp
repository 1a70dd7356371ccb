#include "core/diagnose/difference_parts.h"

#include <algorithm>
#include <utility>

#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

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
  if (same_names(a, b))
    return make_difference(Part::Order, has_a ? a[index].name : "", here_a, here_b);
  if (has_a && find(b, a[index].name) == nullptr) {
    const Segment* alike = find_alike(b, a[index].name);
    if (alike != nullptr)
      return make_difference(Part::Name, alike->name, a[index].whole, alike->whole);
    return make_difference(Part::Extra, a[index].name, a[index].whole, insertion(b, index, right));
  }
  if (has_b && find(a, b[index].name) == nullptr) {
    const Segment* alike = find_alike(a, b[index].name);
    if (alike != nullptr)
      return make_difference(Part::Name, b[index].name, alike->whole, b[index].whole);
    return make_difference(Part::Missing, b[index].name, insertion(a, index, client),
                           b[index].whole);
  }
  return make_difference(Part::Order, has_a ? a[index].name : b[index].name, here_a, here_b);
}

}  // namespace

std::string shown(const std::string& name) {
  return name.empty() ? "a parameter" : one_line(name);
}

Difference make_difference(Part part, std::string parameter, Range client, Range right) {
  Difference difference{part, std::move(parameter), client, right, {}};
  difference.sentence = sentence_of(part, difference.parameter);
  return difference;
}

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
    return make_difference(same ? Part::Encoding : Part::Value, a[index].name, range_a, range_b);
  }
  if (index == a.size() && index == b.size()) return std::nullopt;
  return compare_names(client, a, right, b, index);
}

Difference compare_pieces(Part part, std::string parameter, std::string_view client, Range range_a,
                          std::string_view right, Range range_b) {
  narrow(client, range_a, right, range_b);
  return make_difference(part, std::move(parameter), range_a, range_b);
}

}  // namespace dds::diagnose
