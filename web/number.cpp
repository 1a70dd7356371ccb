// Reads a decimal number as the browser does, which rounds as correctly as the C library. The
// library's own brings arithmetic with 128 bits into the page, which nothing else there needs.
#include <cstring>

#include "web/javascript.h"

/// What the page is linked to instead (--wrap=strtod). Of a text that is a number as a whole, as
/// JSON writes them (core/response/json_reader.cpp).
extern "C" double __wrap_strtod(const char* text, char** end) {
  if (end != nullptr) *end = const_cast<char*>(text) + std::strlen(text);
  return dds_js_number(text);
}
