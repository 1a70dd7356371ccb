// Fingers to what ImGui knows: a tap presses, a drag scrolls, a long press is the right button.
//
// A press is told only when the finger has left without moving, so that a drag over a button
// scrolls and presses nothing. Pure: times and places come in, ImGui events go out through a Sink.
#pragma once

#include <optional>

namespace dds::web {

class Touch {
 public:
  class Sink {
   public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;
    virtual void point(float x, float y) = 0;
    virtual void leave() = 0;
    virtual void press(bool right_button) = 0;    // down and up
    virtual void scroll(float dx, float dy) = 0;  // CSS pixels that the finger moved
  };

  explicit Touch(Sink& sink) : sink_(sink) {}

  /// Places in CSS pixels, times in milliseconds of any one clock.
  void down(int finger, float x, float y, double now);
  void move(int finger, float x, float y);
  void up(int finger);
  void cancelled(int finger);

  /// When `timer` is to be called, for the long press.
  [[nodiscard]] std::optional<double> timer_at() const;
  void timer(double now);

 private:
  enum class State { None, Waiting, Scrolling, Done };
  Sink& sink_;
  State state_ = State::None;
  int finger_ = 0;
  float start_x_ = 0, start_y_ = 0;
  float x_ = 0, y_ = 0;
  double long_press_at_ = 0;
};

}  // namespace dds::web
