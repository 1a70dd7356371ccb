#include <fcntl.h>
#include <fontconfig/fontconfig.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "native/desktop/system_glyphs.h"

#define STBTT_STATIC
#define STB_TRUETYPE_IMPLEMENTATION
#include <imstb_truetype.h>

namespace dds::desktop {
namespace {

constexpr float kLargestSize = 512.0F;
constexpr int kFaceIndexMask =
    0xFFFF;  // fontconfig keeps the named instance of a variable font above it

/// A font file mapped read-only, and stb's view of one face in it.
class Face {
 public:
  Face(const std::string& path, int index) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    struct stat about = {};
    if (::fstat(file, &about) == 0 && about.st_size > 0) {
      void* memory =
          ::mmap(nullptr, static_cast<std::size_t>(about.st_size), PROT_READ, MAP_PRIVATE, file, 0);
      if (memory != MAP_FAILED) {
        bytes_ = static_cast<const unsigned char*>(memory);
        size_ = static_cast<std::size_t>(about.st_size);
      }
    }
    ::close(file);
    if (bytes_ == nullptr) return;
    const int offset = stbtt_GetFontOffsetForIndex(bytes_, index);
    readable_ = offset >= 0 && stbtt_InitFont(&info_, bytes_, offset) != 0;
  }
  ~Face() {
    if (bytes_ != nullptr) ::munmap(const_cast<unsigned char*>(bytes_), size_);
  }
  Face(const Face&) = delete;
  Face& operator=(const Face&) = delete;

  [[nodiscard]] bool has(char32_t code_point) const {
    return readable_ && stbtt_FindGlyphIndex(&info_, static_cast<int>(code_point)) != 0;
  }

  [[nodiscard]] shell::GlyphBitmap draw(char32_t code_point, float size) const {
    const int glyph = stbtt_FindGlyphIndex(&info_, static_cast<int>(code_point));
    const float scale = stbtt_ScaleForPixelHeight(&info_, size);
    int ascent = 0;
    int descent = 0;
    int line_gap = 0;
    stbtt_GetFontVMetrics(&info_, &ascent, &descent, &line_gap);
    int advance = 0;
    int left = 0;
    stbtt_GetGlyphHMetrics(&info_, glyph, &advance, &left);
    int x0 = 0;
    int y0 = 0;
    int x1 = 0;
    int y1 = 0;
    stbtt_GetGlyphBitmapBox(&info_, glyph, scale, scale, &x0, &y0, &x1, &y1);

    shell::GlyphBitmap bitmap;
    bitmap.advance = static_cast<float>(advance) * scale;
    bitmap.offset_x = static_cast<float>(x0);
    bitmap.offset_y = std::round(static_cast<float>(ascent) * scale) + static_cast<float>(y0);
    bitmap.width = x1 > x0 ? x1 - x0 : 0;
    bitmap.height = y1 > y0 ? y1 - y0 : 0;
    bitmap.coverage.resize(static_cast<std::size_t>(bitmap.width) *
                           static_cast<std::size_t>(bitmap.height));
    if (!bitmap.coverage.empty()) {
      stbtt_MakeGlyphBitmap(&info_, bitmap.coverage.data(), bitmap.width, bitmap.height,
                            bitmap.width, scale, scale, glyph);
    }
    return bitmap;
  }

 private:
  const unsigned char* bytes_ = nullptr;
  std::size_t size_ = 0;
  stbtt_fontinfo info_ = {};
  bool readable_ = false;
};

}  // namespace

class SystemGlyphs::Impl {
 public:
  Impl() : config_(FcInitLoadConfigAndFonts()) {}
  ~Impl() {
    if (config_ != nullptr) FcConfigDestroy(config_);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  const Face* face_with(char32_t code_point) {
    for (const auto& [file, face] : faces_) {
      if (face->has(code_point)) return face.get();
    }
    const std::optional<std::pair<std::string, int>> file = best_match(code_point);
    if (!file) return nullptr;
    auto& face = faces_[*file];
    if (!face) face = std::make_unique<Face>(file->first, file->second);
    return face->has(code_point) ? face.get() : nullptr;
  }

 private:
  /// What `fc-match sans-serif:charset=...:lang=zh` would name.
  std::optional<std::pair<std::string, int>> best_match(char32_t code_point) const {
    if (config_ == nullptr) return std::nullopt;
    FcPattern* pattern = FcPatternCreate();
    FcCharSet* wanted = FcCharSetCreate();
    FcCharSetAddChar(wanted, code_point);
    FcPatternAddCharSet(pattern, FC_CHARSET, wanted);
    FcPatternAddString(pattern, FC_FAMILY, reinterpret_cast<const FcChar8*>("sans-serif"));
    FcPatternAddString(pattern, FC_LANG, reinterpret_cast<const FcChar8*>("zh"));
    FcPatternAddBool(pattern, FC_SCALABLE, FcTrue);
    FcPatternAddBool(pattern, FC_COLOR, FcFalse);  // stb_truetype cannot draw colour glyphs
    FcConfigSubstitute(config_, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult outcome = FcResultNoMatch;
    FcFontSet* fonts = FcFontSort(config_, pattern, FcTrue, nullptr, &outcome);
    std::optional<std::pair<std::string, int>> found;
    for (int i = 0; fonts != nullptr && i < fonts->nfont && !found; ++i) {
      FcPattern* font = fonts->fonts[i];
      FcCharSet* has = nullptr;
      FcChar8* path = nullptr;
      int index = 0;
      if (FcPatternGetCharSet(font, FC_CHARSET, 0, &has) != FcResultMatch ||
          !FcCharSetHasChar(has, code_point)) {
        continue;
      }
      if (FcPatternGetString(font, FC_FILE, 0, &path) != FcResultMatch) continue;
      FcPatternGetInteger(font, FC_INDEX, 0, &index);
      found = std::pair(std::string(reinterpret_cast<const char*>(path)), index & kFaceIndexMask);
    }
    if (fonts != nullptr) FcFontSetDestroy(fonts);
    FcCharSetDestroy(wanted);
    FcPatternDestroy(pattern);
    return found;
  }

  FcConfig* config_;
  std::map<std::pair<std::string, int>, std::unique_ptr<Face>> faces_;
};

SystemGlyphs::SystemGlyphs() = default;
SystemGlyphs::~SystemGlyphs() = default;

std::optional<shell::GlyphBitmap> SystemGlyphs::glyph(char32_t code_point, float size) {
  if (code_point < 0x20 || code_point > 0x10FFFF || !(size >= 1.0F && size <= kLargestSize))
    return std::nullopt;
  if (!impl_)
    impl_ = std::make_unique<Impl>();  // reading the system's font list takes a while: only when
                                       // asked for
  const Face* face = impl_->face_with(code_point);
  if (face == nullptr) return std::nullopt;
  return face->draw(code_point, size);
}

}  // namespace dds::desktop
