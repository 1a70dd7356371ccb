#include "web/keys.h"

#include <utility>

namespace dds::web {
namespace {

constexpr std::pair<std::string_view, ImGuiKey> kKeys[] = {
    {"Tab", ImGuiKey_Tab},
    {"ArrowLeft", ImGuiKey_LeftArrow},
    {"ArrowRight", ImGuiKey_RightArrow},
    {"ArrowUp", ImGuiKey_UpArrow},
    {"ArrowDown", ImGuiKey_DownArrow},
    {"PageUp", ImGuiKey_PageUp},
    {"PageDown", ImGuiKey_PageDown},
    {"Home", ImGuiKey_Home},
    {"End", ImGuiKey_End},
    {"Insert", ImGuiKey_Insert},
    {"Delete", ImGuiKey_Delete},
    {"Backspace", ImGuiKey_Backspace},
    {"Space", ImGuiKey_Space},
    {"Enter", ImGuiKey_Enter},
    {"Escape", ImGuiKey_Escape},
    {"Quote", ImGuiKey_Apostrophe},
    {"Comma", ImGuiKey_Comma},
    {"Minus", ImGuiKey_Minus},
    {"Period", ImGuiKey_Period},
    {"Slash", ImGuiKey_Slash},
    {"Semicolon", ImGuiKey_Semicolon},
    {"Equal", ImGuiKey_Equal},
    {"BracketLeft", ImGuiKey_LeftBracket},
    {"Backslash", ImGuiKey_Backslash},
    {"BracketRight", ImGuiKey_RightBracket},
    {"Backquote", ImGuiKey_GraveAccent},
    {"ContextMenu", ImGuiKey_Menu},
    {"NumpadEnter", ImGuiKey_KeypadEnter},
    {"NumpadAdd", ImGuiKey_KeypadAdd},
    {"NumpadSubtract", ImGuiKey_KeypadSubtract},
    {"ControlLeft", ImGuiKey_LeftCtrl},
    {"ControlRight", ImGuiKey_RightCtrl},
    {"ShiftLeft", ImGuiKey_LeftShift},
    {"ShiftRight", ImGuiKey_RightShift},
    {"AltLeft", ImGuiKey_LeftAlt},
    {"AltRight", ImGuiKey_RightAlt},
    {"MetaLeft", ImGuiKey_LeftSuper},
    {"MetaRight", ImGuiKey_RightSuper},
};

ImGuiKey nth(ImGuiKey first, int index) {
  return static_cast<ImGuiKey>(first + index);
}

}  // namespace

ImGuiKey key_of(std::string_view code, std::string_view name) {
  if (name.size() == 1) {
    const char c = name[0];
    if (c >= 'a' && c <= 'z') return nth(ImGuiKey_A, c - 'a');
    if (c >= 'A' && c <= 'Z') return nth(ImGuiKey_A, c - 'A');
  }
  if (code.size() == 4 && code.substr(0, 3) == "Key") return nth(ImGuiKey_A, code[3] - 'A');
  if (code.size() == 6 && code.substr(0, 5) == "Digit") return nth(ImGuiKey_0, code[5] - '0');
  if (code.size() >= 2 && code.size() <= 3 && code[0] == 'F' && code[1] >= '1' && code[1] <= '9') {
    const int number = code.size() == 2 ? code[1] - '0' : (code[1] - '0') * 10 + (code[2] - '0');
    if (number <= 12) return nth(ImGuiKey_F1, number - 1);
  }
  for (const auto& [known, key] : kKeys) {
    if (known == code) return key;
  }
  // Keyboards on screens name what a key gives but not where it lies.
  for (const auto& [known, key] : kKeys) {
    if (known == name) return key;
  }
  return ImGuiKey_None;
}

bool edits_text(ImGuiKey key, bool ctrl, bool alt) {
  switch (key) {
    case ImGuiKey_LeftArrow:
    case ImGuiKey_RightArrow:
    case ImGuiKey_Home:
    case ImGuiKey_End:
    case ImGuiKey_Insert:
    case ImGuiKey_Delete:
    case ImGuiKey_Backspace: return true;
    case ImGuiKey_A:
    case ImGuiKey_C:
    case ImGuiKey_V:
    case ImGuiKey_X:
    case ImGuiKey_Y:
    case ImGuiKey_Z: return true;
    default: break;
  }
  // Letters, digits and signs without Ctrl or with AltGr are text.
  const bool is_sign = (key >= ImGuiKey_0 && key <= ImGuiKey_Z) || key == ImGuiKey_Space ||
                       (key >= ImGuiKey_Apostrophe && key <= ImGuiKey_GraveAccent) ||
                       (key >= ImGuiKey_Keypad0 && key <= ImGuiKey_KeypadAdd);
  return is_sign && (!ctrl || alt);
}

}  // namespace dds::web
