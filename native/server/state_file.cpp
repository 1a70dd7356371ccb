#include "native/server/state_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <system_error>

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

}  // namespace

Result<std::optional<std::string>> read_state_file(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::symlink_status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) return std::optional<std::string>();
  if (!std::filesystem::is_regular_file(path, error)) {
    return make_error(
        ErrorCode::Io,
        "The emulator's state cannot be kept in " + path.string() + ", which is there and no file.",
        {});
  }
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
