// A good request of either signature, signed by core/signing, and how it is sent: what the tests
// make one mistake in.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/secret.h"
#include "core/diagnose/diagnose.h"
#include "core/http.h"
#include "core/signing/trace.h"

namespace dds::test {

inline constexpr std::string_view kPatientSecret = "testsecretOfThePatient01";

/// Numbers that are the same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::uint64_t next();
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(next() % limit); }
  /// Letters and digits.
  std::string word(std::size_t size);

 private:
  std::uint64_t state_;
};

/// RPC v1. Change a part, then `question()`: what was not changed is made from the rest, rightly.
struct Patient {
  std::string method = "POST";
  Parameters sent;  // without Signature
  std::string secret{kPatientSecret};
  std::string content_type = "application/x-www-form-urlencoded";
  std::string path = "/";
  Instant instant;
  // Each of these, when it is set, stands for what would be made from the rest.
  std::optional<std::string> string_to_sign;
  std::optional<std::string> signature;
  std::optional<std::string> wire;  // all parameters as sent, with the Signature

  [[nodiscard]] std::string right_string_to_sign() const;
  [[nodiscard]] std::string signature_text() const;
  [[nodiscard]] std::string wire_text() const;
  /// Raw HTTP.
  [[nodiscard]] std::string http() const;
  /// With the right secret.
  [[nodiscard]] diagnose::Question question() const;

  /// Makes it when it is not there; valid until the next one is made.
  [[nodiscard]] std::string& value(std::string_view name);
  void erase(std::string_view name);
};

/// With blanks, *, ~, marks, é, an ideograph, an empty value and a name in lower case.
[[nodiscard]] Patient good_patient(Random& random);

/// The string to sign of any parameters, written down once more and independently of the core.
[[nodiscard]] std::string plain_string_to_sign(std::string_view method, Parameters parameters);

/// ACS3.
struct Acs3Patient {
  std::string method = "POST";
  Parameters query;
  HttpHeaders headers;  // host among them
  std::string body;
  std::string secret{kPatientSecret};
  Instant instant;
  std::optional<std::string> canonical_request;
  std::optional<std::string> signature;
  std::optional<std::string> signed_headers;

  [[nodiscard]] std::string right_canonical_request() const;
  [[nodiscard]] std::string http() const;
  [[nodiscard]] diagnose::Question question() const;
};
[[nodiscard]] Acs3Patient good_acs3_patient(Random& random);

[[nodiscard]] std::string replace_all(std::string text, std::string_view what,
                                      std::string_view with);

/// One way to make one mistake.
struct Case {
  diagnose::Kind kind;
  std::string how;
  std::function<diagnose::Question(Random&)> make;
};
[[nodiscard]] std::vector<Case> rpc_cases();
[[nodiscard]] std::vector<Case> parameter_cases();
[[nodiscard]] std::vector<Case> acs3_cases();

}  // namespace dds::test
