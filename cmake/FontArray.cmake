# Turns INPUT into OUTPUT: a C++ source with its bytes as dds::fonts::<ARRAY>().
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "(................................)" "\\1\n" lines "${bytes}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," lines "${lines}")
file(WRITE ${OUTPUT} "// Made by cmake/FontArray.cmake from a font file; see its licence beside it.
#include \"fonts/console_fonts.h\"

namespace dds::fonts {
namespace {
constexpr std::uint8_t kBytes[] = {
${lines}
};
}
std::span<const std::uint8_t> ${ARRAY}() { return kBytes; }
}
")
