#include "native/cli/terminal/text_table.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "native/cli/terminal/say.h"
#include "native/platform/output.h"

namespace dds::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kWhole = 1000;  // into a file or a pipe everything goes

std::size_t width_of(const TextTable& table, std::size_t column) {
  std::size_t width = display_width(table.titles[column]);
  for (const std::vector<std::string>& row : table.rows)
    width = std::max(width, display_width(row[column]));
  return width;
}

}  // namespace

Table render(const TextTable& table, std::size_t columns) {
  struct Column {
    std::size_t at = 0;
    std::size_t width = 0;
  };
  Table rendered;
  std::vector<Column> shown;
  std::size_t used = 0;
  for (std::size_t i = 0; i < table.titles.size(); ++i) {
    const std::size_t width = width_of(table, i);
    const std::size_t needed = width + (shown.empty() ? 0 : kGap);
    if (!shown.empty() && used + needed > columns) {
      rendered.left_out.push_back(table.titles[i]);
      continue;
    }
    used += needed;
    shown.push_back({i, width});
  }
  const auto line = [&](const std::vector<std::string>& cells) {
    std::string text;
    for (const Column& column : shown) {
      if (!text.empty()) text += std::string(kGap, ' ');
      text += padded(cells[column.at], column.width);
    }
    while (!text.empty() && text.back() == ' ') text.pop_back();
    rendered.text += text + "\n";
  };
  line(table.titles);
  for (const std::vector<std::string>& row : table.rows) line(row);
  return rendered;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  std::size_t offset = 0;
  while (offset < text.size()) {
    const char32_t c = next_code_point(text, offset);
    const bool wide = (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
                      (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
                      (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
                      (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1FAFF) ||
                      (c >= 0x20000 && c <= 0x3FFFD);
    const bool combining = c >= 0x0300 && c <= 0x036F;
    width += wide ? 2 : (combining ? 0 : 1);
  }
  return width;
}

std::string padded(const std::string& text, std::size_t width) {
  const std::size_t used = display_width(text);
  return used < width ? text + std::string(width - used, ' ') : text;
}

void put_own_table(const TextTable& table) {
  const std::size_t columns =
      platform::is_terminal(platform::Stream::Out)
          ? static_cast<std::size_t>(platform::terminal_columns(platform::Stream::Out))
          : kWhole;
  const Table rendered = render(table, columns);
  put(rendered.text);
  if (rendered.left_out.empty()) return;
  note("(" + std::to_string(rendered.left_out.size()) +
       " more columns do not fit; --output json shows all.)");
}

void put_table(const TextTable& table) {
  TextTable harmless = table;
  for (std::vector<std::string>& row : harmless.rows) {
    // One row is one line, whatever the service wrote into it.
    for (std::string& text : row) text = one_line(clean(text), 400);
  }
  put_own_table(harmless);
}

}  // namespace dds::cli
