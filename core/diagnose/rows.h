// The table that holds client and service against each other, step by step.
#pragma once

#include <optional>
#include <vector>

#include "core/diagnose/diagnose.h"
#include "core/diagnose/recipe.h"

namespace dds::diagnose {

[[nodiscard]] std::vector<CheckRow> make_rows(const Question& question, const Material& material,
                                              const Diagnosis& diagnosis,
                                              std::optional<Instant> reference);

}  // namespace dds::diagnose
