#include "core/emulator/gateway.h"

#include <algorithm>

#include "core/api/call.h"
#include "core/emulator/action_names.h"
#include "core/emulator/random.h"
#include "core/signing/rpc_v1.h"

namespace dds::emulator {
namespace {

// Memory is bounded: beyond this the oldest nonces are forgotten, and their reuse would go
// unnoticed.
constexpr std::size_t kMaxNonces = 100'000;

std::uint64_t mark(std::string_view text, std::uint64_t seed) {
  std::uint64_t value = mix(seed);
  for (const char c : text) value = mix(value ^ static_cast<unsigned char>(c));
  return value;
}

// In a time that tells nothing about where two texts differ.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference |=
        static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  }
  return difference == 0;
}

// Base64 of a digest: 27 characters and one '=', or 43 and one.
bool looks_like_signature(std::string_view text, signing::Scheme scheme) {
  const std::size_t size = scheme == signing::Scheme::RpcV1Sha256 ? 44 : 28;
  if (text.size() != size || text.back() != '=') return false;
  text.remove_suffix(1);
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
  });
}

// HMAC-SHA256 is known from one official client only; whether the service takes it is untested.
std::optional<signing::Scheme> scheme_of(std::string_view method) {
  if (method == signing::method_name(signing::Scheme::RpcV1Sha1)) return signing::Scheme::RpcV1Sha1;
  if (method == signing::method_name(signing::Scheme::RpcV1Sha256))
    return signing::Scheme::RpcV1Sha256;
  return std::nullopt;
}

bool is_date(std::string_view text) {  // yyyy-mm-dd
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

Refusal with_string_to_sign(std::string_view code, const std::string& string_to_sign) {
  Refusal refusal = refuse(code);
  // The text after the colon is what clients compare with their own; nothing may follow it.
  refusal.message += " server string to sign is:" + string_to_sign;
  return refusal;
}

}  // namespace

void Gateway::add_credentials(const signing::Credentials& credentials) {
  for (Key& key : keys_) {
    if (key.credentials.access_key_id == credentials.access_key_id) {
      key = {credentials, true};
      return;
    }
  }
  keys_.push_back({credentials, true});
}

bool Gateway::disable(std::string_view access_key_id) {
  for (Key& key : keys_) {
    if (key.credentials.access_key_id != access_key_id) continue;
    key.active = false;
    return true;
  }
  return false;
}

std::optional<Refusal> Gateway::check(const Incoming& incoming, bool acs3, Instant now) {
  if (auto refusal = check_shape(incoming, acs3)) return refusal;
  if (auto refusal = check_time(incoming, now)) return refusal;

  const std::string_view id = incoming.text("AccessKeyId");
  const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const Key& entry) {
    return entry.credentials.access_key_id == id;
  });
  if (key == keys_.end()) return refuse("InvalidAccessKeyId.NotFound");
  if (!key->active) return refuse("InvalidAccessKeyId.Inactive");
  const std::string_view token = incoming.text("SecurityToken");
  if (token.empty() && !key->credentials.security_token.empty())
    return refuse_missing("SecurityToken");
  if (!equal_in_constant_time(token, key->credentials.security_token.reveal())) {
    return refuse("InvalidSecurityToken.MismatchWithAccessKey");
  }
  if (auto refusal = check_signature(incoming, *key)) return refusal;
  if (!use_nonce(incoming, now)) return refuse("SignatureNonceUsed");
  return std::nullopt;
}

std::optional<Refusal> Gateway::check_shape(const Incoming& incoming, bool acs3) const {
  if (incoming.method != "GET" && incoming.method != "POST") return refuse("UnsupportedHTTPMethod");
  if (incoming.unreadable) return incoming.unreadable;
  if (acs3) return refuse_not_simulated("the signature ACS3-HMAC-SHA256");
  const std::string_view format = incoming.text("Format");
  if (!format.empty() && format != "JSON" && format != "XML") return refuse_common("Format");
  const std::string_view version = incoming.text("Version");
  if (version.empty()) return refuse_missing("Version");
  if (version != api::kVersion)
    return is_date(version) ? refuse("NoSuchVersion") : refuse_common("Version");
  const std::string_view action = incoming.text("Action");
  if (action.empty()) return refuse_missing("Action");
  if (!is_service_action(action)) return refuse("InvalidAction");
  if (!incoming.text("SignatureType").empty()) {  // BEARERTOKEN, PRIVATEKEY
    return refuse_not_simulated("signatures of another SignatureType");
  }
  for (const std::string_view name :
       {"AccessKeyId", "SignatureMethod", "SignatureVersion", "SignatureNonce", "Signature"}) {
    if (incoming.text(name).empty()) return refuse_missing(name);
  }
  if (!scheme_of(incoming.text("SignatureMethod"))) return refuse("InvalidSignatureMethod");
  if (incoming.text("SignatureVersion") != "1.0") return refuse_common("SignatureVersion");
  return std::nullopt;
}

std::optional<Refusal> Gateway::check_time(const Incoming& incoming, Instant now) const {
  const std::string_view text = incoming.text("Timestamp");
  if (text.empty()) return refuse("IllegalTimestamp");
  const Result<Instant> instant = parse_utc(text);
  if (!instant || text.size() != std::string_view("2024-01-16T11:04:56Z").size()) {
    return refuse("InvalidTimeStamp.Format");
  }
  if (*instant < now - window_ || *instant > now + window_)
    return refuse("InvalidTimeStamp.Expired");
  return std::nullopt;
}

std::optional<Refusal> Gateway::check_signature(const Incoming& incoming, const Key& key) const {
  const signing::Scheme scheme =
      scheme_of(incoming.text("SignatureMethod")).value_or(signing::Scheme::RpcV1Sha1);
  Parameters to_sign;
  to_sign.reserve(incoming.parameters.size());
  for (const Parameter& parameter : incoming.parameters) {
    if (parameter.name != "Signature") to_sign.push_back(parameter);
  }
  const Result<signing::SigningTrace> expected = signing::sign_rpc_v1(
      incoming.method, std::move(to_sign), key.credentials.access_key_secret, scheme);
  if (!expected) return refuse("InvalidParameter.Format");
  const std::string_view given = incoming.text("Signature");
  if (!looks_like_signature(given, scheme)) {
    return with_string_to_sign("IncompleteSignature", expected->string_to_sign);
  }
  if (!equal_in_constant_time(given, expected->signature)) {
    return with_string_to_sign("SignatureDoesNotMatch", expected->string_to_sign);
  }
  return std::nullopt;
}

// Only requests that are rightly signed use up a nonce: nobody else may burn it.
bool Gateway::use_nonce(const Incoming& incoming, Instant now) {
  while (!nonces_.empty() && (nonces_.front().first < now || nonces_.size() > kMaxNonces)) {
    used_.erase(nonces_.front().second);
    nonces_.pop_front();
  }
  const std::string_view nonce = incoming.text("SignatureNonce");
  const std::uint64_t seed = mark(incoming.text("AccessKeyId"), 0);
  const NonceMark entry{mark(nonce, seed), mark(nonce, ~seed)};
  if (!used_.insert(entry).second) return false;
  // The same request stays acceptable until its own timestamp expires, which is two windows away at
  // most.
  nonces_.emplace_back(now + 2 * window_, entry);
  return true;
}

}  // namespace dds::emulator
