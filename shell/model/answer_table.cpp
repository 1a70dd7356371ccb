#include "shell/model/answer_table.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"
#include "core/base/stable_order.h"
#include "core/response/redact.h"
#include "shell/model/answer_tree.h"

namespace dds::shell {
namespace {

using nlohmann::json;

constexpr int kDeepest = 6;
constexpr std::size_t kLookedAt = 200;  // rows that the widths and the order of columns come from

// What sorts as a number: 5, "5", "0.25".
bool number_of(std::string_view text, double& number) {
  if (text.empty() || (!is_digit(text.front()) && text.front() != '-')) return false;
  // No strtod: it would cost the page more than a table is worth.
  std::int64_t whole = 0;
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, whole);
  if (read.ec != std::errc{}) return false;
  number = static_cast<double>(whole);
  if (read.ptr == end) return true;
  if (*read.ptr != '.') return false;
  double unit = text.front() == '-' ? -0.1 : 0.1;
  for (const char* at = read.ptr + 1; at != end; ++at, unit /= 10) {
    if (!is_digit(*at)) return false;
    number += unit * (*at - '0');
  }
  return true;
}

struct SortKey {
  bool is_number = false;
  double number = 0;
  std::string text;
};

bool less(const SortKey& a, const SortKey& b) {
  if (a.is_number != b.is_number) return a.is_number;
  return a.is_number ? a.number < b.number : a.text < b.text;
}

void append_csv(std::string& out, std::string_view cell) {
  if (!cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos) {
    double ignored = 0;
    if (!number_of(cell, ignored)) {
      append_csv(out, "'" + std::string(cell));
      return;
    }
  }
  if (cell.find_first_of("\",\r\n") == std::string_view::npos) {
    out += cell;
    return;
  }
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

bool alike(const json::object_t& a, const json::object_t* b) {
  return b != nullptr && a.size() == b->size() &&
         std::equal(a.begin(), a.end(), b->begin(),
                    [](const auto& one, const auto& other) { return one.first == other.first; });
}

}  // namespace

void AnswerTable::clear() {
  list_ = nullptr;
  path_.clear();
  rows_.clear();
  columns_.clear();
  widths_.clear();
  sorted_.clear();
  order_.clear();
  filter.clear();
  stale_ = true;
  sorted_by_ = -1;
  descending_ = false;
  selected = -1;
  skipped_ = 0;
}

void AnswerTable::turn(bool right, std::size_t shown) {
  const auto step = static_cast<std::ptrdiff_t>(std::max<std::size_t>(shown, 2) - 1);
  shift(right ? step : -step);  // the first one stays
}

void AnswerTable::shift(std::ptrdiff_t columns) {
  const auto most = static_cast<std::ptrdiff_t>(columns_.size()) - 2;
  skipped_ = static_cast<std::size_t>(
      std::max<std::ptrdiff_t>(0, std::min(static_cast<std::ptrdiff_t>(skipped_) + columns, most)));
}

void AnswerTable::find_list(const json& value, const std::string& path, int depth) {
  if (depth > kDeepest) return;
  if (value.is_array()) {
    const bool objects = !value.empty() && value.front().is_object();
    if (objects && (list_ == nullptr || value.size() > list_->size())) {
      list_ = &value;
      path_ = path;
    }
    return;
  }
  const auto* object = value.get_ptr<const json::object_t*>();
  if (object == nullptr) return;
  for (const auto& member : *object)
    find_list(member.second, path.empty() ? member.first : path + "." + member.first, depth + 1);
}

void AnswerTable::show(const json& answer, const signing::Credentials& credentials) {
  clear();
  credentials_ = &credentials;
  find_list(answer, {}, 0);
  if (list_ == nullptr) return;
  std::vector<std::set<std::string>> texts;  // different ones: a column that says the same in all
                                             // rows says least
  const json::object_t* last = nullptr;
  for (const json& row : *list_) {
    rows_.push_back(&row);
    const auto* object = row.get_ptr<const json::object_t*>();
    // Every row may bring a column; most have the members of the one before.
    const bool looked_at = rows_.size() <= kLookedAt;
    if (object == nullptr || (!looked_at && alike(*object, last))) continue;
    last = object;
    for (const auto& member : *object) {
      auto known = std::find(columns_.begin(), columns_.end(), member.first);
      if (known == columns_.end()) {
        known = columns_.insert(columns_.end(), member.first);
        texts.emplace_back();
        widths_.push_back(member.first.size());
      }
      if (!looked_at) continue;
      const auto at = static_cast<std::size_t>(known - columns_.begin());
      std::string text = shown_value(member.first, member.second, credentials);
      widths_[at] = std::max(widths_[at], text.size());
      if (!member.second.is_structured()) texts[at].insert(std::move(text));
    }
  }
  const std::vector<std::uint32_t> by_interest =
      stable_order(columns_.size(), [&](std::uint32_t a, std::uint32_t b) {
        const bool a_id = columns_[a].ends_with("Id");
        const bool b_id = columns_[b].ends_with("Id");
        if (texts[a].size() != texts[b].size()) return texts[a].size() > texts[b].size();
        return a_id && !b_id;
      });
  std::vector<std::string> columns;
  std::vector<std::size_t> widths;
  for (const std::uint32_t at : by_interest) {
    columns.push_back(std::move(columns_[at]));
    widths.push_back(widths_[at]);
  }
  columns_ = std::move(columns);
  widths_ = std::move(widths);
  apply_sort();
}

std::string AnswerTable::cell(std::size_t row, std::size_t column) const {
  const auto* object = rows_[row]->get_ptr<const json::object_t*>();
  if (object == nullptr) return {};
  const auto found = object->find(columns_[column]);
  if (found == object->end() || found->second.is_null()) return {};
  return shown_value(found->first, found->second, *credentials_);
}

void AnswerTable::sort(int column) {
  descending_ = sorted_by_ == column && !descending_;
  sorted_by_ = column;
  apply_sort();
}

void AnswerTable::apply_sort() {
  std::vector<SortKey> keys(sorted_by_ < 0 ? 0 : rows_.size());
  for (std::size_t row = 0; row < keys.size(); ++row) {
    keys[row].text = cell(row, static_cast<std::size_t>(sorted_by_));
    keys[row].is_number = number_of(keys[row].text, keys[row].number);
  }
  sorted_ = stable_order(rows_.size(), [&](std::uint32_t a, std::uint32_t b) {
    if (keys.empty()) return false;
    return descending_ ? less(keys[b], keys[a]) : less(keys[a], keys[b]);
  });
  stale_ = true;
  selected = -1;
}

const std::vector<std::uint32_t>& AnswerTable::order() {
  if (!stale_ && filtered_by_ == filter.view()) return order_;
  if (filtered_by_ != filter.view()) selected = -1;
  stale_ = false;
  filtered_by_ = filter.view();
  if (filtered_by_.empty()) {
    order_ = sorted_;
    return order_;
  }
  const std::string wanted = lower(filtered_by_);
  order_.clear();
  for (const std::uint32_t row : sorted_) {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      if (lower(cell(row, column)).find(wanted) == std::string::npos) continue;
      order_.push_back(row);
      break;
    }
  }
  return order_;
}

std::string AnswerTable::row_text(std::size_t row) const {
  std::string text;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (column > 0) text += '\t';
    text += cell(row, column);
  }
  return text;
}

std::string AnswerTable::csv() {
  std::string text;
  for (std::size_t column = 0; column < columns_.size(); ++column) {
    if (column > 0) text += ',';
    append_csv(text, columns_[column]);
  }
  text += "\r\n";
  for (const std::uint32_t row : order()) {
    for (std::size_t column = 0; column < columns_.size(); ++column) {
      if (column > 0) text += ',';
      append_csv(text, cell(row, column));
    }
    text += "\r\n";
  }
  return text;
}

std::string AnswerTable::json_text() {
  json rows = json::array();
  for (const std::uint32_t row : order()) rows.push_back(*rows_[row]);
  return response::redact(rows.dump(2, ' ', false, json::error_handler_t::replace), *credentials_);
}

}  // namespace dds::shell
