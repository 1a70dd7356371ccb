#include "shell/model/sample_panel.h"

#include <utility>

namespace dds::shell {

SamplePanel::SamplePanel(PanelServices services) : services_(std::move(services)) {}

void SamplePanel::show(const api::Call& /*call*/) {
  services_.changed();
}

}  // namespace dds::shell
