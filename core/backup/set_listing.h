// Lists an instance's backup sets, whichever list the service keeps them in and however many pages
// it has: DescribeBackups for most instances, once a shard for sharded clusters on local disks,
// DescribeClusterBackups for sharded clusters on cloud disks. Source of the split: API reference of
// both actions. Sans-I/O and a plain value: asks one call at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/api/backups.h"
#include "core/api/instance.h"

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
  [[nodiscard]] bool complete() const { return list_ >= lists(); }

  /// What came so far, in the service's order; sets of a shard carry its `node_id`.
  [[nodiscard]] const std::vector<api::BackupSet>& sets() const { return sets_; }
  /// The shards that have lists of their own; empty when there is one list.
  [[nodiscard]] const std::vector<std::string>& nodes() const { return nodes_; }

 private:
  [[nodiscard]] std::size_t lists() const { return nodes_.empty() ? 1 : nodes_.size(); }
  [[nodiscard]] bool last_page(const api::BackupSetPage& page) const;

  api::BackupQuery query_;
  bool cluster_ = false;
  std::vector<std::string> nodes_;
  std::size_t list_ = 0;
  std::vector<api::BackupSet> sets_;
};

}  // namespace dds::backup
