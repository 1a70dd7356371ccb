// An answer as people read it: its list as a table, its other fields one a line.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace dds::cli {

struct Table {
  std::string text;
  std::vector<std::string> left_out;  // columns that did not fit
};

/// `columns` is the width there is. Texts from the answer are made harmless (no control
/// characters).
[[nodiscard]] Table render_table(const nlohmann::json& answer, int columns);

/// Columns that a text takes on a terminal: wide East Asian characters count two.
[[nodiscard]] std::size_t display_width(std::string_view text);

}  // namespace dds::cli
