#include "shell/model/instance_list.h"

#include <algorithm>
#include <numeric>
#include <set>

#include "core/base/stable_order.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

constexpr int kSetsAtATime = 3;
constexpr const char* kDot = " \xC2\xB7 ";

std::string storage_word(const api::Instance& instance) {
  const std::string& type = instance.storage_type;
  if (type == "local_ssd" || type == "local_pro") return "local SSD";
  if (type.starts_with("cloud_essd")) {
    const std::string level = type.substr(std::string_view("cloud_essd").size());
    return level.empty() ? "ESSD" : "ESSD PL" + level;
  }
  if (type == "cloud_auto") return "ESSD AutoPL";
  return type;
}

std::string counted(std::int64_t count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

bool less(const InstanceRow& a, const InstanceRow& b, Column column) {
  const auto ended = [](const InstanceRow& row) {
    return row.last_backup.set && row.last_backup.set->ended ? *row.last_backup.set->ended
                                                             : Instant{};
  };
  const auto size = [](const InstanceRow& row) {
    return row.last_backup.set ? row.last_backup.set->size_bytes.value_or(-1) : -1;
  };
  switch (column) {
    case Column::Name: return lower(a.instance.title()) < lower(b.instance.title());
    case Column::Kind:
      return std::pair(a.instance.kind, a.kind_line) < std::pair(b.instance.kind, b.kind_line);
    case Column::State: return a.instance.status < b.instance.status;
    case Column::LastBackup: return ended(a) < ended(b);
    case Column::Size: return size(a) < size(b);
  }
  return false;
}

}  // namespace

std::string kind_line(const api::Instance& instance) {
  std::string text;
  if (instance.kind == api::InstanceKind::ShardedCluster) {
    if (instance.mongos_count > 0) text += std::to_string(instance.mongos_count) + " mongos" + kDot;
    if (!instance.shards.empty()) {
      text += counted(static_cast<std::int64_t>(instance.shards.size()), "shard", "shards") + kDot;
    }
  } else if (instance.replication_factor > 0) {
    text += counted(instance.replication_factor, "node", "nodes") + kDot;
  }
  text += storage_word(instance);
  if (!instance.engine_version.empty()) text += kDot + instance.engine_version;
  return text;
}

std::string kind_sentence(const api::Instance& instance) {
  return lower(api::name(instance.kind)) + " on " + storage_word(instance);
}

std::string_view listing_words(std::string_view kind) {
  if (kind == "sharding") return "sharded clusters";
  if (kind == "replicate") return "replica sets and standalone instances";
  return kind;
}

InstanceList::InstanceList(bool has_page_origin, std::function<void()> changed)
    : has_page_origin_(has_page_origin), changed_(std::move(changed)) {}

void InstanceList::load(const std::shared_ptr<Session>& session, const std::string& region_id,
                        SteadyInstant now, bool keep) {
  if (!keep) clear();
  session_ = session;
  region_id_ = region_id;
  since_ = now;
  incoming_.clear();
  ++generation_;
  lists_open_ = static_cast<int>(listings_.size());
  for (std::size_t i = 0; i < listings_.size(); ++i) {
    listings_[i].incoming = backup::WholeList<api::Instance>();
    listings_[i].problem.reset();
    list_page(i);
  }
  changed_();
}

void InstanceList::clear() {
  ++generation_;
  ++epoch_;
  ++revision_;
  rows_.clear();
  sorted_.clear();
  order_stale_ = true;
  problem_.reset();
  unlisted_.clear();
  lists_open_ = 0;
  sets_open_ = 0;
  loaded_once_ = false;
  session_.reset();
}

void InstanceList::list_page(std::size_t listing) {
  const std::shared_ptr<Session> session = session_.lock();
  if (!session) return;
  const backup::PageWalk& walk = listings_[listing].incoming.walk();
  session->driver->call(
      api::describe_instances(region_id_, listings_[listing].kind, walk.number(), walk.size()),
      [this, listing, generation = generation_](auto outcome) {
        if (generation == generation_) take_page(listing, std::move(outcome));
      },
      walk.pages() > 0);
}

