// What a page shows of an output, held against what came: the words count, while figures, times,
// sizes and the width of columns may differ.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace dds::test {

/// A line without colours and other control sequences, with single blanks; each number, time and
/// date as "#", each duration ("1 min 40 s") as "#t", each size ("5.9 GiB") as "#b".
[[nodiscard]] std::string shape_of(std::string_view line);

/// Whether the line has that shape; … in `shown` stands for anything.
[[nodiscard]] bool is_shown_line(std::string_view shown, std::string_view line);

/// Empty when the output of a terminal ends with these lines; a line of … stands for any number of
/// lines. Otherwise a sentence that names the first line that did not come.
[[nodiscard]] std::string compare_shown(const std::vector<std::string>& shown,
                                        std::string_view output);

}  // namespace dds::test
