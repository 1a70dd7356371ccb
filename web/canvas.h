// The canvas: its WebGL 2 context, its size in device pixels, and ImGui's renderer on it.
//
// One for the page. The browser may take the context away (a driver that restarts, a laptop that
// changes its graphics) and give it back: `lost` and `restored` follow that; between them nothing
// is drawn.
#pragma once

#include <emscripten/html5.h>

namespace dds::web {

class Canvas {
 public:
  Canvas() = default;
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  /// False when the browser has no WebGL 2 for the page. Needs ImGui's context.
  [[nodiscard]] bool open();

  struct Size {
    float width = 0;  // device pixels
    float height = 0;
    float scale = 1;  // device pixels per CSS pixel
    bool touch = false;
  };
  /// Gives the drawing buffer the canvas' present size; right before a frame, as it clears the
  /// picture.
  [[nodiscard]] static Size fit();

  void begin_frame(bool fonts_changed);
  /// Draws ImGui's draw data.
  void end_frame(const Size& size);

  void lost();
  void restored();
  [[nodiscard]] bool usable() const { return usable_; }

 private:
  EMSCRIPTEN_WEBGL_CONTEXT_HANDLE context_ = 0;
  bool usable_ = false;
};

}  // namespace dds::web
