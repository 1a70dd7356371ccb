// What the comparisons of texts to sign have in common (difference.h): a text as named pieces, and
// the first place where two such lists differ. Inside core/diagnose only.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnose/difference.h"

namespace dds::diagnose {

/// A parameter of a canonical query, or a header's line. Its views lie in the text.
struct Segment {
  Range whole;
  std::string raw_name;
  std::string name;   // decoded as far as it goes
  std::string value;  // likewise, a + as a blank: alike for all ways of encoding it
  std::string_view raw_value;
};

struct Separators {
  std::string_view pair;
  std::string_view equals;
};

/// The pairs of the text from `begin` on.
[[nodiscard]] std::vector<Segment> segments(std::string_view text, std::size_t begin,
                                            Separators separators);

/// With the part's own sentence.
[[nodiscard]] Difference make_difference(Part part, std::string parameter, Range client,
                                         Range right);
/// For a sentence: the name, or "a parameter" where it has none.
[[nodiscard]] std::string shown(const std::string& name);

/// The first difference of the two lists; nothing when all pieces are the same.
[[nodiscard]] std::optional<Difference> compare_segments(std::string_view client,
                                                         const std::vector<Segment>& a,
                                                         std::string_view right,
                                                         const std::vector<Segment>& b);
/// Two pieces that differ, cut down to where they do, by whole escapes.
[[nodiscard]] Difference compare_pieces(Part part, std::string parameter, std::string_view client,
                                        Range range_a, std::string_view right, Range range_b);

/// Two canonical requests of ACS3, each part on its own; nothing when one of them is none.
[[nodiscard]] std::optional<std::vector<Difference>> compare_canonical_requests(
    std::string_view client, std::string_view right);

}  // namespace dds::diagnose
