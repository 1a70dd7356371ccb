#include "shell/fonts.h"

#include <algorithm>
#include <cmath>

#include <imgui_internal.h>

#include "core/base/utf8.h"

namespace dds::shell {
namespace {

struct FaceSpec {
  std::span<const std::uint8_t> FontFiles::*file;
  float em;  // CSS pixels
};

constexpr std::array<FaceSpec, kFaces> kSpecs = {{
    {&FontFiles::regular, 14},
    {&FontFiles::semibold, 14},
    {&FontFiles::regular, 12},
    {&FontFiles::semibold, 12},
    {&FontFiles::semibold, 20},
    {&FontFiles::mono, 13},
    {&FontFiles::mono, 12},
}};

// What the console's own words need. Everything is rasterised before the first frame, so that no
// more than this is.
constexpr ImWchar kOwnWords[] = {0x20,   0x7E,   0xB7,   0xB7,   0x2013, 0x2014, 0x2018, 0x201D,
                                 0x2022, 0x2022, 0x2026, 0x2026, 0x2190, 0x2193, 0};
// The same with all of Latin-1, which some hosts' files hold: once a text of the user's needs one
// of it.
// The rest comes from the host.
constexpr ImWchar kWithLatin1[] = {0x20,   0x7E,   0xA0,   0xFF,   0x2013, 0x2014, 0x2018, 0x201D,
                                   0x2022, 0x2022, 0x2026, 0x2026, 0x2190, 0x2193, 0};

bool is_latin_1(char32_t code_point) {
  return code_point >= 0xA0 && code_point <= 0xFF;
}

std::uint32_t big_endian(std::span<const std::uint8_t> bytes, std::size_t at, std::size_t size) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < size; ++i)
    value = value << 8U | (at + i < bytes.size() ? bytes[at + i] : 0U);
  return value;
}

std::size_t find_table(std::span<const std::uint8_t> font, std::uint32_t tag) {
  const std::size_t tables = big_endian(font, 4, 2);
  for (std::size_t i = 0; i < tables && 12 + 16 * (i + 1) <= font.size(); ++i) {
    if (big_endian(font, 12 + 16 * i, 4) == tag) return big_endian(font, 12 + 16 * i + 8, 4);
  }
  return 0;
}

}  // namespace

float line_height_in_em(std::span<const std::uint8_t> font) {
  const std::size_t head = find_table(font, 0x68656164);
  const std::size_t hhea = find_table(font, 0x68686561);
  if (head == 0 || hhea == 0) return 1.2F;
  const auto em = static_cast<float>(big_endian(font, head + 18, 2));
  const auto ascender = static_cast<std::int16_t>(big_endian(font, hhea + 4, 2));
  const auto descender = static_cast<std::int16_t>(big_endian(font, hhea + 6, 2));
  const auto height = static_cast<float>(ascender - descender);
  return em > 0 && height > 0 ? height / em : 1.2F;
}

bool Fonts::prepare(float scale) {
  if (scale == scale_ && !incomplete_) return false;
  if (scale != scale_) {
    for (auto& glyphs : glyphs_) glyphs.clear();
  }
  scale_ = scale;
  incomplete_ = false;
  build();
  return true;
}

void Fonts::need(Face face, std::string_view text) {
  const auto index = static_cast<std::size_t>(face);
  const ImFont* font = fonts_[index];
  if (font == nullptr) return;
  auto& asked = asked_[index];
  std::size_t offset = 0;
  while (offset < text.size()) {
    if (static_cast<unsigned char>(text[offset]) < 0x80) {
      ++offset;
      continue;
    }
    const char32_t code_point = next_code_point(text, offset);
    if (font->FindGlyphNoFallback(static_cast<ImWchar>(code_point)) != nullptr) continue;
    if (is_latin_1(code_point) && latin_1_[index] != Latin1::Built) {
      latin_1_[index] = Latin1::Wanted;
      incomplete_ = true;
    } else if (asked.insert(code_point).second) {
      incomplete_ = true;
    }
  }
}

