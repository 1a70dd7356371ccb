// The console in the page: host, console, canvas, input and mirror put together, and when a frame
// is drawn.
//
// There is no loop. Whatever happens (input, an answer, a timer) ends in `settle`, which asks the
// browser for one frame if the console wants one and sets one timer for when it wants to be woken.
// Idle means that nothing runs.
#pragma once

#include "shell/console.h"
#include "web/browser_host.h"
#include "web/canvas.h"
#include "web/input.h"
#include "web/mirror.h"

namespace dds::web {

class App {
 public:
  App(shell::FontFiles fonts, shell::Start start);
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  /// Draws the first frame; false when the browser has no WebGL 2.
  [[nodiscard]] bool open();

  // What JavaScript tells.
  void frame();
  /// Draws what input waits for now. A key that the page's own field takes acts at once: without
  /// this it would overtake the press before it, and the press's caret would undo what it did.
  void catch_up();
  void timer();
  enum class PageEvent { Changed, ContextLost, ContextRestored, OtherFragment };
  void page(PageEvent event);
  /// Back or Forward.
  void show_place(const char* place);
  [[nodiscard]] Mirror& mirror() { return mirror_; }

  /// After everything that may have changed something.
  void settle();

 private:
  void input_came();
  void set_timer();

  BrowserHost host_;
  shell::Console console_;
  Canvas canvas_;
  Input input_;
  Mirror mirror_;
  bool drawn_ = false;
};

}  // namespace dds::web
