#include "native/platform/journal_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace dds::platform {
namespace {

constexpr std::size_t kLargest = std::size_t{256} << 20U;

std::string reason(int error) {
  return std::generic_category().message(error);
}

Error cannot(const std::filesystem::path& path, std::string_view what) {
  return make_error(ErrorCode::Io,
                    "The journal " + path.string() + " cannot be used: " + std::string(what) + ".",
                    {});
}

// A new file is there after a power cut only when its folder was synced as well.
void sync_folder(const std::filesystem::path& path) {
  const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  (void)::fsync(descriptor);
  (void)::close(descriptor);
}

bool read_all(int descriptor, std::string& text) {
  char block[65536];
  for (;;) {
    const ssize_t count = ::read(descriptor, block, sizeof block);
    if (count == 0) return true;
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    text.append(block, static_cast<std::size_t>(count));
  }
}

}  // namespace

JournalFile::JournalFile(std::filesystem::path path, int descriptor, std::string text)
    : path_(std::move(path)),
      descriptor_(descriptor),
      text_(std::move(text)),
      size_(text_.size()) {}

JournalFile::~JournalFile() {
  (void)::close(descriptor_);
}

Result<std::unique_ptr<JournalFile>> JournalFile::open(const std::filesystem::path& path) {
  std::string problem;
  bool held = false;
  bool removed = false;
  const int descriptor =
      ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0600);
  if (descriptor < 0) return cannot(path, reason(errno));
  struct stat status {};
  std::string text;
  // NOLINTNEXTLINE(bugprone-branch-clone): each is a step of its own
  if (::fstat(descriptor, &status) != 0) {
    problem = reason(errno);
  } else if (!S_ISREG(status.st_mode)) {
    problem = "it is no regular file";
  } else if (static_cast<std::size_t>(status.st_size) > kLargest) {
    problem = "it is larger than 256 MiB";
  } else if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    held = errno == EWOULDBLOCK;
    problem = held ? "another program is writing to it" : reason(errno);
  } else if (::fstat(descriptor, &status) != 0 || status.st_nlink == 0) {
    removed = true;  // whoever held it has taken it away: there is a new one to be made
    problem = "another program has just removed it";
  } else if (!read_all(descriptor, text)) {
    problem = reason(errno);
  }
  if (!problem.empty()) {
    (void)::close(descriptor);
    if (removed) return open(path);
    Error error = cannot(path, problem);
    if (held) error.detail = kHeld;
    return error;
  }
  if (text.empty()) sync_folder(path);
  return std::unique_ptr<JournalFile>(new JournalFile(path, descriptor, std::move(text)));
}

Error JournalFile::problem(std::string_view what) const {
  return make_error(
      ErrorCode::Io,
      "The journal " + path_.string() + " cannot be written: " + std::string(what) + ".", {});
}

Status JournalFile::keep(std::size_t bytes) {
  if (bytes >= size_) return std::nullopt;
  if (::ftruncate(descriptor_, static_cast<off_t>(bytes)) != 0 || ::fsync(descriptor_) != 0)
    return problem(reason(errno));
  size_ = bytes;
  return std::nullopt;
}

// Under the lock: whoever waits for it sees that the file has no name any more, and makes another.
void JournalFile::remove_if_empty() {
  if (size_ == 0) (void)::unlink(path_.c_str());
}

Status JournalFile::append(std::string_view line) {
  if (broken_) return problem("an earlier line could not be taken back");
  std::size_t written = 0;
  int error = 0;
  while (written < line.size() && error == 0) {
    const ssize_t count = ::write(descriptor_, line.data() + written, line.size() - written);
    if (count < 0 && errno != EINTR) error = errno;
    if (count > 0) written += static_cast<std::size_t>(count);
  }
  if (error == 0 && ::fdatasync(descriptor_) != 0) error = errno;
  if (error == 0) {
    size_ += written;
    return std::nullopt;
  }
  // Half a line in the middle would make the whole journal unreadable later.
  if (::ftruncate(descriptor_, static_cast<off_t>(size_)) != 0) broken_ = true;
  return problem(reason(error));
}

}  // namespace dds::platform
