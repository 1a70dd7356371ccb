// Small preferences of the desktop console (theme, widths, region, route) in one JSON file of texts
// by key: $XDG_CONFIG_HOME/dds-console/preferences.json. Never a secret.
//
// The file is replaced as a whole (written beside, then renamed) with mode 0600, so that a crash
// leaves the old or the new one. Two consoles may share it: each sees what the other has saved, and
// each save starts from what lies there, one after the other (a lock on a file beside it).
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace dds::desktop {

/// $XDG_CONFIG_HOME/dds-console/preferences.json, with ~/.config where XDG_CONFIG_HOME is not an
/// absolute path; empty when there is no home either.
[[nodiscard]] std::filesystem::path preferences_path();

class Preferences {
 public:
  /// An empty path keeps everything in memory only; `save` says so.
  explicit Preferences(std::filesystem::path path);

  /// As it lies in the file now, or as this console saved it where that could not be written.
  [[nodiscard]] std::optional<std::string> load(std::string_view key);

  /// Keeps the value and writes the file when it changed. The value is kept in memory even if the
  /// file cannot be written; the error says why it could not, or that there is none. It is written
  /// with the next one. A file that is not ours (broken JSON)
  /// is set aside as `.unreadable`.
  [[nodiscard]] Status save(std::string_view key, std::string_view value);

  /// Why the file could not be read at the start, if so.
  [[nodiscard]] const Status& read_problem() const { return read_problem_; }

 private:
  using Values = std::map<std::string, std::string, std::less<>>;
  [[nodiscard]] Result<Values> read() const;
  [[nodiscard]] Status write(const Values& values) const;
  /// Reads the file again when it is another one than last time.
  void refresh();

  std::filesystem::path path_;
  Values values_;
  std::set<std::string, std::less<>> unwritten_;  // keys whose values are only in memory
  Status read_problem_;
  std::optional<struct stat> seen_;  // of the file when it was read last
};

}  // namespace dds::desktop
