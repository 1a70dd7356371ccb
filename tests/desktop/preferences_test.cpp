#include "native/desktop/preferences.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/desktop/temporary_folder.h"

using dds::desktop::Preferences;
using dds::desktop::TemporaryFolder;

namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder),
                                                std::filesystem::directory_iterator()));
}

}  // namespace

TEST_CASE("what was saved is there for the next start") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "deep" / "preferences.json";
  {
    Preferences preferences(path);
    CHECK_FALSE(preferences.load("theme"));
    CHECK_FALSE(preferences.save("theme", "dark"));
    CHECK_FALSE(preferences.save("widths", "库存=120"));
    CHECK_FALSE(preferences.save("theme", "light"));
  }
  Preferences again(path);
  CHECK(again.load("theme") == "light");
  CHECK(again.load("widths") == "库存=120");
  CHECK(files_in(path.parent_path()) == 2);  // beside it only the lock
}

TEST_CASE("a console sees what another one has saved since") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "preferences.json";
  Preferences one(path);
  Preferences other(path);
  REQUIRE_FALSE(one.save("rehearsals", "first"));
  CHECK(other.load("rehearsals") == "first");
  REQUIRE_FALSE(other.save("rehearsals", "first, second"));
  CHECK(one.load("rehearsals") == "first, second");
  // The same value as before is written all the same: what lies there now is the other one's.
  REQUIRE_FALSE(one.save("rehearsals", "first"));
  CHECK(other.load("rehearsals") == "first");
}

TEST_CASE("the file can be read by its owner only") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "preferences.json";
  Preferences preferences(path);
  REQUIRE_FALSE(preferences.save("theme", "dark"));
  CHECK(std::filesystem::status(path).permissions() ==
        (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("two consoles that share the file keep each other's values") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "preferences.json";
  Preferences one(path);
  Preferences other(path);
  REQUIRE_FALSE(one.save("theme", "dark"));
  REQUIRE_FALSE(other.save("region", "cn-beijing"));
  Preferences again(path);
  CHECK(again.load("theme") == "dark");
  CHECK(again.load("region") == "cn-beijing");
}

TEST_CASE("a file that is not ours is reported and set aside, not overwritten") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "preferences.json";
  std::ofstream(path) << "{ half a";
  Preferences preferences(path);
  REQUIRE(preferences.read_problem());
  CHECK(preferences.read_problem()->message.find("JSON") != std::string::npos);
  CHECK_FALSE(preferences.save("theme", "dark"));
  CHECK(read_file(path.string() + ".unreadable") == "{ half a");
  CHECK(Preferences(path).load("theme") == "dark");
}

TEST_CASE("values that are no texts are skipped") {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder.path() / "preferences.json";
  std::ofstream(path) << R"({"theme":"dark","width":12,"list":["a"]})";
  Preferences preferences(path);
  CHECK(preferences.load("theme") == "dark");
  CHECK_FALSE(preferences.load("width"));
  CHECK_FALSE(preferences.load("list"));
}

TEST_CASE("a place that cannot be written is an error, and the value still holds") {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "in the way";
  Preferences preferences(folder.path() / "file" / "preferences.json");
  const dds::Status problem = preferences.save("theme", "dark");
  REQUIRE(problem);
  CHECK(problem->code == dds::ErrorCode::Io);
  CHECK(preferences.load("theme") == "dark");
}

TEST_CASE(
    "a value that was not written is written as soon as it can be, however often it was set") {
  const TemporaryFolder folder;
  const std::filesystem::path in_the_way = folder.path() / "file";
  std::ofstream(in_the_way) << "in the way";
  const std::filesystem::path path = in_the_way / "preferences.json";
  Preferences preferences(path);
  REQUIRE(preferences.save("theme", "dark"));
  CHECK(preferences.save("theme", "dark"));  // the same again is no success either
  REQUIRE(preferences.save("region", "cn-beijing"));
  std::filesystem::remove(in_the_way);
  CHECK_FALSE(preferences.save("theme", "dark"));
  CHECK(Preferences(path).load("theme") == "dark");
  CHECK(Preferences(path).load("region") == "cn-beijing");
}

TEST_CASE("without a home everything stays in memory, and saving says that it was not kept") {
  Preferences preferences{std::filesystem::path()};
  const dds::Status problem = preferences.save("theme", "dark");
  REQUIRE(problem);
  CHECK(problem->message.find("HOME") != std::string::npos);
  CHECK(preferences.load("theme") == "dark");
}
