// What the console needs from whatever it runs on. Implemented by web/ (browser), native/ (desktop)
// and tests.
//
// All calls come on the UI thread. The host owns everything it hands out; the Console never
// outlives its Host.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/http.h"

namespace dds::shell {

/// A glyph drawn by the host, for characters that the console's own fonts lack (Chinese
/// descriptions and the like).
struct GlyphBitmap {
  int width = 0;  // pixels
  int height = 0;
  float advance = 0.0F;                // pixels
  float offset_x = 0.0F;               // from the pen to the bitmap's left edge, pixels
  float offset_y = 0.0F;               // from the top of the line to the bitmap's top edge, pixels
  std::vector<std::uint8_t> coverage;  // width * height, 0..255
};

class Host {
 public:
  Host() = default;
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  virtual ~Host() = default;

  [[nodiscard]] virtual Instant now() = 0;
  /// Minutes that local time is ahead of UTC at that instant, e.g. 480.
  [[nodiscard]] virtual int utc_offset_minutes(Instant instant) = 0;
  /// A new nonce for each call: 128 random bits as 32 hex digits.
  [[nodiscard]] virtual std::string nonce() = 0;
  [[nodiscard]] virtual HttpTransport& transport() = 0;

  /// Small preferences (theme, widths, region, route): never a secret. `load` gives nothing for an
  /// unknown key.
  virtual void save(std::string_view key, std::string_view value) = 0;
  [[nodiscard]] virtual std::optional<std::string> load(std::string_view key) = 0;

  virtual void copy_to_clipboard(std::string_view text) = 0;
  /// Opens an https link outside the console.
  virtual void open_link(std::string_view url) = 0;

  /// A glyph of about `size` pixels height, or nothing when this host has no font with it either.
  [[nodiscard]] virtual std::optional<GlyphBitmap> glyph(char32_t code_point, float size) = 0;

  /// True when the system prefers dark.
  [[nodiscard]] virtual bool prefers_dark() = 0;
};

}  // namespace dds::shell
