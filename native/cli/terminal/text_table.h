// Rows under titles, for people: columns that do not fit are left out, from the right.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace dds::cli {

struct TextTable {
  std::vector<std::string> titles;
  std::vector<std::vector<std::string>> rows;  // as many cells as titles
};

struct Table {
  std::string text;
  std::vector<std::string> left_out;  // titles of the columns that did not fit
};

/// `columns` is the available width; the first column is shown whatever its width.
[[nodiscard]] Table render(const TextTable& table, std::size_t columns);

/// Columns that a text takes on a terminal: wide East Asian characters count two.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// `text` with blanks behind it up to that width.
[[nodiscard]] std::string padded(const std::string& text, std::size_t width);

/// On stdout, as wide as the terminal there (everything into a file or a pipe), made harmless; what
/// does not fit is said on stderr.
void put_table(const TextTable& table);

/// The same for rows of the program's own words, in which nothing is masked.
void put_own_table(const TextTable& table);

}  // namespace dds::cli
