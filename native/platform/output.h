// Writing to stdout and stderr: whole texts at once, flushed, with a closed pipe taken calmly.
#pragma once

#include <string_view>

namespace dds::platform {

enum class Stream { Out, Error };

/// Keeps 0, 1 and 2 taken where the program was started without them (`>&-`): else the next socket
/// would get that number, and the output. Reading or writing there still fails. First thing in
/// main.
void occupy_standard_streams();

/// Writes all of it. False when it could not be written: a closed pipe (`dds ... | head`) or a full
/// disk. After the first failure nothing more is written to that stream.
bool write(Stream stream, std::string_view text);

/// Why writing to the stream failed, as a sentence; empty when it did not, or when the reader just
/// went away.
[[nodiscard]] std::string_view write_problem(Stream stream);

/// Whether a person looks at it.
[[nodiscard]] bool is_terminal(Stream stream);

/// Columns of the terminal behind the stream; 80 when unknown.
[[nodiscard]] int terminal_columns(Stream stream);

}  // namespace dds::platform
