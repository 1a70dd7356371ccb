// The console's own fonts, made into arrays when the program is built (cmake/Fonts.cmake).
#pragma once

#include "shell/console.h"

namespace dds::desktop {

[[nodiscard]] shell::FontFiles console_fonts();

}  // namespace dds::desktop
