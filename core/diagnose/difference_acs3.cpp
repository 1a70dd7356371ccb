#include <algorithm>
#include <utility>

#include "core/diagnose/difference_parts.h"

namespace dds::diagnose {
namespace {

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
  if (differ(a.method, b.method))
    list.push_back(make_difference(Part::Method, {}, a.method, b.method));
  if (differ(a.path, b.path)) list.push_back(make_difference(Part::Path, {}, a.path, b.path));
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
    list.push_back(make_difference(Part::Body, {}, a.hash, b.hash));
  }
  return list;
}

}  // namespace

std::optional<std::vector<Difference>> compare_canonical_requests(std::string_view client,
                                                                  std::string_view right) {
  const auto a = read_canonical_request(client);
  const auto b = read_canonical_request(right);
  if (!a || !b) return std::nullopt;
  return compare_requests(client, *a, right, *b);
}

}  // namespace dds::diagnose
