// Lists an instance's backup sets, whichever list the service keeps them in and however many pages
// it has: DescribeBackups for most instances, once a shard for sharded clusters on local disks,
// DescribeClusterBackups for sharded clusters on cloud disks. Source of the split: API reference of
// both actions. Sans-I/O and a plain value: asks one call at a time.
//
// A listing that is `complete` need not be whole: look at `shortfall` before anything is concluded
// from what is not in it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/backups.h"
#include "core/api/instance.h"
#include "core/backup/page_walk.h"

namespace dds::backup {

class SetListing {
 public:
  /// Where the sets lie follows from the instance; one of which only the id is known is asked as a
  /// replica set. `begin` and `end` bound the sets' time; minutes count.
  SetListing(const api::Instance& instance, std::optional<Instant> begin,
             std::optional<Instant> end);

  /// The call to send next; only while not `complete`.
  [[nodiscard]] api::Call next() const;
  /// Takes the answer to that call. An answer that cannot be read changes nothing.
  [[nodiscard]] Status take(const response::Answer& answer);
  /// Nothing more is to be asked for.
  [[nodiscard]] bool complete() const { return list_ >= lists(); }
  /// All sets that there are, as far as the service's own counts can show it.
  [[nodiscard]] bool whole() const { return complete() && !shortfalls_.all(); }
  /// Of all lists together, once some list came to its end without being whole.
  [[nodiscard]] const std::optional<Shortfall>& shortfall() const { return shortfalls_.all(); }
  /// "30 of 75 backup sets: the service gave no more"; only with a shortfall.
  [[nodiscard]] std::string describe_shortfall() const;

  /// What came so far, in the service's order; sets of a shard carry its `node_id`. They grow page
  /// by page, but when a list is read again from its beginning.
  [[nodiscard]] const std::vector<api::BackupSet>& sets() const { return sets_.items(); }
  /// The shards that have lists of their own; empty when there is one list.
  [[nodiscard]] const std::vector<std::string>& nodes() const { return nodes_; }
  /// Some list was read again from its beginning: `sets` did not only grow.
  [[nodiscard]] bool read_again() const { return again_; }
  /// Pages taken so far.
  [[nodiscard]] std::int64_t pages() const { return pages_; }

 private:
  [[nodiscard]] std::size_t lists() const { return nodes_.empty() ? 1 : nodes_.size(); }

  api::BackupQuery query_;
  bool cluster_ = false;
  std::vector<std::string> nodes_;
  std::size_t list_ = 0;
  std::int64_t pages_ = 0;
  bool again_ = false;
  WholeList<api::BackupSet> sets_;
  Shortfalls shortfalls_;
};

}  // namespace dds::backup
