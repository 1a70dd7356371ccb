// The account's instances in a region: both listings of the service (replica sets and standalone
// ones, sharded clusters) merged, all pages; and, row by row as rows are looked at, the last good
// backup.
//
// One kind may be denied, or come short of the service's own count: what did come is shown then,
// with what could not be read.
//
// Owned by the Model. A refresh keeps the rows in place and on screen until the new ones are all
// there; new rows go to the end until somebody sorts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/instance.h"
#include "core/backup/page_walk.h"
#include "shell/model/problem.h"
#include "shell/model/session.h"
#include "shell/model/set_reader.h"
#include "shell/model/text_input.h"

namespace dds::shell {

enum class Column { Name, Kind, State, LastBackup, Size };

struct LastBackup {
  enum class State { NotAsked, Asking, Known, None, Failed };
  State state = State::NotAsked;
  std::optional<api::BackupSet> set;
  std::string problem;
};

struct InstanceRow {
  api::Instance instance;
  std::string kind_line;  // "3 nodes · local SSD · 4.4"
  std::string searched;   // lower case
  LastBackup last_backup;
  bool is_new = false;  // came with a refresh
};

/// "3 nodes · local SSD · 4.4", "2 mongos · 3 shards · ESSD · 7.0".
[[nodiscard]] std::string kind_line(const api::Instance& instance);
/// "replica set on local SSD".
[[nodiscard]] std::string kind_sentence(const api::Instance& instance);
/// What the service's name of a listing lists: "sharded clusters" for "sharding".
[[nodiscard]] std::string_view listing_words(std::string_view kind);

class InstanceList {
 public:
  /// `changed` is called when something on screen may have changed; `first_reply` with each
  /// listing's first outcome.
  InstanceList(bool has_page_origin, std::function<void()> changed);

  /// Lists anew over this session. `keep` = a refresh of the same account and region: rows stay
  /// meanwhile.
  void load(const std::shared_ptr<Session>& session, const std::string& region_id,
            SteadyInstant now, bool keep);
  void clear();

  /// Told once for each load: nothing when some kind came, else why none did.
  std::function<void(const std::optional<Problem>&)> on_loaded;

  [[nodiscard]] bool loading() const { return lists_open_ > 0; }
  [[nodiscard]] SteadyInstant loading_since() const { return since_; }
  [[nodiscard]] bool loaded_once() const { return loaded_once_; }
  [[nodiscard]] const std::optional<Problem>& problem() const { return problem_; }
  /// Of kinds that could not be listed, or not wholly, while something could: which and why, in one
  /// sentence each.
  [[nodiscard]] const std::vector<Problem>& unlisted() const { return unlisted_; }

  [[nodiscard]] const std::vector<InstanceRow>& rows() const { return rows_; }
  /// Changes when instances come, go or say something else; never 0.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }
  [[nodiscard]] const InstanceRow* find(std::string_view instance_id) const;
  /// Rows that pass the filter, in the order of the table.
  [[nodiscard]] const std::vector<std::size_t>& order();

  TextInput filter{128};
  [[nodiscard]] Column sorted_by() const { return sorted_by_; }
  [[nodiscard]] bool descending() const { return descending_; }
  /// The same column again turns the direction.
  void sort(Column column);

  /// Asks for the row's last backup when it was not asked yet and few requests are open.
  void want_last_backup(std::size_t row);
  /// Asks again: a backup of this instance has ended, or its sets were read otherwise.
  void forget_last_backup(std::string_view instance_id);

 private:
  // Without "sharding" the service lists replica sets and standalone instances only.
  static constexpr const char* kReplicate = "replicate";
  static constexpr const char* kSharding = "sharding";
  /// One of the service's two listings, and why it was not read to its end.
  struct Listing {
    const char* kind;
    std::optional<Problem> problem = {};
    backup::WholeList<api::Instance> incoming = backup::WholeList<api::Instance>();
    [[nodiscard]] bool shown() const { return !problem || incoming.walk().ended(); }
  };
  void list_page(std::size_t listing);
  void take_page(std::size_t listing, std::variant<response::Reply, backup::NotReplied> outcome);
  void list_ended(std::size_t listing, std::optional<Problem> problem);
  void gather();
  void note_unlisted();
  /// Its listing could not be read: whether it is still there is not known.
  [[nodiscard]] bool is_unlisted(const api::Instance& instance) const;
  void merge();
  InstanceRow* find_row(std::string_view instance_id);
  void apply_sort();

  bool has_page_origin_;
  std::function<void()> changed_;
  std::weak_ptr<Session> session_;
  std::string region_id_;
  std::uint64_t generation_ = 0;  // answers of an earlier load are dropped
  std::uint64_t epoch_ = 0;       // so are backup sets asked for before `clear`
  int lists_open_ = 0;
  int sets_open_ = 0;
  SteadyInstant since_{};
  bool loaded_once_ = false;
  std::optional<Problem> problem_;
  std::vector<Problem> unlisted_;
  std::array<Listing, 2> listings_ = {{{kReplicate}, {kSharding}}};
  std::vector<api::Instance> incoming_;
  std::vector<InstanceRow> rows_;
  std::uint64_t revision_ = 1;
  std::vector<std::size_t> sorted_;
  std::vector<std::size_t> order_;
  std::string filtered_by_;
  bool order_stale_ = true;
  Column sorted_by_ = Column::Name;
  bool descending_ = false;
};

}  // namespace dds::shell
