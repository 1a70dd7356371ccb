// The console in the browser. boot.js loads this program and calls it once; it lives until the page
// is closed.
#include <string>

#include "fonts/console_fonts.h"
#include "web/app.h"
#include "web/javascript.h"
#include "web/start.h"

int main() {
  using namespace dds;
  const shell::FontFiles fonts{.regular = fonts::inter_regular(),
                               .semibold = fonts::inter_semibold(),
                               .mono = fonts::jetbrains_mono()};
  const std::string config = web::take_text(dds_js_config()).value_or("");
  const std::string origin = web::take_text(dds_js_page_origin()).value_or("");
  auto* app = new web::App(
      fonts, web::start_of(config, origin));  // never deleted: callbacks come until the end
  return app->open() ? 0 : 1;
}
