// The desktop console put together: window, host, transports, Console, and the loop that draws only
// when something changed.
#pragma once

#include "native/desktop/options.h"

namespace dds::desktop {

/// Runs until the window is closed. Returns the process's exit code: 0 done, 1 a step of the script
/// failed, 2 the options cannot be followed, 3 there is no display or no OpenGL 3. What went wrong
/// stands on stderr.
[[nodiscard]] int run(const Options& options);

}  // namespace dds::desktop
