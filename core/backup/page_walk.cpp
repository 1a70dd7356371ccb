#include "core/backup/page_walk.h"

#include <algorithm>

namespace dds::backup {
namespace {

constexpr std::int32_t kMiddlePage = 50;  // source: as kLargestPage
constexpr int kMostBarren = 2;  // pages without anything new, in a row, in the middle of a list

std::string because(const Shortfall& shortfall) {
  switch (shortfall.why) {
    case Shortfall::Why::GaveNoMore: return "the service gave no more";
    case Shortfall::Why::CountChanged:
      return "the service's count changed while its pages were read";
    case Shortfall::Why::NotCounted:
      return "the service tells no count, and its pages do not fit together";
    case Shortfall::Why::Nameless:
      return "the service gave " + std::to_string(shortfall.nameless) + " without an id";
    case Shortfall::Why::TooMany: return "more are not read of one list";
  }
  return {};
}

}  // namespace

std::string describe(const Shortfall& shortfall, std::string_view things) {
  std::string text = std::to_string(shortfall.listed);
  const bool fewer = shortfall.counted && *shortfall.counted > shortfall.listed;
  if (fewer) text += " of " + std::to_string(*shortfall.counted);
  text += " ";
  text += things;
  if (!fewer) text += ", perhaps not all";
  text += ": ";
  text += because(shortfall);
  return text;
}

void Shortfalls::add(std::size_t listed, const std::optional<Shortfall>& shortfall) {
  const auto here = static_cast<std::int64_t>(listed);
  if (!shortfall) {
    whole_ += here;
    if (all_) {
      all_->listed += here;
      if (all_->counted) *all_->counted += here;
    }
    return;
  }
  if (!all_) {
    all_ = *shortfall;
    all_->listed = whole_ + here;
    if (all_->counted) *all_->counted += whole_;
    return;
  }
  all_->listed += here;
  if (all_->counted && shortfall->counted)
    *all_->counted += *shortfall->counted;
  else
    all_->counted.reset();
}

bool PageWalk::begin_page() {
  here_ = fresh_ = 0;
  best_so_far_ = false;
  return number_ == 1;
}

bool PageWalk::is_new(const std::string& id) {
  ++here_;
  if (id.empty()) {
    ++nameless_;
    return false;
  }
  if (!ids_.insert(id).second) return false;
  ++fresh_;
  ++came_;
  return true;
}

void PageWalk::end_page(const api::PageFacts& facts) {
  if (ended_) return;
  ++pages_;
  if (facts.counted) {
    if (counted_ && *counted_ != *facts.counted) count_changed_ = true;
    counted_ = facts.counted;
  }
  // Some tell in the size's place how many this very page holds.
  if (facts.size && told_size_ && *facts.size != *told_size_ && *facts.size != here_)
    misfit_ = true;
  if (!told_size_) told_size_ = facts.size;
  barren_ = fresh_ == 0 ? barren_ + 1 : 0;
  // Side by side, all pages but the last are of one size and none repeats an entry.
  const bool uneven = number_ > 1 && (previous_ != fullest_ || here_ > fullest_);
  if (fresh_ > 0 && (uneven || fresh_ < here_)) misfit_ = true;
  fullest_ = std::max(fullest_, here_);
  const bool counts = counted_ && (count_changed_ || came_ <= *counted_);
  counts ? judge_counted() : judge_uncounted();
}

void PageWalk::judge_counted() {
  if (came_ + nameless_ >= *counted_)
    return count_changed_ ? end_reading(Shortfall::Why::CountChanged) : end_whole();
  // Pages may be smaller than they say: the fullest one tells how many there can be.
  const std::int64_t a_page = fullest_ > 0 ? fullest_ : told_size_.value_or(size_);
  const std::int64_t last = (*counted_ + a_page - 1) / a_page;
  if (barren_ >= kMostBarren || (barren_ > 0 && number_ >= last))
    return end_reading(count_changed_ ? Shortfall::Why::CountChanged : Shortfall::Why::GaveNoMore);
  go_on();
}

void PageWalk::judge_uncounted() {
  const Shortfall::Why why = Shortfall::Why::NotCounted;
  if (here_ == 0) return misfit_ ? end_reading(why) : end_whole();
  if (fresh_ > 0) return go_on();
  // The page before once more. Was that one the last? Only if it was not full.
  const std::int32_t a_page = std::min(kSmallestPage, told_size_.value_or(kSmallestPage));
  const bool was_full = number_ == 2 ? previous_ >= a_page : previous_ >= fullest_;
  misfit_ || was_full ? end_reading(why) : end_whole();
}

void PageWalk::go_on() {
  if (came_ >= kMostEntries || pages_ >= kMostPages) {
    readings_ = kMostReadings;
    return end_reading(Shortfall::Why::TooMany);
  }
  previous_ = here_;
  ++number_;
}

void PageWalk::end_whole() {
  if (nameless_ > 0) return end_reading(Shortfall::Why::Nameless);
  ended_ = true;
  shortfall_.reset();
}

void PageWalk::end_reading(Shortfall::Why why) {
  if (nameless_ > 0 && why != Shortfall::Why::TooMany) why = Shortfall::Why::Nameless;
  best_so_far_ = !shortfall_ || came_ > shortfall_->listed;
  // The latest count, and the reason of the reading that is shown.
  if (best_so_far_) shortfall_ = Shortfall{why, came_, counted_, nameless_};
  if (counted_) shortfall_->counted = counted_;
  if (readings_ >= kMostReadings) {
    ended_ = true;
    return;
  }
  ++readings_;
  // A service that gives fewer than asked for may still begin its pages where those of the size
  // that was asked for would: with its own size nothing lies between them.
  if (told_size_ && *told_size_ < size_)
    size_ = *told_size_;
  else if (fullest_ > 0 && fullest_ < size_)
    size_ = std::min(size_, fullest_ >= kMiddlePage ? kMiddlePage : kSmallestPage);
  number_ = 1;
  ids_.clear();
  came_ = nameless_ = 0;
  counted_.reset();
  told_size_.reset();
  count_changed_ = misfit_ = false;
  fullest_ = previous_ = 0;
  barren_ = 0;
}

}  // namespace dds::backup
