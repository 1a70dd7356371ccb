#include "web/canvas.h"

#include <GLES3/gl3.h>
#include <imgui.h>
#include <imgui_impl_opengl3.h>

#include <array>

#include "web/javascript.h"

namespace dds::web {

bool Canvas::open() {
  // Now: once WebGL is there, another size makes its buffers anew.
  static_cast<void>(fit());
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.majorVersion = 2;
  attributes.minorVersion = 0;
  attributes.alpha = EM_FALSE;
  attributes.depth = EM_FALSE;
  attributes.stencil = EM_FALSE;
  attributes.antialias = EM_FALSE;  // ImGui smooths its edges itself
  attributes.powerPreference = EM_WEBGL_POWER_PREFERENCE_LOW_POWER;
  context_ = emscripten_webgl_create_context("#canvas", &attributes);
  if (context_ <= 0 || emscripten_webgl_make_context_current(context_) != EMSCRIPTEN_RESULT_SUCCESS)
    return false;
  usable_ = ImGui_ImplOpenGL3_Init("#version 300 es");
  return usable_;
}

Canvas::Size Canvas::fit() {
  std::array<float, 4> told{};
  dds_js_fit_canvas(told.data());
  return {.width = told[0], .height = told[1], .scale = told[2], .touch = told[3] != 0};
}

void Canvas::begin_frame(bool fonts_changed) {
  if (fonts_changed) ImGui_ImplOpenGL3_DestroyFontsTexture();
  ImGui_ImplOpenGL3_NewFrame();  // makes what is missing of shaders and buffers, with them the
                                 // fonts' texture
  if (ImGui::GetIO().Fonts->TexID == nullptr) ImGui_ImplOpenGL3_CreateFontsTexture();
}

void Canvas::end_frame(const Size& size) {
  glViewport(0, 0, static_cast<GLsizei>(size.width), static_cast<GLsizei>(size.height));
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Canvas::lost() {
  if (!usable_) return;
  usable_ = false;
  // Its objects are gone with it. To delete them now says nothing to the browser and makes the
  // renderer forget them; later they would be strangers to the context that comes back.
  ImGui_ImplOpenGL3_DestroyDeviceObjects();
}

void Canvas::restored() {
  if (context_ <= 0) return;
  usable_ = emscripten_webgl_make_context_current(context_) == EMSCRIPTEN_RESULT_SUCCESS;
}

}  // namespace dds::web
