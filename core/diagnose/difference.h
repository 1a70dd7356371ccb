// Where two strings to sign differ, and what that place is.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnose/range.h"
#include "core/signing/trace.h"

namespace dds::diagnose {

enum class Part {
  Method,    // before the first &
  Path,      // between the first and the second
  Order,     // the same parameters in another order
  Missing,   // a parameter that only the right text has
  Extra,     // a parameter that only the client's text has
  Encoding,  // the same value, encoded differently
  Value,     // another value
  Name,      // a parameter's name in another spelling
  Header,    // ACS3: a signed header, or the list of their names
  Body,      // ACS3: the body's hash
  Other,     // anything else, such as two hashes
};

struct Difference {
  Part part = Part::Other;
  std::string parameter;  // decoded; empty when the difference is in none
  Range client;           // the bytes that differ in the client's text
  Range right;            // and in the other
  std::string sentence;   // names the place; holds no value
};

/// Nothing when they are alike.
[[nodiscard]] std::optional<Difference> first_difference(std::string_view client,
                                                         std::string_view right);

/// The first of each part that is compared on its own: method, path, query, headers, body.
[[nodiscard]] std::vector<Difference> differences(std::string_view client, std::string_view right);

/// The parameters of a string to sign of RPC v1, decoded, in the order given; nothing when it is
/// not of that form.
struct SignedText {
  std::string method;
  std::string path;  // decoded
  Parameters parameters;
};
[[nodiscard]] std::optional<SignedText> read_string_to_sign(std::string_view text);

}  // namespace dds::diagnose
