// Which instances are backed up together, and how: the ticks, the method and the retention, and for
// each instance whether it allows them, or why not.
//
// Owned by the Model. Follows the list of instances; a tick stays with its instance when the list
// is read anew.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/create_backup.h"
#include "core/backup/journal.h"
#include "core/backup/list_instances.h"
#include "shell/model/instance_list.h"
#include "shell/model/panel_services.h"
#include "shell/model/text_input.h"

namespace dds::shell {

enum class FleetMethod { Usual, Physical, Logical, Snapshot };
inline constexpr std::size_t kFleetMethods = 4;
/// "Usual for each", "Physical", "Logical", "Snapshot".
[[nodiscard]] std::string_view name(FleetMethod method);

struct FleetCandidate {
  api::Instance instance;
  std::string kind_line;
  std::string searched;  // lower case
  bool chosen = false;
  // Under the present method and retention:
  std::optional<api::BackupMethod> method;
  std::string obstacle;  // why it is left out; empty: it is backed up
  [[nodiscard]] bool allowed() const { return obstacle.empty(); }
};

class FleetChoice {
 public:
  /// `list` outlives this. `busy` says why an instance cannot be started just now, from what the
  /// console itself follows; empty: it can.
  FleetChoice(PanelServices services, const InstanceList& list,
              std::function<std::string(const std::string&)> busy);

  /// Takes the list over when it has changed; cheap when not. Before anything below is asked.
  void follow_list();
  /// What runs or what is chosen has changed: judge all anew at the next `follow_list`.
  void outdate() { judged_ = false; }
  void clear();

  [[nodiscard]] const std::vector<FleetCandidate>& rows() const { return rows_; }
  TextInput filter{128};
  /// Rows that pass the filter, by name.
  [[nodiscard]] const std::vector<std::uint32_t>& order();
  void toggle(std::size_t row);
  /// Those that pass the filter, also where one cannot be backed up now: whoever means all has to
  /// hear of it.
  void choose_all();
  void choose_none();
  /// These and no others; gives how many of them are not on the list.
  std::size_t choose(const std::vector<std::string>& ids);

  /// KEY=VALUE; the service is asked which instances carry it.
  TextInput tag{256};
  void choose_by_tag();
  [[nodiscard]] bool asking_tag() const { return tag_reading_ != nullptr; }
  TextInput pasted{65536};
  void choose_pasted();
  /// How the last way of choosing went: "3 chosen by the tag environment=test."
  [[nodiscard]] const std::string& remark() const { return remark_; }
  [[nodiscard]] bool remark_is_problem() const { return remark_is_problem_; }
  void say(std::string remark, bool problem = false);

  [[nodiscard]] FleetMethod method() const { return method_; }
  void choose_method(FleetMethod method);
  TextInput days{16};
  void check_days();
  [[nodiscard]] const std::string& days_error() const { return days_error_; }
  /// "kept 30 days", "kept as the policy says".
  [[nodiscard]] std::string retention_text() const;

  [[nodiscard]] std::size_t starting() const { return starting_; }  // chosen and allowed
  [[nodiscard]] std::size_t left_out() const { return left_out_; }  // chosen, but not allowed
  [[nodiscard]] std::vector<api::CreateBackupParameters> parameters() const;
  [[nodiscard]] std::vector<backup::LeftOut> those_left_out() const;

 private:
  void take_list();
  void judge(FleetCandidate& row) const;
  void judge_all();
  void count();
  void take_tagged();

  PanelServices services_;
  const InstanceList& list_;
  std::function<std::string(const std::string&)> busy_;
  std::uint64_t list_revision_ = 0;
  bool judged_ = false;
  std::vector<FleetCandidate> rows_;
  std::vector<std::uint32_t> order_;
  std::string filtered_by_;
  bool order_stale_ = true;
  std::string remark_;
  bool remark_is_problem_ = false;
  FleetMethod method_ = FleetMethod::Usual;
  std::optional<std::int32_t> retention_days_;
  std::string days_error_;
  std::size_t starting_ = 0;
  std::size_t left_out_ = 0;
  std::shared_ptr<Session> tag_session_;
  std::shared_ptr<backup::ListInstances> tag_reading_;
  std::string tag_asked_;
  std::uint64_t tag_generation_ = 0;
};

/// The ids of instances (dds-...) in a text, in its order, each once; also where nothing stands
/// between two of them: a one-line field drops line feeds.
[[nodiscard]] std::vector<std::string> instance_ids_in(std::string_view text);

}  // namespace dds::shell
