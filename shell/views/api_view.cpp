#include "shell/views/views.h"

namespace dds::shell {

void draw_api(Ui& ui, Model& /*model*/, ViewState& /*state*/, const ImRect& box) {
  PageFlow page = begin_page(ui, "api", box);
  end_page(ui, page.flow);
}

}  // namespace dds::shell
