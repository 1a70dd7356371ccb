// Files that a person asked for, put where downloads go.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/base/result.h"
#include "native/platform/paths.h"

namespace dds::desktop {

/// XDG_DOWNLOAD_DIR of the environment or of user-dirs.dirs, where that is a folder; else the home
/// folder; empty when there is none.
[[nodiscard]] std::filesystem::path download_folder(const platform::Environment& environment);

/// Writes a new file there with mode 0600 and gives its path. A name that is taken becomes "name
/// (2).har" and so on: nothing is overwritten. Io errors say why it could not be written; what was
/// written of it is removed then.
[[nodiscard]] Result<std::filesystem::path> save_download(const std::filesystem::path& folder,
                                                          std::string_view name,
                                                          std::string_view text);

}  // namespace dds::desktop
