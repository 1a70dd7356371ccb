// "Did you mean ...?": the nearest of the known words. What does more harm than what was typed is
// never suggested: who types "create-backup" is not pointed to "delete-backup", nor "--secure" to
// "--insecure".
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dds {

/// Steps (insert, remove, replace, swap neighbours) from one word to the other; ASCII case does not
/// count.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// A known word that can be suggested.
struct KnownWord {
  std::string_view text;
  /// The part that makes it delete, interrupt, cost or weaken something: "delete" of
  /// "delete-backup", "insec" of "--insecure". Such a word is suggested only to who typed that very
  /// part. Empty: a harmless word.
  std::string_view harm = {};
};

/// The nearest word when it is near enough to be a typing error (up to a third of its letters),
/// else "".
[[nodiscard]] std::string_view nearest(std::string_view word, std::span<const KnownWord> known);
/// Among words that are all harmless: names of regions, languages, parameters.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> known);

}  // namespace dds
