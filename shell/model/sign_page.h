// The Sign page: a request that was pasted, each step of its signature, and why it was refused.
//
// Owned by the Model.
#pragma once

#include <string_view>

#include "shell/model/panel_services.h"

namespace dds::shell {

class SignPage {
 public:
  explicit SignPage(PanelServices services);
  /// As if it had been pasted.
  void open(std::string_view request);

 private:
  PanelServices services_;
};

}  // namespace dds::shell
