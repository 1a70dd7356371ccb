#include "shell/widgets/icons.h"

#include <array>
#include <cmath>
#include <initializer_list>

namespace dds::shell {
namespace {

constexpr float kPi = 3.14159265F;

// Coordinates below are in a box from -8 to 8.
class Pen {
 public:
  Pen(ImDrawList* list, ImVec2 center, float size, Color color)
      : list_(list),
        center_(center),
        unit_(size / 16),
        color_(color),
        stroke_(std::fmax(1.0F, 1.4F * size / 16)) {}

  [[nodiscard]] ImVec2 at(float x, float y) const {
    return {center_.x + x * unit_, center_.y + y * unit_};
  }
  void line(float x1, float y1, float x2, float y2) const {
    list_->AddLine(at(x1, y1), at(x2, y2), color_, stroke_);
  }
  void path(std::initializer_list<ImVec2> points, bool closed = false) const {
    for (const ImVec2& point : points) list_->PathLineTo(at(point.x, point.y));
    list_->PathStroke(color_, closed ? ImDrawFlags_Closed : ImDrawFlags_None, stroke_);
  }
  void fill(std::initializer_list<ImVec2> points) const {
    for (const ImVec2& point : points) list_->PathLineTo(at(point.x, point.y));
    list_->PathFillConvex(color_);
  }
  void circle(float x, float y, float radius) const {
    list_->AddCircle(at(x, y), radius * unit_, color_, 0, stroke_);
  }
  void disc(float x, float y, float radius) const {
    list_->AddCircleFilled(at(x, y), radius * unit_, color_);
  }
  void arc(float x, float y, float radius, float from, float to) const {
    list_->PathArcTo(at(x, y), radius * unit_, from * kPi, to * kPi);
    list_->PathStroke(color_, ImDrawFlags_None, stroke_);
  }
  void box(float x1, float y1, float x2, float y2, float corner = 1.5F) const {
    list_->AddRect(at(x1, y1), at(x2, y2), color_, corner * unit_, ImDrawFlags_None, stroke_);
  }

 private:
  ImDrawList* list_;
  ImVec2 center_;
  float unit_;
  Color color_;
  float stroke_;
};

void draw_gear(const Pen& pen) {
  pen.circle(0, 0, 2.1F);
  pen.circle(0, 0, 4.6F);
  for (int i = 0; i < 8; ++i) {
    const float angle = kPi * static_cast<float>(i) / 4;
    const float x = std::cos(angle);
    const float y = std::sin(angle);
    pen.line(x * 4.8F, y * 4.8F, x * 6.8F, y * 6.8F);
  }
}

void draw_sign(const Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::Dot: pen.disc(0, 0, 4); break;
    case Icon::Ring: pen.circle(0, 0, 3.4F); break;
    case Icon::Play: pen.fill({{-3.5F, -4.5F}, {4.5F, 0}, {-3.5F, 4.5F}}); break;
    case Icon::Check: pen.path({{-4.5F, 0.3F}, {-1.5F, 3.6F}, {4.8F, -4}}); break;
    case Icon::Cross:
      pen.line(-3.8F, -3.8F, 3.8F, 3.8F);
      pen.line(3.8F, -3.8F, -3.8F, 3.8F);
      break;
    case Icon::Attention:
      pen.fill({{-0.9F, -5}, {0.9F, -5}, {0.6F, 1.6F}, {-0.6F, 1.6F}});
      pen.disc(0, 4, 1);
      break;
    case Icon::Diamond: pen.fill({{0, -5.6F}, {5.6F, 0}, {0, 5.6F}, {-5.6F, 0}}); break;
    case Icon::Unknown:
      pen.path({{0, -7.6F}, {7.6F, 0}, {0, 7.6F}, {-7.6F, 0}}, true);
      pen.arc(0, -1.5F, 1.9F, -1, 0.35F);
      pen.line(0.9F, 0.2F, 0, 1.6F);
      pen.disc(0, 3.9F, 0.85F);
      break;
    case Icon::Dash: pen.line(-3, 0, 3, 0); break;
    case Icon::Plus:
      pen.line(-4, 0, 4, 0);
      pen.line(0, -4, 0, 4);
      break;
    default: break;
  }
}

void draw_star(const Pen& pen, bool filled) {
  constexpr int kPoints = 10;
  std::array<ImVec2, kPoints> points{};
  for (int i = 0; i < kPoints; ++i) {
    const float angle = kPi * (static_cast<float>(i) / 5 - 0.5F);
    const float radius = i % 2 == 0 ? 6.4F : 2.8F;
    points[static_cast<std::size_t>(i)] = {std::cos(angle) * radius, std::sin(angle) * radius};
  }
  for (std::size_t i = 0; filled && i < kPoints; i += 2) {
    pen.fill({{0, 0}, points[(i + 9) % kPoints], points[i], points[i + 1]});
  }
  for (std::size_t i = 0; i < kPoints; ++i) {
    const ImVec2 to = points[(i + 1) % kPoints];
    pen.line(points[i].x, points[i].y, to.x, to.y);
  }
}

void draw_tool(const Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::Star: draw_star(pen, false); break;
    case Icon::StarFilled: draw_star(pen, true); break;
    case Icon::Download:
      pen.line(0, -5.5F, 0, 2.5F);
      pen.path({{-3.4F, -0.7F}, {0, 2.7F}, {3.4F, -0.7F}});
      pen.line(-5.5F, 5.6F, 5.5F, 5.6F);
      break;
    case Icon::ChevronDown: pen.path({{-3.4F, -1.7F}, {0, 1.7F}, {3.4F, -1.7F}}); break;
    case Icon::ChevronUp: pen.path({{-3.4F, 1.7F}, {0, -1.7F}, {3.4F, 1.7F}}); break;
    case Icon::ChevronRight: pen.path({{-1.7F, -3.4F}, {1.7F, 0}, {-1.7F, 3.4F}}); break;
    case Icon::Back:
      pen.path({{-1, -4.5F}, {-5.5F, 0}, {-1, 4.5F}});
      pen.line(-5.5F, 0, 5.5F, 0);
      break;
    case Icon::Close:
      pen.line(-4, -4, 4, 4);
      pen.line(4, -4, -4, 4);
      break;
    case Icon::Search:
      pen.circle(-1, -1, 4.2F);
      pen.line(2.2F, 2.2F, 5.8F, 5.8F);
      break;
    case Icon::Refresh:
      pen.arc(0, 0, 5, -0.35F, 1.2F);
      pen.fill({{0.4F, -6.2F}, {5.4F, -5.6F}, {3.6F, -1.2F}});
      break;
    case Icon::Copy:
      pen.box(-1.8F, -1.8F, 5.6F, 5.6F);
      pen.path({{-3.6F, 2}, {-5.6F, 2}, {-5.6F, -5.6F}, {2, -5.6F}, {2, -3.6F}});
      break;
    case Icon::Lock:
      pen.box(-4.4F, -1, 4.4F, 5.6F);
      pen.arc(0, -1.6F, 2.8F, -1, 0);
      pen.line(-2.8F, -1.6F, -2.8F, -1);
      pen.line(2.8F, -1.6F, 2.8F, -1);
      break;
    case Icon::Key:
      pen.circle(-3, 0, 2.8F);
      pen.path({{-0.2F, 0}, {6, 0}, {6, 2.6F}});
      pen.line(3.4F, 0, 3.4F, 2.2F);
      break;
    case Icon::Panel:
      pen.box(-6.2F, -5, 6.2F, 5);
      pen.line(1.6F, -5, 1.6F, 5);
      break;
    case Icon::Menu:
      for (const float y : {-4.0F, 0.0F, 4.0F}) pen.line(-5.5F, y, 5.5F, y);
      break;
    default: draw_sign(pen, icon); break;
  }
}

}  // namespace

