#include "web/app.h"

#include <emscripten/em_macros.h>
#include <emscripten/html5.h>

#include <algorithm>
#include <utility>

#include "web/javascript.h"

namespace dds::web {

App::App(shell::FontFiles fonts, shell::Start start)
    : host_([this] { settle(); }),
      console_(host_, fonts, std::move(start)),
      input_([this] { input_came(); }, [this] { return console_.keeps_tab(); }),
      mirror_(console_) {}

bool App::open() {
  dds_js_open(this);
  if (!canvas_.open()) return false;
  input_.listen();
  mirror_.open();
  console_.request_frame();
  frame();
  return true;
}

void App::input_came() {
  console_.request_frame();
  settle();
}

void App::settle() {
  console_.advance();
  if (console_.wants_frame() && canvas_.usable()) dds_js_request_frame();
  set_timer();
  dds_js_place(console_.place().c_str(), console_.asks_before_leaving() ? 1 : 0);
}

void App::show_place(const char* place) {
  console_.show_place(place);
  settle();
}

void App::set_timer() {
  constexpr double kNever = -1;
  double wait = kNever;
  if (const auto wake = console_.next_wake()) {
    wait = std::max(0.0, static_cast<double>((*wake - host_.steady()).count()));
  }
  if (const auto touch = input_.timer_at()) {
    const double until = std::max(0.0, *touch - emscripten_get_now());
    wait = wait < 0 ? until : std::min(wait, until);
  }
  dds_js_wake_in(wait);
}

void App::frame() {
  if (!canvas_.usable()) return;
  const Canvas::Size size = Canvas::fit();
  if (size.width < 1 || size.height < 1) return;  // a page that is not shown
  console_.set_display(size.width / size.scale, size.height / size.scale, size.scale, size.touch);
  canvas_.begin_frame(console_.take_fonts_changed());
  mirror_.take_selection();
  console_.frame();
  canvas_.end_frame(size);
  input_.show_cursor();
  mirror_.sync();
  if (!std::exchange(drawn_, true)) dds_js_drawn();
  settle();
}

void App::catch_up() {
  // A press and its release take a frame each, and so does a second one.
  constexpr int kMost = 8;
  for (int i = 0; i < kMost && Input::waiting(); ++i) frame();
}

void App::timer() {
  input_.timer(emscripten_get_now());
  settle();
}

void App::page(PageEvent event) {
  switch (event) {
    case PageEvent::Changed: break;
    case PageEvent::ContextLost: canvas_.lost(); break;
    case PageEvent::ContextRestored: canvas_.restored(); break;
    case PageEvent::OtherFragment:
      console_.open_link(take_text(dds_js_fragment()).value_or(""));
      break;
  }
  console_.request_frame();
  settle();
}

}  // namespace dds::web

extern "C" {

EMSCRIPTEN_KEEPALIVE void dds_on_frame(dds::web::App* app) {
  app->frame();
}
EMSCRIPTEN_KEEPALIVE void dds_on_catch_up(dds::web::App* app) {
  app->catch_up();
}
EMSCRIPTEN_KEEPALIVE void dds_on_timer(dds::web::App* app) {
  app->timer();
}

EMSCRIPTEN_KEEPALIVE void dds_on_page(dds::web::App* app, int event) {
  app->page(static_cast<dds::web::App::PageEvent>(event));
}

EMSCRIPTEN_KEEPALIVE void dds_on_place(dds::web::App* app, const char* place) {
  app->show_place(place);
}

EMSCRIPTEN_KEEPALIVE void dds_on_focus(dds::web::App* app, std::uint32_t key) {
  app->mirror().focused(key);
  app->settle();
}

EMSCRIPTEN_KEEPALIVE void dds_on_text(dds::web::App* app, std::uint32_t key, const char* text,
                                      int caret) {
  app->mirror().typed(key, text, caret);
  app->settle();
}

EMSCRIPTEN_KEEPALIVE void dds_on_selection(dds::web::App* app, std::uint32_t key, int anchor,
                                           int caret) {
  app->mirror().selected(key, anchor, caret);
  app->settle();
}

EMSCRIPTEN_KEEPALIVE void dds_on_activate(dds::web::App* app, std::uint32_t key) {
  app->mirror().activated(key);
  app->settle();
}
}
