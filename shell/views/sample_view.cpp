#include "shell/views/views.h"

namespace dds::shell {

void draw_sample_dialog(Ui& /*ui*/, Model& /*model*/, ViewState& /*state*/) {}

}  // namespace dds::shell
