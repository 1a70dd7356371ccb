// The window: GLFW 3, OpenGL 3.2 and ImGui's own backends for both. Turns GLFW's coordinates into
// logical pixels (1/96 inch at scale 1), which is all that the console knows.
//
// Owns GLFW, the window and the two backends; the Console (which owns the ImGui context) must be
// made after it and `attach`ed, and detached before the Console goes. One window a process, main
// thread only (GLFW's rule).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "native/desktop/picture.h"

struct GLFWwindow;

namespace dds::desktop {

class Window {
 public:
  /// What the window looks like now.
  struct Geometry {
    float width = 0.0F;  // logical pixels; 0 while minimised
    float height = 0.0F;
    float scale = 1.0F;  // device pixels per logical pixel
  };

  /// Opens the window. `scale` 0 takes the desktop's. The error is one sentence that says what is
  /// missing: a display, or OpenGL 3.
  [[nodiscard]] static Result<std::unique_ptr<Window>> open(const std::string& title, int width,
                                                            int height, double scale);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Starts ImGui's backends on the current ImGui context. `on_input` is called for everything a
  /// person does.
  void attach(std::function<void()> on_input);
  void detach();

  /// Sleeps until an event, or at most `seconds` (nothing: until an event), and handles what came.
  void wait(std::optional<double> seconds);

  [[nodiscard]] bool close_wanted() const;
  [[nodiscard]] bool visible() const;  // not minimised and not of zero size
  [[nodiscard]] Geometry geometry() const;
  /// Size of the window in logical pixels.
  void resize(int width, int height);

  /// Before the console's frame: takes the backends' new frame (time, cursor shape).
  void begin_frame(bool fonts_changed);
  /// After it: draws ImGui's draw data. `keep` copies the pixels before they are shown.
  void end_frame(Picture* keep = nullptr);

  void set_clipboard(const std::string& text);
  /// "OpenGL 4.5 (Mesa ...), GLFW 3.3.8 ...": for bug reports.
  [[nodiscard]] std::string describe() const;

  /// While a script plays, the real pointer and keyboard are ignored.
  void ignore_input(bool ignore);

 private:
  Window() = default;
  void install_callbacks();
  void input_came() const;
  static Window& of(GLFWwindow* window);

  GLFWwindow* window_ = nullptr;
  double forced_scale_ = 0.0;
  bool attached_ = false;
  bool ignore_input_ = false;
  std::function<void()> on_input_;
};

}  // namespace dds::desktop
