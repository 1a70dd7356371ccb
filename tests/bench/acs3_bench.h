// Signing one CreateBackup with ACS3-HMAC-SHA256 beside the hashing that it cannot do without: the
// SHA-256 of the body and of the canonical request, and one HMAC-SHA256 over the string to sign.
#pragma once

#include <string>

namespace dds::bench {

struct Acs3Figures {
  double raw_ns = 1e300;   // the hashes alone
  double sign_ns = 1e300;  // from query, headers and body to the Authorization header
  std::string authorization;
};

/// Takes both once more and keeps the better ones.
void measure_acs3(Acs3Figures& figures);

}  // namespace dds::bench
