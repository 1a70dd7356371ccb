// The file that an emulator's state is kept in. Written as a whole or not at all: a temporary file
// beside it, flushed to the disk, then renamed over it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace dds::server {

/// The file's text; nothing when there is no such file; an error that names it when it is there and
/// cannot be read.
[[nodiscard]] Result<std::optional<std::string>> read_state_file(const std::filesystem::path& path);

/// Nothing, or an error that names the file.
[[nodiscard]] Status write_state_file(const std::filesystem::path& path, std::string_view text);

}  // namespace dds::server
