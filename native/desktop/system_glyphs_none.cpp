// Built where fontconfig is missing: no system glyphs, so unknown characters show as the console's
// replacement box.
#include "native/desktop/system_glyphs.h"

namespace dds::desktop {

class SystemGlyphs::Impl {};

SystemGlyphs::SystemGlyphs() = default;
SystemGlyphs::~SystemGlyphs() = default;

std::optional<shell::GlyphBitmap> SystemGlyphs::glyph(char32_t /*code_point*/, float /*size*/) {
  return std::nullopt;
}

}  // namespace dds::desktop
