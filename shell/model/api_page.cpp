#include "shell/model/api_page.h"

#include <utility>

namespace dds::shell {

ApiPage::ApiPage(PanelServices services) : services_(std::move(services)) {}

void ApiPage::open(const api::Call& /*call*/) {
  services_.changed();
}

}  // namespace dds::shell
