#include "web/browser_host.h"

#include <emscripten/em_macros.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstring>
#include <utility>

#include "core/base/secret.h"
#include "web/javascript.h"

namespace dds::web {
namespace {

// Inter's measures, which the console's lines have: system glyphs stand on the same baseline at the
// same size.
constexpr float kLineInEm = 1.21F;
constexpr float kAscentInEm = 0.97F;
constexpr float kLargestSize = 512.0F;

class StoredJournal final : public shell::JournalStore {
 public:
  StoredJournal(std::string name, std::string text)
      : name_(std::move(name)), text_(std::move(text)) {}
  ~StoredJournal() override {
    if (!name_.empty()) dds_js_journal_release(name_.c_str());
  }

  [[nodiscard]] const std::string& text() const override { return text_; }

  [[nodiscard]] Status append(std::string_view line) override {
    if (dds_js_journal_append(name_.c_str(), std::string(line).c_str()) != 0) return std::nullopt;
    return make_error(ErrorCode::Io,
                      "The browser's storage for this page is full or switched off; the journal "
                      "cannot be written.",
                      {});
  }

  // A line is an item: what is cut off is always whole lines.
  [[nodiscard]] Status keep(std::size_t bytes) override {
    const std::string_view kept = std::string_view(text_).substr(0, bytes);
    if (bytes >= text_.size() && bytes > 0) return std::nullopt;
    const auto lines = static_cast<int>(std::count(kept.begin(), kept.end(), '\n'));
    if (dds_js_journal_keep(name_.c_str(), lines) != 0) return std::nullopt;
    return make_error(ErrorCode::Io, "The browser does not let the journal be changed.", {});
  }

