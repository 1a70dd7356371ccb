// The file that remembers rehearsals: which temporary instances were ordered, and what became of
// them.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "core/backup/rehearsal_record.h"
#include "core/base/result.h"
#include "native/platform/journal_file.h"
#include "native/platform/paths.h"

namespace dds::cli {

struct RecordFile {
  std::filesystem::path path;
  std::unique_ptr<platform::JournalFile> file;
  backup::RehearsalBook book;  // what stands in it
};

/// `path` as typed; "": dds/rehearsals in the user's state folder, which is made when it is not
/// there. Refused: a file that another program writes to, or that holds something else.
[[nodiscard]] Result<RecordFile> open_record_file(const std::string& path,
                                                  const platform::Environment& environment);

}  // namespace dds::cli
