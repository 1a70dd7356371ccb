#include "shell/console.h"

#include <algorithm>
#include <cmath>

#include <imgui.h>
#include <imgui_internal.h>

#include "core/base/secret.h"
#include "shell/keyboard.h"
#include "shell/model/model.h"
#include "shell/views/views.h"

namespace dds::shell {
namespace {

// An earlier choice of region holds unless the host starts somewhere else than usual.
Start with_saved_region(Host& host, Start start) {
  const Start usual;
  if (start.endpoint.empty() && !start.emulator && start.region_id == usual.region_id) {
    if (const std::optional<std::string> saved = host.load("region"); saved && !saved->empty()) {
      start.region_id = *saved;
    }
  }
  return start;
}

// Mouse positions between frames are the host's (CSS pixels); inside a frame they are in device
// pixels.
void scale_mouse(float factor) {
  ImGuiContext& context = *ImGui::GetCurrentContext();
  const auto scaled = [factor](float value) { return value > -FLT_MAX ? value * factor : value; };
  for (ImGuiInputEvent& event : context.InputEventsQueue) {
    if (event.Type != ImGuiInputEventType_MousePos) continue;
    event.MousePos.PosX = scaled(event.MousePos.PosX);
    event.MousePos.PosY = scaled(event.MousePos.PosY);
  }
  context.IO.MousePos = ImVec2(scaled(context.IO.MousePos.x), scaled(context.IO.MousePos.y));
}

void copy_by_host(void* host, const char* text) {
  static_cast<Host*>(host)->copy_to_clipboard(text);
}

void set_style(const Palette& c, float unit) {
  ImGuiStyle& style = ImGui::GetStyle();
  style = ImGuiStyle();
  style.ScrollbarSize = std::round(10 * unit);
  style.ScrollbarRounding = 5 * unit;
  style.GrabMinSize = std::round(24 * unit);
  style.WindowMinSize = ImVec2(1, 1);
  style.DisabledAlpha = 1;
  style.AntiAliasedLinesUseTex = false;
  for (ImVec4& color : style.Colors) color = ImVec4(0, 0, 0, 0);
  const auto color = [](Color value) { return ImGui::ColorConvertU32ToFloat4(value); };
  style.Colors[ImGuiCol_Text] = color(c.text);
  style.Colors[ImGuiCol_TextDisabled] = color(c.third);
  style.Colors[ImGuiCol_TextSelectedBg] = color(mix(c.background, c.accent, 0.35F));
  style.Colors[ImGuiCol_ScrollbarGrab] = color(mix(c.background, c.outline, 0.45F));
  style.Colors[ImGuiCol_ScrollbarGrabHovered] = color(mix(c.background, c.outline, 0.75F));
  style.Colors[ImGuiCol_ScrollbarGrabActive] = color(c.outline);
}

bool repeating_key_held() {
  for (const ImGuiKey key :
       {ImGuiKey_Backspace, ImGuiKey_Delete, ImGuiKey_LeftArrow, ImGuiKey_RightArrow,
        ImGuiKey_UpArrow, ImGuiKey_DownArrow, ImGuiKey_PageUp, ImGuiKey_PageDown, ImGuiKey_Tab}) {
    if (ImGui::IsKeyDown(key)) return true;
  }
  return false;
}

}  // namespace

class Console::Impl {
 public:
  Impl(Host& host, FontFiles files, Start start)
      : context_(make_context()),
        connect_(start.connect),
        link_(start.link),
        place_(start.place),
        fonts_(host, files),
        model_(host, with_saved_region(host, std::move(start))),
        ui_(host, fonts_, recorder_) {
    ImGuiIO& io = ImGui::GetIO();
    io.SetClipboardTextFn = copy_by_host;
    io.ClipboardUserData = &host;
    if (connect_) model_.expect_connection();
    if (!place_.empty()) model_.show_place(place_);
    model_.open_link(link_);
  }

