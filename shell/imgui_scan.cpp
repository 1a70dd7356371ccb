#include <cstdarg>

#include "shell/imgui_config.h"

namespace dds::shell {

int scan_numbers(const char* text, const char* format, ...) {
  std::va_list numbers;
  va_start(numbers, format);
  int read = 0;
  while (*format != '\0') {
    if (format[0] != '%') {
      if (*text++ != *format++) break;
      continue;
    }
    if (format[1] != 'd' || *text < '0' || *text > '9') break;
    int value = 0;
    while (*text >= '0' && *text <= '9' && value < 100'000'000)
      value = value * 10 + (*text++ - '0');
    *va_arg(numbers, int*) = value;
    ++read;
    format += 2;
  }
  va_end(numbers);
  return read;
}

}  // namespace dds::shell
