// How a client may have made its signature. The default recipe is the right one; each field is a
// place where clients go wrong. Nothing here knows what a mistake is called.
//
// The right recipe gives the same bytes as core/signing (a test holds them against each other).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/secret.h"
#include "core/diagnose/request.h"
#include "core/signing/trace.h"

namespace dds::diagnose {

struct Item {
  std::string name;
  std::string value;      // as the service reads it
  std::string raw_value;  // as sent
  bool in_body = false;
};

/// What a request gives to sign.
struct Material {
  signing::Scheme scheme = signing::Scheme::RpcV1Sha1;
  std::string method;
  std::string path;
  std::string host;
  std::string url_host;
  std::string seen_host;  // that a canonical request at hand names; mostly empty
  std::string access_key_id;
  std::vector<Item> items;  // without Signature, as sent; ACS3: of the query alone
  HttpHeaders headers;      // ACS3: as sent, the host among them
  std::vector<std::string> signed_headers;
  std::string body;
  std::string body_hash;  // ACS3: its SHA-256 in hex
  std::string signature;  // as the service reads it; empty when there is none
};
[[nodiscard]] Material material_of(const Request& request);

enum class Space { Percent20, Plus, PlusEncoded };
enum class Charset { Utf8, Latin1, QuestionMarks, Twice };

struct Encoding {
  Space space = Space::Percent20;
  Charset charset = Charset::Utf8;
  std::string kept;  // characters that stay although they should not
  bool tilde_encoded = false;
  bool lower_case_hex = false;
  int passes = 1;  // 0: not encoded
};

enum class Order { ByName, IgnoringCase, Locale, ByPair, ByValue, AsSent, Natural, Reversed };
enum class Outer { Once, None, Twice, LowerCaseHex };
enum class Key {
  Right,
  SecretAlone,
  SecretAndAmpersand,
  Hashed256,
  Hashed256Raw,
  Hashed1,
  Base64,
  PercentEncoded,
  LowerCase,
  UpperCase,
  AccessKeyId,
  Trimmed,
  Empty,
};
enum class Digest { Right, Sha1, Sha256, Exchanged };
enum class Writing {
  Right,
  HexLower,
  HexUpper,
  Base64,
  Base64OfHex,
  UrlSafe,
  Unpadded,
  PlusAsBlank,
  PercentEncoded,
};

struct Recipe {
  // The parameters
  bool empty_dropped = false;
  bool form_left_out = false;
  bool query_left_out = false;
  bool plus_was_meant = false;  // a + on the wire stands for itself
  std::string left_out;         // one parameter's name
  std::string changed;          // one parameter's name...
  std::string changed_name;     // ...its other name, empty: the same
  std::string changed_value;
  bool value_changed = false;
  Parameters added;
  // Their encoding
  Encoding encoding;
  std::string special;  // one parameter's name that alone has `special_passes`
  int special_passes = 1;
  Order order = Order::ByName;
  // The string to sign
  bool method_changed = false;
  std::string method;
  bool path_changed = false;
  std::string path_text;  // as it stands in the string
  Outer outer = Outer::Once;
  std::string outer_kept;  // characters that stay in the second encoding although they should not
  // ACS3
  bool headers_untrimmed = false;
  bool names_as_sent = false;
  bool headers_as_sent = false;  // the order of SignedHeaders, not sorted
  bool blank_line_missing = false;
  bool host_changed = false;
  std::string host;
  std::string header_left_out;
  bool payload_changed = false;
  std::string payload;
  // Key, digest and their text
  Key key = Key::Right;
  std::string key_before;
  std::string key_after;
  Digest digest = Digest::Right;
  Writing writing = Writing::Right;
};

struct Made {
  std::string canonical_query;
  std::string canonical_headers;  // ACS3, as are the next two
  std::string signed_headers;
  std::string canonical_request;
  std::string string_to_sign;

  /// The longest text that is compared: ACS3's canonical request, else the string to sign.
  [[nodiscard]] const std::string& longest() const {
    return canonical_request.empty() ? string_to_sign : canonical_request;
  }
};

[[nodiscard]] Made make(const Material& material, const Recipe& recipe);

/// What the recipe's key, digest and writing make of the string to sign.
[[nodiscard]] std::string signature_of(std::string_view string_to_sign, const Material& material,
                                       const Recipe& recipe, const Secret& secret);

[[nodiscard]] std::string encode(std::string_view text, const Encoding& encoding);

}  // namespace dds::diagnose
