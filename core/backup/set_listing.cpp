#include "core/backup/set_listing.h"

#include <utility>

namespace dds::backup {

SetListing::SetListing(const api::Instance& instance, std::optional<Instant> begin,
                       std::optional<Instant> end)
    : cluster_(instance.use_cluster_backup) {
  query_.instance_id = instance.id;
  query_.start_time = begin;
  query_.end_time = end;
  if (cluster_ || instance.kind != api::InstanceKind::ShardedCluster) return;
  for (const api::Shard& shard : instance.shards) nodes_.push_back(shard.node_id);
}

api::Call SetListing::next() const {
  api::BackupQuery query = query_;
  query.page_number = sets_.walk().number();
  query.page_size = sets_.walk().size();
  if (cluster_) return api::describe_cluster_backups(query);
  if (list_ < nodes_.size()) query.node_id = nodes_[list_];
  return api::describe_backups(query);
}

Status SetListing::take(const response::Answer& answer) {
  if (complete()) return std::nullopt;
  Result<api::BackupSetPage> page =
      cluster_ ? api::read_cluster_backups(answer) : api::read_backups(answer);
  if (!page) return page.error();
  if (list_ < nodes_.size()) {
    for (api::BackupSet& set : page->sets) set.node_id = nodes_[list_];
  }
  ++pages_;
  sets_.take(std::move(page->sets), page->facts,
             [](const api::BackupSet& set) -> const std::string& { return set.id; });
  again_ = again_ || sets_.walk().readings() > 1;
  if (!sets_.walk().ended()) return std::nullopt;
  shortfalls_.add(sets_.listed(), sets_.walk().shortfall());
  ++list_;
  sets_.begin_next();
  return std::nullopt;
}

std::string SetListing::describe_shortfall() const {
  return describe(*shortfall(), "backup sets");
}

}  // namespace dds::backup
