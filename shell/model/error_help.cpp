#include "shell/model/error_help.h"

#include <utility>

#include "core/workbench/question.h"

namespace dds::shell {

ErrorHelp::ErrorHelp(PanelServices services, WorkbenchLine& workbench)
    : services_(std::move(services)), workbench_(workbench) {}

void ErrorHelp::open(std::string_view code) {
  code_ = code;
  told_.reset();
  error_.reset();
  wanted_ = true;
  since_ = services_.host->steady();
  services_.changed();
  workbench_.ask(workbench::ask_error(code_), [this, asked = ++asked_](Result<std::string> text) {
    if (asked != asked_) return;
    Result<workbench::ErrorExplanation> read =
        text ? workbench::read_explanation(*text)
             : Result<workbench::ErrorExplanation>(text.error());
    if (read) {
      told_ = *std::move(read);
    } else {
      error_ = read.error();
    }
    services_.changed();
  });
}

bool ErrorHelp::take_wanted() {
  return std::exchange(wanted_, false);
}

}  // namespace dds::shell
