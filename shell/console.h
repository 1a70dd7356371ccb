// The console: one object that a host creates, feeds with frames, and asks when the next one is
// wanted.
//
// The host owns the window or canvas, the ImGui platform and renderer backends and the Host
// services; the Console owns the ImGui context, model, views, theme, fonts and widget map. One
// thread. A frame, in the host:  console.set_display(...); feed input into ImGui's IO; new_frame()
// of the renderer backend; console.frame(); render ImGui::GetDrawData(). The host feeds mouse
// positions in CSS (logical) pixels; inside, ImGui works in device pixels, so that text and lines
// are crisp at every scale: the draw data's DisplaySize is in device pixels and its
// FramebufferScale is 1. The console moves the focus itself on Tab. A host whose mirror moves it
// (DOM focus -> focus_widget) feeds the Tab key to ImGui only while `keeps_tab` says so, or the
// focus would move twice.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/api/endpoint.h"
#include "core/base/time.h"
#include "core/signing/credentials.h"
#include "core/signing/trace.h"
#include "shell/host.h"
#include "shell/widget_map.h"

namespace dds::shell {

/// TTF or OTF bytes (subsets made at build time), none of them empty; must outlive the Console.
struct FontFiles {
  std::span<const std::uint8_t> regular;   // Inter Regular
  std::span<const std::uint8_t> semibold;  // Inter SemiBold
  std::span<const std::uint8_t> mono;      // JetBrains Mono Regular
};

/// How the console starts. Everything can be changed in the connection bar.
struct Start {
  std::string region_id = "cn-hangzhou";
  std::string endpoint;   // empty: the region's public host
  bool emulator = false;  // the endpoint is the emulator: marked so that nobody mistakes it
  api::Route route;
  std::string page_origin;  // web: "http://127.0.0.1:8620", for the same-origin route
  /// Where links to calls lead, without a fragment: web: the page itself. Empty: calls are given
  /// away as command lines.
  std::string page_url;
  std::string place;  // see Console::place; once what it shows is there
  std::string link;   // fragment of the URL that it was opened with: perhaps a call to fill in
  /// How requests are signed. A page takes RPC v1, a form that browsers send without asking the
  /// server first (no preflight).
  signing::Scheme scheme = signing::Scheme::RpcV1Sha1;
  std::optional<signing::Credentials> credentials;
  bool bearer = false;  // they are a bearer token (api::SignOptions)
  std::string
      credentials_source;  // "memory only", "environment", "profile default", "emulator's test key"
  bool connect = false;    // connect and list at once
};

class Console {
 public:
  Console(Host& host, FontFiles fonts, Start start);
  ~Console();
  Console(const Console&) = delete;
  Console& operator=(const Console&) = delete;

  /// Size in CSS (logical) pixels; `scale` = device pixels per logical pixel (fonts are rasterised
  /// for it); `touch` enlarges controls.
  void set_display(float width, float height, float scale, bool touch = false);

  /// Delivers answers and timers to the model. Call when the host woke up, before asking
  /// wants_frame.
  void advance();

  /// True when something changed since the last frame: input (the host says so by `request_frame`),
  /// an answer, a timer, an animation that runs. Idle means false.
  [[nodiscard]] bool wants_frame() const;
  void request_frame(int frames = 2);  // ImGui needs a second frame to settle hover and popups

  /// When to wake up though no input comes: a timer of the model, ages that change in words.
  /// Nothing: sleep for ever.
  [[nodiscard]] std::optional<SteadyInstant> next_wake() const;

  /// One ImGui frame: NewFrame, views, Render.
  void frame();

  [[nodiscard]] const WidgetMap& widgets() const;

  /// True (once) when the font atlas was rebuilt and the renderer's texture must be made anew.
  [[nodiscard]] bool take_fonts_changed();

  /// The fragment of a link to a call (core/api/call_link.h): fills in the call's form, sends
  /// nothing. One that is broken is said so; any other fragment is ignored.
  void open_link(std::string_view fragment);

  /// Where the person is, such as "coverage" or "instance/dds-bp1a7f3c9d2e5b81/backups": for a host
  /// with Back and Forward. Never anything that was typed.
  [[nodiscard]] std::string place() const;
  /// Goes there; what was typed and what runs stays as it is. Ignored when it is no place.
  void show_place(std::string_view place);
  /// What is under way here and goes on at the service when the console ends, in one sentence;
  /// empty: nothing.
  [[nodiscard]] std::string goes_on() const;
  /// Something is under way, or a key that was typed would be lost.
  [[nodiscard]] bool asks_before_leaving() const;

  /// What a mirrored <input> holds now: replaces the text of that textbox; `caret` in code points,
  /// -1 = end.
  void replace_text(std::uint32_t widget_id, std::string_view text, int caret);
  /// Focus moved in the mirror (Tab, screen reader): give that widget ImGui's keyboard focus.
  void focus_widget(std::uint32_t widget_id);
  /// A panel is open that Tab goes round in: a host with a mirror must not let its own focus out.
  [[nodiscard]] bool keeps_tab() const;
  /// Presses, chooses or toggles a widget without a pointer (a screen reader's click, tests).
  void activate_widget(std::uint32_t widget_id);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dds::shell
