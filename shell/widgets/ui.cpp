#include "shell/widgets/ui.h"

#include <algorithm>
#include <cmath>

namespace dds::shell {
namespace {

constexpr Milliseconds kRest{450};
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";
constexpr ImGuiWindowFlags kTooltipFlags =
    ImGuiWindowFlags_Tooltip | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoTitleBar |
    ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_AlwaysAutoResize;

const char* end_of(std::string_view text) {
  return text.data() + text.size();
}

// Where a line ends that may be this wide: at a blank, so that an address or an id stays whole; in
// a word only where it is wider than the line, as a Chinese sentence is. ImGui breaks at every dot.
const char* line_end(const ImFont* font, const char* from, const char* end, float width) {
  const char* newline = std::find(from, end, '\n');
  const char* fits = newline;
  font->CalcTextSizeA(font->FontSize, width, 0, from, newline, &fits);
  if (fits == newline || *fits == ' ') return fits;
  const char* blank = fits;
  while (blank > from && *(blank - 1) != ' ') --blank;
  if (blank > from) return blank;
  if (fits > from) return fits;
  do {
    ++fits;  // at least one character, whole
  } while (fits < newline && (static_cast<unsigned char>(*fits) & 0xC0U) == 0x80U);
  return fits;
}

}  // namespace

void Ui::begin(float device_pixels_per_unit, const Palette& palette, bool is_touch) {
  unit_ = device_pixels_per_unit;
  palette_ = &palette;
  touch = is_touch;
  now = host.now();
  steady = host.steady();
  wake_.reset();
  again_ = false;
  popup_depth = 0;
  focus.begin_frame();
  popup_was_open = ImGui::GetCurrentContext()->OpenPopupStack.Size > 0;
  if (!resting_seen_) resting_ = 0;
  resting_seen_ = false;
}

float Ui::line(Face face) const {
  switch (face) {
    case Face::Title: return std::round(px(28));
    case Face::Small:
    case Face::SmallStrong:
    case Face::MonoSmall: return std::round(px(17));
    case Face::Mono: return std::round(px(19));
    case Face::Text:
    case Face::Strong: break;
  }
  return std::round(px(20));
}

float Ui::text_width(Face face, std::string_view text) {
  if (text.empty()) return 0;  // a view of nothing has no end to give to ImGui
  const ImFont* font = fonts.font(face);
  fonts.need(face, text);
  return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), end_of(text)).x;
}

float Ui::text(ImVec2 at, Face face, Color color, std::string_view text) {
  if (text.empty()) return 0;
  ImFont* font = fonts.font(face);
  const float width = text_width(face, text);
  const float top = std::round(at.y + (line(face) - font->FontSize) / 2);
  draw()->AddText(font, font->FontSize, ImVec2(std::round(at.x), top), color, text.data(),
                  end_of(text));
  extend(ImVec2(at.x + width, at.y + line(face)));
  return width;
}

std::string_view Ui::fit(ImFont* font, std::string_view text, float width, bool& cut) const {
  const char* rest = nullptr;
  font->CalcTextSizeA(font->FontSize, width, 0, text.data(), end_of(text), &rest);
  cut = rest < end_of(text);
  return text.substr(0, static_cast<std::size_t>(rest - text.data()));
}

void Ui::text_in(const ImRect& box, Face face, Color color, std::string_view shown, Align align) {
  if (shown.empty()) return;
  ImFont* font = fonts.font(face);
  const float room = box.GetWidth() + 0.5F;
  const float whole = text_width(face, shown);
  const float top = box.Min.y + (box.GetHeight() - line(face)) / 2;
  if (whole <= room) {
    float left = box.Min.x;
    if (align == Align::Right) left = box.Max.x - whole;
    if (align == Align::Center) left += (box.GetWidth() - whole) / 2;
    text(ImVec2(left, top), face, color, shown);
    return;
  }
  bool cut = false;
  const std::string_view head =
      fit(font, shown, std::max(0.0F, room - text_width(face, kEllipsis)), cut);
  const float width = text(ImVec2(box.Min.x, top), face, color, head);
  text(ImVec2(box.Min.x + width, top), face, color, kEllipsis);
  tooltip(box, shown);
}

float Ui::wrapped(ImVec2 at, float width, Face face, Color color, std::string_view shown) {
  ImFont* font = fonts.font(face);
  fonts.need(face, shown);
  const char* from = shown.data();
  const char* end = end_of(shown);
  float y = at.y;
  while (from < end) {
    const char* to = line_end(font, from, end, width);
    const char* newline = std::find(from, to, '\n');
    text(ImVec2(at.x, y), face, color, {from, static_cast<std::size_t>(newline - from)});
    y += line(face);
    from = newline < to ? newline + 1 : to;
    while (newline == to && from < end && *from == ' ') ++from;
    if (newline == to && from < end && *from == '\n') ++from;
  }
  return y - at.y;
}

float Ui::wrapped_height(float width, Face face, std::string_view shown) {
  ImFont* font = fonts.font(face);
  const char* from = shown.data();
  const char* end = end_of(shown);
  float height = 0;
  while (from < end) {
    const char* to = line_end(font, from, end, width);
    const char* newline = std::find(from, to, '\n');
    height += line(face);
    from = newline < to ? newline + 1 : to;
    while (newline == to && from < end && *from == ' ') ++from;
    if (newline == to && from < end && *from == '\n') ++from;
  }
  return height;
}

