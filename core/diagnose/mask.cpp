#include "core/diagnose/mask.h"

#include <algorithm>
#include <vector>

#include "core/response/redact.h"

namespace dds::diagnose {
namespace {

// Pieces of the original that stand in the masked text as they were.
struct Kept {
  std::size_t from = 0;
  std::size_t to = 0;
  std::size_t size = 0;
};

// The masked text is the original with values replaced by the mask (or key IDs shortened around
// it): what stands between two masks is found again, in order. It is found at the next place only,
// so that a place may be taken for a little earlier than it is, never for one in a hidden value.
std::vector<Kept> align(std::string_view text, std::string_view masked) {
  std::vector<Kept> pieces;
  std::size_t at = 0;
  std::size_t from = 0;
  while (at <= masked.size()) {
    std::size_t end = masked.find("\xE2\x80\xA2", at);
    if (end == std::string_view::npos) end = masked.size();
    const std::string_view piece = masked.substr(at, end - at);
    std::size_t found = end == masked.size() && text.ends_with(piece) ? text.size() - piece.size()
                                                                      : text.find(piece, from);
    if (found == std::string_view::npos || found < from) break;
    pieces.push_back({found, at, piece.size()});
    from = found + piece.size();
    at = end;
    while (masked.substr(at).starts_with("\xE2\x80\xA2")) at += 3;
    if (at == masked.size()) break;
  }
  return pieces;
}

std::size_t moved(std::size_t place, const std::vector<Kept>& pieces, std::size_t size) {
  std::size_t last = 0;
  for (const Kept& piece : pieces) {
    if (place < piece.from) return last;
    if (place <= piece.from + piece.size) return piece.to + (place - piece.from);
    last = piece.to + piece.size;
  }
  return std::min(last, size);
}

}  // namespace

Masked mask(std::string_view text, const Ranges& ranges, const signing::Credentials* key) {
  Masked out;
  out.text = key != nullptr ? response::redact(text, *key) : response::redact(text);
  if (out.text == text) {
    out.ranges = ranges;
    return out;
  }
  const std::vector<Kept> pieces = align(text, out.text);
  for (const Range& range : ranges) {
    const std::size_t begin = moved(range.begin, pieces, out.text.size());
    const std::size_t end = std::max(begin, moved(range.end, pieces, out.text.size()));
    if (begin < end || range.begin == range.end) out.ranges.push_back({begin, end});
  }
  return out;
}

}  // namespace dds::diagnose