 private:
  std::string name_;  // empty: of the run of many
  std::string text_;
};

constexpr int kHeld = 1;
constexpr int kNoStorage = 3;

std::string_view journal_obstacle(int code) {
  switch (code) {
    case kHeld:
      return "Another tab of this console holds the journal of runs: go on there, or close it.";
    case 2:
      return "This page cannot keep other tabs from its journals: that takes https, or a page of "
             "this machine (localhost).";
    default: return "The browser stores nothing for this page, so no journal can be kept.";
  }
}

}  // namespace

Instant BrowserHost::now() {
  return std::chrono::time_point_cast<Milliseconds>(std::chrono::system_clock::now());
}

// performance.now() stands still while the machine sleeps in some browsers and goes on in others
// (the standard leaves it open). The wall clock goes on: where it has moved further than
// performance.now() by more than a moment, the machine slept, or its clock was set forward, which
// then counts as sleep: waits end early, and no limit ends anything before an attempt.
SteadyInstant BrowserHost::steady() {
  constexpr Milliseconds kMoment{2'000};
  const Milliseconds ran{static_cast<Milliseconds::rep>(emscripten_get_now())};
  const Milliseconds wall = now().time_since_epoch();
  const Milliseconds missed = (wall - last_wall_) - (ran - last_ran_);
  if (last_wall_.count() != 0 && missed > kMoment) slept_ += missed;
  last_wall_ = wall;
  last_ran_ = ran;
  return SteadyInstant{ran + slept_};
}

int BrowserHost::utc_offset_minutes(Instant instant) {
  return dds_js_utc_offset(static_cast<double>(instant.time_since_epoch().count()));
}

std::string BrowserHost::nonce() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<unsigned char, 16> bytes{};
  dds_js_random(bytes.data(), static_cast<int>(bytes.size()));
  std::string text;
  for (const unsigned char byte : bytes) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

Status BrowserHost::save(std::string_view key, std::string_view value) {
  if (dds_js_save(std::string(key).c_str(), std::string(value).c_str()) != 0) return std::nullopt;
  return make_error(ErrorCode::Io, "The browser's storage for this page is full or switched off.",
                    {});
}

std::optional<std::string> BrowserHost::load(std::string_view key) {
  return take_text(dds_js_load(std::string(key).c_str()));
}

Result<std::unique_ptr<shell::JournalStore>> BrowserHost::open_journal() {
  int code = dds_js_journal_open();
  std::optional<std::string> text;
  if (code == 0) {
    text = take_text(dds_js_journal_text(""));
    if (!text) code = kNoStorage;
  }
  if (!text) return make_error(ErrorCode::Io, std::string(journal_obstacle(code)), {});
  return std::unique_ptr<shell::JournalStore>(
      std::make_unique<StoredJournal>(std::string(), std::move(*text)));
}

std::vector<std::string> BrowserHost::journals() {
  std::vector<std::string> names;
  std::string rest = take_text(dds_js_journal_names()).value_or("");
  for (std::size_t end = 0; !rest.empty(); rest.erase(0, end)) {
    end = std::min(rest.find('\n'), rest.size());
    if (shell::is_journal_name(rest.substr(0, end))) names.push_back(rest.substr(0, end));
    if (end < rest.size()) ++end;
  }
  return names;
}

void BrowserHost::claim_journal(std::string name,
                                std::function<void(shell::JournalClaim)> claimed) {
  const std::uint32_t number = ++last_claim_;
  const auto claim = claims_.emplace(number, Claim{std::move(name), std::move(claimed)}).first;
  dds_js_journal_claim(this, number, claim->second.name.c_str());
}

void BrowserHost::journal_claimed(std::uint32_t number, int code) {
  const auto found = claims_.find(number);
  if (found == claims_.end()) return;
  const Claim asked = std::move(found->second);
  claims_.erase(found);
  shell::JournalClaim claim;
  if (code == 0) {
    auto text = take_text(dds_js_journal_text(asked.name.c_str()));
    // Made in any case: it lets the lock go.
    claim.store = std::make_unique<StoredJournal>(asked.name, text.value_or(""));
    if (!text) {
      claim.store.reset();
      code = kNoStorage;
    }
  }
  claim.held = code == kHeld;
  if (code != 0) claim.problem = journal_obstacle(code);
  asked.claimed(std::move(claim));
  settled_();
}

void BrowserHost::ask_workbench(std::string question,
                                std::function<void(Result<std::string>)> answered) {
  const std::uint32_t number = ++last_question_;
  asked_.emplace(number, std::move(answered));
  dds_js_ask_workbench(this, number, question.data(), static_cast<std::uint32_t>(question.size()));
  wipe_text(question);
}

void BrowserHost::workbench_answered(std::uint32_t number, const char* answer) {
  const auto asked = asked_.find(number);
  if (asked == asked_.end()) return;
  const auto answered = std::move(asked->second);
  asked_.erase(asked);
  if (answer != nullptr) {
    answered(std::string(answer));
  } else {
    answered(make_error(ErrorCode::Io,
                        "The workbench, a part of the page that is loaded when it is first asked, "
                        "did not load: is the page's server there?",
                        {}));
  }
  settled_();
}

Result<std::string> BrowserHost::save_file(std::string_view name, std::string_view text) {
  dds_js_save_file(std::string(name).c_str(), std::string(text).c_str());
  return std::string(name) + " in the browser's downloads";
}

void BrowserHost::copy_to_clipboard(std::string_view text) {
  dds_js_copy(std::string(text).c_str());
}

void BrowserHost::open_link(std::string_view url) {
  if (url.substr(0, 8) == "https://") dds_js_open_link(std::string(url).c_str());
}

std::optional<shell::GlyphBitmap> BrowserHost::glyph(char32_t code_point, float size) {
  if (code_point < 0x20 || code_point > 0x10FFFF || (code_point >= 0xD800 && code_point < 0xE000))
    return std::nullopt;
  if (!(size >= 1.0F && size <= kLargestSize)) return std::nullopt;
  const float em = size / kLineInEm;
  void* drawn = dds_js_glyph(static_cast<std::uint32_t>(code_point), em);
  if (drawn == nullptr) return std::nullopt;
  struct Head {
    std::int32_t width, height;
    float advance, left, above;
  } head{};
  std::memcpy(&head, drawn, sizeof(head));
  shell::GlyphBitmap bitmap;
  bitmap.width = head.width;
  bitmap.height = head.height;
  bitmap.advance = head.advance;
  bitmap.offset_x = head.left;
  bitmap.offset_y = std::round(em * kAscentInEm) + head.above;
  bitmap.coverage.resize(static_cast<std::size_t>(head.width) *
                         static_cast<std::size_t>(head.height));
  std::memcpy(bitmap.coverage.data(), static_cast<const char*>(drawn) + sizeof(head),
              bitmap.coverage.size());
  std::free(drawn);
  return bitmap;
}

bool BrowserHost::prefers_dark() {
  return dds_js_prefers_dark() != 0;
}

}  // namespace dds::web

extern "C" EMSCRIPTEN_KEEPALIVE void dds_on_workbench(dds::web::BrowserHost* host,
                                                      std::uint32_t number, const char* answer) {
  host->workbench_answered(number, answer);
}
extern "C" EMSCRIPTEN_KEEPALIVE void dds_on_journal(dds::web::BrowserHost* host,
                                                    std::uint32_t number, int code) {
  host->journal_claimed(number, code);
}
