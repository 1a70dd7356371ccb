#include "tests/shell/harness.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

#include "core/workbench/workbench.h"
#include "fonts/console_fonts.h"

namespace dds::testing {
namespace {

using shell::Role;
using shell::Widget;

constexpr std::string_view kStart = "2026-01-14T06:00:00Z";

Instant start_instant() {
  return *parse_utc(kStart);
}

shell::FontFiles font_files() {
  return {.regular = fonts::inter_regular(),
          .semibold = fonts::inter_semibold(),
          .mono = fonts::jetbrains_mono()};
}

emulator::Settings settings_of(const ScenarioOptions& options) {
  emulator::Settings settings;
  settings.further_instances = options.further_instances;
  return settings;
}

shell::Start start_of(const ScenarioOptions& options) {
  shell::Start start;
  start.endpoint = "http://127.0.0.1:8620/emulator/";
  start.emulator = true;
  start.route = options.route;
  start.page_origin = options.page_origin;
  start.page_url = options.page_url;
  start.place = options.place;
  start.link = options.link;
  start.connect = options.connect && options.with_key;
  if (options.with_key) {
    start.credentials = signing::Credentials{options.key_id, Secret(options.secret), Secret()};
    start.credentials_source = "emulator's test key";
  }
  return start;
}

// Holds the host's journal until it goes.
class HeldJournal final : public shell::JournalStore {
 public:
  explicit HeldJournal(KeptJournal& journal) : journal_(journal), text_(journal.text) {
    journal_.held = true;
  }
  ~HeldJournal() override { journal_.held = false; }

  const std::string& text() const override { return text_; }
  Status keep(std::size_t bytes) override {
    journal_.text.resize(std::min(bytes, journal_.text.size()));
    return {};
  }
  Status append(std::string_view line) override {
    if (journal_.full) return make_error(ErrorCode::Io, "The journal is full.", {});
    journal_.text += line;
    return {};
  }

 private:
  KeptJournal& journal_;
  std::string text_;
};

}  // namespace

Result<std::unique_ptr<shell::JournalStore>> ScenarioHost::open_journal() {
  if (journal.held)
    return make_error(ErrorCode::Io, "Another console holds the journal of runs.", {});
  return std::unique_ptr<shell::JournalStore>(std::make_unique<HeldJournal>(journal));
}

std::vector<std::string> ScenarioHost::journals() {
  std::vector<std::string> names;
  for (const auto& [name, journal] : kept) {
    if (!journal.text.empty()) names.push_back(name);
  }
  return names;
}

void ScenarioHost::claim_journal(std::string name,
                                 std::function<void(shell::JournalClaim)> claimed) {
  REQUIRE(shell::is_journal_name(name));
  claims.emplace_back(std::move(name), std::move(claimed));
}

bool ScenarioHost::answer_claims() {
  const auto asked = std::exchange(claims, {});
  for (const auto& [name, claimed] : asked) {
    KeptJournal& one = kept[name];
    shell::JournalClaim claim;
    claim.held = one.held;
    if (!no_journals.empty()) {
      claim.problem = no_journals;
    } else if (!one.held) {
      claim.store = std::make_unique<HeldJournal>(one);
    }
    claimed(std::move(claim));
  }
  return !asked.empty();
}

void ScenarioHost::ask_workbench(std::string question,
                                 std::function<void(Result<std::string>)> answered) {
  questions.push_back(std::move(question));
  unanswered.push_back(std::move(answered));
}

bool ScenarioHost::answer_questions() {
  if (workbench_waits || unanswered.empty()) return false;
  const auto waiting = std::exchange(unanswered, {});
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    const std::string& question = questions[questions.size() - waiting.size() + i];
    if (workbench_missing) {
      waiting[i](make_error(ErrorCode::Io, "The workbench could not be loaded.", {}));
    } else {
      waiting[i](workbench::answer(question));
    }
  }
  return true;
}

ScenarioHost::ScenarioHost(Instant start, emulator::Settings settings,
                           std::map<std::string, std::string> kept)
    : time(start),
      emulator(std::move(settings), start),
      service(emulator, [this] { return time; }),
      saved(std::move(kept)) {}

