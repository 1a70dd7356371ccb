// The console's faces, rasterised for the display's scale, with glyphs that the host draws where
// the faces have none.
//
// Owned by the Console; lives in ImGui's font atlas of the current context. `prepare` between
// frames only.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string_view>

#include <imgui.h>

#include "shell/console.h"
#include "shell/host.h"

namespace dds::shell {

enum class Face { Text, Strong, Small, SmallStrong, Title, Mono, MonoSmall };
inline constexpr std::size_t kFaces = 7;

class Fonts {
 public:
  Fonts(Host& host, FontFiles files) : host_(host), files_(files) {}

  /// Builds the atlas when the scale changed or glyphs are missing; true when it was built anew.
  bool prepare(float scale);

  [[nodiscard]] ImFont* font(Face face) const { return fonts_[static_cast<std::size_t>(face)]; }

  /// Notes characters of `text` that the face lacks, so that the next `prepare` asks the host for
  /// them.
  void need(Face face, std::string_view text);
  [[nodiscard]] bool incomplete() const { return incomplete_; }

 private:
  // Whether a face has the letters of Latin-1, too: they are half of all glyphs, and rarely seen.
  enum class Latin1 : std::uint8_t { No, Wanted, Built };
  struct HostGlyph {
    GlyphBitmap bitmap;
    int rectangle = -1;
  };
  void build();
  void load_face(Face face);
  void add_host_glyphs(Face face);
  void draw_host_glyphs();

  Host& host_;
  FontFiles files_;
  float scale_ = 0;
  bool incomplete_ = false;
  std::array<ImFont*, kFaces> fonts_{};
  std::array<float, kFaces> sizes_{};  // ImGui's: ascender to descender, device pixels
  std::array<Latin1, kFaces> latin_1_{};
  std::array<std::set<char32_t>, kFaces>
      asked_;  // noted as missing, whether the host has them or not
  std::array<std::map<char32_t, HostGlyph>, kFaces> glyphs_;
};

/// Height from ascender to descender, as a multiple of the em: ImGui counts sizes in the former,
/// the design in the latter. 1.2 for bytes that are no font.
[[nodiscard]] float line_height_in_em(std::span<const std::uint8_t> font);

}  // namespace dds::shell
