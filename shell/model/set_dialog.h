// What is asked about one backup set before it is kept longer or deleted.
//
// Owned by the Model. What was chosen for a set stays until it was carried out or another set is
// asked about.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "core/api/keep.h"
#include "core/backup/keep_set.h"
#include "shell/model/changes.h"
#include "shell/model/panel_services.h"
#include "shell/model/set_history.h"
#include "shell/model/text_input.h"

namespace dds::shell {

enum class KeepChoice { Days, Longest, ForEver };

class SetDialog {
 public:
  SetDialog(PanelServices services, Changes& changes, const SetHistory& history)
      : services_(std::move(services)), changes_(changes), history_(history) {}

  void ask(const api::BackupSet& set);
  void clear();
  [[nodiscard]] const api::BackupSet& set() const { return set_; }
  /// "backup set 5664 of orders".
  [[nodiscard]] const std::string& title() const { return title_; }
  /// "Automatic, Physical, ended 14 Jan 03:57, 5.9 GiB".
  [[nodiscard]] const std::string& about() const { return about_; }

  // Keeping it longer.
  KeepChoice choice = KeepChoice::ForEver;
  TextInput days{8};  // after the backup's end
  [[nodiscard]] std::string keep_obstacle() const;
  /// "13 Feb 2026", "for ever", "not told".
  [[nodiscard]] std::string kept_now() const;
  [[nodiscard]] std::string kept_then() const;
  [[nodiscard]] std::string longest() const;
  /// True when it was sent.
  bool keep();

  // Deleting it.
  TextInput typed_id{64};
  [[nodiscard]] bool only_good_one() const { return only_good_one_; }
  [[nodiscard]] std::string delete_obstacle() const;
  bool remove();

  /// The last change of a set of the instance that is open, not dismissed.
  [[nodiscard]] const Change* change(ChangeKind kind) const {
    return changes_.newest(kind, history_.instance().id);
  }

 private:
  [[nodiscard]] std::optional<Instant> wanted() const;
  [[nodiscard]] std::string date(const std::optional<Instant>& instant) const;
  [[nodiscard]] std::string running_obstacle() const;

  PanelServices services_;
  Changes& changes_;
  const SetHistory& history_;
  api::BackupSet set_;
  std::string title_;
  std::string about_;
  bool only_good_one_ = false;
};

}  // namespace dds::shell
