#include "web/touch.h"

#include <cmath>

namespace dds::web {
namespace {

constexpr float kSlack = 8;         // CSS pixels that a resting finger trembles
constexpr double kLongPress = 500;  // milliseconds

}  // namespace

void Touch::down(int finger, float x, float y, double now) {
  if (state_ != State::None) {  // a second finger: whatever it becomes, it is no press
    if (state_ == State::Waiting) state_ = State::Done;
    return;
  }
  state_ = State::Waiting;
  finger_ = finger;
  start_x_ = x_ = x;
  start_y_ = y_ = y;
  long_press_at_ = now + kLongPress;
  sink_.point(x, y);
}

void Touch::move(int finger, float x, float y) {
  if (finger != finger_ || (state_ != State::Waiting && state_ != State::Scrolling)) return;
  if (state_ == State::Waiting) {
    if (std::hypot(x - start_x_, y - start_y_) < kSlack) return;
    state_ =
        State::Scrolling;  // the pointer stays where the finger came down: that is what scrolls
  }
  sink_.scroll(x - x_, y - y_);
  x_ = x;
  y_ = y;
}

void Touch::up(int finger) {
  if (finger != finger_ || state_ == State::None) return;
  if (state_ == State::Waiting) sink_.press(false);
  sink_.leave();
  state_ = State::None;
}

void Touch::cancelled(int finger) {
  if (finger != finger_ || state_ == State::None) return;
  sink_.leave();
  state_ = State::None;
}

std::optional<double> Touch::timer_at() const {
  if (state_ != State::Waiting) return std::nullopt;
  return long_press_at_;
}

void Touch::timer(double now) {
  if (state_ != State::Waiting || now < long_press_at_) return;
  sink_.press(true);
  state_ = State::Done;
}

}  // namespace dds::web
