// A value as a word of a shell's command line, for commands that are printed to be copied.
#pragma once

#include <string>

namespace dds::cli {

/// As it is when no shell changes it, else in single quotes.
[[nodiscard]] std::string quoted(const std::string& text);

}  // namespace dds::cli
