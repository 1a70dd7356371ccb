#include "shell/model/panel_run.h"

#include <utility>

namespace dds::shell {

bool PanelRun::start(std::shared_ptr<backup::Operation> operation, std::function<void()> on_step) {
  end();
  session_ = services_.session();
  if (!session_) return false;
  operation_ = 0;  // its first step comes before its number is known
  since_ = services_.host->steady();
  services_.changed();
  operation_ =
      session_->driver->start(std::move(operation), [this, run = run_, step = std::move(on_step)] {
        if (run != run_) return;  // given up meanwhile
        services_.changed();
        step();
      });
  return true;
}

void PanelRun::end() {
  ++run_;
  if (!session_) return;
  session_->driver->stop(operation_);
  session_.reset();
}

}  // namespace dds::shell
