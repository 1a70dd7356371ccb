// Percent-encoding, UTF-8, times and figures from any bytes.
#include <string>

#include "core/api/backups.h"
#include "core/base/percent.h"
#include "core/base/time.h"
#include "core/base/utf8.h"
#include "tests/fuzz/harness.h"

using namespace dds;
using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text_of(data, size);

  const std::string encoded = percent_encode(input);
  must(encoded.size() == percent_encoded_size(input), "the encoded size is known beforehand");
  const Result<std::string> decoded = percent_decode(encoded);
  must(decoded.ok() && *decoded == input, "decoding undoes encoding");
  const Result<std::string> form = percent_decode(input, true);
  must(!form.ok() || form->size() <= input.size(), "decoding does not make a text longer");

  const std::size_t invalid = find_invalid_utf8(input);
  must(invalid == std::string_view::npos || invalid < size, "an invalid byte is inside");
  must(is_valid_utf8(input.substr(0, invalid)), "what stands before an invalid byte is valid");
  const std::string repaired = replace_invalid_utf8(input);
  must(is_valid_utf8(repaired), "a repaired text is valid");
  must(invalid != std::string_view::npos || repaired == input, "a valid text needs no repair");
  for (std::size_t offset = 0; offset < size;) {
    const std::size_t before = offset;
    const char32_t code = next_code_point(input, offset);
    must(offset > before && offset <= before + 4 && offset <= size, "a step is 1 to 4 bytes");
    must(code <= 0x10FFFF, "a code point is in range");
  }

  if (const Result<Instant> instant = parse_utc(input)) {
    const TimeForm way = size == 17   ? TimeForm::Minutes
                         : size == 20 ? TimeForm::Seconds
                                      : TimeForm::Milliseconds;
    must(format_utc(*instant, way) == input, "a time is written as it was read");
  }
  if (const auto percent = api::parse_percent(input))
    must(*percent >= 0 && *percent <= 100, "a percentage is 0 to 100");
  return 0;
}
