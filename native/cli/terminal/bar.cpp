#include "native/cli/terminal/bar.h"

#include <algorithm>

#include "core/base/utf8.h"
#include "native/cli/terminal/say.h"
#include "native/cli/terminal/text_table.h"
#include "native/platform/output.h"

namespace dds::cli {
namespace {

constexpr std::size_t kBarWidth = 24;

std::string repeat(std::string_view text, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += text;
  return out;
}

std::string harmless(std::string_view text) {
  return one_line(clean(text), 400);
}

}  // namespace

std::string cut_to_width(std::string_view text, std::size_t columns) {
  std::size_t offset = 0;
  std::size_t width = 0;
  while (offset < text.size()) {
    std::size_t next = offset;
    (void)next_code_point(text, next);
    width += display_width(text.substr(offset, next - offset));
    if (width > columns) break;
    offset = next;
  }
  return std::string(text.substr(0, offset));
}

std::string Bars::render(const BarLine& line, std::size_t columns) const {
  // Titles and texts may come from a journal or an answer: each stays on its line.
  std::string text = cut_to_width(harmless(line.title), columns);
  std::size_t used = display_width(text);
  if (line.percent && used + kBarWidth + 12 < columns) {
    const auto percent = static_cast<std::size_t>(std::clamp(*line.percent, 0, 100));
    const std::size_t full = percent * kBarWidth / 100;
    const std::string number = std::to_string(percent) + "%";
    text += "  ";
    if (colour_) text += "\x1b[32m";
    text += repeat(unicode_ ? "\xE2\x96\x88" : "#", full);
    if (colour_) text += "\x1b[0m";
    text += repeat(unicode_ ? "\xE2\x96\x91" : "-", kBarWidth - full);
    text += " " + std::string(4 - number.size(), ' ') + number;
    used += kBarWidth + 7;
  }
  if (used + 2 < columns) text += "  " + cut_to_width(harmless(line.text), columns - used - 2);
  return text;
}

void Bars::draw(const std::vector<BarLine>& lines) {
  const auto columns = static_cast<std::size_t>(
      std::max(platform::terminal_columns(platform::Stream::Error) - 1, 20));
  const std::size_t shown = lines.size() > kMostLines ? kMostLines - 1 : lines.size();
  std::string block;
  for (std::size_t i = 0; i < shown; ++i) block += "\x1b[2K" + render(lines[i], columns) + "\n";
  std::size_t count = shown;
  if (shown < lines.size()) {
    block += "\x1b[2K... and " + std::to_string(lines.size() - shown) + " more\n";
    ++count;
  }
  if (!footer_.empty()) {
    block += "\x1b[2K" + cut_to_width(harmless(footer_), columns) + "\n";
    ++count;
  }
  if (block == last_) return;
  const std::string up = drawn_ > 0 ? "\x1b[" + std::to_string(drawn_) + "A\r" : std::string();
  platform::write(platform::Stream::Error, up + block + "\x1b[J");
  last_ = std::move(block);
  drawn_ = count;
}

void Bars::erase() {
  if (drawn_ == 0) return;
  platform::write(platform::Stream::Error, "\x1b[" + std::to_string(drawn_) + "A\r\x1b[J");
  drawn_ = 0;
  last_.clear();
}

}  // namespace dds::cli
