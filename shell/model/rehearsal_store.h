// The record of rehearsals in the host's preferences, so that a temporary instance is found again
// after the page was closed: the lines of rehearsal_record.h, the latest of each rehearsal, the
// oldest finished ones dropped.
//
// Owned by the Model; outlives the rehearsals that write to it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/backup/journal.h"
#include "core/backup/rehearsal_record.h"
#include "shell/host.h"

namespace dds::shell {

class RehearsalStore final : public backup::JournalSink {
 public:
  explicit RehearsalStore(Host& host);

  /// Kept when the host gives back what it was given; a host that keeps nothing is an error.
  [[nodiscard]] Status append(std::string_view line) override;
  [[nodiscard]] const std::vector<backup::RehearsalRecord>& records() const { return records_; }
  /// Why what is kept cannot be read; empty when it can. Nothing is written over it then.
  [[nodiscard]] const std::string& problem() const { return problem_; }
  /// Puts what cannot be read aside.
  void start_anew();

 private:
  void read();
  [[nodiscard]] std::string text() const;

  Host& host_;
  std::vector<backup::RehearsalRecord> records_;  // oldest first
  std::string problem_;
};

/// Nothing of it may still be there.
[[nodiscard]] bool is_over(const backup::RehearsalRecord& record);

}  // namespace dds::shell
