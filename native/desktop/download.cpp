#include "native/desktop/download.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>
#include <system_error>

namespace dds::desktop {
namespace {

namespace fs = std::filesystem;

constexpr int kMostNames = 1'000;

// XDG_DOWNLOAD_DIR="$HOME/Downloads"
std::string from_user_dirs(const fs::path& config, const std::string& home) {
  constexpr std::string_view kName = "XDG_DOWNLOAD_DIR=\"";
  std::ifstream file(config / "user-dirs.dirs");
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with(kName)) continue;
    std::string value = line.substr(kName.size(), line.rfind('"') - kName.size());
    if (value.starts_with("$HOME")) value.replace(0, 5, home);
    return value;
  }
  return {};
}

Error io_error(const fs::path& path, int why) {
  return make_error(ErrorCode::Io,
                    path.string() + " cannot be written: " + std::strerror(why) + ".", {});
}

}  // namespace

fs::path download_folder(const platform::Environment& environment) {
  const std::string home = environment("HOME").value_or("");
  const std::string config = environment("XDG_CONFIG_HOME").value_or("");
  const fs::path dirs = config.starts_with('/') ? fs::path(config) : fs::path(home) / ".config";
  std::error_code ignored;
  for (const std::string& folder :
       {environment("XDG_DOWNLOAD_DIR").value_or(""), from_user_dirs(dirs, home), home}) {
    if (folder.starts_with('/') && fs::is_directory(folder, ignored)) return folder;
  }
  return {};
}

Result<fs::path> save_download(const fs::path& folder, std::string_view name,
                               std::string_view text) {
  if (folder.empty()) {
    return make_error(ErrorCode::Io,
                      "There is no folder to save in: neither a download folder nor HOME is set.",
                      {});
  }
  const fs::path wanted = fs::path(name).filename();
  for (int i = 1; i <= kMostNames; ++i) {
    fs::path path = folder / wanted;
    if (i > 1) {
      path = folder / (wanted.stem().string() + " (" + std::to_string(i) + ")" +
                       wanted.extension().string());
    }
    // Made by us or not at all; a link that somebody left there is not followed either.
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0 && errno == EEXIST) continue;
    if (file < 0) return io_error(path, errno);
    int problem = 0;
    while (!text.empty() && problem == 0) {
      const ssize_t written = ::write(file, text.data(), text.size());
      if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
      if (written < 0 && errno != EINTR) problem = errno;
    }
    if (::close(file) != 0 && problem == 0) problem = errno;
    if (problem == 0) return path;
    ::unlink(path.c_str());
    return io_error(path, problem);
  }
  return make_error(ErrorCode::Io, "Too many files are named like " + wanted.string() + ".", {});
}

}  // namespace dds::desktop
