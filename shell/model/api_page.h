// The API page: any action of the service, its form and its answer.
//
// Owned by the Model.
#pragma once

#include "core/api/call.h"
#include "shell/model/panel_services.h"

namespace dds::shell {

class ApiPage {
 public:
  explicit ApiPage(PanelServices services);
  /// That action's form, with these values in it.
  void open(const api::Call& call);

 private:
  PanelServices services_;
};

}  // namespace dds::shell
