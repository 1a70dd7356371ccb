// The one limiter of all that a process sends, however many drivers send it: so many requests in
// flight, so many a second where somebody wants that, and each action at the pace that the service
// allows it (action_pace.h). It says whose turn is next, so that no driver and no action starves:
// in the order of asking, a request that changes something before reads that asked up to ten
// seconds earlier, and a look that nothing waits for after those that asked up to a minute later:
// what starts a backup is not to wait for news of those that run.
//
// The service counts for each account, region and action ("API speed limit dimension:
// regionId,API,ParentUid", list of quotas in the product documentation), so that one action which
// is throttled slows no other one, and no other region's. Throttling only slows: the limiter gives
// nothing up.
//
// Pure: told what happened and when. One thread. It must outlive the places that it gave.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "core/backup/action_pace.h"
#include "core/base/clocks.h"

namespace dds::backup {

/// Of requests in flight, unless something else is asked for: more than a person's console or a
/// fleet's run ever gains by.
inline constexpr std::size_t kMostInFlight = 32;

struct LimiterOptions {
  std::size_t at_once = kMostInFlight;  // requests in flight; one at least
  std::optional<double> rate;  // requests a second, over all; nothing: as many as are allowed
};

class RequestLimiter {
 public:
  explicit RequestLimiter(LimiterOptions options = {});
  RequestLimiter(const RequestLimiter&) = delete;
  RequestLimiter& operator=(const RequestLimiter&) = delete;

  /// A request's place in the queue and, once it has left, in flight. Given back when it goes.
  class Place {
   public:
    Place() = default;
    ~Place() { give_back(); }
    Place(Place&& other) noexcept { *this = std::move(other); }
    Place& operator=(Place&& other) noexcept;
    /// In the order of asking; what `next` answers.
    [[nodiscard]] std::uint64_t number() const { return number_; }

   private:
    friend class RequestLimiter;
    void give_back();
    RequestLimiter* limiter_ = nullptr;
    std::uint64_t number_ = 0;
  };

  enum class Kind {
    Change,    // changes something
    Read,      // something waits for its answer
    Courtesy,  // a look that nothing waits for
  };
  /// A place for a call of that action to that host: it waits from now on.
  [[nodiscard]] Place ask(std::string_view host, std::string_view action, Kind kind,
                          SteadyInstant now);
  /// The number of the place whose request leaves next, if it may leave now.
  [[nodiscard]] std::optional<std::uint64_t> next(SteadyInstant now) const;
  /// When `next` may name one; nothing when none waits, or when an answer has to come first.
  [[nodiscard]] std::optional<SteadyInstant> next_turn(SteadyInstant now) const;

  /// Its request leaves: the place is in flight from now on.
  void leaves(const Place& place, SteadyInstant now);
  /// The service answered and did not throttle it.
  void accepted(const Place& place, SteadyInstant now);
  /// Refused for throttling. It is given back, or it waits again.
  void throttled(const Place& place, SteadyInstant now, std::optional<Milliseconds> retry_after);

  /// It is not in flight any more but waits, where it stood.
  void waits_again(const Place& place);
  /// For how long the service has let nothing of its action through since this one waits.
  [[nodiscard]] Milliseconds shut_for(const Place& place, SteadyInstant now) const;

  [[nodiscard]] std::size_t in_flight() const { return in_flight_; }
  [[nodiscard]] std::size_t waiting() const { return waiting_; }

  /// How the service slows it down, for people: of the action that holds up most requests.
  struct Slowed {
    std::string action;
    double rate = 0;           // requests a second
    SteadyInstant held_until;  // nothing of it leaves before; may be in the past
    std::size_t waiting;       // requests of it
  };
  /// Nothing when nothing waits for the service's sake.
  [[nodiscard]] std::optional<Slowed> slowed(SteadyInstant now) const;

 private:
  using Turn = std::pair<SteadyInstant, std::uint64_t>;  // when it asked, as far as that counts
  struct Lane {
    std::string action;
    ActionPace pace;
    SteadyInstant let_through;  // when the last one was
    std::set<Turn> waiting;
  };
  struct Holder {
    Lane* lane = nullptr;
    SteadyInstant asked;
    Turn turn;
    std::optional<SteadyInstant> left;  // in flight since
  };

  void give_back(std::uint64_t number);
  [[nodiscard]] SteadyInstant own_turn(SteadyInstant now) const;  // by `rate` alone

  LimiterOptions options_;
  std::map<std::string, Lane, std::less<>> lanes_;
  std::map<std::uint64_t, Holder> holders_;
  std::uint64_t last_ = 0;
  std::size_t in_flight_ = 0;
  std::size_t waiting_ = 0;
  double next_own_ = 0;  // milliseconds since the clock's epoch; with `rate`
};

/// "The service throttles DescribeBackups: 4.2 requests a second, 28 wait.", "...: it is called
/// again in 40 s.": one line for people.
[[nodiscard]] std::string describe(const RequestLimiter::Slowed& slowed, SteadyInstant now);

}  // namespace dds::backup
