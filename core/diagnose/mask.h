// Masking a text while a place in it stays known.
#pragma once

#include <string>
#include <string_view>

#include "core/diagnose/range.h"
#include "core/signing/credentials.h"

namespace dds::diagnose {

struct Masked {
  std::string text;
  Ranges ranges;  // where the given ones went; what lies in a masked value marks its mask
};

/// As `response::redact`, with the key's secret and token where there is one.
[[nodiscard]] Masked mask(std::string_view text, const Ranges& ranges,
                          const signing::Credentials* key = nullptr);

}  // namespace dds::diagnose