void InstanceList::take_page(std::size_t listing,
                             std::variant<response::Reply, backup::NotReplied> outcome) {
  const std::shared_ptr<Session> session = session_.lock();
  if (!session) return;
  if (const auto* failure = std::get_if<backup::NotReplied>(&outcome)) {
    return list_ended(listing, problem_of(*failure, session->connection->route, has_page_origin_));
  }
  const response::Reply& reply = *std::get_if<response::Reply>(&outcome);
  if (const auto* refusal = std::get_if<response::ApiError>(&reply)) {
    return list_ended(listing, problem_of(*refusal, session->connection->credentials));
  }
  Result<api::InstancePage> instances = api::read_instances(*std::get_if<response::Answer>(&reply));
  if (!instances) return list_ended(listing, problem_of(instances.error()));
  backup::WholeList<api::Instance>& incoming = listings_[listing].incoming;
  incoming.take(std::move(instances->instances), instances->facts,
                [](const api::Instance& instance) -> const std::string& { return instance.id; });
  if (!incoming.walk().ended()) return list_page(listing);
  const std::optional<backup::Shortfall>& shortfall = incoming.walk().shortfall();
  if (!shortfall) return list_ended(listing, std::nullopt);
  Problem problem;
  problem.what = describe(*shortfall, "instances") + ".";
  problem.steps = {NextStep::TryAgain, NextStep::CopyDetails};
  list_ended(listing, std::move(problem));
}

void InstanceList::list_ended(std::size_t listing, std::optional<Problem> problem) {
  listings_[listing].problem = std::move(problem);
  if (--lists_open_ > 0) return;
  problem_.reset();
  unlisted_.clear();
  const bool none_came = std::all_of(listings_.begin(), listings_.end(),
                                     [](const Listing& one) { return !one.shown(); });
  if (none_came) {
    problem_ = listings_.front().problem;
  } else {
    note_unlisted();
    gather();
    merge();
    loaded_once_ = true;
  }
  if (on_loaded) on_loaded(problem_);
  changed_();
}

// Both kinds, each instance once.
void InstanceList::gather() {
  incoming_.clear();
  std::set<std::string_view> known;
  for (const Listing& listing : listings_) {
    for (const api::Instance& instance : listing.incoming.items()) {
      if (known.insert(instance.id).second) incoming_.push_back(instance);
    }
  }
  known.clear();
  for (Listing& listing : listings_) listing.incoming = backup::WholeList<api::Instance>();
}

void InstanceList::note_unlisted() {
  for (const Listing& listing : listings_) {
    if (!listing.problem) continue;
    Problem problem = *listing.problem;
    std::string words(listing_words(listing.kind));
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
    problem.what = words +
                   (listing.incoming.walk().pages() > 0 ? " could not all be listed: "
                                                        : " could not be listed: ") +
                   problem.what;
    unlisted_.push_back(std::move(problem));
  }
}

bool InstanceList::is_unlisted(const api::Instance& instance) const {
  const std::string_view kind =
      instance.kind == api::InstanceKind::ShardedCluster ? kSharding : kReplicate;
  return std::any_of(listings_.begin(), listings_.end(), [&](const Listing& listing) {
    return listing.problem && kind == listing.kind;
  });
}

