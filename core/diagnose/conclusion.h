// From findings to a verdict and one sentence.
#pragma once

#include <optional>
#include <string>

#include "core/diagnose/diagnose.h"
#include "core/diagnose/kinds.h"

namespace dds::diagnose {

/// What a verdict depends on beside the findings.
struct Circumstances {
  std::string code;  // the service's; empty: it did not refuse, as far as is known
  Source source = Source::Url;
  bool other_key = false;  // the key given is of another AccessKey ID
};

/// Puts the findings that explain the refusal first, and sets verdict and sentence.
void conclude(Diagnosis& diagnosis, const Circumstances& circumstances);

/// Whether any finding explains a refusal about that; nothing: any refusal.
[[nodiscard]] bool explains_any(const Diagnosis& diagnosis, std::optional<Concern> concern);

}  // namespace dds::diagnose
