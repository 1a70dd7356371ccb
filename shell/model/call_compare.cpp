#include "shell/model/call_compare.h"

#include <algorithm>

#include "shell/model/words.h"

namespace dds::shell {
namespace {

constexpr std::size_t kContext = 3;  // equal lines that stay beside a change

}  // namespace

void CallCompare::open(std::string left_title, std::string left, std::string right_title,
                       std::string right) {
  titles_[0] = std::move(left_title);
  titles_[1] = std::move(right_title);
  texts_[0] = std::move(left);
  texts_[1] = std::move(right);
  for (std::size_t side = 0; side < 2; ++side) lines_[side] = lines_of(texts_[side]);
  pair_up(line_diff(lines_[0], lines_[1]));
  unfolded_.assign(all_.size(), 0);
  fold();
}

// Lines that were removed and those that were added in their place stand in one row.
void CallCompare::pair_up(const std::vector<DiffLine>& lines) {
  all_.clear();
  std::size_t counts[5] = {};
  std::size_t alone = 0;  // the first removed row that has nothing beside it yet
  for (const DiffLine& line : lines) {
    ComparedRow row;
    if (line.change != LineChange::Added) row.left = lines_[0][line.left];
    if (line.change != LineChange::Removed) row.right = lines_[1][line.right];
    if (line.change == LineChange::Added && alone < all_.size()) {
      all_[alone].kind = ComparedRow::Kind::Changed;
      all_[alone++].right = row.right;
      continue;
    }
    row.kind = line.change == LineChange::Equal     ? ComparedRow::Kind::Equal
               : line.change == LineChange::Removed ? ComparedRow::Kind::Removed
                                                    : ComparedRow::Kind::Added;
    all_.push_back(row);
    if (row.kind != ComparedRow::Kind::Removed) alone = all_.size();
  }
  for (const ComparedRow& row : all_) ++counts[static_cast<std::size_t>(row.kind)];
  summary_.clear();
  const auto say = [&](ComparedRow::Kind kind, std::string_view word) {
    const std::size_t count = counts[static_cast<std::size_t>(kind)];
    if (count > 0) add_part(summary_, counted(count, "line") + " " + std::string(word));
  };
  say(ComparedRow::Kind::Changed, "changed");
  say(ComparedRow::Kind::Removed, "removed");
  say(ComparedRow::Kind::Added, "added");
  if (summary_.empty()) summary_ = "The answers are equal";
}

void CallCompare::fold() {
  shown_.clear();
  folded_ = false;
  for (std::size_t i = 0; i < all_.size();) {
    std::size_t end = i;
    while (end < all_.size() && all_[end].kind == ComparedRow::Kind::Equal) ++end;
    if (end == i) {
      shown_.push_back(all_[i++]);
      continue;
    }
    const std::size_t first = std::min(end, i + (i == 0 ? 0 : kContext));
    const std::size_t last = end == all_.size() ? end : end - std::min(end - first, kContext);
    const bool folds = last > first + 1 && unfolded_[first] == 0;
    for (; i < end; ++i) {
      if (folds && i == first) {
        ComparedRow fold;
        fold.kind = ComparedRow::Kind::Folded;
        fold.count = last - first;
        fold.from = first;
        shown_.push_back(fold);
        folded_ = true;
        i = last;
        if (i >= end) break;
      }
      shown_.push_back(all_[i]);
    }
    i = end;
  }
}

void CallCompare::unfold(std::size_t row) {
  if (row >= shown_.size() || shown_[row].kind != ComparedRow::Kind::Folded) return;
  unfolded_[shown_[row].from] = 1;
  fold();
}

void CallCompare::unfold_all() {
  unfolded_.assign(all_.size(), 1);
  fold();
}

}  // namespace dds::shell
