#include "web/keys.h"

#include <doctest/doctest.h>

using dds::web::edits_text;
using dds::web::key_of;

TEST_CASE("letters go by what the key gives, so that shortcuts follow the keyboard's layout") {
  CHECK(key_of("KeyQ", "a") == ImGuiKey_A);  // AZERTY
  CHECK(key_of("KeyQ", "A") == ImGuiKey_A);
  CHECK(key_of("KeyZ", "z") == ImGuiKey_Z);
}

TEST_CASE("a letter key of a layout without Latin letters goes by where it lies") {
  CHECK(key_of("KeyK", "\xD0\xBB") == ImGuiKey_K);
}

TEST_CASE("other keys go by where they lie, and by what they give where the place is not known") {
  CHECK(key_of("Enter", "Enter") == ImGuiKey_Enter);
  CHECK(key_of("NumpadEnter", "Enter") == ImGuiKey_KeypadEnter);
  CHECK(key_of("", "Enter") == ImGuiKey_Enter);
  CHECK(key_of("Digit7", "/") == ImGuiKey_7);
  CHECK(key_of("F1", "F1") == ImGuiKey_F1);
  CHECK(key_of("F12", "F12") == ImGuiKey_F12);
  CHECK(key_of("F13", "F13") == ImGuiKey_None);
  CHECK(key_of("Lang1", "HangulMode") == ImGuiKey_None);
  CHECK(key_of("", "") == ImGuiKey_None);
}

TEST_CASE("keys that edit stay with the mirrored field, keys that leave it reach the console") {
  CHECK(edits_text(ImGuiKey_Backspace, false, false));
  CHECK(edits_text(ImGuiKey_V, true, false));
  CHECK(edits_text(ImGuiKey_Space, false, false));
  CHECK(edits_text(ImGuiKey_E, true, true));  // AltGr writes
  CHECK_FALSE(edits_text(ImGuiKey_Enter, false, false));
  CHECK_FALSE(edits_text(ImGuiKey_Escape, false, false));
  CHECK_FALSE(edits_text(ImGuiKey_DownArrow, false, false));
  CHECK_FALSE(edits_text(ImGuiKey_K, true, false));
}
