// The file that an emulator's state is kept in. Written as a whole or not at all: a temporary file
// beside it, flushed to the disk, then renamed over it.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace dds::server {

/// Keeps other emulators off a state file for as long as it lasts. The lock is on a file beside it
/// ("FILE.lock"), since the state file itself is replaced at each writing; it is removed at the
/// end.
class StateLock {
 public:
  /// Refused: a file whose state another emulator keeps, and a place that can hold none.
  [[nodiscard]] static Result<std::unique_ptr<StateLock>> take(const std::filesystem::path& path);
  ~StateLock();
  StateLock(const StateLock&) = delete;
  StateLock& operator=(const StateLock&) = delete;

 private:
  StateLock(std::filesystem::path lock_path, int descriptor);
  std::filesystem::path lock_path_;
  int descriptor_;
};

/// The file's text; nothing when there is no such file; an error that names it when it is there and
/// cannot be read.
[[nodiscard]] Result<std::optional<std::string>> read_state_file(const std::filesystem::path& path);

/// Nothing, or an error that names the file.
[[nodiscard]] Status write_state_file(const std::filesystem::path& path, std::string_view text);

}  // namespace dds::server
