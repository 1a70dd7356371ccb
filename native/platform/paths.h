// Where the program lies and where the user's own files are.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace dds::platform {

/// Looks a name up in the environment; tests pass their own. An empty value counts as not set.
using Environment = std::function<std::optional<std::string>(std::string_view)>;

/// The environment of this process.
[[nodiscard]] Environment process_environment();

/// The folder that the running program lies in: what the system tells, else what the program was
/// called as
/// (`argv[0]`); empty when neither leads anywhere.
[[nodiscard]] std::filesystem::path program_folder(std::string_view called_as);

/// Where this user's programs keep what must outlive them: $XDG_STATE_HOME/dds, else
/// ~/.local/state/dds; made, for its owner only, when it is not there.
[[nodiscard]] Result<std::filesystem::path> state_folder(const Environment& environment);

/// The whole file, or an Io error that names it. Files above `limit` bytes are refused.
[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path, std::size_t limit);

/// As read_file, for what a person names: pipes are read to their end as well (/dev/stdin, and
/// /dev/fd/63, which is what <(...) of a shell stands for), and "-" is standard input.
[[nodiscard]] Result<std::string> read_input(const std::string& path, std::size_t limit);

}  // namespace dds::platform
