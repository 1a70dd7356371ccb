#include "native/desktop/script.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "native/desktop/options.h"

namespace dds::desktop {
namespace {

constexpr std::array<std::pair<std::string_view, Verb>, 9> kVerbs = {{{"click", Verb::Click},
                                                                      {"hover", Verb::Hover},
                                                                      {"type", Verb::Type},
                                                                      {"key", Verb::Key},
                                                                      {"wait", Verb::Wait},
                                                                      {"gone", Verb::Gone},
                                                                      {"picture", Verb::Picture},
                                                                      {"size", Verb::Size},
                                                                      {"quit", Verb::Quit}}};
constexpr std::array<std::string_view, 9> kKeys = {"Enter", "Escape", "Tab",  "Up", "Down",
                                                   "Left",  "Right",  "Home", "End"};
constexpr double kLongestTimeoutSeconds = 3600.0;

// Frames of a pointer gesture: ImGui wants to see the pointer rest on a widget before it is
// pressed.
constexpr int kMoved = 0;
constexpr int kPressed = 2;  // after one frame of rest
constexpr int kReleased = 3;
constexpr int kClicked = 4;

Error bad_line(int line, const std::string& what) {
  return make_error(ErrorCode::InvalidJson,
                    "Line " + std::to_string(line) + " of the script: " + what,
                    std::to_string(line));
}

std::optional<shell::Role> role_of(std::string_view text) {
  for (int i = 0; i <= static_cast<int>(shell::Role::Progress); ++i) {
    const auto role = static_cast<shell::Role>(i);
    if (shell::name(role) == text) return role;
  }
  return std::nullopt;
}

std::string text_of(const nlohmann::json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<Step> read_step(const nlohmann::json& object, int line) {
  Step step;
  step.line = line;
  const auto verb = std::find_if(kVerbs.begin(), kVerbs.end(), [&](const auto& known) {
    return object.contains(std::string(known.first));
  });
  if (verb == kVerbs.end()) {
    return bad_line(line,
                    "a step is one of click, hover, type, key, wait, gone, picture, size, quit.");
  }
  step.verb = verb->second;
  const std::string operand = text_of(object, std::string(verb->first).c_str());
  const bool names_a_widget = step.verb == Verb::Click || step.verb == Verb::Hover ||
                              step.verb == Verb::Type || step.verb == Verb::Wait ||
                              step.verb == Verb::Gone;
  if (names_a_widget) {
    step.role = role_of(operand);
    if (!step.role && !operand.empty()) {
      return bad_line(
          line, "\"" + operand +
                    "\" is no role; roles are those of ARIA, such as button, textbox, status.");
    }
    step.contains = object.contains("contains");
    step.label = text_of(object, step.contains ? "contains" : "label");
    if (step.label.empty() && !step.role)
      return bad_line(line, "it needs a role, a \"label\" or \"contains\".");
  }
  if (step.verb == Verb::Type) {
    if (!object.contains("text")) return bad_line(line, "\"type\" needs the \"text\" to type.");
    step.text = text_of(object, "text");
  }
  if (step.verb == Verb::Key) {
    if (std::find(kKeys.begin(), kKeys.end(), operand) == kKeys.end()) {
      return bad_line(line,
                      "\"key\" is one of Enter, Escape, Tab, Up, Down, Left, Right, Home, End.");
    }
    step.text = operand;
  }
  if (step.verb == Verb::Picture) {
    if (operand.empty()) return bad_line(line, "\"picture\" needs the path of a PNG file.");
    step.text = operand;
  }
  if (step.verb == Verb::Size) {
    const Result<Size> size = parse_size(operand);
    if (!size) return bad_line(line, size.error().message);
    step.width = size->width;
    step.height = size->height;
  }
  if (const auto timeout = object.find("timeout_s"); timeout != object.end()) {
    const double seconds = timeout->is_number() ? timeout->get<double>() : -1.0;
    if (!(seconds > 0.0 && seconds <= kLongestTimeoutSeconds)) {
      return bad_line(line, "\"timeout_s\" is a number of seconds up to 3600.");
    }
    step.timeout = Milliseconds(static_cast<Milliseconds::rep>(seconds * 1000.0));
  }
  return step;
}

const shell::Widget* find(const Step& step, const shell::WidgetMap& map) {
  // The last one drawn lies on top.
  const shell::Widget* clipped = nullptr;
  for (auto widget = map.widgets.rbegin(); widget != map.widgets.rend(); ++widget) {
    if (step.role && widget->role != *step.role) continue;
    const bool fits = step.contains ? widget->label.find(step.label) != std::string::npos
                                    : step.label.empty() || widget->label == step.label;
    if (!fits) continue;
    if (!widget->hidden) return &*widget;
    if (clipped == nullptr) clipped = &*widget;
  }
  return clipped;
}

std::string wanted(const Step& step) {
  std::string text = step.role ? std::string(shell::name(*step.role)) : std::string("widget");
  if (!step.label.empty()) text += (step.contains ? " with \"" : " \"") + step.label + "\"";
  return text;
}

std::string seconds_text(Milliseconds time) {
  const auto tenths = time.count() / 100;
  return std::to_string(tenths / 10) + (tenths % 10 == 0 ? "" : "." + std::to_string(tenths % 10)) +
         " s";
}

/// The labels that are there instead: those of the wanted role, or all of them when there is none.
std::string what_is_there(const Step& step, const shell::WidgetMap& map) {
  const auto list = [&](bool same_role_only) {
    std::set<std::string> seen;
    std::string text;
    for (const shell::Widget& widget : map.widgets) {
      if (widget.label.empty() || (same_role_only && step.role && widget.role != *step.role))
        continue;
      std::string entry =
          same_role_only && step.role ? "" : std::string(shell::name(widget.role)) + " ";
      entry += "\"" + widget.label + "\"";
      if (seen.insert(entry).second) text += (text.empty() ? "" : ", ") + entry;
    }
    return text;
  };
  if (const std::string same = list(true); !same.empty()) return "; there are: " + same;
  if (const std::string all = list(false); !all.empty())
    return "; there is none of that role, only: " + all;
  return "; there is no widget at all";
}

}  // namespace

Result<std::vector<Step>> parse_script(std::string_view text) {
  std::vector<Step> steps;
  int line = 0;
  while (!text.empty()) {
    ++line;
    const std::size_t end = text.find('\n');
    std::string_view one = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (one.ends_with('\r')) one.remove_suffix(1);
    if (one.find_first_not_of(" \t") == std::string_view::npos || one.starts_with('#')) continue;
    const nlohmann::json object = nlohmann::json::parse(one, nullptr, false);
    if (!object.is_object())
      return bad_line(
          line, "it is not a JSON object such as {\"click\":\"button\",\"label\":\"Refresh\"}.");
    Result<Step> step = read_step(object, line);
    if (!step) return step.error();
    steps.push_back(std::move(*step));
  }
  return steps;
}

ScriptPlayer::ScriptPlayer(std::vector<Step> steps) : steps_(std::move(steps)) {}

Command ScriptPlayer::next(Command last) {
  ++current_;
  phase_ = 0;
  since_.reset();
  last_obstacle_.clear();
  return last;
}

Command ScriptPlayer::wait_or_fail(const Step& step, const shell::WidgetMap& map,
                                   SteadyInstant now) {
  if (now - *since_ < step.timeout) return Nothing{};
  const std::string waited = " (waited " + seconds_text(step.timeout) + ")";
  std::string sentence = "Line " + std::to_string(step.line) + " of the script: ";
  if (step.verb == Verb::Gone) {
    sentence += "the " + wanted(step) + " is still there" + waited + ".";
  } else if (!last_obstacle_.empty()) {
    sentence += "the " + wanted(step) + " " + last_obstacle_ + waited + ".";
  } else {
    sentence += "there is no " + wanted(step) + waited + what_is_there(step, map) + ".";
  }
  return Fail{std::move(sentence)};
}

Command ScriptPlayer::point(const Step& step, const shell::WidgetMap& map, SteadyInstant now) {
  if (phase_ == kReleased) {  // whatever became of the widget, the button may not stay pressed
    ++phase_;
    return PressPointer{false};
  }
  const shell::Widget* widget = find(step, map);
  if (widget == nullptr || (widget->disabled && step.verb != Verb::Hover)) {
    phase_ = kMoved;
    last_obstacle_ = widget == nullptr ? "" : "cannot be used";
    if (widget != nullptr && !widget->description.empty())
      last_obstacle_ += ": " + widget->description;
    return wait_or_fail(step, map, now);
  }
  if (widget->hidden) {
    phase_ = kMoved;
    last_obstacle_ = "is scrolled out of sight";
    const Command command = wait_or_fail(step, map, now);
    return std::holds_alternative<Fail>(command) ? command : Command(ScrollTo{widget->id});
  }
  const float x = widget->x + widget->width / 2.0F;
  const float y = widget->y + widget->height / 2.0F;
  ++phase_;
  if (phase_ <= kPressed) return MovePointer{x, y};
  return PressPointer{true};
}

Command ScriptPlayer::advance(const shell::WidgetMap& map, SteadyInstant now) {
  if (finished()) return Nothing{};
  const Step& step = steps_[current_];
  if (!since_) since_ = now;
  switch (step.verb) {
    case Verb::Click:
      if (phase_ < kClicked) return point(step, map, now);
      return next(Settle{});
    case Verb::Hover:
      if (phase_ < kPressed) return point(step, map, now);
      return next(Settle{});
    case Verb::Type: {
      if (phase_ < kClicked) return point(step, map, now);
      if (phase_ == kClicked) {
        ++phase_;
        return TypeText{step.text};
      }
      const shell::Widget* field = find(step, map);
      if (field != nullptr && (field->secret || field->value == step.text)) return next(Settle{});
      last_obstacle_ = "did not take the text";
      return wait_or_fail(step, map, now);
    }
    case Verb::Key: return next(PressKey{step.text});
    case Verb::Wait:
      if (find(step, map) != nullptr) return next(Settle{});
      return wait_or_fail(step, map, now);
    case Verb::Gone:
      if (find(step, map) == nullptr) return next(Settle{});
      return wait_or_fail(step, map, now);
    case Verb::Picture: return next(TakePicture{step.text});
    case Verb::Size: return next(Resize{step.width, step.height});
    case Verb::Quit: return next(Quit{});
  }
  return Nothing{};
}

}  // namespace dds::desktop
