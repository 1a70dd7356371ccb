#include "core/api/catalogue_search.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "core/base/ascii.h"
#include "core/base/stable_order.h"

namespace dds::api {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

// The D of DB and the I of Instance in DBInstance.
bool begins_word(std::string_view name, std::size_t at) {
  if (at == 0) return true;
  if (!is_upper(name[at])) return false;
  return !is_upper(name[at - 1]) || (at + 1 < name.size() && is_lower(name[at + 1]));
}

bool has_at(std::string_view text, std::string_view word, std::size_t at) {
  for (std::size_t i = 0; i < word.size(); ++i) {
    if (lower(text[at + i]) != word[i]) return false;
  }
  return true;
}

// How well a word (in lower case) fits a name; the smaller the better.
enum class Fit { Whole, Begin, WordBegin, Part, None };

Fit fit_of(std::string_view name, std::string_view word) {
  if (word.size() > name.size()) return Fit::None;
  Fit best = Fit::None;
  for (std::size_t at = 0; at + word.size() <= name.size(); ++at) {
    if (lower(name[at]) != word.front() || !has_at(name, word, at)) continue;
    if (at == 0) return word.size() == name.size() ? Fit::Whole : Fit::Begin;
    if (begins_word(name, at)) return Fit::WordBegin;
    best = Fit::Part;
  }
  return best;
}

// Whether the letters of `word` stand in `name` from `at` on, in their order; a word of the name
// that has one of them has its first letter among them.
bool abbreviates_from(std::string_view name, std::string_view word, std::size_t at) {
  if (word.empty()) return true;
  bool same_word = true;
  for (std::size_t i = at; i < name.size(); ++i) {
    const bool begins = begins_word(name, i);
    if (begins) same_word = false;
    if (lower(name[i]) != word.front() || (!begins && !same_word)) continue;
    if (abbreviates_from(name, word.substr(1), i + 1)) return true;
  }
  return false;
}

bool is_abbreviation(std::string_view name, std::string_view word) {
  constexpr std::size_t kLongest = 8;  // beyond, it is a word that is not there
  if (word.size() < 2 || word.size() > kLongest || lower(name.front()) != word.front())
    return false;
  return abbreviates_from(name, word.substr(1), 1);
}

struct Found {
  MatchKind kind = MatchKind::Everything;
  Fit fit = Fit::None;
  std::string what;
  [[nodiscard]] int rank() const { return static_cast<int>(kind) * 4 + static_cast<int>(fit); }
};

std::optional<Found> find_in_name(std::string_view name, std::string_view word) {
  switch (fit_of(name, word)) {
    case Fit::Whole: return Found{MatchKind::ExactName, Fit::Whole, {}};
    case Fit::Begin: return Found{MatchKind::NamePrefix, Fit::Whole, {}};
    case Fit::WordBegin: return Found{MatchKind::WordStart, Fit::Whole, {}};
    case Fit::Part: return Found{MatchKind::NamePart, Fit::Whole, {}};
    case Fit::None: break;
  }
  if (is_abbreviation(name, word)) return Found{MatchKind::Abbreviation, Fit::Whole, {}};
  return std::nullopt;
}

// The field that fits best, with the way to it.
struct BestField {
  Fit fit = Fit::None;
  std::vector<const Field*> path;
};

void look_through(std::span<const Field> fields, std::string_view word,
                  std::vector<const Field*>& path, BestField& best) {
  for (const Field& field : fields) {
    if (field.hidden) continue;
    path.push_back(&field);
    const Fit fit = fit_of(field.name, word);
    if (fit < best.fit) best = {fit, path};
    if (best.fit != Fit::Whole) look_through(field.fields, word, path, best);
    path.pop_back();
    if (best.fit == Fit::Whole) return;
  }
}

std::optional<Found> find_in_fields(std::span<const Field> fields, std::string_view word,
                                    MatchKind kind) {
  BestField best;
  std::vector<const Field*> path;
  look_through(fields, word, path, best);
  if (best.fit == Fit::None) return std::nullopt;
  Found found{kind, best.fit, {}};
  for (const Field* field : best.path)
    found.what.append(found.what.empty() ? "" : ".").append(field->name);
  return found;
}

std::optional<Found> find_word(const Action& action, std::string_view word) {
  if (auto found = find_in_name(action.name, word)) return found;
  if (fit_of(action.summary, word) != Fit::None)
    return Found{MatchKind::Summary, Fit::Whole, std::string(action.summary)};
  if (fit_of(action.group, word) != Fit::None)
    return Found{MatchKind::Group, Fit::Whole, std::string(action.group)};
  if (auto found = find_in_fields(action.parameters, word, MatchKind::Parameter)) return found;
  return find_in_fields(action.answer, word, MatchKind::AnswerField);
}

struct Words {
  std::vector<std::string> each;  // in lower case
  std::string together;
};

Words words_of(std::string_view text) {
  constexpr std::size_t kLongest = 256;
  Words words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.each.push_back(std::exchange(word, {}));
  };
  for (const char c : text.substr(0, kLongest)) {
    if (c == ' ' || c == '\t' || c == '\n') {
      end_word();
    } else {
      word += lower(c);
      words.together += lower(c);
    }
  }
  end_word();
  return words;
}

struct Ranked {
  Match match;
  int rank = 0;
};

std::optional<Ranked> rank_action(const Action& action, const Words& words) {
  Ranked ranked{{&action, MatchKind::Everything, {}}, 0};
  if (words.each.size() > 1) {  // "create backup" is CreateBackup
    if (const auto found = find_in_name(action.name, words.together);
        found && found->kind != MatchKind::Abbreviation) {
      ranked.match.kind = found->kind;
      ranked.rank = found->rank();
      return ranked;
    }
  }
  for (const std::string& word : words.each) {
    std::optional<Found> found = find_word(action, word);
    if (!found) return std::nullopt;
    ranked.rank += found->rank();
    if (found->kind < ranked.match.kind) continue;  // the word that was hardest to find tells why
    ranked.match.kind = found->kind;
    ranked.match.what = std::move(found->what);
  }
  return ranked;
}

bool is_in_name(MatchKind kind) {
  return kind >= MatchKind::ExactName && kind <= MatchKind::Abbreviation;
}

bool better(const Ranked& a, const Ranked& b) {
  if (a.rank != b.rank) return a.rank < b.rank;
  const std::string_view left = a.match.action->name;
  const std::string_view right = b.match.action->name;
  // More of a shorter name was typed.
  if (is_in_name(a.match.kind) && left.size() != right.size()) return left.size() < right.size();
  return left < right;
}

}  // namespace

std::vector<Match> search(const Catalogue& catalogue, std::string_view text) {
  const Words words = words_of(text);
  std::vector<Ranked> ranked;
  ranked.reserve(catalogue.actions().size());
  for (const Action& action : catalogue.actions()) {
    if (auto one = rank_action(action, words)) ranked.push_back(*std::move(one));
  }
  if (!words.each.empty()) sort_stable(ranked, better);
  std::vector<Match> matches;
  matches.reserve(ranked.size());
  for (Ranked& one : ranked) matches.push_back(std::move(one.match));
  return matches;
}

std::string reason(const Match& match) {
  switch (match.kind) {
    case MatchKind::Group: return "group " + match.what;
    case MatchKind::Parameter: return "parameter " + match.what;
    case MatchKind::AnswerField: return "answer " + match.what;
    default: return {};
  }
}

}  // namespace dds::api
