#include "native/desktop/window.h"

// ImGui's loader has the few OpenGL functions that are needed here (GLFW_INCLUDE_NONE: no second
// OpenGL header).
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>
#include <imgui_impl_opengl3_loader.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <array>
#include <cmath>
#include <utility>
#include <vector>

#include "native/desktop/icon.h"

namespace dds::desktop {
namespace {

constexpr int kSmallestWidth = 360;
constexpr int kSmallestHeight = 320;

// GLFW reports through a callback without user data; the text is only kept until the next call that
// failed.
std::string& last_glfw_error() {
  static std::string text;
  return text;
}

void keep_glfw_error(int /*code*/, const char* description) {
  last_glfw_error() = description;
}

Error cannot_start(const std::string& sentence) {
  std::string reported = last_glfw_error();
  while (reported.ends_with(' ') || reported.ends_with('.')) reported.pop_back();
  return make_error(ErrorCode::Io, sentence + " (" + reported + ").", "display");
}

void set_icon(GLFWwindow* window) {
  constexpr std::array<int, 4> kSides = {16, 32, 48, 64};
  std::array<std::vector<std::uint8_t>, kSides.size()> pixels;
  std::array<GLFWimage, kSides.size()> images = {};
  for (std::size_t i = 0; i < kSides.size(); ++i) {
    pixels[i] = icon_rgba(kSides[i]);
    images[i] = {kSides[i], kSides[i], pixels[i].data()};
  }
  glfwSetWindowIcon(window, static_cast<int>(images.size()), images.data());
}

/// What was drawn, without the alpha that a window has no use for.
Picture read_pixels(int width, int height) {
  const auto columns = static_cast<std::size_t>(width);
  const auto rows = static_cast<std::size_t>(height);
  std::vector<std::uint8_t> rgba(columns * rows * 4);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGBA, GL_UNSIGNED_BYTE, rgba.data());
  Picture picture{.width = width, .height = height, .rgb = {}};
  picture.rgb.reserve(columns * rows * 3);
  for (std::size_t row = rows; row-- > 0;) {  // OpenGL counts from the bottom
    for (std::size_t column = 0; column < columns; ++column) {
      const std::uint8_t* pixel = &rgba[(row * columns + column) * 4];
      picture.rgb.insert(picture.rgb.end(), pixel, pixel + 3);
    }
  }
  return picture;
}

}  // namespace

Result<std::unique_ptr<Window>> Window::open(const std::string& title, int width, int height,
                                             double scale) {
  glfwSetErrorCallback(keep_glfw_error);
  if (glfwInit() != GLFW_TRUE) {
    return cannot_start(
        "There is no display to open a window on: start dds-desktop in a graphical session, or use "
        "the console in a "
        "browser (dds serve)");
  }
  std::unique_ptr<Window> window(new Window());
  window->forced_scale_ = scale;

  // The oldest OpenGL that every desktop offers in the same way; Mesa and macOS give newer ones
  // from it.
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, scale == 0.0 ? GLFW_TRUE : GLFW_FALSE);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "dds-desktop");
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "dds-desktop");
  const double factor = scale == 0.0 ? 1.0 : scale;
  window->window_ = glfwCreateWindow(static_cast<int>(std::lround(width * factor)),
                                     static_cast<int>(std::lround(height * factor)), title.c_str(),
                                     nullptr, nullptr);
  if (window->window_ == nullptr) {
    return cannot_start(
        "This display does not offer OpenGL 3.2, which the console draws with: install the "
        "graphics driver (on Debian "
        "libgl1-mesa-dri draws without a graphics card), or use the console in a browser (dds "
        "serve)");
  }
  glfwSetWindowUserPointer(window->window_, window.get());
  glfwSetWindowSizeLimits(window->window_, kSmallestWidth, kSmallestHeight, GLFW_DONT_CARE,
                          GLFW_DONT_CARE);
  set_icon(window->window_);
  glfwMakeContextCurrent(window->window_);
  glfwSwapInterval(1);
  return window;
}

Window::~Window() {
  detach();
  if (window_ != nullptr) glfwDestroyWindow(window_);
  glfwTerminate();
}

void Window::attach(std::function<void()> on_input) {
  on_input_ = std::move(on_input);
  ImGui_ImplGlfw_InitForOpenGL(window_, false);
  ImGui_ImplOpenGL3_Init("#version 150");
  attached_ = true;
  install_callbacks();
}

void Window::detach() {
  if (!attached_) return;
  attached_ = false;
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
}

Window& Window::of(GLFWwindow* window) {
  return *static_cast<Window*>(glfwGetWindowUserPointer(window));
}

void Window::input_came() const {
  if (attached_ && on_input_) on_input_();
}

