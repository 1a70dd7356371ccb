// dds-desktop: the DDS Console as a desktop program.
#include <cstdio>

#include "native/desktop/app.h"
#include "native/desktop/options.h"

int main(int argc, char** argv) {
  const dds::desktop::CommandLine line = dds::desktop::parse_command_line(argc, argv);
  if (!line.options) {
    std::fputs(line.text.c_str(), line.exit_code == 0 ? stdout : stderr);
    return line.exit_code;
  }
  return dds::desktop::run(*line.options);
}
