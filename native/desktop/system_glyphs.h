// Glyphs from the system's fonts, for characters that the console's own fonts lack (Chinese
// descriptions and the like). Fontconfig finds the font, stb_truetype (from ImGui's sources) draws
// it.
//
// Owns the font files it has opened, mapped read-only for as long as it lives. Built without
// fontconfig (system_glyphs_none.cpp) it never has a glyph.
#pragma once

#include <memory>
#include <optional>

#include "shell/host.h"

namespace dds::desktop {

class SystemGlyphs {
 public:
  SystemGlyphs();
  ~SystemGlyphs();
  SystemGlyphs(const SystemGlyphs&) = delete;
  SystemGlyphs& operator=(const SystemGlyphs&) = delete;

  /// The glyph drawn for a line of `size` pixels height (1 to 512), or nothing when no font has it.
  [[nodiscard]] std::optional<shell::GlyphBitmap> glyph(char32_t code_point, float size);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace dds::desktop
