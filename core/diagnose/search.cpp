#include "core/diagnose/search.h"

#include <algorithm>
#include <utility>

#include "core/base/percent.h"
#include "core/diagnose/difference.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

constexpr std::size_t kMostPaired = std::size_t{16} * 1024;  // bytes; larger ones: single mistakes
constexpr std::size_t kMostTogether = 4;                     // mistakes of encoding
constexpr std::size_t kMostHits = 4;
constexpr std::string_view kMarks = "!'()/:";

using Chosen = std::vector<const Mutation*>;
using Fits = std::function<bool(const Made&, const Recipe&)>;

// A string to sign of RPC v1 names its parameters; a canonical query alone is made into one.
std::string parameter_at(const Made& made, const Made& right) {
  if (made.canonical_query != right.canonical_query && !made.canonical_request.empty()) {
    const auto difference = first_difference("GET&%2F&" + percent_encode(made.canonical_query),
                                             "GET&%2F&" + percent_encode(right.canonical_query));
    return difference ? difference->parameter : std::string();
  }
  const auto difference = first_difference(made.longest(), right.longest());
  return difference ? difference->parameter : std::string();
}

const Item* item_of(const Material& material, std::string_view name) {
  const auto at = std::find_if(material.items.begin(), material.items.end(),
                               [&](const Item& item) { return item.name == name; });
  return at == material.items.end() ? nullptr : &*at;
}

// Those of the characters that the text has, for a sentence: "(" and ")".
std::string marks_in(std::string_view text, std::string_view characters) {
  std::string found;
  for (const char c : characters) {
    if (text.find(c) != std::string_view::npos) found += c;
  }
  std::string words;
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (i > 0) words += i + 1 == found.size() ? " and " : ", ";
    words += std::string("\"") + found[i] + "\"";
  }
  return words.empty() ? "a mark" : words;
}

// What the encoders of programming languages get wrong, often several at once.
bool is_of_encoders(Kind kind) {
  return kind == Kind::SpaceAsPlus || kind == Kind::StarKept || kind == Kind::TildeEncoded ||
         kind == Kind::MarksKept || kind == Kind::LowerCaseHex;
}

class Search {
 public:
  Search(const Material& material, Mutations text, Mutations keys, Fits fits)
      : material_(material), fits_(std::move(fits)), right_(make(material, Recipe{})) {
    all_ = std::move(text);
    const std::size_t texts = all_.size();
    all_.insert(all_.end(), std::make_move_iterator(keys.begin()),
                std::make_move_iterator(keys.end()));
    for (std::size_t i = 0; i < all_.size(); ++i) {
      if (i >= texts) {
        keys_.push_back(&all_[i]);
        continue;
      }
      Made made = make_with({&all_[i]});
      // One that changes nothing explains nothing.
      if (made.longest() == right_.longest()) continue;
      texts_.push_back(&all_[i]);
      made_.push_back(std::move(made));
    }
  }
  Search(const Search&) = delete;
  Search& operator=(const Search&) = delete;

  std::vector<Hit> run() {
    singles();
    if (!hits_.empty() || right_.longest().size() > kMostPaired) return std::move(hits_);
    encodings();
    if (hits_.empty()) pairs_with_key();
    if (hits_.empty()) pairs_of_text();
    return std::move(hits_);
  }

 private:
  static Recipe recipe_with(const Chosen& chosen) {
    Recipe recipe;
    for (const Mutation* mutation : chosen) mutation->apply(recipe);
    return recipe;
  }
  [[nodiscard]] Made make_with(const Chosen& chosen) const {
    return make(material_, recipe_with(chosen));
  }

  void singles() {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (fits_(made_[i], Recipe{})) add({texts_[i]}, made_[i]);
    }
    for (const Mutation* key : keys_) {
      if (fits_(right_, recipe_with({key}))) add({key}, right_);
    }
  }

  void encodings() {
    Chosen list;
    for (const Mutation* mutation : texts_) {
      if (is_of_encoders(mutation->kind) && !mutation->alone) list.push_back(mutation);
    }
    for (std::size_t size = 2; size <= kMostTogether && hits_.empty(); ++size) {
      Chosen chosen;
      subsets(list, 0, size, chosen);
    }
  }

  void subsets(const Chosen& list, std::size_t from, std::size_t size, Chosen& chosen) {
    if (chosen.size() == size) {
      try_text(chosen);
      return;
    }
    for (std::size_t i = from; i < list.size() && hits_.size() < kMostHits; ++i) {
      const bool twice = std::any_of(chosen.begin(), chosen.end(), [&](const Mutation* other) {
        return other->kind == list[i]->kind;
      });
      if (twice) continue;
      chosen.push_back(list[i]);
      subsets(list, i + 1, size, chosen);
      chosen.pop_back();
    }
  }

  void try_text(const Chosen& chosen) {
    const Recipe recipe = recipe_with(chosen);
    Made made = make(material_, recipe);
    if (fits_(made, recipe)) add(chosen, std::move(made));
  }

  void pairs_with_key() {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (texts_[i]->alone) continue;
      for (const Mutation* key : keys_) {
        if (fits_(made_[i], recipe_with({key}))) add({texts_[i], key}, made_[i]);
      }
    }
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      for (std::size_t j = i + 1; j < keys_.size(); ++j) {
        if (keys_[i]->place == keys_[j]->place && keys_[i]->kind == keys_[j]->kind) continue;
        if (fits_(right_, recipe_with({keys_[i], keys_[j]}))) add({keys_[i], keys_[j]}, right_);
      }
    }
  }

  void pairs_of_text() {
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      for (std::size_t j = i + 1; j < texts_.size() && hits_.size() < kMostHits; ++j) {
        if (texts_[i]->alone || texts_[j]->alone || texts_[i]->kind == texts_[j]->kind) continue;
        try_text({texts_[i], texts_[j]});
      }
    }
  }

  // The same kinds in another variant say nothing new.
  void add(const Chosen& chosen, Made made) {
    if (hits_.size() >= kMostHits) return;
    std::vector<Kind> kinds;
    for (const Mutation* mutation : chosen) kinds.push_back(mutation->kind);
    for (const std::vector<Kind>& known : known_) {
      if (known == kinds) return;
    }
    known_.push_back(kinds);
    Hit hit;
    for (const Mutation* mutation : chosen) {
      std::string parameter = mutation->parameter;
      if (parameter.empty()) parameter = parameter_at(make_with({mutation}), right_);
      std::string detail = mutation->detail;
      if (mutation->kind == Kind::MarksKept) {
        const Item* item = item_of(material_, parameter);
        detail = marks_in(item ? std::string_view(item->value) : std::string_view(), detail);
      }
      hit.mistakes.push_back({mutation->kind, std::move(parameter), std::move(detail)});
    }
    hit.made = std::move(made);
    hits_.push_back(std::move(hit));
  }

  const Material& material_;
  Fits fits_;
  Made right_;
  Mutations all_;
  Chosen texts_;
  std::vector<Made> made_;  // of each of texts_
  Chosen keys_;
  std::vector<Hit> hits_;
  std::vector<std::vector<Kind>> known_;
};