void Ui::fill(const ImRect& box, Color color, float corner) {
  draw()->AddRectFilled(box.Min, box.Max, color, corner);
}

void Ui::frame(const ImRect& box, Color color, float corner) {
  draw()->AddRect(box.Min, box.Max, color, corner, ImDrawFlags_None, hairline());
}

void Ui::line_below(const ImRect& box, Color color) {
  draw()->AddRectFilled(ImVec2(box.Min.x, std::round(box.Max.y) - hairline()),
                        ImVec2(box.Max.x, std::round(box.Max.y)), color);
}

void Ui::focus_ring(const ImRect& box, float corner) {
  ImRect ring = box;
  ring.Expand(px(2));
  draw()->AddRect(ring.Min, ring.Max, colors().accent, corner + px(2), ImDrawFlags_None, px(2));
}

ImGuiID Ui::id(std::string_view key) {
  return ImGui::GetCurrentWindow()->GetID(key.data(), end_of(key));
}

void Ui::extend(ImVec2 corner) {
  ImGuiWindow* window = ImGui::GetCurrentWindow();
  window->DC.CursorMaxPos = ImMax(window->DC.CursorMaxPos, corner);
  window->DC.IdealMaxPos = ImMax(window->DC.IdealMaxPos, corner);
}

Interaction Ui::interact(std::string_view key, const ImRect& box, Widget spec,
                         ImGuiButtonFlags flags) {
  Interaction result;
  result.id = id(key);
  extend(box.Max);
  if (focus.take_request(key)) focus.set_by_key(result.id);
  result.visible = ImGui::ItemAdd(box, result.id);
  if (!spec.disabled) {
    if (result.visible) {
      result.pressed = ImGui::ButtonBehavior(box, result.id, &result.hovered, &result.held, flags);
      if (result.hovered && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left))
        result.double_clicked = true;
      if (result.pressed || (result.held && ImGui::IsMouseClicked(ImGuiMouseButton_Left))) {
        focus.set_by_pointer(result.id);
      }
    }
    if (focus.take_activation(result.id)) result.pressed = true;
  } else if (!spec.description.empty() && result.visible) {
    tooltip(box, spec.description);
  }
  if (result.pressed) draw_again();
  result.focused = focus.is(result.id);
  if (focus.take_scroll(result.id)) {
    ImRect wanted = box;
    wanted.Expand(px(8));
    ImGui::ScrollToRectEx(ImGui::GetCurrentWindow(), wanted, ImGuiScrollFlags_KeepVisibleEdgeY);
  }
  spec.id = result.id;
  spec.focused = result.focused;
  recorder.describe(std::move(spec));
  return result;
}

void Ui::note(Role role, std::string_view label, const ImRect& box, std::string value,
              std::string description) {
  Widget widget;
  widget.id = ImHashData(label.data(), label.size(), id(name(role)));
  widget.role = role;
  widget.label = label;
  widget.value = std::move(value);
  widget.description = std::move(description);
  recorder.describe(std::move(widget), box);
}

void Ui::tooltip(const ImRect& box, std::string_view text) {
  if (text.empty() || !ImGui::IsMouseHoveringRect(box.Min, box.Max) ||
      !ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem)) {
    return;
  }
  const ImGuiID what = ImHashData(text.data(), text.size(), ImGui::GetCurrentWindow()->ID);
  resting_seen_ = true;
  if (resting_ != what) {
    resting_ = what;
    resting_since_ = steady;
  }
  if (steady < resting_since_ + kRest) {
    wake_at(resting_since_ + kRest);
    return;
  }
  const float widest = px(360);
  const float width = std::min(widest, text_width(Face::Small, text) + 1);
  const float height = wrapped_height(width, Face::Small, text);
  const ImVec2 padding(px(8), px(6));
  const ImVec2 size = ImVec2(width, height) + padding * 2;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImVec2 at(ImGui::GetMousePos().x, std::max(box.Max.y, ImGui::GetMousePos().y) + px(6));
  at.x = std::max(px(4), std::min(at.x, screen.x - size.x - px(4)));
  if (at.y + size.y > screen.y - px(4)) at.y = std::max(px(4), box.Min.y - size.y - px(6));
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::PushStyleColor(ImGuiCol_PopupBg, 0);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, 0);
  if (ImGui::Begin("##tooltip", nullptr, kTooltipFlags & ~ImGuiWindowFlags_AlwaysAutoResize)) {
    const ImRect whole = box_at(at, size.x, size.y);
    const Palette& palette = colors();
    fill(whole, palette.dark ? mix(palette.raised, palette.text, 0.10F) : palette.text,
         px(measure::kCorner));
    wrapped(at + padding, width, Face::Small, palette.dark ? palette.text : palette.background,
            text);
  }
  ImGui::End();
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(2);
}

void Ui::wake_at(SteadyInstant instant) {
  if (!wake_ || instant < *wake_) wake_ = instant;
}

}  // namespace dds::shell
