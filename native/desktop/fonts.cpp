#include "native/desktop/fonts.h"

#include "fonts/console_fonts.h"

namespace dds::desktop {

shell::FontFiles console_fonts() {
  return {.regular = fonts::inter_regular(),
          .semibold = fonts::inter_semibold(),
          .mono = fonts::jetbrains_mono()};
}

}  // namespace dds::desktop
