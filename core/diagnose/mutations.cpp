#include "core/diagnose/mutations.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/percent.h"
#include "core/diagnose/loose_time.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

using signing::Scheme;

constexpr std::size_t kMostSingled = 200;  // parameters that are looked at one by one

struct NamedOrder {
  Order order;
  const char* words;
};
constexpr std::array kOrders{
    NamedOrder{Order::IgnoringCase, "ignoring letter case"},
    NamedOrder{Order::Locale, "by a locale's rules, which ignore letter case and punctuation"},
    NamedOrder{Order::ByPair, "by the encoded \"name=value\" instead of the name alone"},
    NamedOrder{Order::ByValue, "by value"},
    NamedOrder{Order::AsSent, "as they were sent, unsorted"},
    NamedOrder{Order::Natural, "with numbers in names compared as numbers (.2 before .10)"},
    NamedOrder{Order::Reversed, "from Z to A"},
};

void add_orders(Mutations& list) {
  for (const NamedOrder& entry : kOrders) {
    list.push_back(
        {Kind::SortOrder, Place::Order, {}, entry.words, [order = entry.order](Recipe& recipe) {
           recipe.order = order;
         }});
  }
}

void add_method(Mutations& list, const Material& material, const std::string& method,
                const std::string& detail) {
  if (method == material.method) return;
  list.push_back({Kind::MethodDiffers, Place::StringToSign, {}, detail, [method](Recipe& recipe) {
                    recipe.method_changed = true;
                    recipe.method = method;
                  }});
}

void add_methods(Mutations& list, const Material& material) {
  for (const char* const method : {"GET", "POST", "PUT", "HEAD"}) {
    add_method(list, material, method,
               std::string(method) + " was signed, " + material.method + " was sent");
  }
  const std::string small = lower(material.method);
  add_method(list, material, small, "it was signed in lower case, as " + small);
  add_method(list, material, "", "no method was signed at all");
}

void add_path(Mutations& list, const std::string& text, const std::string& detail) {
  list.push_back({Kind::PathNotRoot, Place::StringToSign, {}, detail, [text](Recipe& recipe) {
                    recipe.path_changed = true;
                    recipe.path_text = text;
                  }});
}

void add_paths(Mutations& list, const Material& material) {
  const bool acs3 = material.scheme == Scheme::Acs3;
  if (acs3) {
    if (material.path != "/") add_path(list, "/", ": \"/\" was signed, another path was sent");
    if (!material.path.empty()) add_path(list, "", ": an empty one was signed");
    add_path(list, percent_encode(material.path), ": it was signed percent-encoded");
    return;
  }
  add_path(list, "/", ": it was signed unencoded, / instead of %2F");
  add_path(list, "", ": an empty one was signed");
  add_path(list, "%252F", ": it was encoded twice, %252F instead of %2F");
  add_path(list, "%2f", ": it was signed as %2f, with a lower-case digit");
  if (material.path != "/")
    add_path(list, percent_encode(material.path), ": the path of the URL was signed");
}

Mutation key_mutation(Kind kind, std::string detail, Key key) {
  return {kind, Place::Key, {}, std::move(detail), [key](Recipe& recipe) { recipe.key = key; }};
}

Mutation surrounding(Kind kind, std::string detail, std::string before, std::string after) {
  return {kind, Place::Key, {}, std::move(detail), [before, after](Recipe& recipe) {
            recipe.key_before = before;
            recipe.key_after = after;
          }};
}

void add_blanks(Mutations& list, const Secret& secret) {
  constexpr auto kind = Kind::SecretWithBlank;
  list.push_back(surrounding(kind, "a blank behind it", "", " "));
  list.push_back(surrounding(kind, "a line feed behind it", "", "\n"));
  list.push_back(surrounding(kind, "a carriage return and line feed behind it", "", "\r\n"));
  list.push_back(surrounding(kind, "a carriage return behind it", "", "\r"));
  list.push_back(surrounding(kind, "a tab behind it", "", "\t"));
  list.push_back(surrounding(kind, "a blank in front of it", " ", ""));
  list.push_back(surrounding(kind, "a line feed in front of it", "\n", ""));
  list.push_back(surrounding(kind, "a blank at each end", " ", " "));
  list.push_back(surrounding(kind, "quotes around it", "\"", "\""));
  list.push_back(surrounding(kind, "quotes around it", "'", "'"));
  if (trimmed(secret.reveal()).size() != secret.size()) {
    list.push_back(key_mutation(
        kind, "no blank around it, while the one given here has a blank or a line break at an end",
        Key::Trimmed));
  }
}

