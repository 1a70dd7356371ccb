// Long text in the mono face, wrapped at the box's width: strings to sign (separators marked), wire
// requests, answers. Only visible lines are drawn; what can be worked out once (lines, marks) is
// kept until the text or the width changes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/diagnose/range.h"
#include "shell/widgets/ui.h"

namespace dds::shell {

enum class Marking { None, StringToSign, Query, Json };

class CodeView {
 public:
  /// `revision` says when the text is another one. Where there are `ranges`, they alone are tinted:
  /// what differs, what a step changed.
  void set(std::string_view text, std::uint64_t revision, Marking marking,
           const diagnose::Ranges& ranges = {});
  /// Draws the box at the flow and moves it; scrolls with the panel.
  void draw(Ui& ui, Flow& flow);

 private:
  enum class Mark : std::uint8_t { Plain, Separator, Twice, Name, Changed, ChangedSeparator };
  struct Line {
    std::size_t from = 0;
    std::size_t size = 0;
  };
  void mark_encoded(Marking marking);
  void mark_json();
  void mark_ranges(const diagnose::Ranges& ranges);
  void break_lines(std::size_t columns);

  std::string text_;
  std::uint64_t revision_ = 0;
  Marking marking_ = Marking::None;
  std::vector<Mark> marks_;
  std::vector<Line> lines_;
  std::size_t columns_ = 0;
};

}  // namespace dds::shell
