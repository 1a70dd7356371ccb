// What the console needs from the browser: clock, time zone, nonces, network, small memory,
// clipboard, links, glyphs.
//
// Owns its transport. Preferences and the journal lie in localStorage, where the browser has one
// for this page; never a secret.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "shell/host.h"
#include "web/fetch_transport.h"

namespace dds::web {

class BrowserHost final : public shell::Host {
 public:
  explicit BrowserHost(std::function<void()> settled)
      : settled_(std::move(settled)), transport_(settled_) {}

  [[nodiscard]] Instant now() override;
  [[nodiscard]] SteadyInstant steady() override;
  [[nodiscard]] int utc_offset_minutes(Instant instant) override;
  [[nodiscard]] std::string nonce() override;
  [[nodiscard]] HttpTransport& transport() override { return transport_; }

  Status save(std::string_view key, std::string_view value) override;
  [[nodiscard]] std::optional<std::string> load(std::string_view key) override;

  /// One item of localStorage a line, so that a tab that is closed or crashes at any moment leaves
  /// whole lines. The browser writes to the disk in its own time: what a crash of the browser or
  /// the machine may cost is said in ARCHITECTURE.md. Another tab that holds it is known by a lock
  /// of the browser's (Web Locks), which pages have on https and on this machine only.
  [[nodiscard]] Result<std::unique_ptr<shell::JournalStore>> open_journal() override;
  [[nodiscard]] std::vector<std::string> journals() override;
  void claim_journal(std::string name, std::function<void(shell::JournalClaim)> claimed) override;
  /// From JavaScript, with what `dds_js_journal_open` gives.
  void journal_claimed(std::uint32_t number, int code);

  /// A program of its own, loaded at the first question (web/js/workbench.js).
  void ask_workbench(std::string question,
                     std::function<void(Result<std::string>)> answered) override;
  /// From JavaScript; nullptr: it could not be loaded.
  void workbench_answered(std::uint32_t number, const char* answer);

  /// A download; the browser finds a name that is not taken.
  [[nodiscard]] Result<std::string> save_file(std::string_view name,
                                              std::string_view text) override;

  void copy_to_clipboard(std::string_view text) override;
  /// Only https links; others are ignored.
  void open_link(std::string_view url) override;
  [[nodiscard]] std::optional<shell::GlyphBitmap> glyph(char32_t code_point, float size) override;
  [[nodiscard]] bool prefers_dark() override;

 private:
  std::function<void()> settled_;
  FetchTransport transport_;
  std::map<std::uint32_t, std::function<void(Result<std::string>)>> asked_;
  Milliseconds last_wall_{0};
  Milliseconds last_ran_{0};
  Milliseconds slept_{0};
  std::uint32_t last_question_ = 0;
  struct Claim {
    std::string name;
    std::function<void(shell::JournalClaim)> claimed;
  };
  std::map<std::uint32_t, Claim> claims_;
  std::uint32_t last_claim_ = 0;
};

}  // namespace dds::web
