#include <algorithm>
#include <array>
#include <utility>

#include "core/api/call.h"
#include "core/base/percent.h"
#include "core/diagnose/loose_time.h"
#include "core/diagnose/mutations.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

Mutation encoding(Kind kind, std::string detail, std::function<void(Encoding&)> change) {
  return {
      kind, Place::Encoding, {}, std::move(detail), [change = std::move(change)](Recipe& recipe) {
        change(recipe.encoding);
      }};
}

constexpr std::array<std::string_view, 7> kKept = {
    "*", "!'()", "/", ":", "/:", "!'()/:,;@$=?#[]", "!'()*/:,;@$=?#&+"};

Kind kind_of_kept(std::string_view characters) {
  return characters == "*" ? Kind::StarKept : Kind::MarksKept;
}

void add_kept(Mutations& list, std::string_view characters) {
  list.push_back(
      encoding(kind_of_kept(characters), std::string(characters),
               [kept = std::string(characters)](Encoding& entry) { entry.kept += kept; }));
}

// A client that has one function for both encodings leaves the same characters in both.
void add_kept_twice(Mutations& list, std::string_view characters) {
  list.push_back({kind_of_kept(characters),
                  Place::Encoding,
                  {},
                  std::string(characters),
                  [kept = std::string(characters)](Recipe& recipe) {
                    recipe.encoding.kept += kept;
                    recipe.outer_kept += kept;
                  }});
}

void add_outer(Mutations& list, Kind kind, std::string detail, Outer outer) {
  list.push_back({kind, Place::StringToSign, {}, std::move(detail), [outer](Recipe& recipe) {
                    recipe.outer = outer;
                  }});
}

// One parameter alone was encoded too often or not at all: mostly the token.
void add_special(Mutations& list, const Item& item) {
  if (percent_encode(item.value) == item.value) return;
  const bool token = item.name == "SecurityToken";
  const auto special = [name = item.name](int passes) {
    return [name, passes](Recipe& recipe) {
      recipe.special = name;
      recipe.special_passes = passes;
    };
  };
  list.push_back({Kind::DoubleEncoding, Place::Parameters, item.name, {}, special(2), !token});
  if (token) {
    list.push_back({Kind::TokenNotEncoded, Place::Parameters, item.name,
                    " when the request was signed", special(0), false});
  } else {
    list.push_back({Kind::NotEncoded, Place::Parameters, item.name,
                    ": the value of " + item.name + " was signed as it is", special(0), true});
  }
}

// A client that makes the timestamp twice.
void add_other_second(Mutations& list, const Item& item) {
  constexpr int kSeconds = 3;
  const auto time = read_loose_time(item.value);
  if (!time || !time->strict) return;
  for (int seconds = -kSeconds; seconds <= kSeconds; ++seconds) {
    if (seconds == 0) continue;
    const std::string other = format_utc(time->instant + Seconds(seconds));
    const std::string words = ", " + std::to_string(seconds < 0 ? -seconds : seconds) + " s " +
                              (seconds < 0 ? "earlier" : "later");
    list.push_back({Kind::ValueDiffers, Place::Parameters, item.name, words,
                    [name = item.name, other](Recipe& recipe) {
                      recipe.changed = name;
                      recipe.value_changed = true;
                      recipe.changed_value = other;
                    },
                    true});
  }
}

void add_other_value(Mutations& list, Kind kind, const std::string& name, std::string value,
                     std::string detail) {
  list.push_back({kind, Place::Parameters, name, std::move(detail),
                  [name, value = std::move(value)](Recipe& recipe) {
                    recipe.changed = name;
                    recipe.value_changed = true;
                    recipe.changed_value = value;
                  }});
}

void add_trimmed(Mutations& list, const Item& item) {
  const std::string_view text = trimmed(item.value);
  if (text.size() == item.value.size()) return;
  const Kind kind = item.name == "AccessKeyId" ? Kind::AccessKeyIdBlank : Kind::ValueDiffers;
  add_other_value(list, kind, item.name, std::string(text), ": without the blanks at its ends");
}

void add_other_name(Mutations& list, const std::string& name, const std::string& other, Kind kind,
                    std::string detail) {
  list.push_back({kind, Place::Parameters, name, std::move(detail), [name, other](Recipe& recipe) {
                    recipe.changed = name;
                    recipe.changed_name = other;
                  }});
}

void add_left_out(Mutations& list, const Item& item) {
  const Kind kind = item.value.empty() ? Kind::EmptyDropped : Kind::ParameterNotSigned;
  list.push_back({kind,
                  Place::Parameters,
                  item.name,
                  {},
                  [name = item.name](Recipe& recipe) { recipe.left_out = name; },
                  true});
}

bool has_plus(const Item& item) {
  return item.raw_value.find('+') != std::string::npos;
}

bool has(const Material& material, std::string_view name) {
  return std::any_of(material.items.begin(), material.items.end(),
                     [&](const Item& item) { return item.name == name; });
}

void add_unsent(Mutations& list, const Material& material, const std::string& name,
                const std::string& value) {
  if (has(material, name)) return;
  list.push_back({Kind::SignedNotSent, Place::Parameters, name, {}, [name, value](Recipe& recipe) {
                    recipe.added.push_back({name, value});
                  }});
}

