// The longest list of objects in an answer as a table: a column for each member, sorted, filtered,
// copied as CSV or JSON.
//
// Owned by the ApiPage. Points into the answer that it was given, which must outlive it or be
// replaced by `clear`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/signing/credentials.h"
#include "shell/model/text_input.h"

namespace dds::shell {

class AnswerTable {
 public:
  /// `credentials` masks what is secret; it must live as long as the answer.
  void show(const nlohmann::json& answer, const signing::Credentials& credentials);
  void clear();

  /// False: the answer holds no list of objects.
  [[nodiscard]] bool has_rows() const { return !rows_.empty(); }
  /// Where the list stands: "DBInstances.DBInstance".
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::size_t row_count() const { return rows_.size(); }
  /// Names of members, those that tell most rows apart first.
  [[nodiscard]] const std::vector<std::string>& columns() const { return columns_; }
  /// Longest text of a column among the first rows, in characters.
  [[nodiscard]] const std::vector<std::size_t>& widths() const { return widths_; }
  [[nodiscard]] std::string cell(std::size_t row, std::size_t column) const;

  TextInput filter{128};
  /// Rows that pass the filter, in the order of the table.
  [[nodiscard]] const std::vector<std::uint32_t>& order();
  void sort(int column);  // the same again: the other way round
  [[nodiscard]] int sorted_by() const { return sorted_by_; }
  [[nodiscard]] bool descending() const { return descending_; }
  int selected = -1;  // position in `order`

  /// Columns behind the first one that a narrow table leaves out, so that those on the right fit.
  [[nodiscard]] std::size_t skipped() const { return skipped_; }
  /// The next ones, or those before; `shown` = how many columns stand there.
  void turn(bool right, std::size_t shown);
  /// So many columns to the right, or to the left when negative; not past the last one.
  void shift(std::ptrdiff_t columns);

  // Of what the filter lets through, in its order. RFC 4180; a cell that a spreadsheet would take
  // for a formula gets a leading apostrophe.
  [[nodiscard]] std::string csv();
  [[nodiscard]] std::string json_text();
  /// One row, its cells joined by tabs.
  [[nodiscard]] std::string row_text(std::size_t row) const;

 private:
  void find_list(const nlohmann::json& value, const std::string& path, int depth);
  void apply_sort();

  const signing::Credentials* credentials_ = nullptr;
  const nlohmann::json* list_ = nullptr;
  std::string path_;
  std::vector<const nlohmann::json*> rows_;
  std::vector<std::string> columns_;
  std::vector<std::size_t> widths_;
  std::vector<std::uint32_t> sorted_;
  std::vector<std::uint32_t> order_;
  std::string filtered_by_;
  bool stale_ = true;
  std::size_t skipped_ = 0;
  int sorted_by_ = -1;
  bool descending_ = false;
};

}  // namespace dds::shell
