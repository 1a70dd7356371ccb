// A script of widget steps: JSON lines that name widgets by role and label, so that a test or a
// demonstration works the console as a person does, without a pixel position.
//
//   {"click":"button","label":"Create backup"}           press and release the pointer on its
//   middle
//   {"type":"textbox","label":"Search","text":"orders"}  click it, select all, type
//   {"key":"Enter"}                                      Enter, Escape, Tab, Up, Down, Left, Right,
//   Home, End
//   {"wait":"status","contains":"Finished"}              until it is there; "gone" instead of
//   "wait": until it is not
//   {"picture":"out.png"}  {"size":"600x800"}  {"quit":true}
// "contains" may stand for "label" everywhere. Each step waits for its widget up to "timeout_s" (10
// by default).
//
// Pure: the player sees the widget map and the instant, and answers what to do; it holds no clock
// and no window.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/clocks.h"
#include "core/base/result.h"
#include "shell/widget_map.h"

namespace dds::desktop {

enum class Verb { Click, Hover, Type, Key, Wait, Gone, Picture, Size, Quit };

struct Step {
  Verb verb = Verb::Wait;
  int line = 0;                     // in the script, from 1
  std::optional<shell::Role> role;  // nothing: any
  std::string label;                // empty with `contains` unset: any
  bool contains = false;            // the label needs only be a part
  std::string text;                 // to type; key; path of a picture
  int width = 0;                    // Size, logical pixels
  int height = 0;
  Milliseconds timeout{10'000};
};

/// Reads JSON lines; empty lines and lines that start with # are skipped. The error names the line,
/// what is wrong and what would be right.
[[nodiscard]] Result<std::vector<Step>> parse_script(std::string_view text);

// What the player wants done now. After every one of them but Nothing the host draws a frame.
struct Nothing {};  // ask again after the next frame, or soon
struct MovePointer {
  float x = 0.0F;
  float y = 0.0F;
};
struct PressPointer {
  bool down = false;
};
struct TypeText {
  std::string text;  // replaces what the focused field holds
};
struct PressKey {
  std::string key;
};
struct ScrollTo {
  std::uint32_t widget_id = 0;
};
struct TakePicture {
  std::string path;
};
struct Resize {
  int width = 0;
  int height = 0;
};
struct Settle {};  // only a frame
struct Quit {};
struct Fail {
  std::string sentence;
};
using Command = std::variant<Nothing, MovePointer, PressPointer, TypeText, PressKey, ScrollTo,
                             TakePicture, Resize, Settle, Quit, Fail>;

class ScriptPlayer {
 public:
  explicit ScriptPlayer(std::vector<Step> steps);

  [[nodiscard]] Command advance(const shell::WidgetMap& map, SteadyInstant now);
  [[nodiscard]] bool finished() const { return current_ == steps_.size(); }

 private:
  [[nodiscard]] Command point(const Step& step, const shell::WidgetMap& map, SteadyInstant now);
  [[nodiscard]] Command wait_or_fail(const Step& step, const shell::WidgetMap& map,
                                     SteadyInstant now);
  Command next(Command last);

  std::vector<Step> steps_;
  std::size_t current_ = 0;
  int phase_ = 0;                       // within the current step
  std::optional<SteadyInstant> since_;  // when the current step began
  std::string last_obstacle_;           // why its widget cannot be used yet
};

}  // namespace dds::desktop
