#include "native/desktop/preferences.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <system_error>

#include "core/base/utf8.h"

namespace dds::desktop {
namespace {

constexpr std::uintmax_t kLargestFile = 1 << 20;

Error io_error(const std::string& what, const std::filesystem::path& path, const std::string& why) {
  return make_error(ErrorCode::Io, what + " " + path.string() + ": " + why + ".", path.string());
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Keeps other consoles from saving while it lives; without the lock a save may lose another one's,
// as it would on a file system that has none.
class SaveLock {
 public:
  explicit SaveLock(const std::filesystem::path& path)
      : file_(::open((path.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (file_ >= 0) static_cast<void>(::flock(file_, LOCK_EX));
  }
  ~SaveLock() {
    if (file_ >= 0) ::close(file_);
  }
  SaveLock(const SaveLock&) = delete;
  SaveLock& operator=(const SaveLock&) = delete;

 private:
  int file_;
};

bool same_file(const struct stat& a, const struct stat& b) {
  return a.st_ino == b.st_ino && a.st_size == b.st_size && a.st_mtim.tv_sec == b.st_mtim.tv_sec &&
         a.st_mtim.tv_nsec == b.st_mtim.tv_nsec;
}

}  // namespace

std::filesystem::path preferences_path() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  std::filesystem::path folder;
  if (config != nullptr &&
      config[0] == '/') {  // the base directory specification has relative paths ignored
    folder = config;
  } else if (const char* home = std::getenv("HOME"); home != nullptr && home[0] != '\0') {
    folder = std::filesystem::path(home) / ".config";
  } else {
    return {};
  }
  return folder / "dds-console" / "preferences.json";
}

Preferences::Preferences(std::filesystem::path path) : path_(std::move(path)) {
  Result<Values> values = read();
  if (values) {
    values_ = std::move(*values);
  } else {
    read_problem_ = values.error();
  }
}

void Preferences::refresh() {
  struct stat now = {};
  if (path_.empty() || ::stat(path_.c_str(), &now) != 0) return;
  if (seen_ && same_file(*seen_, now)) return;
  seen_ = now;
  Result<Values> on_disk = read();
  if (!on_disk) return;  // the next save says so
  for (const std::string& name : unwritten_) on_disk->insert_or_assign(name, values_[name]);
  values_ = std::move(*on_disk);
}

std::optional<std::string> Preferences::load(std::string_view key) {
  refresh();
  const auto found = values_.find(key);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

Status Preferences::save(std::string_view key, std::string_view value) {
  refresh();
  const bool lost = unwritten_.find(key) != unwritten_.end();
  if (const auto found = values_.find(key);
      !lost && found != values_.end() && found->second == value)
    return std::nullopt;
  if (!is_valid_utf8(key) || !is_valid_utf8(value)) {
    return make_error(ErrorCode::InvalidText, "A preference must be valid UTF-8.",
                      std::string(key));
  }
  values_.insert_or_assign(std::string(key), std::string(value));
  unwritten_.insert(std::string(key));
  if (path_.empty())
    return make_error(ErrorCode::Io,
                      "There is no place for preferences: neither XDG_CONFIG_HOME nor HOME names a "
                      "folder.",
                      {});

  std::error_code ignored;
  std::filesystem::create_directories(path_.parent_path(), ignored);
  const SaveLock lock(path_);
  Values all;
  if (Result<Values> on_disk = read(); on_disk) {
    all = std::move(*on_disk);
  } else {
    all = values_;
    std::filesystem::rename(path_, path_.string() + ".unreadable", ignored);
  }
  for (const std::string& name : unwritten_) all.insert_or_assign(name, values_[name]);
  Status problem = write(all);
  if (!problem) unwritten_.clear();
  return problem;
}

Result<Preferences::Values> Preferences::read() const {
  std::error_code problem;
  if (path_.empty() || !std::filesystem::exists(path_, problem)) return Values{};
  if (std::filesystem::file_size(path_, problem) > kLargestFile || problem) {
    return io_error("Cannot read the preferences", path_, "it is not a file of at most 1 MiB");
  }
  std::ifstream file(path_, std::ios::binary);
  if (!file) return io_error("Cannot read the preferences", path_, std::strerror(errno));
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const nlohmann::json document = nlohmann::json::parse(text, nullptr, false);
  if (!document.is_object()) {
    return io_error("Cannot read the preferences", path_, "it is not a JSON object of texts");
  }
  Values values;
  for (const auto& [key, value] : document.items()) {
    if (value.is_string()) values.emplace(key, value.get<std::string>());
  }
  return values;
}

Status Preferences::write(const Values& values) const {
  std::error_code problem;
  std::filesystem::create_directories(path_.parent_path(), problem);
  if (problem) return io_error("Cannot keep the preferences in", path_, problem.message());

  const std::string text = nlohmann::json(values).dump(2) + "\n";
  std::string beside = path_.string() + ".XXXXXX";
  const int file = ::mkstemp(beside.data());  // creates with mode 0600
  if (file < 0) return io_error("Cannot keep the preferences in", path_, std::strerror(errno));
  // On the disk before it takes the old one's place: the record of a rehearsal is among these.
  const bool written = write_all(file, text) && ::fsync(file) == 0;
  const int why = errno;
  const bool closed = ::close(file) == 0;
  if (!written || !closed) {
    ::unlink(beside.c_str());
    return io_error("Cannot keep the preferences in", path_, std::strerror(written ? errno : why));
  }
  if (::rename(beside.c_str(), path_.c_str()) != 0) {
    const int rename_problem = errno;
    ::unlink(beside.c_str());
    return io_error("Cannot keep the preferences in", path_, std::strerror(rename_problem));
  }
  return std::nullopt;
}

}  // namespace dds::desktop