  ~Impl() {
    activate_context();
    context_->TestEngine = nullptr;
    ImGui::DestroyContext(context_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  void set_display(float width, float height, float scale, bool touch) {
    const bool same = size_.x == width && size_.y == height && scale_ == scale && touch_ == touch;
    size_ = ImVec2(std::max(width, 1.0F), std::max(height, 1.0F));
    scale_ = scale > 0 ? scale : 1;
    touch_ = touch;
    apply_display();
    if (!same) request_frame(2);
  }

  void advance() {
    activate_context();
    const Moment now = model_.host().moment();
    // What is on screen first must not wait for requests that are signed and sent.
    if (connect_ && drawn_ >= kFramesFirst) {
      connect_ = false;
      model_.connect();
    }
    model_.advance(now);
    if (ui_.wake() && *ui_.wake() <= now.steady) request_frame(1);
    if (fonts_.incomplete()) {
      prepare_fonts();
      request_frame(1);
    }
  }

  [[nodiscard]] bool wants_frame() const {
    return frames_ > 0 || model_.changed() || fonts_.incomplete() || connect_;
  }
  void request_frame(int frames) { frames_ = std::max(frames_, frames); }

  [[nodiscard]] std::optional<SteadyInstant> next_wake() const {
    std::optional<SteadyInstant> wake = model_.next_wake();
    if (ui_.wake() && (!wake || *ui_.wake() < *wake)) wake = ui_.wake();
    return wake;
  }

  void frame() {
    activate_context();
    const Palette& palette = dark() ? dark_palette() : light_palette();
    drawn_ = std::min(drawn_ + 1, kFramesFirst);
    apply_display();
    set_style(palette, unit());
    ImGuiIO& io = ImGui::GetIO();
    const SteadyInstant now = model_.host().steady();
    const float passed = std::chrono::duration<float>(now - last_frame_).count();
    io.DeltaTime = last_frame_ == SteadyInstant{} ? 1.0F / 60 : std::max(passed, 0.0001F);
    last_frame_ = now;
    if (frames_ > 0) --frames_;
    model_.take_changed();

    scale_mouse(scale_);
    recorder_.install();
    ImGui::NewFrame();
    ui_.begin(unit(), palette, touch_);
    move_focus_by_keys(ui_);
    recorder_.begin_frame();
    draw_frame(ui_, model_, state_, io.DisplaySize);
    ImGui::Render();
    recorder_.end_frame(scale_);
    scale_mouse(1 / scale_);
    drop_replacements();
    if (ui_.wants_again()) request_frame(1);
    // Two more key events in one batch are taken in two frames.
    if (!context_->InputEventsQueue.empty()) request_frame(1);
    if (repeating_key_held()) ui_.wake_at(ui_.now + Milliseconds{40});
  }

  [[nodiscard]] const WidgetMap& widgets() const { return recorder_.map(); }
  [[nodiscard]] bool take_fonts_changed() { return std::exchange(fonts_changed_, false); }

  void open_link(std::string_view fragment) {
    activate_context();
    model_.open_link(fragment);
  }

  void show_place(std::string_view place) {
    activate_context();
    model_.show_place(std::string(place));
    request_frame(2);
  }
  [[nodiscard]] const Model& model() const { return model_; }

  void replace_text(std::uint32_t id, std::string_view text, int caret) {
    // Two letters between two frames: the later text holds both.
    for (Focus::Replacement& earlier : ui_.focus.replacements) {
      if (earlier.id == id) wipe_text(earlier.text);
    }
    std::erase_if(ui_.focus.replacements, [id](const auto& earlier) { return earlier.id == id; });
    ui_.focus.replacements.push_back({id, std::string(text), caret});
    request_frame(2);
  }

  void focus_widget(std::uint32_t id) {
    activate_context();
    const Widget* widget = recorder_.by_id(id);
    const bool editing =
        widget != nullptr && widget->role == Role::Textbox && context_->ActiveId != id;
    if (ui_.focus.is(id) && !editing) return;
    if (pointer_pending()) {
      ui_.focus.set_by_pointer(id);
    } else {
      // A field that kept the caret would take the focus back.
      if (context_->ActiveId != id && context_->IO.WantTextInput) ImGui::ClearActiveID();
      ui_.focus.set_by_key(id);
    }
    request_frame(2);
  }

  [[nodiscard]] bool keeps_tab() const { return context_->OpenPopupStack.Size > 0; }

  void activate_widget(std::uint32_t id) {
    ui_.focus.set_by_pointer(id);
    ui_.focus.activate(id);
    request_frame(2);
  }

 private:
  // What the page typed may be a secret.
  void drop_replacements() {
    for (Focus::Replacement& one : ui_.focus.replacements) wipe_text(one.text);
    ui_.focus.replacements.clear();
  }

  static ImGuiContext* make_context() {
    ImGuiContext* context = ImGui::CreateContext();
    ImGui::SetCurrentContext(context);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    io.ConfigInputTextCursorBlink = false;  // a blinking caret would draw for ever
    io.ConfigInputTextEnterKeepActive = true;
    io.MouseDoubleClickTime = 0.5F;  // seconds, as desktops have it; frames may be slow
    io.ConfigWindowsMoveFromTitleBarOnly = true;
    return context;
  }
  void activate_context() { ImGui::SetCurrentContext(context_); }

  [[nodiscard]] float unit() const {
    return scale_ * static_cast<float>(model_.preferences.zoom_percent()) / 100;
  }

  [[nodiscard]] bool dark() {
    switch (model_.preferences.theme()) {
      case ThemeChoice::Light: return false;
      case ThemeChoice::Dark: return true;
      case ThemeChoice::System: break;
    }
    return model_.host().prefers_dark();
  }

  void apply_display() {
    activate_context();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = ImVec2(std::round(size_.x * scale_), std::round(size_.y * scale_));
    io.DisplayFramebufferScale = ImVec2(1, 1);
    prepare_fonts();
  }

  void prepare_fonts() {
    if (fonts_.prepare(unit())) fonts_changed_ = true;
  }

  // A press of the pointer waits to be drawn: a focus that moves now was moved by it.
  [[nodiscard]] bool pointer_pending() const {
    if (context_->IO.MouseDown[0]) return true;
    return std::any_of(
        context_->InputEventsQueue.begin(), context_->InputEventsQueue.end(),
        [](const ImGuiInputEvent& event) { return event.Type == ImGuiInputEventType_MouseButton; });
  }

  static constexpr int kFramesFirst = 2;  // ImGui settles in its second one

  ImGuiContext* context_;
  bool connect_;  // to be done
  int drawn_ = 0;
  std::string link_;
  std::string place_;
  Fonts fonts_;
  Model model_;
  WidgetRecorder recorder_;
  Ui ui_;
  ViewState state_;
  ImVec2 size_{1280, 800};
  float scale_ = 1;
  bool touch_ = false;
  bool fonts_changed_ = false;
  int frames_ = 2;
  SteadyInstant last_frame_{};
};

Console::Console(Host& host, FontFiles fonts, Start start)
    : impl_(std::make_unique<Impl>(host, fonts, std::move(start))) {}
Console::~Console() = default;

void Console::set_display(float width, float height, float scale, bool touch) {
  impl_->set_display(width, height, scale, touch);
}
void Console::advance() {
  impl_->advance();
}
bool Console::wants_frame() const {
  return impl_->wants_frame();
}
void Console::request_frame(int frames) {
  impl_->request_frame(frames);
}
std::optional<SteadyInstant> Console::next_wake() const {
  return impl_->next_wake();
}
void Console::frame() {
  impl_->frame();
}
const WidgetMap& Console::widgets() const {
  return impl_->widgets();
}
bool Console::take_fonts_changed() {
  return impl_->take_fonts_changed();
}
void Console::open_link(std::string_view fragment) {
  impl_->open_link(fragment);
}
std::string Console::place() const {
  return impl_->model().place();
}
void Console::show_place(std::string_view place) {
  impl_->show_place(place);
}
std::string Console::goes_on() const {
  return impl_->model().goes_on();
}
bool Console::asks_before_leaving() const {
  return impl_->model().asks_before_leaving();
}
void Console::replace_text(std::uint32_t widget_id, std::string_view text, int caret) {
  impl_->replace_text(widget_id, text, caret);
}
void Console::focus_widget(std::uint32_t widget_id) {
  impl_->focus_widget(widget_id);
}
bool Console::keeps_tab() const {
  return impl_->keeps_tab();
}
void Console::activate_widget(std::uint32_t widget_id) {
  impl_->activate_widget(widget_id);
}

}  // namespace dds::shell
