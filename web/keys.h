// Keyboard events' names to ImGui's keys.
#pragma once

#include <string_view>

#include <imgui.h>

namespace dds::web {

/// `code` is where the key lies ("KeyQ"), `name` what it gives ("a"): letters go by what they give,
/// so that Ctrl+A is where the keyboard's layout has its A; all others by where they lie.
/// ImGuiKey_None for a key that ImGui has not.
[[nodiscard]] ImGuiKey key_of(std::string_view code, std::string_view name);

/// Keys that edit or move in a text field, with or without Ctrl: the browser does that in the
/// mirrored field.
[[nodiscard]] bool edits_text(ImGuiKey key, bool ctrl, bool alt);

}  // namespace dds::web
