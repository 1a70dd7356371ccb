// The journal on the disk: durable lines, one writer, and what is refused.
#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "native/platform/journal_file.h"
#include "tests/native/temporary_folder.h"

using namespace dds;
using platform::JournalFile;
using test::TemporaryFolder;

namespace {

std::string content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("lines that were appended are in the file, and are read by the next one who opens it") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run.journal";
  {
    auto file = JournalFile::open(path);
    REQUIRE(file.ok());
    CHECK((*file)->text().empty());
    CHECK_FALSE((*file)->append("one\n"));
    CHECK(content(path) == "one\n");
    CHECK_FALSE((*file)->append("two\n"));
  }
  auto again = JournalFile::open(path);
  REQUIRE(again.ok());
  CHECK((*again)->text() == "one\ntwo\n");
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777U) == 0600U);
}

TEST_CASE("what a kill left of a last line is cut off before anything is appended") {
  const TemporaryFolder folder;
  const auto path = folder.write("run.journal", "one\ntw");
  auto file = JournalFile::open(path);
  REQUIRE(file.ok());
  CHECK_FALSE((*file)->keep(4));
  CHECK_FALSE((*file)->append("two\n"));
  CHECK(content(path) == "one\ntwo\n");
}

TEST_CASE("a journal that another program writes to is refused") {
  const TemporaryFolder folder;
  const auto path = folder.path() / "run.journal";
  const auto first = JournalFile::open(path);
  REQUIRE(first.ok());
  const auto second = JournalFile::open(path);
  REQUIRE_FALSE(second.ok());
  CHECK(second.error().message.find("another program") != std::string::npos);
}

TEST_CASE("what cannot be a journal is refused with the reason") {
  const TemporaryFolder folder;
  CHECK_FALSE(JournalFile::open(folder.path()).ok());
  CHECK_FALSE(JournalFile::open(folder.path() / "no" / "such" / "folder").ok());
  const auto fifo = folder.path() / "fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const auto refused = JournalFile::open(fifo);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().message.find("no regular file") != std::string::npos);
}

TEST_CASE("a full disk is said, and half a line is taken back") {
  // /dev/full cannot be truncated and is no regular file, so that a limit on the file's size stands
  // in: see `ulimit -f`. Run in a child, whose limit dies with it.
  const TemporaryFolder folder;
  const auto path = folder.path() / "run.journal";
  const std::string command = "ulimit -f 1; trap '' XFSZ; exec " DDS_PROGRAM
                              " backup dds-1 dds-2 --journal " +
                              path.string() + " --endpoint http://127.0.0.1:1 --file " +
                              folder
                                  .write("ids",
                                         [] {
                                           std::string ids;
                                           for (int i = 0; i < 200; ++i)
                                             ids += "dds-bp" + std::to_string(100'000 + i) + "\n";
                                           return ids;
                                         }())
                                  .string() +
                              " >/dev/null 2>" + (folder.path() / "said").string();
  ::setenv("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid", 1);
  ::setenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret", 1);
  const int code = std::system(command.c_str());
  CHECK(WEXITSTATUS(code) == 2);
  CHECK(content(folder.path() / "said").find("cannot be written") != std::string::npos);
  CHECK(content(path).empty());
}