void Window::install_callbacks() {
  // The backend's own callbacks would hand on window coordinates; the console wants logical pixels.
  glfwSetCursorPosCallback(window_, [](GLFWwindow* window, double x, double y) {
    Window& self = of(window);
    if (!self.attached_ || self.ignore_input_) return;
    int width = 0;
    int height = 0;
    glfwGetWindowSize(window, &width, &height);
    const Geometry now = self.geometry();
    if (width <= 0 || height <= 0) return;
    ImGui_ImplGlfw_CursorPosCallback(window, x * static_cast<double>(now.width) / width,
                                     y * static_cast<double>(now.height) / height);
    self.input_came();
  });
  glfwSetCursorEnterCallback(window_, [](GLFWwindow* window, int entered) {
    Window& self = of(window);
    if (!self.attached_ || self.ignore_input_) return;
    ImGui_ImplGlfw_CursorEnterCallback(window, entered);
    self.input_came();
  });
  glfwSetMouseButtonCallback(
      window_, [](GLFWwindow* window, int button, int action, int modifiers) {
        Window& self = of(window);
        if (!self.attached_ || self.ignore_input_) return;
        ImGui_ImplGlfw_MouseButtonCallback(window, button, action, modifiers);
        self.input_came();
      });
  glfwSetScrollCallback(window_, [](GLFWwindow* window, double x, double y) {
    Window& self = of(window);
    if (!self.attached_ || self.ignore_input_) return;
    ImGui_ImplGlfw_ScrollCallback(window, x, y);
    self.input_came();
  });
  glfwSetKeyCallback(window_,
                     [](GLFWwindow* window, int key, int scancode, int action, int modifiers) {
                       Window& self = of(window);
                       if (!self.attached_ || self.ignore_input_) return;
                       ImGui_ImplGlfw_KeyCallback(window, key, scancode, action, modifiers);
                       self.input_came();
                     });
  glfwSetCharCallback(window_, [](GLFWwindow* window, unsigned int code_point) {
    Window& self = of(window);
    if (!self.attached_ || self.ignore_input_) return;
    ImGui_ImplGlfw_CharCallback(window, code_point);
    self.input_came();
  });
  glfwSetWindowFocusCallback(window_, [](GLFWwindow* window, int focused) {
    Window& self = of(window);
    if (!self.attached_ || self.ignore_input_) return;
    ImGui_ImplGlfw_WindowFocusCallback(window, focused);
    self.input_came();
  });
  // What a person does to the window itself needs a new frame too.
  glfwSetWindowRefreshCallback(window_, [](GLFWwindow* window) { of(window).input_came(); });
  glfwSetFramebufferSizeCallback(window_,
                                 [](GLFWwindow* window, int, int) { of(window).input_came(); });
  glfwSetWindowContentScaleCallback(
      window_, [](GLFWwindow* window, float, float) { of(window).input_came(); });
  glfwSetWindowIconifyCallback(window_, [](GLFWwindow* window, int) { of(window).input_came(); });
}

void Window::wait(std::optional<double> seconds) {
  if (!seconds) {
    glfwWaitEvents();
  } else if (*seconds > 0.0) {
    glfwWaitEventsTimeout(*seconds);
  } else {
    glfwPollEvents();
  }
}

bool Window::close_wanted() const {
  return glfwWindowShouldClose(window_) == GLFW_TRUE;
}

bool Window::visible() const {
  return glfwGetWindowAttrib(window_, GLFW_ICONIFIED) == GLFW_FALSE && geometry().width > 0.0F;
}

Window::Geometry Window::geometry() const {
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  float scale = static_cast<float>(forced_scale_);
  if (forced_scale_ == 0.0) {
    float vertical = 1.0F;
    glfwGetWindowContentScale(window_, &scale, &vertical);
    if (!(scale >= 0.5F && scale <= 8.0F))
      scale = 1.0F;  // a desktop that does not know its own scale
  }
  if (width <= 0 || height <= 0) return {.width = 0.0F, .height = 0.0F, .scale = scale};
  return {.width = static_cast<float>(width) / scale,
          .height = static_cast<float>(height) / scale,
          .scale = scale};
}

void Window::resize(int width, int height) {
  const Geometry now = geometry();
  int window_width = 0;
  int window_height = 0;
  glfwGetWindowSize(window_, &window_width, &window_height);
  const double ratio =
      now.width > 0.0F ? static_cast<double>(window_width) / static_cast<double>(now.width) : 1.0;
  glfwSetWindowSize(window_, static_cast<int>(std::lround(width * ratio)),
                    static_cast<int>(std::lround(height * ratio)));
}

void Window::begin_frame(bool fonts_changed) {
  ImGui_ImplOpenGL3_NewFrame();
  if (fonts_changed) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
  }
  ImGui_ImplGlfw_NewFrame();
}

void Window::end_frame(Picture* keep) {
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  glViewport(0, 0, width, height);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  if (keep != nullptr) *keep = read_pixels(width, height);
  glfwSwapBuffers(window_);
}

void Window::ignore_input(bool ignore) {
  if (ignore == ignore_input_) return;
  ignore_input_ = ignore;
  // Otherwise the backend asks for the real pointer's place in every frame of a focused window.
  if (attached_) ImGui_ImplGlfw_CursorEnterCallback(window_, ignore ? GLFW_TRUE : GLFW_FALSE);
}

void Window::set_clipboard(const std::string& text) {
  glfwSetClipboardString(window_, text.c_str());
}

std::string Window::describe() const {
  return "OpenGL " + std::string(reinterpret_cast<const char*>(glGetString(GL_VERSION))) +
         ", GLFW " + glfwGetVersionString();
}

}  // namespace dds::desktop