void draw_icon(ImDrawList* list, Icon icon, ImVec2 center, float size, Color color) {
  const Pen pen(list, center, size, color);
  switch (icon) {
    case Icon::Instances:
      pen.box(-5.5F, -6, 5.5F, 6);
      pen.line(-5.5F, -2, 5.5F, -2);
      pen.line(-5.5F, 2, 5.5F, 2);
      break;
    case Icon::Activity:
      pen.circle(0, 0, 5.8F);
      pen.path({{0, -3.2F}, {0, 0.3F}, {2.6F, 1.8F}});
      break;
    case Icon::Requests:
      pen.path({{-5.8F, -2.6F}, {5.4F, -2.6F}, {2.6F, -5.2F}});
      pen.path({{5.8F, 2.6F}, {-5.4F, 2.6F}, {-2.6F, 5.2F}});
      break;
    case Icon::Clock:
      pen.arc(0, 0, 5.8F, -0.35F, 1.3F);
      pen.path({{0, -3}, {0, 0.3F}, {-2.4F, 2}});
      pen.path({{-5.6F, -5.2F}, {-5.2F, -2.2F}, {-2.2F, -2.6F}});
      break;
    case Icon::Shield:
      pen.path({{0, -6.2F}, {5.4F, -4}, {5, 1.5F}, {0, 6.2F}, {-5, 1.5F}, {-5.4F, -4}}, true);
      pen.path({{-2.3F, 0}, {-0.5F, 2}, {2.5F, -2}});
      break;
    case Icon::Layers:
      pen.box(-6, -5.5F, 6, -1.5F, 1);
      pen.box(-6, 1.5F, 6, 5.5F, 1);
      pen.line(-3.6F, -3.5F, -3.5F, -3.5F);
      pen.line(-3.6F, 3.5F, -3.5F, 3.5F);
      break;
    case Icon::Code:
      pen.path({{-3, -4.5F}, {-6.5F, 0}, {-3, 4.5F}});
      pen.path({{3, -4.5F}, {6.5F, 0}, {3, 4.5F}});
      break;
    case Icon::Sign:
      pen.path(
          {{-5, 2.2F}, {2.6F, -5.4F}, {5.2F, -2.8F}, {-2.4F, 4.8F}, {-5.6F, 5.4F}, {-5, 2.2F}});
      pen.line(1, 5.6F, 6, 5.6F);
      break;
    case Icon::Settings: draw_gear(pen); break;
    default: draw_tool(pen, icon); break;
  }
}

}  // namespace dds::shell
