// Opens an https link in the system's browser: `xdg-open` is started directly, never through a
// shell.
#pragma once

#include <string_view>

#include "core/base/result.h"

namespace dds::desktop {

/// Nothing when the link may be handed to the system: https, printable ASCII without blanks, quotes
/// or backslashes, at most 2,048 bytes, a host without user info. The error says what would be
/// right.
[[nodiscard]] Status check_link(std::string_view url);

/// Checks the link and starts `xdg-open`; does not wait for it.
[[nodiscard]] Status open_link(std::string_view url);

}  // namespace dds::desktop
