// Reads what there is of one instance: the instance itself, its running backup jobs, its backup
// sets. Pure, as the core's operations are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/backups.h"
#include "core/api/instance.h"
#include "core/backup/set_listing.h"
#include "core/backup/stepwise.h"

namespace dds::cli {

struct BackupsProgress : backup::OperationProgress {
  std::string instance_id;
  std::optional<api::Instance> instance;
  std::vector<api::BackupJob> running;  // scheduled ones as well
  std::vector<api::BackupSet> sets;     // newest first
  std::size_t listed = 0;               // sets received, whenever they began
  /// The sets are not known to be all: nothing is to be concluded from one that is missing.
  std::optional<backup::Shortfall> shortfall;
};

/// Outcomes: Done (look at `shortfall` all the same), Refused, NotReached.
class ListBackups final : public backup::Stepwise {
 public:
  /// `begin` and `end` bound when the sets began; absent ones bound nothing.
  ListBackups(std::string instance_id, std::optional<Instant> begin, std::optional<Instant> end,
              std::uint64_t jitter_seed = 0);
  [[nodiscard]] const BackupsProgress& progress() const { return progress_; }

 private:
  void begin() override;
  void read_jobs();
  void next_page();
  void finish();
  backup::OperationProgress& shared_progress() override { return progress_; }

  std::optional<Instant> begin_;
  std::optional<Instant> end_;
  std::optional<backup::SetListing> listing_;
  BackupsProgress progress_;
};

}  // namespace dds::cli
