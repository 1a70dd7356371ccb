#include <algorithm>

#include "core/base/utf8.h"
#include "core/diagnose/checks.h"
#include "core/diagnose/words.h"
#include "core/signing/acs3.h"

namespace dds::diagnose {
namespace {

bool is_sent(const Request& request, std::string_view lower_name) {
  return lower_name == "host" ||
         std::any_of(request.headers.begin(), request.headers.end(), [&](const HttpHeader& header) {
           return lower(trimmed(header.name)) == lower_name;
         });
}

void check_missing(const Request& request, Findings& list) {
  const auto missing = [&](std::string_view header, Kind kind, std::string detail = {}) {
    if (!trimmed(find_header(request.headers, header)).empty()) return;
    list.push_back(found(kind, Evidence::Request, std::string(header), std::move(detail)));
  };
  missing("x-acs-action", Kind::ActionMissing);
  missing("x-acs-version", Kind::VersionMissing);
  missing("x-acs-date", Kind::TimestampMissing);
  missing("x-acs-signature-nonce", Kind::NonceMissing);
  missing("x-acs-content-sha256", Kind::ContentHashMissing);
  const std::string id = access_key_id_of(request);
  if (trimmed(id).starts_with("STS.")) missing("x-acs-security-token", Kind::TokenMissing);
  if (!request.authorization) return;
  if (trimmed(id).empty())
    list.push_back(found(Kind::AccessKeyIdMissing, Evidence::Request, "Credential"));
  if (request.authorization->signature.empty())
    list.push_back(found(Kind::SignatureMissing, Evidence::Request, "Authorization"));
}

void check_signed_headers(const Request& request, Findings& list) {
  if (!request.authorization || request.authorization->signed_headers.empty()) return;
  const std::vector<std::string>& names = request.authorization->signed_headers;
  std::vector<std::string> lowered;
  lowered.reserve(names.size());
  for (const std::string& name : names) lowered.push_back(lower(name));
  if (lowered != names) {
    list.push_back(found(Kind::HeadersNotLowerCase, Evidence::Request, {}, " in SignedHeaders"));
  }
  if (!std::is_sorted(lowered.begin(), lowered.end()))
    list.push_back(found(Kind::HeadersNotSorted, Evidence::Request, {}, " in SignedHeaders"));
  const auto is_signed = [&](const std::string& name) {
    return std::find(lowered.begin(), lowered.end(), name) != lowered.end();
  };
  for (const std::string& name : lowered) {
    if (!is_sent(request, name)) {
      list.push_back(found(Kind::HeaderNotSigned, Evidence::Request, one_line(name),
                           "named in SignedHeaders but not sent"));
    }
  }
  for (const HttpHeader& header : request.headers) {
    const std::string name = lower(trimmed(header.name));
    if (name.starts_with("x-acs-") && !is_signed(name)) {
      list.push_back(
          found(Kind::HeaderNotSigned, Evidence::Request, one_line(name), "sent but not signed"));
    }
  }
  if (!is_signed("host"))
    list.push_back(found(Kind::HeaderNotSigned, Evidence::Request, "host", "not signed"));
}

}  // namespace

Findings check_acs3(const Request& request) {
  Findings list;
  check_missing(request, list);
  check_signed_headers(request, list);
  const std::string_view hash = trimmed(find_header(request.headers, "x-acs-content-sha256"));
  if (!hash.empty() && !equal_ignoring_case(hash, signing::sha256_hex(request.body))) {
    list.push_back(found(Kind::BodyChanged, Evidence::Request, "x-acs-content-sha256",
                         "what x-acs-content-sha256 says"));
  }
  const std::string id = access_key_id_of(request);
  if (trimmed(id).size() != id.size() ||
      (request.authorization && id.find_first_of(" \t\n") != std::string::npos)) {
    list.push_back(found(Kind::AccessKeyIdBlank, Evidence::Request, "Credential"));
  }
  return list;
}

}  // namespace dds::diagnose
