// The journal of runs that the desktop console keeps in the user's state folder.
#include <doctest/doctest.h>
#include <stdlib.h>

#include "native/desktop/desktop_host.h"
#include "tests/desktop/temporary_folder.h"

using namespace dds;
using desktop::DesktopHost;
using desktop::TemporaryFolder;

namespace {

struct NoNetwork final : HttpTransport {
  HttpHandle send(HttpRequest, HttpCompletion) override { return 1; }
  void cancel(HttpHandle) override {}
};

// The state folder of this process, for one test.
class StateFolder {
 public:
  StateFolder() {
    if (const char* before = ::getenv("XDG_STATE_HOME")) before_ = before;
    ::setenv("XDG_STATE_HOME", folder_.path().c_str(), 1);
  }
  ~StateFolder() {
    if (before_.empty()) {
      ::unsetenv("XDG_STATE_HOME");
    } else {
      ::setenv("XDG_STATE_HOME", before_.c_str(), 1);
    }
  }
  StateFolder(const StateFolder&) = delete;
  StateFolder& operator=(const StateFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
  std::string before_;
};

}  // namespace

TEST_CASE("the journal outlives the console, is held by one, and is forgotten when asked") {
  const StateFolder folder;
  NoNetwork network;
  DesktopHost first(network, desktop::Preferences({}), "", {});
  DesktopHost second(network, desktop::Preferences({}), "", {});
  {
    const auto journal = first.open_journal();
    REQUIRE(journal);
    CHECK((*journal)->text().empty());
    CHECK_FALSE((*journal)->append("one\n"));
    CHECK_FALSE((*journal)->append("two\n"));
    const auto beside = second.open_journal();
    REQUIRE_FALSE(beside);
    CHECK(beside.error().message.find("another program is writing to it") != std::string::npos);
  }
  CHECK(std::filesystem::exists(folder.path() / "dds" / "console.journal"));
  {
    const auto journal = second.open_journal();
    REQUIRE(journal);
    CHECK((*journal)->text() == "one\ntwo\n");
    CHECK_FALSE((*journal)->keep(4));
  }
  const auto journal = first.open_journal();
  REQUIRE(journal);
  CHECK((*journal)->text() == "one\n");
  CHECK_FALSE((*journal)->keep(0));
  CHECK_FALSE((*journal)->append("three\n"));
}
