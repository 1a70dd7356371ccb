#include "core/base/suggest.h"

#include <algorithm>
#include <vector>

#include "core/base/ascii.h"

namespace dds {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> steps(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        steps[i][j] = i + j;
        continue;
      }
      const bool same = lower(a[i - 1]) == lower(b[j - 1]);
      std::size_t best = steps[i - 1][j - 1] + (same ? 0 : 1);
      best = std::min({best, steps[i - 1][j] + 1, steps[i][j - 1] + 1});
      const bool swapped = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                           lower(a[i - 2]) == lower(b[j - 1]);
      if (swapped) best = std::min(best, steps[i - 2][j - 2] + 1);
      steps[i][j] = best;
    }
  }
  return steps[a.size()][b.size()];
}

namespace {

// The nearest of what is allowed to be suggested; `text_of` gives a candidate's text, "" for one
// that is not.
template <class Candidate, class TextOf>
std::string_view nearest_of(std::string_view word, std::span<const Candidate> known,
                            const TextOf& text_of) {
  constexpr std::size_t kLongest = 64;
  if (word.empty() || word.size() > kLongest) return {};
  std::string_view best;
  std::size_t best_distance = kLongest;
  for (const Candidate& one : known) {
    const std::string_view candidate = text_of(one);
    if (candidate.empty()) continue;
    const std::size_t distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best_distance <= std::max<std::size_t>(1, best.size() / 3) ? best : std::string_view{};
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const KnownWord> known) {
  const std::string typed = lower(word);
  return nearest_of(word, known, [&](const KnownWord& one) {
    return typed.find(lower(one.harm)) == std::string::npos ? std::string_view{} : one.text;
  });
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  return nearest_of(word, known, [](std::string_view one) { return one; });
}

}  // namespace dds
