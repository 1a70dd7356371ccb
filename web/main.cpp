// The console in the browser. boot.js loads this program and calls it once; it lives until the page
// is closed.
#include <string>
#include <utility>

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
  shell::Start start = web::start_of(config, origin);
  start.page_url = web::take_text(dds_js_page_url()).value_or("");
  start.place = web::take_text(dds_js_kept_place()).value_or("");
  start.link = web::take_text(dds_js_fragment()).value_or("");
  // Never deleted: callbacks come until the end.
  auto* app = new web::App(fonts, std::move(start));
  return app->open() ? 0 : 1;
}