void Fonts::build() {
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  atlas->Clear();
  atlas->Flags |= ImFontAtlasFlags_NoMouseCursors;
  for (std::size_t i = 0; i < kFaces; ++i) load_face(static_cast<Face>(i));
  for (std::size_t i = 0; i < kFaces; ++i) add_host_glyphs(static_cast<Face>(i));
  atlas->Build();
  draw_host_glyphs();
  ImGui::GetIO().FontDefault = font(Face::Text);
}

void Fonts::load_face(Face face) {
  const FaceSpec& spec = kSpecs[static_cast<std::size_t>(face)];
  Latin1& latin_1 = latin_1_[static_cast<std::size_t>(face)];
  if (latin_1 == Latin1::Wanted) latin_1 = Latin1::Built;
  const std::span<const std::uint8_t> file = files_.*spec.file;
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  ImFontConfig config;
  config.OversampleH = 2;
  config.OversampleV = 1;
  config.PixelSnapH = false;
  config.FontDataOwnedByAtlas = false;
  config.GlyphRanges = latin_1 == Latin1::Built ? kWithLatin1 : kOwnWords;
  const float size = std::round(spec.em * scale_ * line_height_in_em(file));
  sizes_[static_cast<std::size_t>(face)] = size;
  // ImGui takes void* but does not write when it does not own the bytes.
  auto* bytes =
      const_cast<std::uint8_t*>(file.data());  // NOLINT(cppcoreguidelines-pro-type-const-cast)
  fonts_[static_cast<std::size_t>(face)] =
      atlas->AddFontFromMemoryTTF(bytes, static_cast<int>(file.size()), size, &config);
}

void Fonts::add_host_glyphs(Face face) {
  const auto index = static_cast<std::size_t>(face);
  ImFont* font = fonts_[index];
  const float size = sizes_[index];
  for (const char32_t code_point : asked_[index]) {
    auto found = glyphs_[index].find(code_point);
    if (found == glyphs_[index].end()) {
      std::optional<GlyphBitmap> bitmap = host_.glyph(code_point, size);
      if (!bitmap || bitmap->width <= 0 || bitmap->height <= 0) continue;
      const auto area =
          static_cast<std::size_t>(bitmap->width) * static_cast<std::size_t>(bitmap->height);
      if (bitmap->coverage.size() != area) continue;
      found = glyphs_[index].emplace(code_point, HostGlyph{std::move(*bitmap), -1}).first;
    }
    const GlyphBitmap& bitmap = found->second.bitmap;
    found->second.rectangle = ImGui::GetIO().Fonts->AddCustomRectFontGlyph(
        font, static_cast<ImWchar>(code_point), bitmap.width, bitmap.height, bitmap.advance,
        ImVec2(bitmap.offset_x, bitmap.offset_y));
  }
}

void Fonts::draw_host_glyphs() {
  ImFontAtlas* atlas = ImGui::GetIO().Fonts;
  unsigned char* pixels = nullptr;
  int width = 0;
  int height = 0;
  atlas->GetTexDataAsAlpha8(&pixels, &width, &height);
  for (const auto& glyphs : glyphs_) {
    for (const auto& [code_point, glyph] : glyphs) {
      if (glyph.rectangle < 0) continue;
      const ImFontAtlasCustomRect* place = atlas->GetCustomRectByIndex(glyph.rectangle);
      if (!place->IsPacked()) continue;
      for (int y = 0; y < glyph.bitmap.height; ++y) {
        const std::ptrdiff_t from = std::ptrdiff_t{y} * glyph.bitmap.width;
        const std::ptrdiff_t to = std::ptrdiff_t{place->Y + y} * width + place->X;
        std::copy_n(glyph.bitmap.coverage.data() + from, glyph.bitmap.width, pixels + to);
      }
    }
  }
}

}  // namespace dds::shell
