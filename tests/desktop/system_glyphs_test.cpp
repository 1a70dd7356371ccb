#include "native/desktop/system_glyphs.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

using dds::desktop::SystemGlyphs;

TEST_CASE("what is no character or no size has no glyph") {
  SystemGlyphs glyphs;
  CHECK_FALSE(glyphs.glyph(U'\n', 14.0F));
  CHECK_FALSE(glyphs.glyph(0x110000, 14.0F));
  CHECK_FALSE(glyphs.glyph(U'A', 0.0F));
  CHECK_FALSE(glyphs.glyph(U'A', 10'000.0F));
  CHECK_FALSE(glyphs.glyph(U'A', std::numeric_limits<float>::quiet_NaN()));
  CHECK_FALSE(glyphs.glyph(0x10FFFE, 14.0F));  // a non-character, which no font draws
}

#ifdef DDS_HAS_FONTCONFIG
TEST_CASE("a glyph of a system font has ink, fits its line and grows with the size") {
  SystemGlyphs glyphs;
  const auto small = glyphs.glyph(U'H', 16.0F);
  if (!small) {
    MESSAGE("this machine has no font at all");
    return;
  }
  CHECK(small->coverage.size() ==
        static_cast<std::size_t>(small->width) * static_cast<std::size_t>(small->height));
  CHECK(*std::max_element(small->coverage.begin(), small->coverage.end()) > 128);
  CHECK(small->advance >= static_cast<float>(small->width));
  CHECK(small->offset_y >= 0.0F);
  CHECK(small->offset_y + static_cast<float>(small->height) <= 16.0F);
  const auto large = glyphs.glyph(U'H', 64.0F);
  REQUIRE(large);
  CHECK(large->advance > small->advance * 3.5F);
  CHECK(large->height > small->height * 3);
}
#endif
