#include <string>
#include <vector>

#include "native/cli/app.h"
#include "native/platform/output.h"
#include "native/platform/paths.h"
#include "native/platform/signals.h"

int main(int argc, char** argv) {
  dds::platform::occupy_standard_streams();
  dds::platform::ignore_broken_pipes();
  const std::vector<std::string> arguments(argv + (argc > 0 ? 1 : 0), argv + argc);
  const std::string called_as = argc > 0 ? argv[0] : "dds";
  return static_cast<int>(
      dds::cli::run({arguments, called_as, dds::platform::process_environment()}));
}
