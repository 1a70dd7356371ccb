// Reads a list that comes in pages until it is known to be whole, or says by how much it falls
// short. Every paged listing goes through it; it judges what came, sends nothing and owns no clock.
//
// The law: a list is whole when one reading of it, from the first page on, brought as many
// different entries as the service counted on each of its pages. So neither the size that was asked
// for nor the one that an answer names is believed; a page may be smaller, larger, empty or come
// twice. What a reading leaves open is read again from the first page, twice at most, with the
// service's own page size; then the list is said to be short.
//
// Without a count (DescribeClusterBackups tells none, others may leave it out) the list ends with
// an empty page, or with the last page again, of a service that knows no page beyond it. That the
// service does either is inferred. The same holds when more came than was counted: then the count
// is none.
//
// An entry without an id is none: nothing could be done with it, and it cannot be told from
// another. A reading that brought one is not whole, and what came without an id is counted but not
// listed.
//
// No list is read without end: a service that always has one more page ends at kMostEntries or
// kMostPages.
//
// What this cannot show: a count that is too low and is met by a page; entries that leave while as
// many others come, between two pages; and without a count, an empty page in the middle.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/api/page_facts.h"

namespace dds::backup {

/// A listing that is not known to be whole.
struct Shortfall {
  enum class Why {
    GaveNoMore,    // fewer came than the service counts
    CountChanged,  // the count was another one from page to page
    NotCounted,    // no count, and pages that do not fit together
    Nameless,      // entries came that have no id
    TooMany,       // more entries, or more pages, than are read of one list
  };
  Why why = Why::GaveNoMore;
  std::int64_t listed = 0;
  std::optional<std::int64_t> counted;  // as the service said it last
  std::int64_t nameless = 0;            // entries without an id, which are not listed
};

/// "30 of 75 backup sets: the service gave no more", without a full stop. `things`: in the plural.
[[nodiscard]] std::string describe(const Shortfall& shortfall, std::string_view things);

/// Several lists that are shown as one: the sum of what was listed and counted. `listed` counts the
/// entries of lists that are whole as well.
class Shortfalls {
 public:
  void add(std::size_t listed, const std::optional<Shortfall>& shortfall);
  [[nodiscard]] const std::optional<Shortfall>& all() const { return all_; }

 private:
  std::int64_t whole_ = 0;  // entries of lists that are whole
  std::optional<Shortfall> all_;
};

class PageWalk {
 public:
  static constexpr std::int32_t kLargestPage = 100;  // source: API reference of the listings
  static constexpr std::int32_t kSmallestPage = 30;  // likewise
  /// Of one list. Ten times what an instance gathers when it is backed up every hour for a year,
  /// and a million entries would take gigabytes.
  static constexpr std::int64_t kMostEntries = 100'000;
  /// In all readings of one list: kMostEntries in pages of the smallest size, and some.
  static constexpr std::int64_t kMostPages = 4'000;
  static constexpr int kMostReadings = 3;

  /// `size`: of a page, as the service takes it.
  explicit PageWalk(std::int32_t size = kLargestPage) : size_(size) {}

  /// The page to ask for next; only while not `ended`.
  [[nodiscard]] std::int32_t number() const { return number_; }
  [[nodiscard]] std::int32_t size() const { return size_; }

  // One page: `begin_page`, `is_new` for each of its entries, `end_page`.
  /// True when the page begins a reading: what an earlier one brought is to be put aside.
  [[nodiscard]] bool begin_page();
  /// Whether it is an entry, and this reading has not brought it yet.
  [[nodiscard]] bool is_new(const std::string& id);
  void end_page(const api::PageFacts& facts);

  [[nodiscard]] bool ended() const { return ended_; }
  /// All that there are came, and each has an id.
  [[nodiscard]] bool whole() const { return ended_ && !shortfall_; }
  /// Once it has ended, of the reading that brought most.
  [[nodiscard]] const std::optional<Shortfall>& shortfall() const { return shortfall_; }
  /// Whether the reading that has just ended brought more than each one before it.
  [[nodiscard]] bool best_so_far() const { return best_so_far_; }
  /// Readings begun: 1 unless something was left open.
  [[nodiscard]] int readings() const { return readings_; }
  /// Pages taken, in all readings.
  [[nodiscard]] std::int64_t pages() const { return pages_; }

 private:
  void judge_counted();
  void judge_uncounted();
  void go_on();
  void end_whole();
  void end_reading(Shortfall::Why why);

  std::int32_t number_ = 1;
  std::int32_t size_;
  bool ended_ = false;
  bool best_so_far_ = false;
  std::optional<Shortfall> shortfall_;
  int readings_ = 1;
  std::int64_t pages_ = 0;

  // Of the present reading.
  std::set<std::string, std::less<>> ids_;
  std::int64_t came_ = 0;      // different entries
  std::int64_t nameless_ = 0;  // without an id: as often as they came
  std::optional<std::int64_t> counted_;
  std::optional<std::int32_t> told_size_;
  bool count_changed_ = false;
  bool misfit_ = false;        // pages that do not fit together, which matters without a count
  std::int32_t fullest_ = 0;   // entries on the fullest page
  std::int32_t previous_ = 0;  // entries on the page before
  std::int32_t here_ = 0;      // entries on this page
  std::int32_t fresh_ = 0;     // new ones among them, which have an id
  int barren_ = 0;             // pages in a row that brought nothing new
};

/// A PageWalk with the entries that came, each once: those of the reading that is whole, or else of
/// the one that brought most. Several lists may follow each other.
template <class T>
class WholeList {
 public:
  explicit WholeList(std::int32_t size = PageWalk::kLargestPage) : first_size_(size), walk_(size) {}

  [[nodiscard]] const PageWalk& walk() const { return walk_; }
  /// Of all lists so far, in the service's order.
  [[nodiscard]] const std::vector<T>& items() const { return items_; }
  /// Of the present list.
  [[nodiscard]] std::size_t listed() const { return items_.size() - first_; }

  /// `id_of(entry)` gives a `const std::string&`.
  template <class IdOf>
  void take(std::vector<T> page, const api::PageFacts& facts, IdOf id_of) {
    if (walk_.ended()) return;
    if (walk_.begin_page()) items_.erase(begin(), items_.end());
    for (T& entry : page) {
      if (walk_.is_new(id_of(entry))) items_.push_back(std::move(entry));
    }
    walk_.end_page(facts);
    if (walk_.ended()) {
      if (!walk_.whole() && !walk_.best_so_far()) {
        items_.erase(begin(), items_.end());
        items_.insert(items_.end(), std::make_move_iterator(best_.begin()),
                      std::make_move_iterator(best_.end()));
      }
      best_ = {};
    } else if (walk_.best_so_far()) {
      best_.assign(begin(), items_.end());
    }
  }
  /// What comes from now on is another list, behind the one that has ended.
  void begin_next() {
    walk_ = PageWalk(first_size_);
    first_ = items_.size();
  }

 private:
  [[nodiscard]] auto begin() { return items_.begin() + static_cast<std::ptrdiff_t>(first_); }

  std::int32_t first_size_;
  PageWalk walk_;
  std::vector<T> items_;
  std::size_t first_ = 0;  // of the present list
  std::vector<T> best_;    // of the readings before
};

}  // namespace dds::backup
