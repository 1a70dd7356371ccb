// Two answers beside each other: what differs, line by line, with long equal parts folded.
//
// Owned by the CallHistory. Made outside of frames from texts that `inspect` has redacted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/line_diff.h"
#include "shell/model/exchange_log.h"

namespace dds::shell {

struct ComparedRow {
  enum class Kind : std::uint8_t { Equal, Changed, Removed, Added, Folded };
  Kind kind = Kind::Equal;
  std::string_view left;   // of Equal, Changed, Removed
  std::string_view right;  // of Equal, Changed, Added
  std::size_t count = 0;   // lines that are Folded
  std::size_t from = 0;    // of them, the first among all rows
};

class CallCompare {
 public:
  CallCompare() = default;
  CallCompare(const CallCompare&) = delete;
  CallCompare& operator=(const CallCompare&) = delete;

  /// `title` says which call it is; the text is of `inspect`.
  void open(std::string left_title, std::string left, std::string right_title, std::string right);
  void clear() { open({}, {}, {}, {}); }

  [[nodiscard]] const std::string& left_title() const { return titles_[0]; }
  [[nodiscard]] const std::string& right_title() const { return titles_[1]; }
  /// "3 lines changed, 1 added", "The answers are equal".
  [[nodiscard]] const std::string& summary() const { return summary_; }
  [[nodiscard]] const std::vector<ComparedRow>& rows() const { return shown_; }
  [[nodiscard]] bool folded() const { return folded_; }
  /// Shows the lines that a Folded row stands for.
  void unfold(std::size_t row);
  void unfold_all();

 private:
  void pair_up(const std::vector<DiffLine>& lines);
  void fold();

  std::string titles_[2];
  std::string texts_[2];
  std::vector<std::string_view> lines_[2];
  std::vector<ComparedRow> all_;
  std::vector<char> unfolded_;  // of all_
  std::vector<ComparedRow> shown_;
  std::string summary_;
  bool folded_ = false;
};

}  // namespace dds::shell
