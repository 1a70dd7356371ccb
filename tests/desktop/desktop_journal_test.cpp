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

TEST_CASE("each name has a journal of its own, which is gone from the folder once it is empty") {
  const StateFolder folder;
  NoNetwork network;
  DesktopHost first(network, desktop::Preferences({}), "", {});
  DesktopHost second(network, desktop::Preferences({}), "", {});
  const auto claim = [](DesktopHost& host, const std::string& name) {
    shell::JournalClaim answer;
    bool answered = false;
    host.claim_journal(name, [&](shell::JournalClaim claim) {
      answer = std::move(claim);
      answered = true;
    });
    CHECK_FALSE(answered);  // never from within the call
    CHECK(host.deliver());
    CHECK(answered);
    return answer;
  };
  CHECK(first.journals().empty());
  shell::JournalClaim held = claim(first, "backup-dds-1");
  REQUIRE(held.store);
  CHECK(first.journals().empty());  // nothing stands in it yet
  CHECK_FALSE(held.store->append("one\n"));
  CHECK(second.journals() == std::vector<std::string>{"backup-dds-1"});
  const shell::JournalClaim beside = claim(second, "backup-dds-1");
  CHECK_FALSE(beside.store);
  CHECK(beside.held);
  CHECK(claim(second, "backup-dds-2").store);
  held.store.reset();
  shell::JournalClaim later = claim(second, "backup-dds-1");
  REQUIRE(later.store);
  CHECK(later.store->text() == "one\n");
  CHECK_FALSE(later.store->keep(0));
  later.store.reset();
  CHECK(first.journals().empty());
  CHECK(std::filesystem::is_empty(folder.path() / "dds"));
}
