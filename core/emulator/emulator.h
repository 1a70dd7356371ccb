// A stand-in Dds service in memory: HttpRequest and two instants in, HttpResponse out.
// Deterministic: the same seed and the same requests give the same answers. Not a mock for one test
// but the service that the whole product can be used against without an account. Actions that it
// does not simulate it answers with examples; a header of the answer says so (x-dds-emulator).
//
// One thread. It owns its account. It keeps two clocks: real time judges signatures (timestamp
// window, nonces) and counts calls, the service clock (which may run faster) moves backups and
// dates everything that is answered, the Date header included: the real service has one clock for
// both. Where real time may be set, clocks.h tells what is set with it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/emulator/clocks.h"
#include "core/http.h"
#include "core/signing/credentials.h"

namespace dds::emulator {

/// The well-known test key. Not a secret: it opens nothing but this emulator.
inline constexpr std::string_view kAccessKeyId = "testid";
inline constexpr std::string_view kAccessKeySecret = "testsecret";
/// A temporary one, as STS gives them; its token holds what has to be encoded.
inline constexpr std::string_view kTemporaryKeyId = "STS.testid";
inline constexpr std::string_view kTemporaryKeySecret = "teststssecret";
inline constexpr std::string_view kTemporaryToken = "CAIS+test/token==";

/// A bearer token that is taken instead of a signature. How the service answers a wrong one is
/// inferred from its other codes.
inline constexpr std::string_view kBearerToken = "testbearer";

struct Settings {
  std::uint64_t seed = 1;
  Milliseconds timestamp_window{
      15 * 60'000};  // either way; documents say 15 or 31 minutes, see signing notes
  std::string host_id = "mongodb.aliyuncs.com";
  /// So many replica sets more in cn-hangzhou, to play a fleet.
  std::int32_t further_instances = 0;
  /// How often actions may be called, as `parse_quotas` takes it (quotas.h): more is
  /// Throttling.User. Empty: no limit.
  std::string throttle{};
  /// More manual backups of one instance a day (UTC) than this are BackupTimesExceeded; 0 = no
  /// limit. What the service allows is not documented.
  std::int32_t backups_a_day = 0;
};

/// What becomes of the backup job that a request starts (faults.h).
enum class JobFate {
  Ordinary,
  Fails,  // ends early, as Failed
  Hangs,  // stays Backuping at its percentage for ever
};

class Emulator {
 public:
  /// `service_start` is the service clock's first instant: the account's history ends there.
  Emulator(const Settings& settings, Instant service_start);
  ~Emulator();
  Emulator(const Emulator&) = delete;
  Emulator& operator=(const Emulator&) = delete;

  /// Answers one request: GET, POST or OPTIONS (preflight) to "/" of any host (the path is not
  /// looked at: the server strips its own prefix). The service's clock never goes back.
  [[nodiscard]] HttpResponse handle(const HttpRequest& request, const Clocks& now,
                                    JobFate fate = JobFate::Ordinary);
  /// The same where nobody sets real time.
  [[nodiscard]] HttpResponse handle(const HttpRequest& request, Instant real_now,
                                    Instant service_now, JobFate fate = JobFate::Ordinary) {
    return handle(request, {real_now, real_now, service_now}, fate);
  }

  /// Refuses the request unseen, without effect, as a gateway in trouble does: InternalError,
  /// ServiceUnavailable, Throttling.User.
  [[nodiscard]] HttpResponse refuse_unseen(const HttpRequest& request, std::string_view code,
                                           Instant service_now);

  /// A replay check that forgets: nonces that were used are taken again.
  void forget_nonces();
  [[nodiscard]] bool nonce_used(std::string_view access_key_id, std::string_view nonce) const;

  /// For tests and the control address: what really happened.
  struct Effect {
    Instant at;          // service clock
    std::string action;  // "CreateBackup"
    std::string instance_id;
    std::string job_id;
    std::string method;
    std::string set_id{};  // the set that was changed, deleted or cloned from
  };
  /// Every write that took effect, in order. What the clock does by itself (automatic backups, sets
  /// that expire) is not among them: nobody asked for it.
  [[nodiscard]] const std::vector<Effect>& effects() const;
  /// The same as JSON lines, and the instances as a JSON list (report.h names the members).
  [[nodiscard]] std::string list_effects() const;
  [[nodiscard]] std::string list_instances() const;

  /// The service clock as it was last told.
  [[nodiscard]] Instant now() const;

  /// The same state in an emulator of its own, which will answer alike. Cheap: what neither changes
  /// is shared.
  [[nodiscard]] std::unique_ptr<Emulator> clone() const;

  /// Equal when two emulators will behave alike towards rightly signed requests with fresh nonces:
  /// the same account at the same instant. RequestIds, remembered nonces and what was throttled are
  /// not looked at. Cheap: no document is written.
  [[nodiscard]] std::string fingerprint() const;

  /// The state document (state.h): all that it knows, access keys beside the well-known one
  /// excepted.
  [[nodiscard]] std::string save() const;
  /// An emulator that answers byte for byte as the saved one would, its settings included; or one
  /// sentence that says why the document cannot be read.
  [[nodiscard]] static Result<std::unique_ptr<Emulator>> load(std::string_view document);
  /// Grows whenever a request or a reset changes what `save` has to keep. What the clock does by
  /// itself is no change: the saved state does the same when its clock goes on.
  [[nodiscard]] std::uint64_t changes() const;
  /// Other limits from now on, for a state that was saved with others; absent ones stay. `throttle`
  /// must be one that `parse_quotas` takes.
  void set_limits(std::optional<Milliseconds> timestamp_window,
                  const std::optional<std::string>& throttle);

  /// Back to the account that an emulator starts with, whose history ends at `service_start` (not
  /// before `now()`). Keys, nonces and RequestIds go on: what was sent cannot be sent again.
  void reset(Instant service_start);

  /// Puts a further key beside the well-known one (an STS key when the token is not empty).
  void add_credentials(const signing::Credentials& credentials);
  /// The key stays known but is refused as InvalidAccessKeyId.Inactive; false when there is no such
  /// key.
  bool disable_credentials(std::string_view access_key_id);
  /// Changes an instance's DBInstanceStatus or LockMode, for tests; false when there is no such
  /// instance.
  bool set_instance_status(std::string_view instance_id, std::string_view status);
  bool set_instance_lock(std::string_view instance_id, std::string_view lock_mode);
  /// The next backup job of that instance ends as Failed.
  bool fail_next_backup(std::string_view instance_id);

 private:
  class Impl;
  explicit Emulator(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace dds::emulator

// The transport over it, which users of this header have always found here.
#include "core/emulator/transport.h"  // IWYU pragma: export
