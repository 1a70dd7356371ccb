// An X display of its own for one test: Xvfb on the first free number, ended with the test.
#pragma once

#include <string>

#include "tests/desktop/child_process.h"

namespace dds::desktop {

class VirtualDisplay {
 public:
  VirtualDisplay();
  /// ":7", or empty when Xvfb did not start.
  [[nodiscard]] const std::string& name() const { return name_; }

 private:
  ChildProcess server_;
  std::string name_;
};

}  // namespace dds::desktop
