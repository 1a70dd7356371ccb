#include "native/server/state_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>
#include <utility>

#include "native/platform/paths.h"

namespace dds::server {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30;

Error not_kept(const std::filesystem::path& path, int why) {
  return make_error(
      ErrorCode::Io,
      "The emulator's state cannot be kept in " + path.string() + ": " + std::strerror(why) + ".",
      {});
}

// 0, or what went wrong.
int write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return count < 0 ? errno : EIO;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fsync(file) == 0 ? 0 : errno;
}

// So that the new name is on the disk as well; some file systems cannot, which is no failure.
void flush_folder(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  (void)::fsync(descriptor);
  ::close(descriptor);
}

// Something that is neither missing nor a file can hold no state.
Status check_place(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::symlink_status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
  if (std::filesystem::is_regular_file(path, error)) return std::nullopt;
  return make_error(
      ErrorCode::Io,
      "The emulator's state cannot be kept in " + path.string() + ", which is there and no file.",
      {});
}

// Whether this path still leads to the open file: it may have been removed by the emulator that
// held the lock before.
bool leads_to(const std::filesystem::path& path, int descriptor) {
  struct stat named {};
  struct stat opened {};
  return ::stat(path.c_str(), &named) == 0 && ::fstat(descriptor, &opened) == 0 &&
         named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

}  // namespace

Result<std::unique_ptr<StateLock>> StateLock::take(const std::filesystem::path& given) {
  if (Status problem = check_place(given)) return *problem;
  std::error_code error;
  std::filesystem::path path = std::filesystem::weakly_canonical(given, error);  // as is written to
  if (error) path = given;
  const std::filesystem::path lock_path = path.string() + ".lock";
  for (;;) {
    const int descriptor =
        ::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);
    if (descriptor < 0) return not_kept(given, errno);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
      const int why = errno;
      ::close(descriptor);
      if (why == EINTR) continue;
      if (why != EWOULDBLOCK) return not_kept(given, why);
      return make_error(ErrorCode::Io,
                        "Another emulator keeps its state in " + given.string() +
                            "; name another file, or end that one.",
                        {});
    }
    if (leads_to(lock_path, descriptor))
      return std::unique_ptr<StateLock>(new StateLock(lock_path, descriptor));
    ::close(descriptor);
  }
}

StateLock::StateLock(std::filesystem::path lock_path, int descriptor)
    : lock_path_(std::move(lock_path)), descriptor_(descriptor) {}

StateLock::~StateLock() {
  // While the lock is held: nobody else's file is removed.
  ::unlink(lock_path_.c_str());
  ::close(descriptor_);
}

Result<std::optional<std::string>> read_state_file(const std::filesystem::path& path) {
  if (Status problem = check_place(path)) return *problem;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::optional<std::string>();
  Result<std::string> text = platform::read_file(path, kMostBytes);
  if (!text) return text.error();
  return std::optional<std::string>(*std::move(text));
}

Status write_state_file(const std::filesystem::path& given, std::string_view text) {
  std::error_code error;
  std::filesystem::path path = std::filesystem::canonical(given, error);  // not over a link
  if (error) path = given;
  std::string beside = path.string() + ".XXXXXX";
  const int file = ::mkstemp(beside.data());  // creates with mode 0600
  if (file < 0) return not_kept(path, errno);
  int why = write_all(file, text);
  if (::close(file) != 0 && why == 0) why = errno;
  if (why == 0 && ::rename(beside.c_str(), path.c_str()) != 0) why = errno;
  if (why != 0) {
    ::unlink(beside.c_str());
    return not_kept(path, why);
  }
  flush_folder(path);
  return std::nullopt;
}

}  // namespace dds::server
