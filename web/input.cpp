#include "web/input.h"

#include <emscripten/em_macros.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cfloat>

#include "web/javascript.h"
#include "web/keys.h"

namespace dds::web {
namespace {

// Pixels that a notch of a mouse wheel gives in the browsers, and lines of a notch where they count
// lines.
constexpr float kPixelsPerNotch = 100;
constexpr float kLinesPerNotch = 3;
// ImGui scrolls five lines of text a notch.
constexpr float kPixelsScrolledPerNotch = 85;
constexpr float kDoubleTap = 0.5F;  // seconds

const char* css_name(ImGuiMouseCursor cursor) {
  switch (cursor) {
    case ImGuiMouseCursor_None: return "none";
    case ImGuiMouseCursor_TextInput: return "text";
    case ImGuiMouseCursor_ResizeAll: return "move";
    case ImGuiMouseCursor_ResizeNS: return "ns-resize";
    case ImGuiMouseCursor_ResizeEW: return "ew-resize";
    case ImGuiMouseCursor_ResizeNESW: return "nesw-resize";
    case ImGuiMouseCursor_ResizeNWSE: return "nwse-resize";
    case ImGuiMouseCursor_Hand: return "pointer";
    case ImGuiMouseCursor_NotAllowed: return "not-allowed";
    default: return "default";
  }
}

// JavaScript's buttons are left, middle, right; ImGui's left, right, middle.
int imgui_button(int button) {
  return button == 1 ? ImGuiMouseButton_Middle : button == 2 ? ImGuiMouseButton_Right : button;
}

// Keys that browsers scroll, search or press the focused element with; the console does that
// itself.
bool taken_from_browser(ImGuiKey key, bool ctrl, KeyTarget target) {
  switch (key) {
    case ImGuiKey_UpArrow:
    case ImGuiKey_DownArrow:
    case ImGuiKey_PageUp:
    case ImGuiKey_PageDown:
    case ImGuiKey_Tab:
    case ImGuiKey_Enter:
    case ImGuiKey_KeypadEnter: return true;
    case ImGuiKey_K: return ctrl;
    case ImGuiKey_LeftArrow:
    case ImGuiKey_RightArrow:
    case ImGuiKey_Home:
    case ImGuiKey_End:
    case ImGuiKey_Space:
    case ImGuiKey_Backspace:
    case ImGuiKey_Slash: return target != KeyTarget::Text && !ctrl;
    case ImGuiKey_A: return target != KeyTarget::Text && ctrl;
    default: return false;
  }
}

}  // namespace

void Input::listen() {
  dds_js_listen(this);
}

bool Input::waiting() {
  return ImGui::GetCurrentContext()->InputEventsQueue.Size > 0;
}

void Input::show_cursor() {
  const ImGuiMouseCursor cursor = ImGui::GetMouseCursor();
  if (cursor == cursor_) return;
  cursor_ = cursor;
  dds_js_set_cursor(css_name(cursor));
}

// What a double click is, the browser knows from the system's settings. ImGui would measure the
// time between two frames, and those may be slow.
void Input::count_clicks(int button, int clicks) {
  ImGuiIO& io = ImGui::GetIO();
  if (clicks < 2) io.MouseClickedTime[button] = -FLT_MAX;
  io.MouseDoubleClickTime = clicks < 2 ? kDoubleTap : FLT_MAX;
}

void Input::pointer(int kind, float x, float y, int button, int clicks, int modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  set_modifiers(modifiers);
  io.AddMouseSourceEvent(ImGuiMouseSource_Mouse);
  if (kind == 3) {
    io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  } else {
    io.AddMousePosEvent(x, y);
    if (kind != 0 && button >= 0 && button < ImGuiMouseButton_COUNT) {
      if (kind == 1) count_clicks(imgui_button(button), clicks);
      io.AddMouseButtonEvent(imgui_button(button), kind == 1);
    }
  }
  came_();
}

void Input::touched(int kind, int finger, float x, float y, double now) {
  switch (kind) {
    case 0: touch_.down(finger, x, y, now); break;
    case 1: touch_.move(finger, x, y); break;
    case 2: touch_.up(finger); break;
    default: touch_.cancelled(finger); break;
  }
  came_();
}

void Input::timer(double now) {
  touch_.timer(now);
}

void Input::point(float x, float y) {
  ImGui::GetIO().AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
  ImGui::GetIO().AddMousePosEvent(x, y);
}

void Input::leave() {
  ImGui::GetIO().AddMousePosEvent(-FLT_MAX, -FLT_MAX);
}

void Input::press(bool right_button) {
  const int button = right_button ? ImGuiMouseButton_Right : ImGuiMouseButton_Left;
  ImGui::GetIO().MouseDoubleClickTime = kDoubleTap;
  ImGui::GetIO().AddMouseButtonEvent(button, true);
  ImGui::GetIO().AddMouseButtonEvent(button, false);
  came_();
}

void Input::scroll(float dx, float dy) {
  ImGui::GetIO().AddMouseWheelEvent(dx / kPixelsScrolledPerNotch, dy / kPixelsScrolledPerNotch);
}

void Input::wheel(float dx, float dy, int mode, int modifiers) {
  set_modifiers(modifiers);
  const float per_notch = mode == 0 ? kPixelsPerNotch : mode == 1 ? kLinesPerNotch : 1;
  ImGuiIO& io = ImGui::GetIO();
  // With Shift both browsers and ImGui turn the wheel sideways: once is enough.
  if (io.KeyShift && dy == 0) std::swap(dx, dy);
  io.AddMouseSourceEvent(ImGuiMouseSource_Mouse);
  io.AddMouseWheelEvent(-dx / per_notch, -dy / per_notch);
  came_();
}

bool Input::key(bool down, std::string_view code, std::string_view name, int modifiers,
                KeyTarget target) {
  const ImGuiKey key = key_of(code, name);
  const bool ctrl = (modifiers & 1) != 0;
  const bool alt = (modifiers & 4) != 0;
  set_modifiers(modifiers);
  const bool is_meta = key == ImGuiKey_LeftSuper || key == ImGuiKey_RightSuper;
  if (!down) {
    const auto held = std::find(held_.begin(), held_.end(), key);
    if (held != held_.end()) {
      ImGui::GetIO().AddKeyEvent(key, false);
      held_.erase(held);
    }
    if (is_meta) release_keys();  // while it is held, a Mac tells of no other key that is let go
    came_();
    return key == ImGuiKey_Space &&
           target == KeyTarget::Control;  // Firefox presses a button when Space comes up
  }
  if (key == ImGuiKey_None) return false;
  // Tab moves the page's own focus, and the console follows it (Console::focus_widget); in an open
  // panel it is the other way round.
  if (key == ImGuiKey_Tab && !keeps_tab_()) return false;
  if (target == KeyTarget::Text && edits_text(key, ctrl, alt)) return false;
  ImGui::GetIO().AddKeyEvent(key, true);
  if (std::find(held_.begin(), held_.end(), key) == held_.end()) held_.push_back(key);
  came_();
  return taken_from_browser(key, ctrl, target);
}

void Input::window_focus(bool focused) {
  if (!focused) release_keys();
  ImGui::GetIO().AddFocusEvent(focused);
  came_();
}

void Input::release_keys() {
  for (const ImGuiKey key : held_) ImGui::GetIO().AddKeyEvent(key, false);
  held_.clear();
}

void Input::set_modifiers(int modifiers) {
  ImGuiIO& io = ImGui::GetIO();
  io.AddKeyEvent(ImGuiMod_Ctrl, (modifiers & 1) != 0);
  io.AddKeyEvent(ImGuiMod_Shift, (modifiers & 2) != 0);
  io.AddKeyEvent(ImGuiMod_Alt, (modifiers & 4) != 0);
  io.AddKeyEvent(ImGuiMod_Super, (modifiers & 8) != 0);
}

}  // namespace dds::web

extern "C" {

EMSCRIPTEN_KEEPALIVE void dds_on_pointer(dds::web::Input* input, int kind, float x, float y,
                                         int button, int clicks, int modifiers) {
  input->pointer(kind, x, y, button, clicks, modifiers);
}

EMSCRIPTEN_KEEPALIVE void dds_on_touch(dds::web::Input* input, int kind, int finger, float x,
                                       float y, double now) {
  input->touched(kind, finger, x, y, now);
}

EMSCRIPTEN_KEEPALIVE void dds_on_wheel(dds::web::Input* input, float dx, float dy, int mode,
                                       int modifiers) {
  input->wheel(dx, dy, mode, modifiers);
}

EMSCRIPTEN_KEEPALIVE int dds_on_key(dds::web::Input* input, int down, const char* code,
                                    const char* name, int modifiers, int target) {
  return input->key(down != 0, code, name, modifiers, static_cast<dds::web::KeyTarget>(target)) ? 1
                                                                                                : 0;
}

EMSCRIPTEN_KEEPALIVE void dds_on_window_focus(dds::web::Input* input, int focused) {
  input->window_focus(focused != 0);
}
}
