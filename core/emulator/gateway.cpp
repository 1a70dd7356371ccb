#include "core/emulator/gateway.h"

#include <algorithm>

#include "core/api/call.h"
#include "core/emulator/action_names.h"
#include "core/emulator/emulator.h"
#include "core/emulator/random.h"
#include "core/emulator/signature_check.h"

namespace dds::emulator {
namespace {

// Memory is bounded: beyond this the oldest nonces are forgotten, and their reuse would go
// unnoticed.
constexpr std::size_t kMaxNonces = 100'000;

constexpr std::string_view kBearerType = "BEARERTOKEN";

std::uint64_t mark(std::string_view text, std::uint64_t seed) {
  std::uint64_t value = mix(seed);
  for (const char c : text) value = mix(value ^ static_cast<unsigned char>(c));
  return value;
}

bool is_date(std::string_view text) {  // yyyy-mm-dd
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

// Of both signatures.
std::optional<Refusal> check_common(const Incoming& incoming) {
  if (incoming.method != "GET" && incoming.method != "POST") return refuse("UnsupportedHTTPMethod");
  if (incoming.unreadable) return incoming.unreadable;
  if (!incoming.format()) return refuse_common("Format");
  const std::string_view version = incoming.common.version;
  if (version.empty()) return refuse_missing("Version");
  if (version != api::kVersion)
    return is_date(version) ? refuse("NoSuchVersion") : refuse_common("Version");
  if (incoming.common.action.empty()) return refuse_missing("Action");
  if (!is_service_action(incoming.common.action)) return refuse("InvalidAction");
  const std::string_view type = incoming.text("SignatureType");
  if (!type.empty() && type != kBearerType)  // PRIVATEKEY
    return refuse_not_simulated("signatures of another SignatureType");
  return std::nullopt;
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

std::optional<Refusal> Gateway::check(const HttpRequest& request, const Incoming& incoming,
                                      const Clocks& now) {
  if (auto refusal = check_common(incoming)) return refusal;
  if (incoming.text("SignatureType") == kBearerType) return check_bearer(incoming, now);
  if (auto refusal =
          incoming.acs3 ? check_acs3_shape(request, incoming) : check_rpc_v1_shape(incoming))
    return refusal;
  if (auto refusal = check_time(incoming, now)) return refusal;

  const std::string_view id = incoming.common.access_key_id;
  const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const Key& entry) {
    return entry.credentials.access_key_id == id;
  });
  if (key == keys_.end()) return refuse("InvalidAccessKeyId.NotFound");
  if (!key->active) return refuse("InvalidAccessKeyId.Inactive");
  const std::string_view token = incoming.common.security_token;
  if (token.empty() && !key->credentials.security_token.empty())
    return refuse_missing("SecurityToken");
  if (!equal_in_constant_time(token, key->credentials.security_token.reveal())) {
    return refuse("InvalidSecurityToken.MismatchWithAccessKey");
  }
  const Secret& secret = key->credentials.access_key_secret;
  if (auto refusal = incoming.acs3 ? check_acs3_signature(request, incoming, secret)
                                   : check_rpc_v1_signature(incoming, secret))
    return refusal;
  if (!use_nonce(incoming, now.paced)) return refuse("SignatureNonceUsed");
  return std::nullopt;
}

// Nothing is signed: the token alone says who it is. Codes and their order are inferred.
std::optional<Refusal> Gateway::check_bearer(const Incoming& incoming, const Clocks& now) {
  if (incoming.bearer.empty()) return refuse_missing("BearerToken");
  if (incoming.common.nonce.empty()) return refuse_missing("SignatureNonce");
  if (auto refusal = check_time(incoming, now)) return refusal;
  if (!equal_in_constant_time(incoming.bearer, kBearerToken)) return refuse_common("BearerToken");
  if (!use_nonce(incoming, now.paced)) return refuse("SignatureNonceUsed");
  return std::nullopt;
}

std::optional<Refusal> Gateway::check_time(const Incoming& incoming, const Clocks& now) const {
  const std::string_view text = incoming.common.timestamp;
  if (text.empty()) return refuse("IllegalTimestamp");
  const Result<Instant> instant = parse_utc(text);
  if (!instant || text.size() != std::string_view("2024-01-16T11:04:56Z").size()) {
    return refuse("InvalidTimeStamp.Format");
  }
  const auto near = [&](Instant clock) {
    return *instant >= clock - window_ && *instant <= clock + window_;
  };
  if (!near(now.real) && !near(now.service)) return refuse("InvalidTimeStamp.Expired");
  return std::nullopt;
}

void Gateway::forget_nonces() {
  nonces_.clear();
  used_.clear();
}

Gateway::NonceMark Gateway::mark_of(std::string_view access_key_id, std::string_view nonce) {
  const std::uint64_t seed = mark(access_key_id, 0);
  return {mark(nonce, seed), mark(nonce, ~seed)};
}

bool Gateway::nonce_used(std::string_view access_key_id, std::string_view nonce) const {
  return used_.contains(mark_of(access_key_id, nonce));
}

// Only requests that are rightly signed use up a nonce: nobody else may burn it.
bool Gateway::use_nonce(const Incoming& incoming, Instant now) {
  while (!nonces_.empty() && (nonces_.front().first < now || nonces_.size() > kMaxNonces)) {
    used_.erase(nonces_.front().second);
    nonces_.pop_front();
  }
  const NonceMark entry = mark_of(incoming.common.access_key_id, incoming.common.nonce);
  if (!used_.insert(entry).second) return false;
  // The same request stays acceptable until its own timestamp expires, which is two windows away at
  // most.
  nonces_.emplace_back(now + 2 * window_, entry);
  return true;
}

}  // namespace dds::emulator