void InstanceList::merge() {
  std::vector<InstanceRow> merged;
  const bool first = !loaded_once_;
  const auto make_row = [](api::Instance instance) {
    InstanceRow row;
    row.kind_line = kind_line(instance);
    row.searched =
        lower(instance.title() + "\n" + instance.id + "\n" + std::string(api::name(instance.kind)) +
              "\n" + row.kind_line + "\n" + instance.status);
    row.instance = std::move(instance);
    return row;
  };
  for (InstanceRow& old : rows_) {
    const auto listed = std::find_if(incoming_.begin(), incoming_.end(),
                                     [&](const auto& one) { return one.id == old.instance.id; });
    if (listed == incoming_.end()) {
      if (is_unlisted(old.instance)) merged.push_back(std::move(old));
      continue;
    }
    InstanceRow row = make_row(std::move(*listed));
    listed->id.clear();  // it has its row
    row.last_backup = std::move(old.last_backup);
    // What is known stays on screen; it is asked again.
    if (row.last_backup.state != LastBackup::State::Asking)
      row.last_backup.state = LastBackup::State::NotAsked;
    merged.push_back(std::move(row));
  }
  for (api::Instance& listed : incoming_) {
    if (listed.id.empty()) continue;
    InstanceRow row = make_row(std::move(listed));
    row.is_new = !first;
    merged.push_back(std::move(row));
  }
  const bool same_rows = merged.size() == rows_.size();
  rows_ = std::move(merged);
  ++revision_;
  incoming_.clear();
  if (first) {
    apply_sort();
  } else if (!same_rows || sorted_.size() != rows_.size()) {
    // Rows kept their relative places; gone ones leave, new ones follow.
    std::vector<std::size_t> order(rows_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    sorted_ = std::move(order);
  }
  order_stale_ = true;
}

const InstanceRow* InstanceList::find(std::string_view instance_id) const {
  for (const InstanceRow& row : rows_) {
    if (row.instance.id == instance_id) return &row;
  }
  return nullptr;
}

InstanceRow* InstanceList::find_row(std::string_view instance_id) {
  for (InstanceRow& row : rows_) {
    if (row.instance.id == instance_id) return &row;
  }
  return nullptr;
}

const std::vector<std::size_t>& InstanceList::order() {
  const std::string_view wanted = trimmed(filter.view());
  if (!order_stale_ && wanted == filtered_by_) return order_;
  filtered_by_ = wanted;
  order_stale_ = false;
  const std::string needle = lower(wanted);
  order_.clear();
  for (const std::size_t row : sorted_) {
    if (needle.empty() || rows_[row].searched.find(needle) != std::string::npos)
      order_.push_back(row);
  }
  return order_;
}

void InstanceList::sort(Column column) {
  descending_ =
      column == sorted_by_ ? !descending_ : column == Column::LastBackup || column == Column::Size;
  sorted_by_ = column;
  apply_sort();
}

void InstanceList::apply_sort() {
  // Rows are moved, not only their order: a later refresh keeps the places that are on screen.
  sort_stable(rows_, [this](const InstanceRow& a, const InstanceRow& b) {
    return descending_ ? less(b, a, sorted_by_) : less(a, b, sorted_by_);
  });
  sorted_.resize(rows_.size());
  std::iota(sorted_.begin(), sorted_.end(), std::size_t{0});
  order_stale_ = true;
}

void InstanceList::want_last_backup(std::size_t row) {
  const std::shared_ptr<Session> session = session_.lock();
  LastBackup& last = rows_[row].last_backup;
  if (!session || last.state != LastBackup::State::NotAsked || sets_open_ >= kSetsAtATime ||
      loading())
    return;
  last.state = LastBackup::State::Asking;
  ++sets_open_;
  const std::string id = rows_[row].instance.id;
  read_recent_sets(session, rows_[row].instance, has_page_origin_,
                   [this, id, epoch = epoch_](const RecentSets& outcome) {
                     if (epoch != epoch_) return;
                     --sets_open_;
                     InstanceRow* found = find_row(id);
                     if (found == nullptr) return;
                     LastBackup& answer = found->last_backup;
                     if (const auto* problem = std::get_if<Problem>(&outcome)) {
                       answer.state = LastBackup::State::Failed;
                       answer.problem = problem->code.empty() ? problem->what
                                                              : problem->what + " " + problem->code;
                     } else {
                       const SetsRead& read = *std::get_if<SetsRead>(&outcome);
                       answer.set = last_good(read.sets, found->instance);
                       answer.state =
                           answer.set ? LastBackup::State::Known : LastBackup::State::None;
                       if (!answer.set && !read.all) {
                         answer.state = LastBackup::State::Failed;
                         answer.problem = "None of the " + std::to_string(read.sets.size()) +
                                          " sets that were listed is good; there may be others.";
                       }
                     }
                     changed_();
                   });
}

void InstanceList::forget_last_backup(std::string_view instance_id) {
  InstanceRow* row = find_row(instance_id);
  if (row != nullptr && row->last_backup.state != LastBackup::State::Asking) {
    row->last_backup.state = LastBackup::State::NotAsked;
  }
}

}  // namespace dds::shell
