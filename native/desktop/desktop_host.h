// What the console needs from the desktop: clock, time zone, nonces, network, preferences,
// clipboard, links, glyphs.
//
// Owns preferences and glyphs; the transport and the window must outlive it. Main thread only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "native/desktop/preferences.h"
#include "native/desktop/system_glyphs.h"
#include "shell/host.h"

namespace dds::desktop {

class DesktopHost final : public shell::Host {
 public:
  /// `theme` ("light", "dark" or empty) stands before the remembered theme until another one is
  /// chosen; `copy` puts a text on the clipboard.
  DesktopHost(HttpTransport& transport, Preferences preferences, std::string theme,
              std::function<void(const std::string&)> copy);

  [[nodiscard]] Instant now() override;
  [[nodiscard]] SteadyInstant steady() override;
  [[nodiscard]] int utc_offset_minutes(Instant instant) override;
  [[nodiscard]] std::string nonce() override;
  [[nodiscard]] HttpTransport& transport() override { return transport_; }

  /// The history of calls has a file of its own beside the preferences, calls.json, read anew each
  /// time: another console may have written to it.
  Status save(std::string_view key, std::string_view value) override;
  [[nodiscard]] std::optional<std::string> load(std::string_view key) override;

  /// console.journal in the user's state folder (native/platform/paths.h).
  [[nodiscard]] Result<std::unique_ptr<shell::JournalStore>> open_journal() override;
  /// console-NAME.journal beside it, removed once it is empty. Answered by `deliver`.
  [[nodiscard]] std::vector<std::string> journals() override;
  void claim_journal(std::string name, std::function<void(shell::JournalClaim)> claimed) override;

  /// Answered in this process, by `deliver`.
  void ask_workbench(std::string question,
                     std::function<void(Result<std::string>)> answered) override;
  /// Answers what was asked since; true when there was something. Before `Console::advance()`.
  bool deliver();
  [[nodiscard]] bool has_questions() const { return !questions_.empty() || !claims_.empty(); }

  [[nodiscard]] Result<std::string> save_file(std::string_view name,
                                              std::string_view text) override;
  void copy_to_clipboard(std::string_view text) override;
  void open_link(std::string_view url) override;
  [[nodiscard]] std::optional<shell::GlyphBitmap> glyph(char32_t code_point, float size) override;
  [[nodiscard]] bool prefers_dark() override;

 private:
  HttpTransport& transport_;
  Preferences preferences_;
  std::string theme_;
  std::function<void(const std::string&)> copy_;
  SystemGlyphs glyphs_;
  std::vector<std::pair<std::string, std::function<void(Result<std::string>)>>> questions_;
  std::vector<std::pair<std::string, std::function<void(shell::JournalClaim)>>> claims_;
  bool told_about_preferences_ = false;
};

}  // namespace dds::desktop
