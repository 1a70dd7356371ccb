// Releasing the temporary instance of a rehearsal (DeleteDBInstance): read it -> may it be released
// (release_obstacle) -> release -> look until it is gone. Irreversible; guarded by marking and
// record. Releasing the same instance twice is harmless, so that a lost answer is settled by
// looking.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/api/clone.h"
#include "core/backup/rehearsal_record.h"
#include "core/backup/stepwise.h"

namespace dds::backup {

enum class ReleasePhase { Idle, Looking, Releasing, Watching, Ended };

struct ReleaseProgress : OperationProgress {
  ReleasePhase phase = ReleasePhase::Idle;
  std::string instance_id;
  std::string instance_status;  // as last told; empty: gone
  bool gone = false;            // no longer listed; else Done means that it is being released
};

struct ReleaseOptions {
  StepLimits limits{5, Milliseconds{30 * 60'000}};
  Milliseconds poll{10'000};
  std::uint64_t jitter_seed = 0;
};

/// Endings: Succeeded (gone, or seen to be on its way out), Refused (by the guard or the service),
/// NotReached, Unreadable, NotDone, Unknown (also when the service took it and nothing shows).
class ReleaseTemporary final : public Stepwise {
 public:
  /// `named_by_user`: the user typed this id and confirmed. `client_token`: see check_client_token.
  ReleaseTemporary(std::string instance_id, std::vector<RehearsalRecord> records,
                   bool named_by_user, std::string client_token, ReleaseOptions options = {});
  /// Only finds out what became of a release that an earlier run sent, or was about to: releases
  /// nothing. NotDone: it is still there after several looks.
  [[nodiscard]] static std::shared_ptr<ReleaseTemporary> sent_before(std::string instance_id,
                                                                     std::uint64_t jitter_seed = 0);
  [[nodiscard]] const ReleaseProgress& progress() const { return progress_; }

 private:
  void begin() override;
  void on_time_up() override;
  OperationProgress& shared_progress() override { return progress_; }
  void look();
  void on_look(const api::Instance& instance);
  void look_failed(const Failure& failure);
  void gone();
  void release();
  void look_later();

  std::vector<RehearsalRecord> records_;
  bool named_by_user_;
  std::string client_token_;
  ReleaseOptions options_;
  bool sent_before_ = false;
  int releases_ = 0;       // that may have had their effect
  int looks_ = 0;          // since the last one
  bool accepted_ = false;  // the service took one
  bool leaving_ = false;   // it was seen to be on its way out; an answer alone proves nothing
  ReleaseProgress progress_;
};

}  // namespace dds::backup