void add_common(Mutations& list, const Material& material) {
  add_unsent(list, material, "Format", "JSON");
  add_unsent(list, material, "Format", "XML");
  add_unsent(list, material, "Format", "json");
  add_unsent(list, material, "Version", std::string(api::kVersion));
  add_unsent(list, material, "SignatureMethod", "HMAC-SHA1");
  add_unsent(list, material, "SignatureVersion", "1.0");
  add_unsent(list, material, "SignatureType", "");
  add_unsent(list, material, "AccessKeyId", material.access_key_id);
  list.push_back({Kind::SignatureSigned, Place::Parameters, "Signature", {}, [](Recipe& recipe) {
                    recipe.added.push_back({"Signature", ""});
                  }});
  if (!material.signature.empty()) {
    list.push_back({Kind::SignatureSigned,
                    Place::Parameters,
                    "Signature",
                    {},
                    [text = material.signature](Recipe& recipe) {
                      recipe.added.push_back({"Signature", text});
                    }});
  }
}

void add_sets(Mutations& list, const Material& material) {
  const auto in_body = [](const Item& item) { return item.in_body; };
  const bool form = std::any_of(material.items.begin(), material.items.end(), in_body);
  const bool query = !std::all_of(material.items.begin(), material.items.end(), in_body);
  list.push_back({Kind::EmptyDropped, Place::Parameters, {}, {}, [](Recipe& recipe) {
                    recipe.empty_dropped = true;
                  }});
  if (!form || !query) return;
  list.push_back({Kind::ParameterNotSigned, Place::Parameters, "The form", {}, [](Recipe& recipe) {
                    recipe.form_left_out = true;
                  }});
  list.push_back({Kind::ParameterNotSigned, Place::Parameters, "The query", {}, [](Recipe& recipe) {
                    recipe.query_left_out = true;
                  }});
}

}  // namespace

void add_encoding_mutations(Mutations& list, const Material& material) {
  list.push_back(encoding(Kind::SpaceAsPlus, {}, [](Encoding& e) { e.space = Space::Plus; }));
  list.push_back(
      encoding(Kind::SpaceAsPlus, {}, [](Encoding& e) { e.space = Space::PlusEncoded; }));
  list.push_back(encoding(Kind::TildeEncoded, {}, [](Encoding& e) { e.tilde_encoded = true; }));
  for (const std::string_view kept : kKept) add_kept(list, kept);
  list.push_back(encoding(Kind::NotEncoded, ": a \"+\" was left as it is",
                          [](Encoding& e) { e.kept += '+'; }));
  list.push_back(encoding(Kind::LowerCaseHex, {}, [](Encoding& e) { e.lower_case_hex = true; }));
  list.push_back(encoding(Kind::DoubleEncoding, {}, [](Encoding& e) { e.passes = 2; }));
  list.push_back(encoding(Kind::NotEncoded, ": values were signed as they are",
                          [](Encoding& e) { e.passes = 0; }));
  list.push_back(encoding(Kind::OtherCharset, ": in Latin-1, one byte a letter",
                          [](Encoding& e) { e.charset = Charset::Latin1; }));
  list.push_back(encoding(Kind::OtherCharset, ": letters beyond ASCII became question marks",
                          [](Encoding& e) { e.charset = Charset::QuestionMarks; }));
  list.push_back(encoding(Kind::OtherCharset, ": UTF-8 was taken for Latin-1 and encoded again",
                          [](Encoding& e) { e.charset = Charset::Twice; }));
  for (const Item& item : material.items) add_special(list, item);
  if (material.scheme == signing::Scheme::Acs3) return;
  for (const std::string_view kept : kKept) {
    // Not the sets with separators: the query's own would stay as well.
    if (kept.find_first_of("&=") == std::string_view::npos) add_kept_twice(list, kept);
  }
  add_outer(list, Kind::LowerCaseHex, {}, Outer::LowerCaseHex);
  add_outer(list, Kind::DoubleEncoding, ": the canonical query was encoded twice", Outer::Twice);
  add_outer(list, Kind::NotEncoded, ": the canonical query stands in the string to sign as it is",
            Outer::None);
  list.push_back({Kind::LowerCaseHex, Place::Encoding, {}, {}, [](Recipe& recipe) {
                    recipe.encoding.lower_case_hex = true;
                    recipe.outer = Outer::LowerCaseHex;
                  }});
  list.push_back(
      {Kind::NotEncoded, Place::Encoding, {}, ": neither values nor the query", [](Recipe& recipe) {
         recipe.encoding.passes = 0;
         recipe.outer = Outer::None;
       }});
}

void add_parameter_mutations(Mutations& list, const Material& material) {
  for (const Item& item : material.items) {
    const bool token = item.name == "SecurityToken";
    if (has_plus(item)) {
      std::string meant =
          percent_decode(item.raw_value).ok() ? *percent_decode(item.raw_value) : item.raw_value;
      add_other_value(list, token ? Kind::TokenNotEncoded : Kind::PlusBecameBlank, item.name,
                      std::move(meant),
                      token ? " in the request, so that its \"+\" became a blank" : "");
    }
    add_trimmed(list, item);
    add_left_out(list, item);
    if (item.name == "Timestamp") {
      add_other_second(list, item);
      add_other_name(list, item.name, "TimeStamp", Kind::TimestampSpelling,
                     "TimeStamp in the string to sign");
    }
    if (item.name == "SignatureMethod") {
      for (const char* const name : {"HMAC-SHA1", "HMAC-SHA256"}) {
        if (item.value != name) {
          add_other_value(list, Kind::ValueDiffers, item.name, name,
                          ": " + std::string(name) + " was signed");
        }
      }
    }
  }
  const auto pluses = std::count_if(material.items.begin(), material.items.end(),
                                    [](const Item& item) { return has_plus(item); });
  // All of them, where the loop above took one.
  if (pluses > 1) {
    list.push_back({Kind::PlusBecameBlank, Place::Parameters, {}, {}, [](Recipe& recipe) {
                      recipe.plus_was_meant = true;
                    }});
  }
  add_sets(list, material);
  if (material.scheme != signing::Scheme::Acs3) add_common(list, material);
}

}  // namespace dds::diagnose
