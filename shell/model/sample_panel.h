// A call as code in a language that a person chooses.
//
// Owned by the Model.
#pragma once

#include "core/api/call.h"
#include "shell/model/panel_services.h"

namespace dds::shell {

class SamplePanel {
 public:
  explicit SamplePanel(PanelServices services);
  /// Asks for the code of that call in the language that was chosen last; a dialog shows it.
  void show(const api::Call& call);

 private:
  PanelServices services_;
};

}  // namespace dds::shell
