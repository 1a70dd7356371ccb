#include "native/cli/operations/rehearsal_record_file.h"

#include <system_error>
#include <utility>

namespace dds::cli {
namespace {

Result<std::filesystem::path> default_path(const platform::Environment& environment) {
  const Result<std::filesystem::path> folder = platform::state_folder(environment);
  if (!folder) {
    return make_error(ErrorCode::Io,
                      "There is no place for the record of rehearsals: " + folder.error().message +
                          " Name one with --record FILE.",
                      {});
  }
  return *folder / "rehearsals";
}

}  // namespace

Result<RecordFile> open_record_file(const std::string& path,
                                    const platform::Environment& environment) {
  RecordFile record;
  if (path.empty()) {
    Result<std::filesystem::path> found = default_path(environment);
    if (!found) return found.error();
    record.path = std::move(*found);
  } else {
    record.path = path;
  }
  Result<std::unique_ptr<platform::JournalFile>> file = platform::JournalFile::open(record.path);
  if (!file) return file.error();
  record.file = std::move(*file);
  Result<backup::RehearsalBook> book = backup::read_rehearsals(record.file->text());
  if (!book) {
    return make_error(ErrorCode::Io, record.path.string() + ": " + book.error().message, {});
  }
  record.book = std::move(*book);
  if (const Status problem = record.file->keep(record.book.valid_bytes)) return *problem;
  return record;
}

}  // namespace dds::cli