void add_transformed(Mutations& list, const Secret& secret, bool acs3) {
  constexpr auto kind = Kind::SecretTransformed;
  list.push_back(key_mutation(kind, "its SHA-256 in hex", Key::Hashed256));
  list.push_back(key_mutation(kind, "its SHA-256", Key::Hashed256Raw));
  list.push_back(key_mutation(kind, "its SHA-1 in hex", Key::Hashed1));
  list.push_back(key_mutation(kind, "its Base64", Key::Base64));
  list.push_back(key_mutation(kind, "its percent-encoded text", Key::PercentEncoded));
  list.push_back(key_mutation(kind, "its text in lower case", Key::LowerCase));
  list.push_back(key_mutation(kind, "its text in upper case", Key::UpperCase));
  list.push_back(key_mutation(kind, "the AccessKey ID", Key::AccessKeyId));
  list.push_back(key_mutation(kind, "an empty text", Key::Empty));
  if (!acs3) list.push_back(surrounding(kind, "the secret with one \"&\" too many", "", "&"));
  list.push_back(surrounding(kind, "the secret behind \"ACS3\"", "ACS3", ""));
  for (const std::size_t block : {std::size_t{32}, std::size_t{64}}) {
    if (secret.size() >= block) continue;
    const std::string words = "the secret padded to " + std::to_string(block) + " bytes";
    for (const char pad : {'\0', ' ', '0', '='})
      list.push_back(surrounding(kind, words, "", std::string(block - secret.size(), pad)));
  }
}

Mutation writing(Kind kind, std::string parameter, std::string detail, Writing form) {
  return {kind, Place::Writing, std::move(parameter), std::move(detail),
          [form](Recipe& recipe) { recipe.writing = form; }};
}

void add_writings(Mutations& list, bool acs3) {
  constexpr auto kind = Kind::SignatureText;
  if (acs3) {
    list.push_back(writing(kind, {}, "Base64 instead of hex", Writing::Base64));
    list.push_back(writing(kind, {}, "hex with upper-case digits", Writing::HexUpper));
    return;
  }
  list.push_back(writing(kind, {}, "hex instead of Base64", Writing::HexLower));
  list.push_back(writing(kind, {}, "hex instead of Base64", Writing::HexUpper));
  list.push_back(writing(kind, {}, "the Base64 of its hex text", Writing::Base64OfHex));
  list.push_back(writing(kind, {}, "Base64 for URLs, with - and _", Writing::UrlSafe));
  list.push_back(writing(kind, {}, "Base64 without its =", Writing::Unpadded));
  list.push_back(writing(Kind::SignatureNotEncoded, {}, {}, Writing::PlusAsBlank));
  list.push_back(writing(Kind::DoubleEncoding, "Signature", {}, Writing::PercentEncoded));
}

void add_digests(Mutations& list, Scheme scheme) {
  const auto digest = [&](const char* words, Digest value) {
    list.push_back({Kind::HashDiffers, Place::Writing, "SignatureMethod", words,
                    [value](Recipe& recipe) { recipe.digest = value; }});
  };
  if (scheme == Scheme::RpcV1Sha1) {
    digest("HMAC-SHA256, while the request's SignatureMethod is HMAC-SHA1", Digest::Sha256);
  } else {
    digest(scheme == Scheme::Acs3 ? "HMAC-SHA1 instead of HMAC-SHA256"
                                  : "HMAC-SHA1, while the request's SignatureMethod is HMAC-SHA256",
           Digest::Sha1);
  }
  digest("key and text of the HMAC exchanged", Digest::Exchanged);
}

}  // namespace

Mutations text_mutations(const Material& material) {
  Mutations list;
  add_encoding_mutations(list, material);
  add_parameter_mutations(list, material);
  add_orders(list);
  add_methods(list, material);
  add_paths(list, material);
  if (material.scheme == Scheme::Acs3) add_acs3_mutations(list, material);
  if (material.items.size() > kMostSingled)
    std::erase_if(list, [](const Mutation& entry) { return entry.alone; });
  return list;
}

Mutations key_mutations(const Material& material, const Secret& secret) {
  Mutations list;
  const bool acs3 = material.scheme == Scheme::Acs3;
  if (acs3) {
    list.push_back(key_mutation(Kind::KeyWithAmpersand, {}, Key::SecretAndAmpersand));
  } else {
    list.push_back(key_mutation(Kind::KeyWithoutAmpersand, {}, Key::SecretAlone));
  }
  add_blanks(list, secret);
  add_transformed(list, secret, acs3);
  add_writings(list, acs3);
  add_digests(list, material.scheme);
  return list;
}

}  // namespace dds::diagnose
