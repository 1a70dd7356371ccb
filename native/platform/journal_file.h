// The journal of a run in a file: only appended to, synced to the disk line by line, and locked
// against a second program.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/backup/journal.h"
#include "core/base/result.h"

namespace dds::platform {

class JournalFile final : public backup::JournalSink {
 public:
  /// Opens the file, readable and writable by its owner only, or makes it when it is not there.
  /// Refused: a file that another program writes to (the Error's detail is kHeld), one that is no
  /// regular file, one above 256 MiB.
  [[nodiscard]] static Result<std::unique_ptr<JournalFile>> open(const std::filesystem::path& path);
  ~JournalFile() override;
  static constexpr std::string_view kHeld = "held";

  /// What stood in the file when it was opened.
  [[nodiscard]] const std::string& text() const { return text_; }
  /// Cuts off what a kill left of a last line. Call before the first `append`.
  [[nodiscard]] Status keep(std::size_t bytes);

  /// Takes an empty file away; nothing is written to it afterwards.
  void remove_if_empty();

  /// Returns when the line is on the disk. When it could not be written, what came of it is taken
  /// back, so that the file stays readable.
  [[nodiscard]] Status append(std::string_view line) override;

 private:
  JournalFile(std::filesystem::path path, int descriptor, std::string text);
  [[nodiscard]] Error problem(std::string_view what) const;

  std::filesystem::path path_;
  int descriptor_;
  std::string text_;
  std::size_t size_;
  bool broken_ = false;
};

}  // namespace dds::platform
