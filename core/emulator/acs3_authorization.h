// The Authorization header of ACS3: `ACS3-HMAC-SHA256
// Credential=ID,SignedHeaders=a;b,Signature=HEX`.
#pragma once

#include <string>
#include <string_view>

namespace dds::emulator {

struct Acs3Authorization {
  std::string algorithm;
  std::string credential;      // the AccessKey ID
  std::string signed_headers;  // names joined with ';'
  std::string signature;
};

/// What is missing stays empty. Blanks behind the commas are taken, as some clients send them.
[[nodiscard]] Acs3Authorization read_acs3_authorization(std::string_view header);

}  // namespace dds::emulator
