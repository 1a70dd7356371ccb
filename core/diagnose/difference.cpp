#include "core/diagnose/difference.h"

#include <algorithm>
#include <vector>

#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "core/diagnose/difference_parts.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

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

Difference compare_canonical(std::string_view client, std::size_t begin_a, std::string_view right,
                             std::size_t begin_b) {
  const auto a = segments(client, begin_a, separators_of(client.substr(begin_a)));
  const auto b = segments(right, begin_b, separators_of(right.substr(begin_b)));
  if (auto difference = compare_segments(client, a, right, b)) return *std::move(difference);
  // The separators themselves.
  return compare_pieces(Part::Encoding, {}, client, {begin_a, client.size()}, right,
                        {begin_b, right.size()});
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
  if (auto of_acs3 = compare_canonical_requests(client, right)) return *std::move(of_acs3);
  const std::size_t begin_a = canonical_begin(client);
  const std::size_t begin_b = canonical_begin(right);
  if (begin_a == std::string_view::npos || begin_b == std::string_view::npos) {
    const Difference other =
        compare_pieces(Part::Other, {}, client, {0, client.size()}, right, {0, right.size()});
    return {make_difference(Part::Other,
                            line_name(right, std::min(other.right.begin, right.size())),
                            other.client, other.right)};
  }
  const std::size_t method_a = client.find('&');
  const std::size_t method_b = right.find('&');
  if (client.substr(0, method_a) != right.substr(0, method_b))
    list.push_back(make_difference(Part::Method, {}, {0, method_a}, {0, method_b}));
  if (client.substr(method_a, begin_a - method_a) != right.substr(method_b, begin_b - method_b))
    list.push_back(
        make_difference(Part::Path, {}, {method_a + 1, begin_a - 1}, {method_b + 1, begin_b - 1}));
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
