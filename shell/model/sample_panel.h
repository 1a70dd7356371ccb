// A call as code in a language that a person chooses; the choice is remembered.
//
// Owned by the Model.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/call.h"
#include "core/workbench/answer.h"
#include "shell/model/panel_services.h"
#include "shell/model/workbench_line.h"

namespace dds::shell {

class SamplePanel {
 public:
  /// `endpoint` gives where the console sends to, "" for the region's own host; `scheme` how it
  /// signs: "acs3" or "rpc-v1".
  SamplePanel(PanelServices services, WorkbenchLine& workbench,
              std::function<std::string()> endpoint, std::function<std::string_view()> scheme);
  /// Asks for the code of that call in the language that was chosen last; a dialog shows it.
  /// Whoever calls this opens kSampleDialog and draws it (`draw_sample_dialog`) in the same panel.
  void show(const api::Call& call);
  /// By its name; asks anew.
  void choose(std::string_view language);
  /// Once more, after an error.
  void ask();

  [[nodiscard]] const api::Call& call() const { return call_; }
  [[nodiscard]] const std::string& language() const { return language_; }
  /// Empty until they are known.
  [[nodiscard]] const std::vector<workbench::Language>& languages() const { return languages_; }
  /// The one that is chosen, or nullptr.
  [[nodiscard]] const workbench::Language* chosen() const;
  /// Neither while it is asked.
  [[nodiscard]] const std::optional<std::string>& code() const { return code_; }
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }
  /// The language cannot reach the console's endpoint: the code calls the region's own host.
  [[nodiscard]] bool calls_region() const { return calls_region_; }
  [[nodiscard]] SteadyInstant since() const { return since_; }
  [[nodiscard]] std::uint64_t revision() const { return asked_; }

 private:
  /// `first`: why it cannot be said for the console's own endpoint.
  void ask_sample(const std::string& endpoint, const std::optional<Error>& first);

  PanelServices services_;
  WorkbenchLine& workbench_;
  std::function<std::string()> endpoint_;
  std::function<std::string_view()> scheme_;
  api::Call call_;  // without the values of passwords
  std::string language_;
  std::vector<workbench::Language> languages_;
  std::optional<std::string> code_;
  std::optional<Error> error_;
  SteadyInstant since_{};
  std::uint64_t asked_ = 0;
  bool calls_region_ = false;
};

}  // namespace dds::shell