std::string ScenarioHost::nonce() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(32, '0');
  std::uint64_t rest = ++nonces * 0x9E3779B97F4A7C15U;
  for (char& digit : text) {
    digit = kDigits[rest & 15U];
    rest = rest >> 4U | rest << 60U;
  }
  const std::string number = std::to_string(nonces);
  return text.substr(0, 32 - number.size()) + number;
}

HttpTransport& ScenarioHost::transport() {
  return other_transport != nullptr ? *other_transport : static_cast<HttpTransport&>(service);
}

std::optional<std::string> ScenarioHost::load(std::string_view key) {
  const std::string name(key);
  if (const auto kept = remembered.find(name); kept != remembered.end()) return kept->second;
  const auto found = saved.find(name);
  if (found == saved.end()) return std::nullopt;
  return found->second;
}

std::optional<shell::GlyphBitmap> ScenarioHost::glyph(char32_t code_point, float size) {
  glyphs_asked.push_back(code_point);
  shell::GlyphBitmap bitmap;
  bitmap.width = bitmap.height = static_cast<int>(size);
  bitmap.advance = size;
  bitmap.coverage.assign(
      static_cast<std::size_t>(bitmap.width) * static_cast<std::size_t>(bitmap.height), 255);
  return bitmap;
}

Scenario::Scenario(ScenarioOptions options)
    : host(start_instant(), settings_of(options), options.saved),
      console(host, font_files(), start_of(options)) {
  begin(options);
}

void Scenario::restart(ScenarioOptions options) {
  std::destroy_at(&console);
  std::construct_at(&console, host, font_files(), start_of(options));
  begin(options);
}

void Scenario::begin(const ScenarioOptions& options) {
  console.set_display(options.width, options.height, options.scale);
  ImGui::GetIO().BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  static_cast<void>(console.take_fonts_changed());
  settle();
}

void Scenario::frame() {
  console.frame();
  ++frames_;
}

void Scenario::settle() {
  for (int i = 0; i < 5'000; ++i) {  // a listing may take a thousand answers
    const bool claimed = host.answer_claims();
    const bool answered = host.answer_questions() || claimed;
    const bool delivered = host.service.deliver() || answered;
    console.advance();
    if (console.wants_frame()) {
      frame();
    } else if (!delivered) {
      return;
    }
  }
  FAIL("the console never comes to rest");
}

void Scenario::pass(Milliseconds duration) {
  const Instant target = host.time + duration;
  settle();
  while (host.time < target) {
    const std::optional<Instant> wake = wall_of(console.next_wake());
    const Instant next =
        wake && *wake < target ? std::max(*wake, host.time + Milliseconds{1}) : target;
    host.time = next;
    settle();
  }
}

bool Scenario::until(const std::function<bool()>& condition, Milliseconds limit) {
  const Instant end = host.time + limit;
  settle();
  while (!condition()) {
    if (host.time >= end) return false;
    const std::optional<Instant> wake = wall_of(console.next_wake());
    const Instant soon = host.time + Milliseconds{500};
    host.time = wake && *wake < soon ? std::max(*wake, host.time + Milliseconds{1}) : soon;
    settle();
  }
  return true;
}

void Scenario::open_restore(std::string_view instance) {
  double_click(Role::Row, instance);
  click(Role::Tab, "Restore");
  REQUIRE(until([&] { return sees(Role::Heading, "Restore into a new instance"); }));
}

void Scenario::plan_restore() {
  click(Role::Button, "Check and price");
  REQUIRE(until_anywhere(Role::Heading, "What will be made"));
}

const Widget* Scenario::find(Role role, std::string_view label) {
  settle();
  return console.widgets().find(role, label);
}

const Widget* Scenario::containing(Role role, std::string_view part) {
  settle();
  for (const Widget& widget : console.widgets().widgets) {
    if (widget.role == role && !widget.hidden && widget.label.find(part) != std::string::npos)
      return &widget;
  }
  return nullptr;
}

const Widget* Scenario::anywhere(Role role, std::string_view part) {
  settle();
  for (const Widget& widget : console.widgets().widgets) {
    if (widget.role == role && widget.label.find(part) != std::string::npos) return &widget;
  }
  return nullptr;
}

bool Scenario::until_anywhere(Role role, std::string_view part, Milliseconds limit) {
  return until([&] { return anywhere(role, part) != nullptr; }, limit);
}

