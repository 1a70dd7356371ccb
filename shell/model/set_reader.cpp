#include "shell/model/set_reader.h"

#include "core/backup/page_walk.h"
#include "core/base/stable_order.h"

#include <algorithm>
#include <map>

namespace dds::shell {
namespace {

constexpr std::int32_t kPageSize = 30;
constexpr std::int64_t kMostPages = 10;  // of each list

struct Reading {
  std::weak_ptr<Session> session;
  api::Instance instance;
  bool has_page_origin = false;
  std::function<void(RecentSets)> completion;
  backup::WholeList<api::BackupSet> sets{kPageSize};
  bool all = true;  // of the lists that were read
  std::size_t shard = 0;
  bool asked_for_shards = false;
};

bool on_cluster_list(const api::Instance& instance) {
  return instance.use_cluster_backup ||
         (instance.kind == api::InstanceKind::ShardedCluster && instance.cloud_disk());
}

bool per_shard(const api::Instance& instance) {
  return instance.kind == api::InstanceKind::ShardedCluster && !on_cluster_list(instance);
}

bool usable(const api::BackupSet& set) {
  return set.state == api::SetState::Success && set.available.value_or(true) && set.ended;
}

void finish(const std::shared_ptr<Reading>& reading) {
  SetsRead read{reading->sets.items(), reading->all};
  sort_stable(read.sets, [](const api::BackupSet& a, const api::BackupSet& b) {
    return a.ended.value_or(Instant{}) > b.ended.value_or(Instant{});
  });
  reading->completion(std::move(read));
}

// Whether the present list goes on, and nothing that came from it is good.
bool wants_more(const backup::WholeList<api::BackupSet>& list) {
  if (list.walk().ended() || list.walk().pages() >= kMostPages) return false;
  const auto begin = list.items().end() - static_cast<std::ptrdiff_t>(list.listed());
  return std::none_of(begin, list.items().end(), usable);
}

void ask(const std::shared_ptr<Reading>& reading);

// Runs `take` on an Answer; gives up with a Problem on anything else.
template <class Take>
auto on_reply(const std::shared_ptr<Reading>& reading, Take take) {
  return [reading, take](std::variant<response::Reply, backup::NotReplied> outcome) {
    const std::shared_ptr<Session> session = reading->session.lock();
    if (!session) return;
    if (const auto* failure = std::get_if<backup::NotReplied>(&outcome)) {
      reading->completion(
          problem_of(*failure, session->connection->route, reading->has_page_origin));
      return;
    }
    const response::Reply& reply = *std::get_if<response::Reply>(&outcome);
    if (const auto* refusal = std::get_if<response::ApiError>(&reply)) {
      reading->completion(problem_of(*refusal, session->connection->credentials));
      return;
    }
    take(*std::get_if<response::Answer>(&reply));
  };
}

void ask_for_shards(const std::shared_ptr<Session>& session,
                    const std::shared_ptr<Reading>& reading) {
  reading->asked_for_shards = true;
  session->driver->call(api::describe_instance(reading->instance.id),
                        on_reply(reading,
                                 [reading](const response::Answer& answer) {
                                   Result<api::Instance> instance =
                                       api::read_instance(answer, reading->instance.id);
                                   if (!instance)
                                     return reading->completion(problem_of(instance.error()));
                                   reading->instance = std::move(*instance);
                                   ask(reading);
                                 }),
                        true);
}

void ask(const std::shared_ptr<Reading>& reading) {
  const std::shared_ptr<Session> session = reading->session.lock();
  if (!session) return;
  const bool shards = per_shard(reading->instance);
  if (shards && reading->instance.shards.empty() && !reading->asked_for_shards) {
    ask_for_shards(session, reading);
    return;
  }
  api::BackupQuery query;
  query.instance_id = reading->instance.id;
  query.page_number = reading->sets.walk().number();
  query.page_size = reading->sets.walk().size();
  const bool cluster = on_cluster_list(reading->instance);
  if (shards && !reading->instance.shards.empty())
    query.node_id = reading->instance.shards[reading->shard].node_id;
  session->driver->call(
      cluster ? api::describe_cluster_backups(query) : api::describe_backups(query),
      on_reply(reading,
               [reading, cluster, node = query.node_id](const response::Answer& answer) {
                 Result<api::BackupSetPage> page =
                     cluster ? api::read_cluster_backups(answer) : api::read_backups(answer);
                 if (!page) {
                   reading->completion(problem_of(page.error()));
                   return;
                 }
                 for (api::BackupSet& set : page->sets) {
                   if (set.node_id.empty()) set.node_id = node;
                 }
                 reading->sets.take(
                     std::move(page->sets), page->facts,
                     [](const api::BackupSet& set) -> const std::string& { return set.id; });
                 if (wants_more(reading->sets)) return ask(reading);
                 reading->all = reading->all && reading->sets.walk().whole();
                 reading->sets.begin_next();
                 if (++reading->shard < reading->instance.shards.size() && !cluster &&
                     !node.empty()) {
                   ask(reading);
                 } else {
                   finish(reading);
                 }
               }),
      true);
}

}  // namespace

void read_recent_sets(const std::shared_ptr<Session>& session, const api::Instance& instance,
                      bool has_page_origin, std::function<void(RecentSets)> completion) {
  auto reading = std::make_shared<Reading>();
  reading->session = session;
  reading->instance = instance;
  reading->has_page_origin = has_page_origin;
  reading->completion = std::move(completion);
  ask(reading);
}

std::optional<api::BackupSet> last_good(const std::vector<api::BackupSet>& sets,
                                        const api::Instance& instance) {
  std::map<std::string, const api::BackupSet*> newest;  // by shard; a single entry without shards
  if (per_shard(instance)) {
    for (const api::Shard& shard : instance.shards) newest[shard.node_id] = nullptr;
  }
  for (const api::BackupSet& set : sets) {
    if (!usable(set)) continue;
    const api::BackupSet*& best = newest[per_shard(instance) ? set.node_id : std::string()];
    if (best == nullptr || *set.ended > *best->ended) best = &set;
  }
  std::optional<api::BackupSet> result;
  std::int64_t size = 0;
  for (const auto& [node, set] : newest) {
    if (set == nullptr) return std::nullopt;
    size += set->size_bytes.value_or(0);
    if (!result || *set->ended < *result->ended) result = *set;
  }
  if (result && size > 0) result->size_bytes = size;
  return result;
}

}  // namespace dds::shell
