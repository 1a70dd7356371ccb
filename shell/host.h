// What the console needs from whatever it runs on. Implemented by web/ (browser), native/ (desktop)
// and tests.
//
// All calls come on the UI thread. The host owns everything it hands out; the Console never
// outlives its Host.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/backup/journal.h"
#include "core/base/clocks.h"
#include "core/base/result.h"
#include "core/http.h"

namespace dds::shell {

/// A glyph drawn by the host, for characters that the console's own fonts lack (Chinese
/// descriptions and the like).
struct GlyphBitmap {
  int width = 0;  // pixels
  int height = 0;
  float advance = 0.0F;                // pixels
  float offset_x = 0.0F;               // from the pen to the bitmap's left edge, pixels
  float offset_y = 0.0F;               // from the top of the line to the bitmap's top edge, pixels
  std::vector<std::uint8_t> coverage;  // width * height, 0..255
};

/// A journal (core/backup/journal.h), kept where it outlives the console. Whoever holds it is the
/// only one, in this console or any other of this user, until it is destroyed; destroying it keeps
/// what was written.
class JournalStore : public backup::JournalSink {
 public:
  /// What stood there when it was opened.
  [[nodiscard]] virtual const std::string& text() const = 0;
  /// Cuts off what follows the first `bytes`: what a kill left of a last line, or, with 0, the
  /// whole run. Safe against a kill as well: afterwards all of it stands there, or only the first
  /// bytes.
  [[nodiscard]] virtual Status keep(std::size_t bytes) = 0;
};

/// What came of asking for a journal by its name.
struct JournalClaim {
  std::unique_ptr<JournalStore> store;  // absent: it cannot be had
  bool held = false;                    // because another console holds it
  std::string problem;                  // why it cannot be had, in one sentence
};

/// Names are ids of instances with a word before them: 1 to 80 letters, digits and hyphens.
[[nodiscard]] bool is_journal_name(std::string_view name);

class Host {
 public:
  Host() = default;
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  virtual ~Host() = default;

  /// The wall clock: what is shown, and compared with the service's times. It may be set at any
  /// moment.
  [[nodiscard]] virtual Instant now() = 0;
  /// Waits and limits: never goes back, and goes on while the machine sleeps.
  [[nodiscard]] virtual SteadyInstant steady() = 0;
  [[nodiscard]] Moment moment() { return {steady(), now()}; }
  /// Minutes that local time is ahead of UTC at that instant, e.g. 480.
  [[nodiscard]] virtual int utc_offset_minutes(Instant instant) = 0;
  /// A new nonce for each call: 128 random bits as 32 hex digits.
  [[nodiscard]] virtual std::string nonce() = 0;
  [[nodiscard]] virtual HttpTransport& transport() = 0;

  /// Small preferences (theme, widths, region, route): never a secret. `load` gives nothing for an
  /// unknown key. `save` gives an Io error when the value was not kept; most callers need not care.
  virtual Status save(std::string_view key, std::string_view value) = 0;
  [[nodiscard]] virtual std::optional<std::string> load(std::string_view key) = 0;

  /// The journal of the run of many, made when there is none yet; the caller owns it, and lets it
  /// go before the Host ends. An Io error says why it cannot be had: another console holds it,
  /// nothing may be stored.
  [[nodiscard]] virtual Result<std::unique_ptr<JournalStore>> open_journal() = 0;

  /// Names of the journals that something stands in, beside that of the run of many: one for each
  /// backup and each change whose outcome is open, or was not put away yet.
  [[nodiscard]] virtual std::vector<std::string> journals() = 0;
  /// Asks for the journal of that name, made when there is none. `claimed` is called exactly once,
  /// later, never from within this call, on the UI thread, followed by `Console::advance()`: the
  /// console hands it on from within that. What is destroyed unasked is let go.
  virtual void claim_journal(std::string name, std::function<void(JournalClaim)> claimed) = 0;

  /// Hands a question (core/workbench/question.h) to the workbench, which a host may have to load
  /// first. `answered` is called exactly once, later, never from within this call, on the UI
  /// thread, followed by `Console::advance()`: the console hands the answer on from within it. The
  /// Error says in one sentence that the workbench could not be loaded; asking again tries it
  /// again. A question may hold a secret: the host wipes every copy of it that it made, and the
  /// question.
  virtual void ask_workbench(std::string question,
                             std::function<void(Result<std::string>)> answered) = 0;

  /// Puts a text where the person's downloads go, under that name or one like it: nothing that is
  /// there already is overwritten. Gives where it was put, for a sentence; an Io error says why
  /// not.
  [[nodiscard]] virtual Result<std::string> save_file(std::string_view name,
                                                      std::string_view text) = 0;

  virtual void copy_to_clipboard(std::string_view text) = 0;
  /// Opens an https link outside the console.
  virtual void open_link(std::string_view url) = 0;

  /// A glyph of about `size` pixels height, or nothing when this host has no font with it either.
  [[nodiscard]] virtual std::optional<GlyphBitmap> glyph(char32_t code_point, float size) = 0;

  /// True when the system prefers dark.
  [[nodiscard]] virtual bool prefers_dark() = 0;
};

}  // namespace dds::shell