std::string host_in(std::string_view canonical_request) {
  const std::size_t at = lower(canonical_request).find("\nhost:");
  if (at == std::string::npos) return {};
  std::string_view rest = canonical_request.substr(at + 6);
  return std::string(take_until(rest, '\n'));
}

bool has_double_escape(std::string_view raw) {
  for (std::size_t at = raw.find("%25"); at != std::string_view::npos;
       at = raw.find("%25", at + 3)) {
    if (is_hex_digits(raw.substr(at + 3, 2)) && raw.size() >= at + 5) return true;
  }
  return false;
}

bool has_lower_escape(std::string_view raw) {
  for (std::size_t at = raw.find('%'); at != std::string_view::npos; at = raw.find('%', at + 1)) {
    const std::string_view digits = raw.substr(std::min(at + 1, raw.size()), 2);
    if (is_hex_digits(digits) && digits.find_first_of("abcdef") != std::string_view::npos)
      return true;
  }
  return false;
}

bool shows(const Item& item, Kind kind) {
  const std::string_view raw = item.raw_value;
  switch (kind) {
    case Kind::SpaceAsPlus: return raw.find('+') != std::string_view::npos;
    case Kind::StarKept: return raw.find('*') != std::string_view::npos;
    case Kind::MarksKept: return raw.find_first_of(kMarks) != std::string_view::npos;
    case Kind::TildeEncoded:
      return raw.find("%7E") != std::string_view::npos || raw.find("%7e") != std::string_view::npos;
    case Kind::LowerCaseHex: return has_lower_escape(raw);
    case Kind::DoubleEncoding: return has_double_escape(raw);
    default: return false;
  }
}

}  // namespace

std::vector<Hit> search_signature(const Material& material, const Secret& secret) {
  const Fits fits = [&](const Made& made, const Recipe& recipe) {
    return signature_of(made.string_to_sign, material, recipe, secret) == material.signature;
  };
  return Search(material, text_mutations(material), key_mutations(material, secret), fits).run();
}

std::vector<Hit> search_text(const Material& sent, const std::string& text) {
  Material material = sent;
  // A canonical request names its host: it is found whichever it is.
  if (material.scheme == signing::Scheme::Acs3) material.seen_host = host_in(text);
  const Fits fits = [&](const Made& made, const Recipe&) {
    return made.string_to_sign == text || made.canonical_request == text;
  };
  return Search(material, text_mutations(material), {}, fits).run();
}

std::vector<Hit> search_key(const Material& material, const std::string& string_to_sign,
                            const Secret& secret) {
  const Fits fits = [&](const Made&, const Recipe& recipe) {
    return signature_of(string_to_sign, material, recipe, secret) == material.signature;
  };
  return Search(material, {}, key_mutations(material, secret), fits).run();
}

std::vector<Hit> suspect_wire(const Material& material) {
  std::vector<Hit> hits;
  const Made right = make(material, Recipe{});
  Mutations list;
  add_encoding_mutations(list, material);
  for (const Mutation& mutation : list) {
    const bool known = std::any_of(hits.begin(), hits.end(), [&](const Hit& hit) {
      return hit.mistakes.front().kind == mutation.kind;
    });
    if (known || mutation.alone || mutation.place != Place::Encoding) continue;
    const auto item = std::find_if(material.items.begin(), material.items.end(),
                                   [&](const Item& sent) { return shows(sent, mutation.kind); });
    if (item == material.items.end()) continue;
    Recipe recipe;
    mutation.apply(recipe);
    Made made = make(material, recipe);
    if (made.longest() == right.longest() && mutation.kind != Kind::DoubleEncoding) continue;
    std::string detail = mutation.detail;
    if (mutation.kind == Kind::MarksKept) detail = marks_in(item->raw_value, kMarks);
    hits.push_back({{{mutation.kind, item->name, std::move(detail)}}, std::move(made)});
  }
  return hits;
}

}  // namespace dds::diagnose
