// The block of progress lines on a terminal's stderr: drawn over itself, never longer than the
// screen is wide.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dds::cli {

struct BarLine {
  std::string title;
  std::optional<int> percent;  // a bar when there is one
  std::string text;
};

class Bars {
 public:
  /// `unicode` draws solid blocks; `colour` tints them.
  Bars(bool unicode, bool colour) : unicode_(unicode), colour_(colour) {}

  /// Replaces what was drawn before; at most `kMostLines` lines, the last one then counts the rest.
  void draw(const std::vector<BarLine>& lines);
  /// A line below all others from the next `draw` on; empty: none.
  void set_footer(std::string text) { footer_ = std::move(text); }
  /// Takes the block away, e.g. before other text is printed.
  void erase();

  static constexpr std::size_t kMostLines = 12;

 private:
  std::string render(const BarLine& line, std::size_t columns) const;
  bool unicode_;
  bool colour_;
  std::size_t drawn_ = 0;
  std::string last_;
  std::string footer_;
};

/// `text` cut to `columns` on a terminal, at whole code points.
[[nodiscard]] std::string cut_to_width(std::string_view text, std::size_t columns);

}  // namespace dds::cli
