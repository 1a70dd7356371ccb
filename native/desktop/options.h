// What the desktop console was started with: the command line of `dds-desktop` as plain values.
//
// Secrets are never among them: credentials come from the environment or a profile.
#pragma once

#include <optional>
#include <string>

#include "core/base/result.h"

namespace dds::desktop {

struct Options {
  bool emulator = false;    // the emulator in this process instead of the service
  double clock_rate = 1.0;  // the emulator's clock runs this many times faster, 1 to 100,000
  std::string endpoint;     // empty: the region's public host
  std::string page_url;     // where links to calls lead; empty: calls are copied as commands
  std::string region;       // empty: the profile's, or cn-hangzhou
  std::string profile;      // empty: the environment, then the profile in use
  std::string theme;        // "light", "dark", or empty: as chosen last time
  int width = 0;            // logical pixels; 0: as last time, or 1280 x 800
  int height = 0;
  double scale = 0.0;  // device pixels per logical pixel; 0: as the desktop says
  std::string script;  // path of a script of widget steps; empty: none
};

/// What came of the command line: options to run with, or a text to print and the exit code to
/// leave with (0 for --help and --version, 2 for wrong usage).
struct CommandLine {
  std::optional<Options> options;
  std::string text;
  int exit_code = 0;
};

[[nodiscard]] CommandLine parse_command_line(int argc, const char* const* argv);

/// "1280x800" -> both sides, 320 to 16384 pixels each.
struct Size {
  int width = 0;
  int height = 0;
};
[[nodiscard]] Result<Size> parse_size(std::string_view text);

}  // namespace dds::desktop
