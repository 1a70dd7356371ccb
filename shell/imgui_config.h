// How Dear ImGui is built for this product: the same on every target, for its sources and for ours.
//
// The test-engine hooks feed the widget map (shell/widget_recorder.cpp defines them); files, demo,
// debug tools and the old names are left out, which keeps the page small.
//
// ImGui reads versions of OpenGL and .ini settings with sscanf, which brings a reader of floats of
// any precision into the page. Whole numbers are all that is read here (IniFilename is null).
#pragma once

#include <cstdio>

namespace dds::shell {
/// As sscanf, for formats of plain text and %d: gives how many numbers were read.
int scan_numbers(const char* text, const char* format, ...);
}  // namespace dds::shell
#define sscanf ::dds::shell::scan_numbers

#define IMGUI_ENABLE_TEST_ENGINE
#define IMGUI_DISABLE_OBSOLETE_FUNCTIONS
#define IMGUI_DISABLE_DEMO_WINDOWS
#define IMGUI_DISABLE_DEBUG_TOOLS
#define IMGUI_DISABLE_FILE_FUNCTIONS
#define IMGUI_DISABLE_DEFAULT_SHELL_FUNCTIONS
#define IMGUI_DEFINE_MATH_OPERATORS
#define IMGUI_USE_WCHAR32
