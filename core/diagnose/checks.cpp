#include "core/diagnose/checks.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/diagnose/loose_time.h"
#include "core/diagnose/words.h"
#include "core/signing/trace.h"

namespace dds::diagnose {
namespace {

bool is_acs3(const Request& request) {
  return request.kind == SignatureKind::Acs3;
}

std::string_view value_of(const Request& request, std::string_view name) {
  const Field* field = request.find(name);
  return field ? std::string_view(field->value) : std::string_view();
}

bool is_missing(const Request& request, std::string_view name) {
  return value_of(request, name).empty();
}

// Timestamp in other letters.
const Field* misspelled_timestamp(const Request& request) {
  for (const Fields* fields : {&request.query, &request.form}) {
    for (const Field& field : *fields) {
      if (field.name != "Timestamp" && equal_ignoring_case(field.name, "Timestamp")) return &field;
    }
  }
  return nullptr;
}

void check_missing(const Request& request, Findings& list) {
  constexpr std::array<std::pair<std::string_view, Kind>, 5> kNeeded{
      {{"Action", Kind::ActionMissing},
       {"Version", Kind::VersionMissing},
       {"AccessKeyId", Kind::AccessKeyIdMissing},
       {"SignatureNonce", Kind::NonceMissing},
       {"Format", Kind::FormatMissing}}};
  for (const auto& [name, kind] : kNeeded) {
    if (is_missing(request, name))
      list.push_back(found(kind, Evidence::Request, std::string(name)));
  }
  const Field* misspelled = misspelled_timestamp(request);
  if (misspelled != nullptr) {
    list.push_back(
        found(Kind::TimestampSpelling, Evidence::Request, misspelled->name, misspelled->name));
  } else if (is_missing(request, "Timestamp")) {
    list.push_back(found(Kind::TimestampMissing, Evidence::Request, "Timestamp"));
  }
}

void check_signature_parameters(const Request& request, Findings& list) {
  const std::string_view method = value_of(request, "SignatureMethod");
  if (method.empty()) {
    list.push_back(
        found(Kind::SignatureMethodWrong, Evidence::Request, "SignatureMethod", "missing"));
  } else if (method != signing::method_name(signing::Scheme::RpcV1Sha1) &&
             method != signing::method_name(signing::Scheme::RpcV1Sha256)) {
    list.push_back(found(Kind::SignatureMethodWrong, Evidence::Request, "SignatureMethod",
                         "none that RPC v1 knows"));
  }
  const std::string_view version = value_of(request, "SignatureVersion");
  if (version != "1.0") {
    list.push_back(found(Kind::SignatureVersionWrong, Evidence::Request, "SignatureVersion",
                         version.empty() ? "missing" : "not 1.0"));
  }
}

void check_signature_text(const Request& request, Findings& list) {
  if (request.source == Source::StringToSign) return;
  const std::string_view signature = value_of(request, "Signature");
  if (signature.empty()) {
    if (request.source != Source::JsonLine)
      list.push_back(found(Kind::SignatureMissing, Evidence::Request, "Signature"));
    return;
  }
  if (signature.find(' ') != std::string_view::npos)
    list.push_back(found(Kind::SignatureNotEncoded, Evidence::Request, "Signature"));
  if (signature.find('%') != std::string_view::npos)
    list.push_back(found(Kind::DoubleEncoding, Evidence::Request, "Signature"));
  if ((signature.size() == 40 || signature.size() == 64) && is_hex_digits(signature)) {
    list.push_back(
        found(Kind::SignatureText, Evidence::Request, "Signature", "hex instead of Base64"));
  }
}

void check_token(const Request& request, Findings& list) {
  const Field* token = request.find("SecurityToken");
  const std::string id = access_key_id_of(request);
  if (token == nullptr || token->value.empty()) {
    if (trimmed(id).starts_with("STS."))
      list.push_back(found(Kind::TokenMissing, Evidence::Request, "SecurityToken"));
    return;
  }
  // A string to sign no longer tells a + from a blank; tokens have no blanks of their own.
  const bool quoted = request.source == Source::StringToSign;
  if (token->value.find(' ') != std::string::npos &&
      (quoted || token->raw_value.find('+') != std::string::npos)) {
    list.push_back(found(Kind::TokenNotEncoded, Evidence::Request, "SecurityToken",
                         " in the request, so that its \"+\" became a blank"));
  }
}

void check_names(const Request& request, Findings& list) {
  std::set<std::string_view> names;
  for (const Fields* fields : {&request.query, &request.form}) {
    for (const Field& field : *fields) {
      if (!names.insert(field.name).second)
        list.push_back(found(Kind::ParameterTwice, Evidence::Request, one_line(field.name)));
    }
  }
}

// GBK writes an ideograph as two bytes, the first one from 81 to FE.
std::string_view charset_words(std::string_view bytes) {
  std::size_t high = 0;
  for (const char c : bytes) high += static_cast<unsigned char>(c) >= 0x80 ? 1 : 0;
  return high >= 2 ? ": its bytes look like GBK or another charset of two bytes a character"
                   : ": its bytes look like Latin-1 or another charset of one byte a character";
}

void check_values(const Request& request, Findings& list) {
  for (const Fields* fields : {&request.query, &request.form}) {
    for (const Field& field : *fields) {
      if (field.broken_escape)
        list.push_back(found(Kind::BrokenEscape, Evidence::Request, one_line(field.name)));
      if (is_valid_utf8(field.value) && is_valid_utf8(field.name)) continue;
      list.push_back(found(Kind::OtherCharset, Evidence::Request, one_line(field.name),
                           std::string(charset_words(field.value))));
    }
  }
}

bool is_service_host(std::string_view host) {
  return host.substr(0, host.rfind(':')).ends_with(".aliyuncs.com");
}

}  // namespace

Finding found(Kind kind, Evidence evidence, std::string parameter, std::string_view detail) {
  Finding finding;
  finding.kind = kind;
  finding.evidence = evidence;
  finding.sentence = sentence(kind, one_line(parameter), detail);
  finding.remedy = text_of(kind).remedy;
  finding.parameter = std::move(parameter);
  return finding;
}

std::string access_key_id_of(const Request& request) {
  if (request.authorization) return request.authorization->access_key_id;
  return std::string(value_of(request, "AccessKeyId"));
}

std::string_view timestamp_of(const Request& request) {
  if (is_acs3(request)) return find_header(request.headers, "x-acs-date");
  const Field* misspelled = misspelled_timestamp(request);
  const std::string_view text = value_of(request, "Timestamp");
  return text.empty() && misspelled != nullptr ? std::string_view(misspelled->value) : text;
}

std::string_view nonce_of(const Request& request) {
  return is_acs3(request) ? find_header(request.headers, "x-acs-signature-nonce")
                          : value_of(request, "SignatureNonce");
}

Findings check_request(const Request& request) {
  if (is_acs3(request)) return check_acs3(request);
  Findings list;
  // Bearer tokens and the like are not signed with an AccessKey.
  if (!is_missing(request, "SignatureType")) return list;
  check_missing(request, list);
  check_signature_parameters(request, list);
  check_signature_text(request, list);
  check_token(request, list);
  check_names(request, list);
  check_values(request, list);
  const std::string id = access_key_id_of(request);
  if (trimmed(id).size() != id.size())
    list.push_back(found(Kind::AccessKeyIdBlank, Evidence::Request, "AccessKeyId"));
  const bool form = std::any_of(request.form.begin(), request.form.end(), [](const Field& field) {
    return field.name == "Action" || field.name == "Signature" || field.name == "AccessKeyId";
  });
  if (form && !request.form_is_read)
    list.push_back(found(Kind::ContentTypeMissing, Evidence::Request, "Content-Type"));
  if (request.path != "/" && is_service_host(request.host))
    list.push_back(found(Kind::PathNotRoot, Evidence::Request, {}, ": another one was sent"));
  return list;
}

}  // namespace dds::diagnose
