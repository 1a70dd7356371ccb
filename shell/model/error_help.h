// What one of the service's error codes means, asked of the workbench; a dialog shows it.
//
// Owned by the Model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/workbench/answer.h"
#include "shell/model/panel_services.h"
#include "shell/model/workbench_line.h"

namespace dds::shell {

class ErrorHelp {
 public:
  ErrorHelp(PanelServices services, WorkbenchLine& workbench);

  /// Asks, and wants the dialog.
  void open(std::string_view code);
  /// True once: whoever draws opens the dialog.
  [[nodiscard]] bool take_wanted();

  [[nodiscard]] const std::string& code() const { return code_; }
  [[nodiscard]] SteadyInstant since() const { return since_; }
  /// Nothing of either while it is asked.
  [[nodiscard]] const std::optional<workbench::ErrorExplanation>& told() const { return told_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

 private:
  PanelServices services_;
  WorkbenchLine& workbench_;
  std::string code_;
  SteadyInstant since_{};
  std::optional<workbench::ErrorExplanation> told_;
  std::optional<Error> error_;
  std::uint64_t asked_ = 0;
  bool wanted_ = false;
};

}  // namespace dds::shell
