// Faults that happen between a client and the service, or inside the service, and the plan that
// says which request meets which: for tests, demonstrations and `--faults`.
//
// A plan is a plain value: the same plan asked about the same actions in the same order gives the
// same faults on every target. What a kind means to a client is realised by whoever carries
// requests: EmulatorTransport in memory, the server over sockets (fault_stage.h is what they
// share).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/emulator/random.h"

namespace dds::emulator {

enum class FaultKind {
  Refused,              // the connection is refused: nothing was sent
  LostBefore,           // the connection is lost before the request took effect
  LostAfter,            //   ... and after it
  TimeOutBefore,        // no answer within the client's time, without effect
  TimeOutAfter,         //   ... and with effect
  Slow,                 // the right answer, late
  Error500,             // InternalError, without effect
  Error500After,        //   ... and with effect
  Unavailable503,       // ServiceUnavailable, without effect
  Unavailable503After,  //   ... and with effect
  Throttled,            // Throttling.User with x-acs-retry-after, without effect
  CutOff,               // took effect; the answer's body ends early
  WrongType,            // took effect; the right body under a wrong content type
  Portal,               // a captive portal answers 200 with a page of its own; without effect
  Duplicate,            // delivered twice; the client sees the answer to the second copy
  GarbledBefore,        // any bytes in the answer's place (garbled.h), without effect
  GarbledAfter,         //   ... and with effect
  Delayed,         // no answer within the client's time; arrives up to an hour later (postponed.h)
  DateLies,        // the right answer, dated up to an hour off
  JobFails,        // CreateBackup only: it succeeds, the job that it starts fails
  JobHangs,        // CreateBackup only: it succeeds, the job stays Backuping for ever
  NonceForgotten,  // CreateBackup only: which nonces were used is forgotten before
};

/// As in a spec: "lost-after".
[[nodiscard]] std::string_view fault_name(FaultKind kind);

/// Every kind, in the order above.
[[nodiscard]] const std::vector<FaultKind>& all_fault_kinds();

/// Kinds that happen to CreateBackup only, and that `any` leaves out.
[[nodiscard]] bool of_create_backup(FaultKind kind);

struct FaultRule {
  std::string action;             // "CreateBackup", "Describe*", "*"
  std::optional<FaultKind> kind;  // absent: any but those of CreateBackup only, all equally likely
  int percent = 100;              // how likely it is, for each request of that action
  int remaining = -1;             // this many requests more; -1 = for ever
};

class FaultPlan {
 public:
  FaultPlan() = default;
  explicit FaultPlan(std::vector<FaultRule> rules, std::uint64_t seed = 1)
      : rules_(std::move(rules)), random_(seed) {}

  /// What happens to the next request of that action. Rules are tried in their order; the first one
  /// that hits is it. A rule of a kind for CreateBackup only is passed over for other actions.
  [[nodiscard]] std::optional<FaultKind> next(std::string_view action);

  /// A number by which a fault that is not always the same chooses: how late, how wrong,
  /// which bytes. The dice
  /// are thrown for such kinds only; it is 0 for the others.
  [[nodiscard]] std::uint64_t shape_of(FaultKind kind);

  /// How far the service's clock is ahead of the right time (negative: behind).
  [[nodiscard]] Milliseconds skew() const { return skew_; }
  void set_skew(Milliseconds skew) { skew_ = skew; }

  [[nodiscard]] bool empty() const { return rules_.empty(); }
  void add(FaultRule rule) { rules_.push_back(std::move(rule)); }
  [[nodiscard]] const std::vector<FaultRule>& rules() const { return rules_; }

 private:
  std::vector<FaultRule> rules_;
  Random random_{1};
  Milliseconds skew_{0};
};

/// Reads `ACTION:KIND:RATE` items, `seed=NUMBER` and `skew=MINUTES`, separated by commas. ACTION is
/// an action's name, or ends in `*`; KIND is a fault's name or `any`; RATE is `20%` or `x3` (the
/// next three). MINUTES are those by which the service's clock is ahead, or behind with a minus. An
/// empty spec is the empty plan. On bad input the error is one sentence: what was wrong, what would
/// be right.
///
///   CreateBackup:lost-after:20%,*:throttled:5%,DescribeBackups:cut-off:x3,seed=7
[[nodiscard]] Result<FaultPlan> parse_faults(std::string_view spec);

}  // namespace dds::emulator
