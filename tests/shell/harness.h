// A person at the console, in simulated time, without a GPU: the console on the emulator, worked by
// widget label through the widget map. Pointer and keys go the way that real ones go, through
// ImGui's input.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <imgui.h>

#include "core/emulator/emulator.h"
#include "shell/console.h"
#include "tests/moments.h"

namespace dds::testing {

inline constexpr std::string_view kOrders = "dds-bp1a7f3c9d2e5b81";    // replica set, local disk
inline constexpr std::string_view kPayments = "dds-bp11483712c1e9d4";  // replica set, cloud disk

/// A journal that outlives the console, as a file does: what was written, and who holds it.
struct KeptJournal {
  std::string text = {};
  bool held = false;
  bool full = false;  // nothing more can be written
};

class ScenarioHost final : public shell::Host {
 public:
  explicit ScenarioHost(Instant start, emulator::Settings settings = {},
                        std::map<std::string, std::string> kept = {});

  Result<std::unique_ptr<shell::JournalStore>> open_journal() override;
  KeptJournal journal;
  std::vector<std::string> journals() override;
  void claim_journal(std::string name, std::function<void(shell::JournalClaim)> claimed) override;
  /// Answers who asked for journals; true when somebody had.
  bool answer_claims();
  std::map<std::string, KeptJournal> kept;  // by name
  std::string no_journals;                  // why none can be had

  Instant now() override { return time + clock_ahead; }
  SteadyInstant steady() override { return steady_at(time); }
  int utc_offset_minutes(Instant) override { return 480; }
  std::string nonce() override;
  HttpTransport& transport() override;
  Status save(std::string_view key, std::string_view value) override {
    if (!cannot_save.empty()) {
      remembered[std::string(key)] = value;
      return make_error(ErrorCode::Io, cannot_save, {});
    }
    if (!keeps_nothing) saved[std::string(key)] = value;
    return std::nullopt;
  }
  std::optional<std::string> load(std::string_view key) override;
  void ask_workbench(std::string question,
                     std::function<void(Result<std::string>)> answered) override;
  /// Answers what was asked; true when there was something.
  bool answer_questions();
  Result<std::string> save_file(std::string_view name, std::string_view text) override {
    if (!cannot_save.empty()) return make_error(ErrorCode::Io, cannot_save, {});
    files[std::string(name)] = text;
    return "memory/" + std::string(name);
  }
  std::map<std::string, std::string> files;  // saved for the person
  void copy_to_clipboard(std::string_view text) override { clipboard = text; }
  void open_link(std::string_view url) override { link = url; }
  std::optional<shell::GlyphBitmap> glyph(char32_t code_point, float size) override;
  bool prefers_dark() override { return false; }

  Instant time;                 // the true one, and the service's
  Milliseconds clock_ahead{0};  // of this machine
  emulator::Emulator emulator;
  emulator::EmulatorTransport service;
  HttpTransport* other_transport = nullptr;  // instead of the emulator's
  std::map<std::string, std::string> saved;
  /// Saving fails with this sentence, and the value is only remembered until the console ends: as a
  /// desktop whose disk is full.
  std::string cannot_save;
  std::map<std::string, std::string> remembered;
  bool keeps_nothing = false;  // as a browser that has no room, or may not
  std::string clipboard;
  std::string link;
  bool workbench_missing = false;      // it cannot be loaded
  bool workbench_waits = false;        // it is still being loaded
  std::vector<std::string> questions;  // all that were asked, secrets included
  std::vector<std::function<void(Result<std::string>)>> unanswered;  // of the last of them
  std::vector<std::pair<std::string, std::function<void(shell::JournalClaim)>>> claims;
  std::vector<char32_t> glyphs_asked;
  /// Every request that left, redacted by nobody: tests look for secrets in what is shown, not
  /// here.
  std::uint64_t nonces = 0;
};

struct ScenarioOptions {
  std::string key_id = std::string(emulator::kAccessKeyId);
  std::string secret = std::string(emulator::kAccessKeySecret);
  bool with_key = true;
  bool connect = true;
  std::string page_origin = {};
  std::string page_url = {};
  std::string place = {};
  std::string link = {};  // that the console was opened with
  api::Route route = {};
  float width = 1280;
  float height = 800;
  float scale = 1;
  std::map<std::string, std::string> saved = {};  // by an earlier console
  std::int32_t further_instances = 0;             // replica sets beside those of the sample account
};

class Scenario {
 public:
  explicit Scenario(ScenarioOptions options = {});

  ScenarioHost host;
  shell::Console console;

  /// Ends the console at once, as a kill does, and starts another one on the same host.
  void restart(ScenarioOptions options = {});

  /// Delivers answers and draws until nothing wants to happen at this instant.
  void settle();
  /// Lets simulated time pass, waking as a host would.
  void pass(Milliseconds duration);
  /// Lets time pass until it holds; false when it does not within the limit.
  bool until(const std::function<bool()>& condition, Milliseconds limit = std::chrono::hours{1});

  [[nodiscard]] const shell::Widget* find(shell::Role role, std::string_view label);
  /// The first of that role whose label holds the text.
  [[nodiscard]] const shell::Widget* containing(shell::Role role, std::string_view part);
  /// The same, scrolled away or not.
  [[nodiscard]] const shell::Widget* anywhere(shell::Role role, std::string_view part);
  /// Lets time pass until `anywhere` finds it; false when it does not within the limit.
  bool until_anywhere(shell::Role role, std::string_view part,
                      Milliseconds limit = std::chrono::hours{3});
  /// What stands beside a name, as in "Kept for" and "30 days"; empty when it is not there.
  [[nodiscard]] std::string fact(std::string_view name);
  [[nodiscard]] bool sees(shell::Role role, std::string_view label) {
    return find(role, label) != nullptr;
  }
  /// How many visible widgets of that role have exactly this label.
  [[nodiscard]] int count(shell::Role role, std::string_view label);

  // Each fails the test when the widget is not there, hidden or disabled.
  void click(shell::Role role, std::string_view label);
  void double_click(shell::Role role, std::string_view label);
  /// From one place to another, in CSS pixels; the button is let go there.
  void drag(float x, float y, float to_x, float to_y);
  void double_click_at(float x, float y);
  void type(std::string_view textbox, std::string_view text);
  /// The Restore tab of that instance, once it is there.
  void open_restore(std::string_view instance);
  /// From there: checks and prices what is chosen, until the plan is shown.
  void plan_restore();
  void key(ImGuiKey key, bool shift = false, bool control = false);
  /// Tab until that widget has the focus; false after a whole round.
  bool tab_to(shell::Role role, std::string_view label);

  /// All that the widget map says, for looking for what must not be there.
  [[nodiscard]] std::string everything_said();
  [[nodiscard]] std::size_t backups_created() const { return host.emulator.effects().size(); }
  /// How many requests of that action took effect.
  [[nodiscard]] std::size_t effects_of(std::string_view action) const;
  [[nodiscard]] int frames() const { return frames_; }

 private:
  void frame();
  void begin(const ScenarioOptions& options);
  const shell::Widget& usable(shell::Role role, std::string_view label);
  int frames_ = 0;
};

}  // namespace dds::testing