std::string Scenario::fact(std::string_view name) {
  const Widget* widget = find(Role::Status, name);
  return widget == nullptr ? std::string() : widget->value;
}

std::size_t Scenario::effects_of(std::string_view action) const {
  const auto& effects = host.emulator.effects();
  return static_cast<std::size_t>(std::count_if(
      effects.begin(), effects.end(), [&](const auto& effect) { return effect.action == action; }));
}

int Scenario::count(Role role, std::string_view label) {
  settle();
  const auto& widgets = console.widgets().widgets;
  return static_cast<int>(std::count_if(widgets.begin(), widgets.end(), [&](const Widget& widget) {
    return widget.role == role && !widget.hidden && widget.label == label;
  }));
}

const Widget& Scenario::usable(Role role, std::string_view label) {
  const Widget* widget = find(role, label);
  if (widget == nullptr) {  // perhaps scrolled away
    for (const Widget& one : console.widgets().widgets) {
      if (one.role == role && one.label == label) console.focus_widget(one.id);
    }
    widget = find(role, label);
  }
  INFO(shell::name(role), " \"", label, "\"");
  REQUIRE(widget != nullptr);
  REQUIRE_FALSE(widget->disabled);
  return *widget;
}

void Scenario::click(Role role, std::string_view label) {
  const Widget& widget = usable(role, label);
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(widget.x + widget.width / 2, widget.y + widget.height / 2);
  frame();
  io.AddMouseButtonEvent(ImGuiMouseButton_Left, true);
  frame();
  io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
  frame();
  settle();
  host.time += std::chrono::milliseconds{600};  // the next click is not the second of a double one
  settle();
}

void Scenario::double_click(Role role, std::string_view label) {
  const Widget& widget = usable(role, label);
  double_click_at(widget.x + widget.width / 2, widget.y + widget.height / 2);
}

void Scenario::double_click_at(float x, float y) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(x, y);
  frame();
  for (int i = 0; i < 2; ++i) {
    io.AddMouseButtonEvent(ImGuiMouseButton_Left, true);
    frame();
    io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
    frame();
    host.time += Milliseconds{60};
  }
  settle();
  host.time += std::chrono::milliseconds{600};
  settle();
}

void Scenario::drag(float x, float y, float to_x, float to_y) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(x, y);
  frame();
  io.AddMouseButtonEvent(ImGuiMouseButton_Left, true);
  frame();
  constexpr int kSteps = 4;
  for (int i = 1; i <= kSteps; ++i) {
    const float share = static_cast<float>(i) / kSteps;
    io.AddMousePosEvent(x + (to_x - x) * share, y + (to_y - y) * share);
    frame();
  }
  io.AddMouseButtonEvent(ImGuiMouseButton_Left, false);
  frame();
  settle();
  host.time += std::chrono::milliseconds{600};
  settle();
}

void Scenario::type(std::string_view textbox, std::string_view text) {
  click(Role::Textbox, textbox);
  key(ImGuiKey_A, false, true);
  ImGuiIO& io = ImGui::GetIO();
  if (text.empty()) key(ImGuiKey_Delete);
  io.AddInputCharactersUTF8(std::string(text).c_str());
  console.request_frame();
  settle();
}

void Scenario::key(ImGuiKey which, bool shift, bool control) {
  ImGuiIO& io = ImGui::GetIO();
  if (shift) io.AddKeyEvent(ImGuiMod_Shift, true);
  if (control) io.AddKeyEvent(ImGuiMod_Ctrl, true);
  io.AddKeyEvent(which, true);
  frame();
  frame();
  io.AddKeyEvent(which, false);
  if (control) io.AddKeyEvent(ImGuiMod_Ctrl, false);
  if (shift) io.AddKeyEvent(ImGuiMod_Shift, false);
  console.request_frame();
  settle();
}

bool Scenario::tab_to(Role role, std::string_view label) {
  for (int i = 0; i < 80; ++i) {
    const Widget* widget = find(role, label);
    if (widget != nullptr && widget->focused) return true;
    key(ImGuiKey_Tab);
  }
  return false;
}

std::string Scenario::everything_said() {
  settle();
  std::string all;
  for (const Widget& widget : console.widgets().widgets) {
    all += widget.label + "\n" + widget.value + "\n" + widget.description + "\n";
  }
  return all;
}

}  // namespace dds::testing
