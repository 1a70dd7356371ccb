// What a person types on standard input, with Ctrl-C in mind.
#pragma once

#include <optional>
#include <string>

namespace dds::platform {

/// Whether a person types there.
[[nodiscard]] bool is_input_terminal();

/// One line, without its line break. Nothing at the end of the input, or when SIGINT or SIGTERM
/// came (call `note_interrupts()` before).
[[nodiscard]] std::optional<std::string> read_line();

}  // namespace dds::platform
