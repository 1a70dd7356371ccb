// Files that a person asked for: where they go, and that nothing is overwritten.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <map>

#include "native/desktop/download.h"
#include "tests/desktop/temporary_folder.h"

using namespace dds;
using namespace dds::desktop;

namespace {

platform::Environment environment(std::map<std::string, std::string, std::less<>> values) {
  return [values = std::move(values)](std::string_view name) -> std::optional<std::string> {
    const auto found = values.find(name);
    if (found == values.end()) return std::nullopt;
    return found->second;
  };
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_CASE("a file is new, its owner's alone, and nothing is overwritten") {
  const TemporaryFolder folder;
  const auto first = save_download(folder.path(), "calls.har", "one");
  const auto second = save_download(folder.path(), "calls.har", "two");
  REQUIRE(first.ok());
  REQUIRE(second.ok());
  CHECK(first->filename() == "calls.har");
  CHECK(second->filename() == "calls (2).har");
  CHECK(text_of(*first) == "one");
  CHECK(text_of(*second) == "two");
  struct stat facts = {};
  REQUIRE(::stat(second->c_str(), &facts) == 0);
  CHECK((facts.st_mode & 0777U) == 0600U);
}

TEST_CASE("a link that lies there is not followed") {
  const TemporaryFolder folder;
  const auto target = folder.path() / "precious";
  std::ofstream(target) << "mine";
  std::filesystem::create_symlink(target, folder.path() / "calls.har");
  const auto saved = save_download(folder.path(), "calls.har", "one");
  REQUIRE(saved.ok());
  CHECK(saved->filename() == "calls (2).har");
  CHECK(text_of(target) == "mine");
}

TEST_CASE("a name cannot lead out of the folder") {
  const TemporaryFolder folder;
  const auto saved = save_download(folder.path(), "../../escape.har", "one");
  REQUIRE(saved.ok());
  CHECK(saved->parent_path() == folder.path());
}

TEST_CASE("a folder that is not there is an error in one sentence") {
  const auto saved = save_download("/nowhere/at/all", "calls.har", "one");
  REQUIRE_FALSE(saved.ok());
  CHECK(saved.error().code == ErrorCode::Io);
  CHECK(saved.error().message.ends_with('.'));
  CHECK_FALSE(save_download({}, "calls.har", "one").ok());
}

TEST_CASE("downloads go to the person's download folder, else home") {
  const TemporaryFolder folder;
  const std::string home = folder.path().string();
  std::filesystem::create_directories(folder.path() / "Herunter");
  std::filesystem::create_directories(folder.path() / ".config");
  CHECK(download_folder(environment({{"HOME", home}})) == folder.path());
  std::ofstream(folder.path() / ".config" / "user-dirs.dirs")
      << "# made by xdg-user-dirs\nXDG_DOWNLOAD_DIR=\"$HOME/Herunter\"\n";
  CHECK(download_folder(environment({{"HOME", home}})) == folder.path() / "Herunter");
  CHECK(download_folder(environment({{"HOME", home}, {"XDG_DOWNLOAD_DIR", home + "/gone"}})) ==
        folder.path() / "Herunter");
  CHECK(download_folder(environment({{"HOME", home}, {"XDG_DOWNLOAD_DIR", home}})) ==
        folder.path());
  CHECK(download_folder(environment({})).empty());
}
