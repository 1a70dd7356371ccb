#include "native/desktop/desktop_host.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <utility>

#include "core/base/secret.h"
#include "core/workbench/workbench.h"
#include "native/desktop/download.h"
#include "native/desktop/open_link.h"
#include "native/platform/clock.h"
#include "native/platform/journal_file.h"
#include "native/platform/nonce.h"
#include "native/platform/paths.h"
#include "shell/model/call_store.h"

namespace dds::desktop {
namespace {

constexpr std::string_view kThemeKey = "theme";
constexpr const char* kJournalName = "console.journal";
constexpr std::string_view kNamedBegin = "console-";
constexpr std::string_view kNamedEnd = ".journal";

class FileJournal final : public shell::JournalStore {
 public:
  FileJournal(std::unique_ptr<platform::JournalFile> file, bool removed_when_empty)
      : file_(std::move(file)), removed_when_empty_(removed_when_empty) {}
  ~FileJournal() override {
    if (removed_when_empty_) file_->remove_if_empty();
  }

  [[nodiscard]] const std::string& text() const override { return file_->text(); }
  [[nodiscard]] Status keep(std::size_t bytes) override { return file_->keep(bytes); }
  [[nodiscard]] Status append(std::string_view line) override { return file_->append(line); }

 private:
  std::unique_ptr<platform::JournalFile> file_;
  bool removed_when_empty_;
};

Result<std::unique_ptr<shell::JournalStore>> open_in_state_folder(const std::string& name,
                                                                  bool removed_when_empty) {
  const Result<std::filesystem::path> folder =
      platform::state_folder(platform::process_environment());
  if (!folder) return folder.error();
  Result<std::unique_ptr<platform::JournalFile>> file = platform::JournalFile::open(*folder / name);
  if (!file) return file.error();
  return std::unique_ptr<shell::JournalStore>(
      std::make_unique<FileJournal>(std::move(*file), removed_when_empty));
}

Preferences kept_calls() {
  const std::filesystem::path path = preferences_path();
  return Preferences(path.empty() ? path : path.parent_path() / "calls.json");
}

}  // namespace

DesktopHost::DesktopHost(HttpTransport& transport, Preferences preferences, std::string theme,
                         std::function<void(const std::string&)> copy)
    : transport_(transport),
      preferences_(std::move(preferences)),
      theme_(std::move(theme)),
      copy_(std::move(copy)) {
  if (const Status& problem = preferences_.read_problem())
    std::fprintf(stderr, "dds-desktop: %s\n", problem->message.c_str());
}

Instant DesktopHost::now() {
  return platform::now();
}

SteadyInstant DesktopHost::steady() {
  return platform::steady_now();
}

std::string DesktopHost::nonce() {
  return platform::random_nonce();
}

int DesktopHost::utc_offset_minutes(Instant instant) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(instant);
  std::tm local = {};
  if (::localtime_r(&seconds, &local) == nullptr) return 0;
  return static_cast<int>(local.tm_gmtoff / 60);
}

Status DesktopHost::save(std::string_view key, std::string_view value) {
  if (key == shell::kCallsKey) return kept_calls().save(key, value);
  if (key == kThemeKey) theme_.clear();
  Status problem = preferences_.save(key, value);
  if (problem &&
      !told_about_preferences_) {  // once is enough: the console stays usable without the file
    std::fprintf(stderr, "dds-desktop: %s\n", problem->message.c_str());
    told_about_preferences_ = true;
  }
  return problem;
}

std::optional<std::string> DesktopHost::load(std::string_view key) {
  if (key == kThemeKey && !theme_.empty()) return theme_;
  if (key == shell::kCallsKey) return kept_calls().load(key);
  return preferences_.load(key);
}

Result<std::unique_ptr<shell::JournalStore>> DesktopHost::open_journal() {
  return open_in_state_folder(kJournalName, false);
}

std::vector<std::string> DesktopHost::journals() {
  std::vector<std::string> names;
  const Result<std::filesystem::path> folder =
      platform::state_folder(platform::process_environment());
  if (!folder) return names;
  std::error_code failed;
  for (std::filesystem::directory_iterator at(*folder, failed), end; !failed && at != end;
       at.increment(failed)) {
    std::string name = at->path().filename().string();
    if (!name.starts_with(kNamedBegin) || !name.ends_with(kNamedEnd)) continue;
    name = name.substr(kNamedBegin.size(), name.size() - kNamedBegin.size() - kNamedEnd.size());
    std::error_code unreadable;
    if (shell::is_journal_name(name) && at->file_size(unreadable) > 0 && !unreadable)
      names.push_back(std::move(name));
  }
  return names;
}

void DesktopHost::claim_journal(std::string name,
                                std::function<void(shell::JournalClaim)> claimed) {
  claims_.emplace_back(std::move(name), std::move(claimed));
}

void DesktopHost::ask_workbench(std::string question,
                                std::function<void(Result<std::string>)> answered) {
  questions_.emplace_back(std::move(question), std::move(answered));
}

bool DesktopHost::deliver() {
  auto asked = std::exchange(questions_, {});
  for (auto& [question, answered] : asked) {
    std::string answer = workbench::answer(question);
    wipe_text(question);
    answered(std::move(answer));
  }
  auto claims = std::exchange(claims_, {});
  for (auto& [name, claimed] : claims) {
    shell::JournalClaim claim;
    Result<std::unique_ptr<shell::JournalStore>> opened =
        open_in_state_folder(std::string(kNamedBegin) + name + std::string(kNamedEnd), true);
    if (opened) {
      claim.store = std::move(*opened);
    } else {
      claim.held = opened.error().detail == platform::JournalFile::kHeld;
      claim.problem = opened.error().message;
    }
    claimed(std::move(claim));
  }
  return !asked.empty() || !claims.empty();
}

Result<std::string> DesktopHost::save_file(std::string_view name, std::string_view text) {
  const Result<std::filesystem::path> path =
      save_download(download_folder(platform::process_environment()), name, text);
  if (!path) return path.error();
  return path->string();
}

void DesktopHost::copy_to_clipboard(std::string_view text) {
  copy_(std::string(text));
}

void DesktopHost::open_link(std::string_view url) {
  if (const Status problem = desktop::open_link(url))
    std::fprintf(stderr, "dds-desktop: %s\n", problem->message.c_str());
}

std::optional<shell::GlyphBitmap> DesktopHost::glyph(char32_t code_point, float size) {
  return glyphs_.glyph(code_point, size);
}

bool DesktopHost::prefers_dark() {
  // The one setting that needs no session bus: "Adwaita:dark", "Yaru-dark".
  const char* theme = std::getenv("GTK_THEME");
  const std::string_view name = theme == nullptr ? "" : theme;
  return name.ends_with(":dark") || name.ends_with("-dark");
}

}  // namespace dds::desktop
