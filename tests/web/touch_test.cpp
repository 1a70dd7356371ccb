#include "web/touch.h"

#include <doctest/doctest.h>

#include <string>

namespace {

struct Notes final : dds::web::Touch::Sink {
  std::string text;
  void point(float x, float y) override {
    text += "point " + std::to_string(static_cast<int>(x)) + "," +
            std::to_string(static_cast<int>(y)) + "; ";
  }
  void leave() override { text += "leave; "; }
  void press(bool right_button) override { text += right_button ? "right; " : "left; "; }
  void scroll(float dx, float dy) override {
    text += "scroll " + std::to_string(static_cast<int>(dx)) + "," +
            std::to_string(static_cast<int>(dy)) + "; ";
  }
};

}  // namespace

TEST_CASE("a tap presses once the finger has left") {
  Notes notes;
  dds::web::Touch touch(notes);
  touch.down(1, 10, 20, 0);
  CHECK(notes.text == "point 10,20; ");
  touch.move(1, 13, 22);  // a finger is never quite still
  touch.up(1);
  CHECK(notes.text == "point 10,20; left; leave; ");
  CHECK_FALSE(touch.timer_at());
}

TEST_CASE("a drag scrolls by what the finger moved and presses nothing") {
  Notes notes;
  dds::web::Touch touch(notes);
  touch.down(1, 10, 100, 0);
  touch.move(1, 10, 80);
  touch.move(1, 10, 50);
  touch.up(1);
  CHECK(notes.text == "point 10,100; scroll 0,-20; scroll 0,-30; leave; ");
}

TEST_CASE("a long press is the right button, and its end no left one") {
  Notes notes;
  dds::web::Touch touch(notes);
  touch.down(1, 10, 20, 1000);
  REQUIRE(touch.timer_at());
  touch.timer(*touch.timer_at() - 1);
  CHECK(notes.text == "point 10,20; ");
  touch.timer(*touch.timer_at());
  CHECK_FALSE(touch.timer_at());
  touch.up(1);
  CHECK(notes.text == "point 10,20; right; leave; ");
}

TEST_CASE("a second finger makes a tap into nothing, and the next tap is one again") {
  Notes notes;
  dds::web::Touch touch(notes);
  touch.down(1, 10, 20, 0);
  touch.down(2, 30, 20, 10);
  touch.up(2);
  touch.up(1);
  CHECK(notes.text == "point 10,20; leave; ");
  notes.text.clear();
  touch.down(3, 1, 2, 100);
  touch.up(3);
  CHECK(notes.text == "point 1,2; left; leave; ");
}

TEST_CASE("a touch that the browser takes away presses nothing") {
  Notes notes;
  dds::web::Touch touch(notes);
  touch.down(1, 10, 20, 0);
  touch.cancelled(1);
  CHECK(notes.text == "point 10,20; leave; ");
}
