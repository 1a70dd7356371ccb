#include "tests/desktop/virtual_display.h"

namespace dds::desktop {

VirtualDisplay::VirtualDisplay()
    : server_({DDS_XVFB, "-displayfd", "3", "-screen", "0", "2600x1700x24", "-nolisten", "tcp"}, {},
              3) {
  // Xvfb writes its number once it takes connections.
  const std::string number = server_.started() ? server_.read_line() : std::string();
  if (!number.empty()) name_ = ":" + number;
}

}  // namespace dds::desktop
