#include "shell/views/views.h"

namespace dds::shell {

void draw_sign(Ui& ui, Model& /*model*/, ViewState& /*state*/, const ImRect& box) {
  PageFlow page = begin_page(ui, "sign", box);
  end_page(ui, page.flow);
}

}  // namespace dds::shell
