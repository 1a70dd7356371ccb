#include "native/desktop/loop.h"

#include <imgui.h>

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <utility>

namespace dds::desktop {
namespace {

// OpenGL without a display's rhythm (remote sessions, virtual displays) would draw an animation as
// fast as it can.
constexpr std::chrono::duration<double> kShortestFrame{1.0 / 125.0};
// libcurl's sockets cannot be waited for together with the window's events; while requests run,
// look this often.
constexpr double kNetworkTick = 0.01;
constexpr double kScriptTick = 0.02;
constexpr int kFramesOfStep = 3;          // a press is seen, hover and popups settle
constexpr int kFramesOfTyping = 8;        // ImGui takes keys and text in frames of their own
constexpr double kLongestSleep = 3600.0;  // a clock that was set in between is noticed by then

template <class... Ts>
struct Cases : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Cases(Ts...) -> Cases<Ts...>;

ImGuiKey key_of(std::string_view name) {
  constexpr std::pair<std::string_view, ImGuiKey> kKeys[] = {
      {"Enter", ImGuiKey_Enter},      {"Escape", ImGuiKey_Escape},  {"Tab", ImGuiKey_Tab},
      {"Up", ImGuiKey_UpArrow},       {"Down", ImGuiKey_DownArrow}, {"Left", ImGuiKey_LeftArrow},
      {"Right", ImGuiKey_RightArrow}, {"Home", ImGuiKey_Home},      {"End", ImGuiKey_End}};
  for (const auto& [known, key] : kKeys) {
    if (known == name) return key;
  }
  return ImGuiKey_None;
}

void tap(ImGuiIO& io, ImGuiKey key) {
  io.AddKeyEvent(key, true);
  io.AddKeyEvent(key, false);
}

}  // namespace

Loop::Loop(Window& window, DesktopHost& host, shell::Console& console, EmulatedService& service,
           transport::CurlTransport& network, std::vector<Step> script)
    : window_(window),
      host_(host),
      console_(console),
      service_(service),
      network_(network),
      player_(std::move(script)),
      last_frame_(FrameClock::now() - std::chrono::seconds(1)) {}

int Loop::run() {
  console_.request_frame();
  while (!window_.close_wanted()) {
    window_.ignore_input(!player_.finished());
    window_.wait(seconds_to_sleep());
    network_.poll(Milliseconds(0));
    service_.deliver();
    host_.deliver();
    console_.advance();
    if (frame_due()) draw();
    if (const std::optional<int> exit_code = play()) return *exit_code;
  }
  if (player_.finished()) return 0;
  std::fprintf(stderr, "dds-desktop: The window was closed before the script was done.\n");
  return 1;
}

std::optional<double> Loop::seconds_to_sleep() {
  if (service_.pending() > 0 || host_.has_questions()) return 0.0;
  std::optional<double> seconds;
  const auto at_most = [&seconds](double limit) {
    seconds = std::max(0.0, std::min(seconds.value_or(kLongestSleep), limit));
  };
  if (console_.wants_frame() && window_.visible()) {
    at_most(
        std::chrono::duration<double>(last_frame_ + kShortestFrame - FrameClock::now()).count());
  }
  if (const std::optional<SteadyInstant> wake = console_.next_wake()) {
    at_most(std::chrono::duration<double>(*wake - host_.steady()).count());
  }
  if (network_.pending() > 0) at_most(kNetworkTick);
  if (!player_.finished()) at_most(kScriptTick);
  return seconds;
}

bool Loop::frame_due() const {
  return console_.wants_frame() && window_.visible() &&
         FrameClock::now() - last_frame_ >= kShortestFrame;
}

void Loop::draw() {
  last_frame_ = FrameClock::now();
  if (frames_before_next_step_ > 0) --frames_before_next_step_;
  const Window::Geometry geometry = window_.geometry();
  console_.set_display(geometry.width, geometry.height, geometry.scale);
  window_.begin_frame(console_.take_fonts_changed());
  // ImGui's GLFW backend sets its own idea of the size (window coordinates): the console's stands.
  console_.set_display(geometry.width, geometry.height, geometry.scale);
  console_.frame();
  if (!picture_wanted_) {
    window_.end_frame();
    return;
  }
  Picture picture;
  window_.end_frame(&picture);
  picture_problem_ = write_png(picture, *std::exchange(picture_wanted_, std::nullopt));
}

std::optional<int> Loop::play() {
  if (player_.finished() || frames_before_next_step_ > 0) return std::nullopt;
  if (picture_problem_) {
    std::fprintf(stderr, "dds-desktop: %s\n", picture_problem_->message.c_str());
    return 1;
  }
  ImGuiIO& io = ImGui::GetIO();
  const Command command = player_.advance(console_.widgets(), host_.steady());
  if (std::holds_alternative<Nothing>(command)) return std::nullopt;
  frames_before_next_step_ =
      std::holds_alternative<TypeText>(command) ? kFramesOfTyping : kFramesOfStep;
  console_.request_frame(frames_before_next_step_);
  return std::visit(Cases{
                        [](const Nothing&) -> std::optional<int> { return std::nullopt; },
                        [](const Settle&) -> std::optional<int> { return std::nullopt; },
                        [&](const MovePointer& move) -> std::optional<int> {
                          io.AddMousePosEvent(move.x, move.y);
                          return std::nullopt;
                        },
                        [&](const PressPointer& press) -> std::optional<int> {
                          io.AddMouseButtonEvent(ImGuiMouseButton_Left, press.down);
                          return std::nullopt;
                        },
                        [&](const TypeText& type) -> std::optional<int> {
                          io.AddKeyEvent(ImGuiMod_Ctrl, true);
                          tap(io, ImGuiKey_A);
                          io.AddKeyEvent(ImGuiMod_Ctrl, false);
                          if (type.text.empty()) tap(io, ImGuiKey_Delete);
                          io.AddInputCharactersUTF8(type.text.c_str());
                          return std::nullopt;
                        },
                        [&](const PressKey& press) -> std::optional<int> {
                          tap(io, key_of(press.key));
                          return std::nullopt;
                        },
                        [&](const ScrollTo& target) -> std::optional<int> {
                          console_.focus_widget(target.widget_id);
                          return std::nullopt;
                        },
                        [&](const TakePicture& picture) -> std::optional<int> {
                          picture_wanted_ = picture.path;
                          return std::nullopt;
                        },
                        [&](const Resize& size) -> std::optional<int> {
                          window_.resize(size.width, size.height);
                          return std::nullopt;
                        },
                        [](const Quit&) -> std::optional<int> { return 0; },
                        [](const Fail& failure) -> std::optional<int> {
                          std::fprintf(stderr, "dds-desktop: %s\n", failure.sentence.c_str());
                          return 1;
                        },
                    },
                    command);
}

}  // namespace dds::desktop
