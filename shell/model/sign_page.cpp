#include "shell/model/sign_page.h"

#include <utility>

namespace dds::shell {

SignPage::SignPage(PanelServices services) : services_(std::move(services)) {}

void SignPage::open(std::string_view /*request*/) {
  services_.changed();
}

}  // namespace dds::shell
