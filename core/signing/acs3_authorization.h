// The Authorization header of ACS3, as it came:
// `ACS3-HMAC-SHA256 Credential=ID,SignedHeaders=a;b,Signature=HEX`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dds::signing {

struct Acs3Authorization {
  std::string algorithm;  // "ACS3-HMAC-SHA256", or another of the family
  std::string access_key_id;
  std::vector<std::string> signed_headers;  // as written, in their order
  std::string signature;
};

/// What is missing stays empty; blanks behind the commas are taken, as some clients send them.
/// Nothing for a header of another kind.
[[nodiscard]] std::optional<Acs3Authorization> read_acs3_authorization(std::string_view header);

}  // namespace dds::signing
