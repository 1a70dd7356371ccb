// What stands before every action: is this a request of the API, by whom, signed rightly, now, and
// for the first time?
//
// Owns the access keys and the memory of nonces. Knows nothing of instances.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/base/time.h"
#include "core/emulator/clocks.h"
#include "core/emulator/incoming.h"
#include "core/signing/credentials.h"
#include "core/signing/trace.h"

namespace dds::emulator {

class Gateway {
 public:
  explicit Gateway(Milliseconds timestamp_window) : window_(timestamp_window) {}

  void add_credentials(const signing::Credentials& credentials);
  /// False when there is no such key.
  bool disable(std::string_view access_key_id);

  void set_timestamp_window(Milliseconds window) { window_ = window; }

  /// Nothing when the request may pass; then its nonce is used up. In order: HTTP method, readable
  /// parameters, Format, Version, Action, the other common fields, time, key, signature, nonce.
  /// The order is inferred. `incoming` is what `request` was read as. A timestamp may be right by
  /// either clock: an emulator whose service clock runs faster is signed for with the real time, or
  /// with the time that its answers are dated.
  [[nodiscard]] std::optional<Refusal> check(const HttpRequest& request, const Incoming& incoming,
                                             const Clocks& now);
  void forget_nonces();
  [[nodiscard]] bool nonce_used(std::string_view access_key_id, std::string_view nonce) const;

 private:
  friend struct GatewayState;  // state.h

  struct Key {
    signing::Credentials credentials;
    bool active = true;
  };
  using NonceMark = std::pair<std::uint64_t, std::uint64_t>;
  struct MarkHash {
    std::size_t operator()(const NonceMark& mark) const {
      return static_cast<std::size_t>(mark.first);
    }
  };

  [[nodiscard]] static NonceMark mark_of(std::string_view access_key_id, std::string_view nonce);
  [[nodiscard]] std::optional<Refusal> check_bearer(const Incoming& incoming, const Clocks& now);
  [[nodiscard]] std::optional<Refusal> check_time(const Incoming& incoming,
                                                  const Clocks& now) const;
  [[nodiscard]] bool use_nonce(const Incoming& incoming, Instant now);

  Milliseconds window_;
  std::vector<Key> keys_;
  std::deque<std::pair<Instant, NonceMark>>
      nonces_;  // with the instant until which each must be remembered
  std::unordered_set<NonceMark, MarkHash> used_;
};

}  // namespace dds::emulator
