// An answer as people read it: its list as a table, its other fields one a line.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "native/cli/terminal/text_table.h"

namespace dds::cli {

/// `columns` is the available width. Texts from the answer are made harmless (no control
/// characters).
[[nodiscard]] Table render_table(const nlohmann::json& answer, int columns);

}  // namespace dds::cli
