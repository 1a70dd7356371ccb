#include "shell/widgets/code_view.h"

#include <algorithm>
#include <cmath>

#include "core/base/utf8.h"

namespace dds::shell {
namespace {

std::size_t columns_of(char32_t code_point) {
  return code_point >= 0x1100 ? 2 : 1;
}

}  // namespace

void CodeView::set(std::string_view text, std::uint64_t revision, Marking marking,
                   const diagnose::Ranges& ranges) {
  if (revision == revision_ && marking == marking_ && text.size() == text_.size()) return;
  revision_ = revision;
  marking_ = marking;
  text_ = text;
  columns_ = 0;
  marks_.assign(text_.size(), Mark::Plain);
  if (marking == Marking::StringToSign || marking == Marking::Query) mark_encoded(marking);
  if (marking == Marking::Json) mark_json();
  if (!ranges.empty()) mark_ranges(ranges);
}

void CodeView::mark_ranges(const diagnose::Ranges& ranges) {
  std::replace(marks_.begin(), marks_.end(), Mark::Twice, Mark::Plain);
  const auto is_inside = [this](std::size_t at) {
    return at < text_.size() && (static_cast<unsigned char>(text_[at]) & 0xC0U) == 0x80U;
  };
  for (const diagnose::Range& range : ranges) {
    std::size_t begin = std::min(range.begin, text_.size());
    std::size_t end = std::min(range.end, text_.size());
    while (begin > 0 && is_inside(begin)) --begin;  // whole characters
    while (is_inside(end)) ++end;
    for (std::size_t i = begin; i < end; ++i)
      marks_[i] = marks_[i] == Mark::Separator ? Mark::ChangedSeparator : Mark::Changed;
  }
}

// %3D and %26 are the = and & of the canonical query, encoded once more; %25XX is what was encoded
// in a value already.
void CodeView::mark_encoded(Marking marking) {
  for (std::size_t i = 0; i < text_.size(); ++i) {
    const std::string_view rest = std::string_view(text_).substr(i);
    if (marking == Marking::Query) {
      if (rest[0] == '&' || rest[0] == '=') marks_[i] = Mark::Separator;
      if (rest[0] == '%' && rest.size() >= 3)
        std::fill_n(marks_.begin() + static_cast<std::ptrdiff_t>(i), 3, Mark::Twice);
    } else if (rest.starts_with("%25") && rest.size() >= 5) {
      std::fill_n(marks_.begin() + static_cast<std::ptrdiff_t>(i), 5, Mark::Twice);
      i += 4;
    } else if (rest.starts_with("%3D") || rest.starts_with("%26")) {
      std::fill_n(marks_.begin() + static_cast<std::ptrdiff_t>(i), 3, Mark::Separator);
      i += 2;
    } else if (rest[0] == '&') {
      marks_[i] = Mark::Separator;
    }
  }
}

void CodeView::mark_json() {
  std::size_t from = 0;
  while (from < text_.size()) {
    const std::size_t end = std::min(text_.find('\n', from), text_.size());
    const std::size_t quote = text_.find_first_not_of(' ', from);
    if (quote < end && text_[quote] == '"') {
      const std::size_t colon = text_.find("\":", quote + 1);
      if (colon < end) {
        std::fill_n(marks_.begin() + static_cast<std::ptrdiff_t>(quote), colon + 1 - quote,
                    Mark::Name);
      }
    }
    from = end + 1;
  }
}

void CodeView::break_lines(std::size_t columns) {
  columns_ = columns;
  lines_.clear();
  Line line;
  std::size_t used = 0;
  // Behind the last blank: there a line is broken rather than within a word.
  std::size_t blank = 0;
  std::size_t used_at_blank = 0;
  for (std::size_t i = 0; i < text_.size();) {
    const std::size_t start = i;
    if (text_[i] == '\n') {
      lines_.push_back(line);
      line = {++i, 0};
      used = used_at_blank = 0;
      continue;
    }
    const std::size_t wide = columns_of(next_code_point(text_, i));
    if (used + wide > columns) {
      const bool at_blank = used_at_blank > columns / 2;  // not behind what only indents
      const std::size_t from = at_blank ? blank : start;
      line.size = from - line.from;
      lines_.push_back(line);
      line = {from, 0};
      used = at_blank ? used - used_at_blank : 0;
      used_at_blank = 0;
    }
    used += wide;
    if (text_[start] == ' ') {
      blank = i;
      used_at_blank = used;
    }
    line.size = i - line.from;
  }
  lines_.push_back(line);
}

void CodeView::draw(Ui& ui, Flow& flow) {
  const Palette& c = ui.colors();
  const float cell = ui.text_width(Face::Mono, "0");
  const float padding = ui.px(10);
  const auto columns =
      static_cast<std::size_t>(std::max(8.0F, std::floor((flow.width - padding * 2) / cell)));
  if (columns != columns_) break_lines(columns);
  const float step = ui.line(Face::Mono);
  const ImRect box = flow.take(step * static_cast<float>(lines_.size()) + padding * 2);
  ui.fill(box, c.sunken, ui.px(measure::kCorner));
  ui.frame(box, c.line, ui.px(measure::kCorner));
  ui.extend(box.Max);
  const ImRect clip = ImGui::GetCurrentWindow()->ClipRect;
  const float top = box.Min.y + padding;
  const auto count = static_cast<int>(lines_.size());
  const int first = std::clamp(static_cast<int>((clip.Min.y - top) / step), 0, count);
  const int last = std::clamp(static_cast<int>((clip.Max.y - top) / step) + 1, first, count);
  for (int n = first; n < last; ++n) {
    const Line& line = lines_[static_cast<std::size_t>(n)];
    float x = box.Min.x + padding;
    const float y = top + step * static_cast<float>(n);
    std::size_t from = line.from;
    while (from < line.from + line.size) {
      std::size_t to = from;
      while (to < line.from + line.size && marks_[to] == marks_[from]) ++to;
      const std::string_view run = std::string_view(text_).substr(from, to - from);
      Color color = c.text;
      const Mark mark = marks_[from];
      if (mark == Mark::Separator || mark == Mark::Name || mark == Mark::ChangedSeparator)
        color = c.accent;
      if (mark == Mark::Twice || mark == Mark::Changed) color = c.attention;
      if (mark == Mark::Twice || mark == Mark::Changed || mark == Mark::ChangedSeparator) {
        ui.fill(box_at(ImVec2(x, y + ui.px(1)), ui.text_width(Face::Mono, run), step - ui.px(2)),
                tint(c, c.attention), ui.px(2));
      }
      x += ui.text(ImVec2(x, y), Face::Mono, color, run);
      from = to;
    }
  }
}

}  // namespace dds::shell
