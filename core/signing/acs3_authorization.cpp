#include "core/signing/acs3_authorization.h"

#include "core/base/ascii.h"

namespace dds::signing {

std::optional<Acs3Authorization> read_acs3_authorization(std::string_view header) {
  header = trimmed(header);
  if (!header.starts_with("ACS3-")) return std::nullopt;
  Acs3Authorization read;
  read.algorithm = take_until(header, ' ');
  while (!header.empty()) {
    std::string_view part = trimmed(take_until(header, ','));
    const std::string_view name = take_until(part, '=');
    if (name == "Credential") read.access_key_id = part;
    if (name == "Signature") read.signature = part;
    if (name != "SignedHeaders") continue;
    while (!part.empty()) read.signed_headers.emplace_back(take_until(part, ';'));
  }
  return read;
}

}  // namespace dds::signing
