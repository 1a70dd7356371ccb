// Restoring a backup into a new instance: read the source -> is the point restorable
// (DescribeInstanceRecoverTime, CheckRecoveryCondition) -> what does it cost (DescribePrice) ->
// *ready to confirm* -> CreateDBInstance or CreateShardingDBInstance -> follow until Running.
//
// Two parts. The first one only reads; it answers Done with the progress at ReadyToConfirm. After
// `confirm()` the same operation is given to the driver again (its Started begins the second part)
// and orders the instance. Without `confirm()` nothing is ever ordered.
//
// The order carries the caller's ClientToken, the same in every attempt: however often it is sent,
// one instance is made. When all attempts are lost the outcome is Unknown; a new operation with the
// same request and token may then be run soon after. How long the service remembers a token is not
// documented, so that nothing here sends it later than the limits below allow.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/clone.h"
#include "core/backup/silence.h"
#include "core/backup/stepwise.h"

namespace dds::backup {

enum class RestorePhase {
  Idle,
  ReadingSource,
  ReadingRanges,
  Checking,
  Pricing,
  ReadyToConfirm,
  Creating,
  Following,  // Creating, Restoring...: until Running
  Ended,
};

struct RestorePlan {
  api::Blueprint source;
  api::CloneRequest request;
  std::optional<std::vector<api::RestoreRange>> ranges;  // where the service tells them
  api::Call order;                                       // exactly what will be sent
};
/// The plan in lines for a person who is to confirm: "Source", "Restore point", "Class", ...
struct PlanLine {
  std::string label;
  std::string value;
};
[[nodiscard]] std::vector<PlanLine> describe(const RestorePlan& plan);

struct RestoreProgress : OperationProgress {
  RestorePhase phase = RestorePhase::Idle;
  std::string source_id;
  std::optional<RestorePlan> plan;
  std::optional<api::Price> price;
  std::string check_note;     // why CheckRecoveryCondition could not be asked; empty: it said yes
  std::string price_problem;  // why there is no price, where DescribePrice gave none
  bool confirmed = false;
  std::string instance_id;  // of the new instance, once known
  std::string order_id;
  std::string instance_status;     // as last told
  std::optional<Instant> ordered;  // when the order first went out
  /// The same by the steady clock, which says how long its token still holds; absent when an
  /// earlier run ordered.
  std::optional<SteadyInstant> ordered_here;
  std::optional<Instant> running;    // when it was first seen Running
  std::optional<Milliseconds> took;  // from the order until then
};

struct RestoreOptions {
  StepLimits plan_limits;
  Milliseconds order_limit{10 * 60'000};      // sending the order again, with the same token
  Milliseconds follow_limit{24 * 3'600'000};  // until Running
  Milliseconds outage{30 * 60'000};           // without any answer while it is followed
  Milliseconds poll{15'000};                  // between two looks
  std::uint64_t jitter_seed = 0;
};

/// Endings: Succeeded (Running), Refused, NotReached, Unreadable, Failed (the new instance is being
/// released or is gone), Unknown (not known whether it was made, or it was not Running within the
/// limit).
class RestoreInstance final : public Stepwise {
 public:
  RestoreInstance(std::string source_id, api::CloneRequest request, RestoreOptions options = {});
  /// Only the following of one that an earlier run ordered: nothing is planned or ordered.
  RestoreInstance(std::string source_id, std::string instance_id, Instant ordered,
                  RestoreOptions options = {});
  [[nodiscard]] const RestoreProgress& progress() const { return progress_; }
  /// The user agrees to plan and price. False unless the phase is ReadyToConfirm. Start the
  /// operation again afterwards.
  bool confirm();

 private:
  void begin() override;
  void resume() override;
  void on_time_up() override;
  void throttled() override { silence_.answered(); }
  OperationProgress& shared_progress() override { return progress_; }
  void on_source(const api::Blueprint& source);
  void read_ranges();
  void check();
  void ask_price();
  void ready();
  void order();
  void follow();
  void follow_ordered();
  void begin_following();
  void look();
  void on_look(const api::Instance& instance);

  RestoreOptions options_;
  RestoreProgress progress_;
  void wait_and_look();
  void look_failed(const Failure& failure);
  void missing();

  SteadyInstant followed_{};  // since when it is waited for
  Silence silence_;
  bool seen_ = false;  // the new instance was listed once
};

}  // namespace dds::backup
