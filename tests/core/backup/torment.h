// Random events for any operation, in every state it can be brought into: answers that fit and
// that do not, refusals, broken connections, timers that nobody set, a second Started. What must
// hold for each operation is checked here once.
#pragma once

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "core/api/call.h"
#include "tests/core/backup/scripted_service.h"

namespace dds::testing {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15ULL + 1) {}
  /// 0 to `sides` - 1.
  int roll(int sides) {
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return static_cast<int>((state_ >> 11U) % static_cast<std::uint64_t>(sides));
  }

 private:
  std::uint64_t state_;
};

/// An event that may have nothing to do with what was asked.
inline backup::Event random_trouble(Dice& dice) {
  static constexpr const char* kCodes[] = {"Throttling.User",
                                           "InternalError",
                                           "Forbidden.RAM",
                                           "InvalidInstanceId.NotFound",
                                           "IncorrectDBInstanceState",
                                           "OperationDenied.DBInstanceStatus",
                                           "ServiceUnavailable"};
  switch (dice.roll(8)) {
    case 0: return backup::TimerFired{};
    case 1: return backup::Started{};
    case 2: return failure(TransportFailure::NotReached, false);
    case 3: return failure(TransportFailure::Lost, true);
    case 4: return failure(TransportFailure::TimedOut, true);
    case 5: return backup::NotReplied{make_error(ErrorCode::TruncatedBody), true};
    case 6: return answer({{"RequestId", "odd"}, {"DBInstances", 5}});
    default: return refusal(kCodes[dice.roll(7)], dice.roll(2) == 0 ? 400 : 500);
  }
}

inline bool says_not_there(const backup::Event& event) {
  const auto* replied = std::get_if<backup::Replied>(&event);
  const auto* refused =
      replied != nullptr ? std::get_if<response::ApiError>(&replied->reply) : nullptr;
  return refused != nullptr && refused->code == "InvalidInstanceId.NotFound";
}

struct Torment {
  int trouble_percent = 30;       // of all events
  bool lies = true;               // the service may say that something is not there which is
  Milliseconds limit{0};          // from Started to Done, answers that are awaited aside
  std::vector<std::string> once;  // actions that a run may send once only, whatever happens
};

/// Runs the operation to its end under random trouble. Returns the actions sent.
inline std::vector<std::string> torment(backup::Operation& operation, ScriptedService& service,
                                        Dice& dice, const Torment& rules) {
  std::vector<std::string> sent;
  const auto effective = [&](const std::string& action) {
    for (const std::string& name : rules.once) {
      if (name == action) return true;
    }
    return false;
  };
  int standing = 0;  // writes that may have had their effect
  bool in_flight = false;
  backup::Event event = backup::Started{};
  backup::Step step = operation.handle(event, at(service.now));
  std::optional<Instant> began = service.now;
  for (int i = 0; i < 20'000; ++i) {
    if (std::holds_alternative<backup::Done>(step)) {
      // Nothing is asked for after the end, whatever comes.
      for (int k = 0; k < 5; ++k) {
        event = random_trouble(dice);
        if (std::holds_alternative<backup::Started>(event)) continue;
        CHECK(std::holds_alternative<backup::Done>(operation.handle(event, at(service.now))));
      }
      CHECK(service.now - *began <= rules.limit + std::chrono::minutes{5});
      return sent;
    }
    if (const auto* send = std::get_if<backup::Send>(&step)) {
      CHECK_FALSE(in_flight);  // one at a time
      in_flight = true;
      CHECK(operation.leaving(service.stamp(*send), at(service.now)));
      if (send->again.empty()) sent.push_back(send->call.action);
      CHECK_FALSE(api::validate(send->call).has_value());
      if (effective(send->call.action)) {
        CHECK(standing == 0);
      }
      service.now += Milliseconds{20 + dice.roll(2'000)};
      // Events that nobody waits for change nothing while a request is in flight.
      while (dice.roll(100) < rules.trouble_percent / 3) {
        const bool timer = dice.roll(2) == 0;
        event = timer ? backup::Event{backup::TimerFired{}} : backup::Event{backup::Started{}};
        const backup::Step same = operation.handle(event, at(service.now));
        CHECK(std::holds_alternative<backup::WaitUntil>(same));
      }
      if (dice.roll(100) < rules.trouble_percent) {
        do event = random_trouble(dice);
        while (std::holds_alternative<backup::TimerFired>(event) ||
               std::holds_alternative<backup::Started>(event) ||
               (!rules.lies && says_not_there(event)));
      } else {
        service.sent.push_back(send->call.action);
        const auto handler = service.handlers.find(send->call.action);
        event = handler == service.handlers.end() ? refusal("InvalidAction", 403)
                                                  : handler->second(send->call, service.now);
      }
      event = service.date(std::move(event));
      if (effective(send->call.action)) {
        const auto* failed = std::get_if<backup::NotReplied>(&event);
        const auto* replied = std::get_if<backup::Replied>(&event);
        const auto* refused =
            replied != nullptr ? std::get_if<response::ApiError>(&replied->reply) : nullptr;
        const bool without =
            (failed != nullptr && !failed->may_have_taken_effect()) ||
            (refused != nullptr && (response::is_throttling(*refused) ||
                                    (refused->status < 500 && refused->code != "InternalError" &&
                                     refused->code != "ServiceUnavailable")));
        standing += without ? 0 : 1;
      }
      in_flight = false;
      step = operation.handle(event, at(service.now));
      continue;
    }
    const Instant wake = wall_of(std::get_if<backup::WaitUntil>(&step)->instant);
    CHECK(wake >= service.now);
    if (dice.roll(100) < rules.trouble_percent / 3) {
      event = random_trouble(dice);  // although nothing is in flight
    } else {
      service.now = std::max(service.now, wake) + Milliseconds{dice.roll(3) == 0 ? 1'500 : 0};
      event = backup::TimerFired{};
    }
    step = operation.handle(event, at(service.now));
  }
  FAIL_CHECK("did not end");
  return sent;
}

}  // namespace dds::testing
