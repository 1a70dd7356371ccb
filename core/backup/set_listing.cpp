#include "core/backup/set_listing.h"

#include <utility>

namespace dds::backup {
namespace {

constexpr std::int32_t kPageSize = 100;  // the largest that the service takes
constexpr std::int32_t kMostPages =
    2'000;  // of one list: an end, should the service never give one

}  // namespace

SetListing::SetListing(const api::Instance& instance, std::optional<Instant> begin,
                       std::optional<Instant> end)
    : cluster_(instance.use_cluster_backup) {
  query_.instance_id = instance.id;
  query_.start_time = begin;
  query_.end_time = end;
  query_.page_size = kPageSize;
  if (cluster_ || instance.kind != api::InstanceKind::ShardedCluster) return;
  for (const api::Shard& shard : instance.shards) nodes_.push_back(shard.node_id);
}

api::Call SetListing::next() const {
  if (cluster_) return api::describe_cluster_backups(query_);
  api::BackupQuery query = query_;
  if (list_ < nodes_.size()) query.node_id = nodes_[list_];
  return api::describe_backups(query);
}

bool SetListing::last_page(const api::BackupSetPage& page) const {
  if (page.sets.empty() || query_.page_number >= kMostPages) return true;
  // Cluster backups come without a total: a page that is not full is the last one.
  if (cluster_) return page.sets.size() < static_cast<std::size_t>(kPageSize);
  return std::int64_t{query_.page_number} * kPageSize >= page.total_count;
}

Status SetListing::take(const response::Answer& answer) {
  if (complete()) return std::nullopt;
  Result<api::BackupSetPage> page =
      cluster_ ? api::read_cluster_backups(answer) : api::read_backups(answer);
  if (!page) return page.error();
  const bool last = last_page(*page);
  for (api::BackupSet& set : page->sets) {
    if (list_ < nodes_.size()) set.node_id = nodes_[list_];
    sets_.push_back(std::move(set));
  }
  ++query_.page_number;
  if (last) {
    query_.page_number = 1;
    ++list_;
  }
  return std::nullopt;
}

}  // namespace dds::backup
