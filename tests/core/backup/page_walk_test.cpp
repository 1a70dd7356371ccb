// When a list that comes in pages is whole, and what is said when it is not.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <functional>

#include "core/api/backups.h"
#include "core/backup/page_walk.h"
#include "core/backup/set_listing.h"
#include "tests/core/backup/paged_service.h"
#include "tests/core/backup/torment.h"

using namespace dds;
using namespace dds::testing;
using backup::PageWalk;
using backup::Shortfall;
using Why = backup::Shortfall::Why;

namespace {

struct Reading {
  std::vector<std::string> ids;
  std::optional<Shortfall> shortfall;
  int requests = 0;
};

// Reads the list to the walk's end; `before` may change it before each request.
Reading read(PagedList& list, const std::function<void(int request)>& before = {}) {
  backup::WholeList<std::string> whole;
  while (!whole.walk().ended()) {
    if (before) before(list.requests + 1);
    REQUIRE(list.requests <= PageWalk::kMostPages);
    api::BackupQuery query;
    query.page_number = whole.walk().number();
    query.page_size = whole.walk().size();
    nlohmann::json facts;
    std::vector<std::string> page = list.page(api::describe_backups(query), facts);
    response::Answer answer;
    answer.data = response::Data(std::move(facts));
    whole.take(std::move(page), api::read_page_facts(answer),
               [](const std::string& id) -> const std::string& { return id; });
  }
  CHECK(whole.walk().whole() == !whole.walk().shortfall());
  return {whole.items(), whole.walk().shortfall(), list.requests};
}

std::vector<std::string> sorted(std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end());
  return ids;
}

}  // namespace

TEST_CASE("a list is read on until the service's count is reached, whatever a page holds") {
  for (const int most : {1, 7, 10, 20, 29, 30, 50, 99, 100}) {
    for (const int count : {0, 1, 29, 30, 75, 100, 101, 250}) {
      for (const bool tells_size : {true, false}) {
        CAPTURE(most);
        CAPTURE(count);
        PagedList list(count);
        list.paging.most = most;
        list.paging.tells_size = tells_size;
        const Reading reading = read(list);
        CHECK_FALSE(reading.shortfall);
        CHECK(reading.ids == list.ids);
        CHECK(reading.requests == std::max(1, (count + most - 1) / most));
      }
    }
  }
}

TEST_CASE("pages that are larger than asked for lose nothing") {
  PagedList list(450);
  list.paging.least = 200;
  const Reading reading = read(list);
  CHECK_FALSE(reading.shortfall);
  CHECK(reading.ids == list.ids);
}

TEST_CASE("an empty page in the middle is not the end") {
  for (const int request : {1, 2, 3}) {
    CAPTURE(request);
    PagedList list(250);
    list.paging.empty = {request};
    const Reading reading = read(list);
    CHECK_FALSE(reading.shortfall);
    CHECK(sorted(reading.ids) == list.ids);
  }
}

TEST_CASE("a page that comes twice is read again") {
  PagedList list(250);
  list.paging.repeated = {2};
  const Reading reading = read(list);
  CHECK_FALSE(reading.shortfall);
  CHECK(reading.ids == list.ids);
}

TEST_CASE("a service that gives no more than that is said to be short, by how much and why") {
  PagedList list(30);
  list.paging.count_off_by = 45;
  const Reading reading = read(list);
  REQUIRE(reading.shortfall);
  CHECK(reading.ids.size() == 30);
  CHECK(describe(*reading.shortfall, "backup sets") ==
        "30 of 75 backup sets: the service gave no more");
  CHECK(reading.requests <= 3 * 3);
}

TEST_CASE("a service that gives its first page whatever is asked for is said to be short") {
  PagedList list(250);
  list.paging.ignores_number = true;
  Reading reading = read(list);
  REQUIRE(reading.shortfall);
  CHECK(reading.shortfall->listed == 100);
  CHECK(reading.shortfall->counted == 250);
  CHECK(reading.requests <= 12);
  PagedList uncounted(250);
  uncounted.paging.ignores_number = true;
  uncounted.paging.tells_count = false;
  reading = read(uncounted);
  REQUIRE(reading.shortfall);
  CHECK(reading.shortfall->why == Why::NotCounted);
  CHECK(describe(*reading.shortfall, "instances") ==
        "100 instances, perhaps not all: the service tells no count, and its pages do not fit "
        "together");
}

TEST_CASE("what is listed short is the best reading, not the last one") {
  PagedList list(250);
  list.paging.count_off_by = 10;
  list.paging.empty = {6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  const Reading reading = read(list);
  REQUIRE(reading.shortfall);
  CHECK(reading.ids.size() == 250);
  CHECK(reading.shortfall->listed == 250);
  CHECK(reading.shortfall->counted == 260);
}

TEST_CASE("an entry that leaves between two pages takes none of those that stay along") {
  PagedList list(150);
  const std::vector<std::string> stay(list.ids.begin() + 1, list.ids.end());
  const Reading reading = read(list, [&](int request) {
    if (request == 2) list.ids.erase(list.ids.begin());
  });
  CHECK_FALSE(reading.shortfall);
  CHECK(reading.ids == stay);
}

TEST_CASE("an entry that comes between two pages is listed once, and so is what it moves") {
  PagedList list(150);
  const Reading reading = read(list, [&](int request) {
    if (request == 2) list.ids.insert(list.ids.begin(), "new");
  });
  CHECK_FALSE(reading.shortfall);
  CHECK(reading.ids == list.ids);
}

TEST_CASE("a count that changes with every page is no count to be whole by") {
  PagedList list(150);
  const Reading reading = read(list, [&](int) { list.ids.erase(list.ids.begin()); });
  REQUIRE(reading.shortfall);
  CHECK(reading.shortfall->why == Why::CountChanged);
  CHECK(reading.requests == 2 * PageWalk::kMostReadings);
}

TEST_CASE("without a count a list ends with an empty page, however small its pages are") {
  for (const int most : {20, 30, 100}) {
    for (const int count : {0, 5, 60, 75, 150, 200}) {
      CAPTURE(most);
      CAPTURE(count);
      PagedList list(count);
      list.paging.most = most;
      list.paging.tells_count = false;
      const Reading reading = read(list);
      CHECK_FALSE(reading.shortfall);
      CHECK(reading.ids == list.ids);
    }
  }
}

TEST_CASE("without a count the last page again is an end, if it was not full") {
  PagedList list(150);
  list.paging.tells_count = false;
  list.paging.repeats_last = true;
  Reading reading = read(list);
  CHECK_FALSE(reading.shortfall);
  CHECK(reading.ids == list.ids);
  PagedList one_page(5);
  one_page.paging = list.paging;
  reading = read(one_page);
  CHECK_FALSE(reading.shortfall);
  CHECK(reading.ids == one_page.ids);
  PagedList full(200);  // a third page might have come
  full.paging = list.paging;
  CHECK(read(full).shortfall);
}

TEST_CASE("without a count pages that overlap or leave gaps are not believed") {
  PagedList list(75);
  list.paging.tells_count = false;
  list.paging.most = 30;
  const Reading reading =
      read(list, [&](int request) { list.paging.most = request == 1 ? 30 : 50; });
  CHECK_FALSE(reading.shortfall);  // the second reading finds pages of one size
  CHECK(reading.ids == list.ids);
  PagedList restless(200);
  restless.paging.tells_count = false;
  const std::vector<int> sizes{30, 20, 25, 30, 10, 20, 15, 30, 25};
  const Reading other = read(restless, [&](int request) {
    restless.paging.most = sizes[static_cast<std::size_t>(request) % sizes.size()];
  });
  REQUIRE(other.shortfall);
  CHECK(other.shortfall->why == Why::NotCounted);
}

TEST_CASE("more than was counted is read to its end") {
  PagedList list(250);
  list.paging.count_off_by = -120;
  const Reading reading = read(list);
  CHECK_FALSE(reading.shortfall);
  CHECK(reading.ids == list.ids);
}

TEST_CASE("a page size that changes in the middle loses nothing") {
  for (const std::pair<int, int>& sizes :
       {std::pair{100, 30}, {30, 100}, {100, 50}, {50, 30}, {30, 20}}) {
    const int first = sizes.first;
    const int then = sizes.second;
    CAPTURE(first);
    CAPTURE(then);
    PagedList list(250);
    const Reading reading = read(
        list, [&, first, then](int request) { list.paging.most = request < 2 ? first : then; });
    CHECK_FALSE(reading.shortfall);
    CHECK(sorted(reading.ids) == list.ids);
  }
}

TEST_CASE("pages that begin where larger ones would are asked for by their own size") {
  for (const bool tells_size : {true, false}) {
    PagedList list(250);
    list.paging.most = 30;
    list.paging.begins_as_asked = true;
    list.paging.tells_size = tells_size;
    const Reading reading = read(list);
    CHECK_FALSE(reading.shortfall);
    CHECK(reading.ids == list.ids);
  }
}

namespace {

struct Endless {
  std::vector<std::string> ids;
  std::optional<Shortfall> shortfall;
  int requests = 0;
  std::int64_t entries = 0;  // that the service gave
};

// Reads pages of `each` entries that are always new; the service counts `counted`.
Endless read_endless(int each, const std::optional<std::int64_t>& counted) {
  backup::WholeList<std::string> whole;
  std::int64_t entries = 0;
  int requests = 0;
  while (!whole.walk().ended()) {
    REQUIRE(requests < PageWalk::kMostPages);
    ++requests;
    std::vector<std::string> page;
    for (int i = 0; i < each; ++i) page.push_back(std::to_string(++entries));
    whole.take(std::move(page), {counted, std::nullopt},
               [](const std::string& id) -> const std::string& { return id; });
  }
  return {whole.items(), whole.walk().shortfall(), requests, entries};
}

}  // namespace

TEST_CASE("pages without end are not read for ever, and what is read at most is said") {
  for (const std::optional<std::int64_t>& counted :
       {std::optional<std::int64_t>{}, std::optional<std::int64_t>{1'000'000'000}}) {
    const Endless large = read_endless(100, counted);
    REQUIRE(large.shortfall);
    CHECK(large.shortfall->why == Why::TooMany);
    CHECK(large.entries == PageWalk::kMostEntries);
    CHECK(large.ids.size() == static_cast<std::size_t>(PageWalk::kMostEntries));
    CHECK(large.requests == 1'000);
    const Endless tiny = read_endless(1, counted);
    REQUIRE(tiny.shortfall);
    CHECK(tiny.shortfall->why == Why::TooMany);
    CHECK(tiny.ids.size() == static_cast<std::size_t>(tiny.entries));
  }
  CHECK(describe(Shortfall{Why::TooMany, 100'000, 1'000'000'000}, "backup sets") ==
        "100000 of 1000000000 backup sets: more are not read of one list");
}

TEST_CASE("a list of as many entries as are read at most is whole") {
  PagedList list(PageWalk::kMostEntries);
  const Reading reading = read(list);
  CHECK_FALSE(reading.shortfall);
  CHECK(reading.ids.size() == list.ids.size());
}

TEST_CASE("a list with an entry that has no id is not whole, and the entry is not listed") {
  for (const bool counted : {true, false}) {
    for (const int place : {0, 29, 30, 74}) {
      CAPTURE(counted);
      CAPTURE(place);
      PagedList list(75);
      list.paging.most = 30;
      list.paging.tells_count = counted;
      list.paging.nameless = {place};
      const Reading reading = read(list);
      REQUIRE(reading.shortfall);
      CHECK(reading.shortfall->why == Why::Nameless);
      CHECK(reading.shortfall->nameless == 1);
      CHECK(reading.shortfall->listed == 74);
      CHECK(reading.ids.size() == 74);
    }
  }
  CHECK(describe(Shortfall{Why::Nameless, 74, 75, 1}, "backup sets") ==
        "74 of 75 backup sets: the service gave 1 without an id");
}

TEST_CASE("pages of entries without an id bring nothing on, and end") {
  for (const std::optional<std::int64_t>& counted :
       {std::optional<std::int64_t>{}, std::optional<std::int64_t>{1'000'000'000}}) {
    backup::WholeList<std::string> whole;
    int requests = 0;
    while (!whole.walk().ended()) {
      REQUIRE(++requests <= 2 * PageWalk::kMostReadings);
      whole.take(std::vector<std::string>(100), {counted, std::nullopt},
                 [](const std::string& id) -> const std::string& { return id; });
    }
    CHECK(whole.items().empty());
    REQUIRE(whole.walk().shortfall());
    CHECK(whole.walk().shortfall()->why == Why::Nameless);
  }
}

TEST_CASE("several lists that are shown as one fall short by the sum") {
  backup::Shortfalls all;
  all.add(10, std::nullopt);
  CHECK_FALSE(all.all());
  all.add(30, Shortfall{Why::GaveNoMore, 30, 75});
  all.add(5, std::nullopt);
  REQUIRE(all.all());
  CHECK(all.all()->listed == 45);
  CHECK(all.all()->counted == 90);
  all.add(2, Shortfall{Why::NotCounted, 2, std::nullopt});
  CHECK(all.all()->listed == 47);
  CHECK_FALSE(all.all()->counted);
}

TEST_CASE("a count is read by either name, and nothing else passes for one") {
  const auto facts = [](nlohmann::json data) {
    response::Answer answer;
    answer.data = response::Data(std::move(data));
    return api::read_page_facts(answer);
  };
  CHECK(facts({{"TotalCount", 75}, {"PageSize", 30}}).counted == 75);
  CHECK(facts({{"TotalCount", "75"}, {"PageSize", "30"}}).size == 30);
  CHECK(facts({{"TotalRecordCount", 150}, {"PageRecordCount", 50}}).counted == 150);
  CHECK_FALSE(facts({{"TotalRecordCount", 150}, {"PageRecordCount", 50}}).size);
  CHECK_FALSE(facts({{"TotalCount", -1}, {"PageSize", 0}}).counted);
  CHECK_FALSE(facts({{"TotalCount", "many"}, {"PageSize", 0}}).size);
  CHECK_FALSE(facts({{"RequestId", "R"}}).counted);
  // Of two that contradict each other the larger one: whoever believes it misses nothing.
  CHECK(facts({{"TotalCount", 30}, {"TotalRecordCount", 75}}).counted == 75);
  CHECK(facts({{"TotalCount", 75}, {"TotalRecordCount", 30}}).counted == 75);
  CHECK(facts({{"TotalCount", -1}, {"TotalRecordCount", 30}}).counted == 30);
}

TEST_CASE("a random service's list is whole, or said to be short") {
  int whole = 0;
  int fell_short = 0;
  for (std::uint64_t seed = 1; seed <= 20'000; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    const auto chance = [&](int percent) { return dice.roll(100) < percent; };
    static constexpr int kSizes[] = {0, 1, 10, 20, 30, 50, 100};
    PagedList list(dice.roll(chance(20) ? 4 : 330));
    Paging& paging = list.paging;
    paging.most = kSizes[dice.roll(7)];
    if (paging.most == 1) list.ids.resize(std::min<std::size_t>(list.ids.size(), 40));
    if (chance(10)) paging.least = 150;
    paging.tells_size = chance(60);
    paging.tells_count = chance(75);
    paging.ignores_number = chance(10);
    paging.repeats_last = chance(20);
    const bool counted = paging.tells_count;
    // What nothing can show, see page_walk.h, is not asked for.
    if (counted) {
      if (chance(15)) paging.count_off_by = 1 + dice.roll(200);
      paging.begins_as_asked = chance(15);
      while (chance(30)) paging.empty.push_back(1 + dice.roll(8));
    }
    while (chance(30)) paging.repeated.push_back(1 + dice.roll(8));
    while (chance(5)) paging.nameless.push_back(dice.roll(40));
    const bool tiny = paging.most > 0 && paging.most < PageWalk::kSmallestPage;
    if (!counted && !paging.tells_size && tiny) {
      paging.ignores_number = false;
      paging.repeated.clear();
    }
    const int changes = counted ? dice.roll(4) : 3;  // 0: some come, 1: some leave, 2: they move
    const int how_often = dice.roll(60);
    const int resized = chance(15) && (counted || paging.tells_size) ? 1 + dice.roll(6) : 0;
    int fresh = 0;
    const Reading reading = read(list, [&](int request) {
      if (request == resized) paging.most = kSizes[1 + dice.roll(6)];
      if (request == 1 || !chance(how_often)) return;
      const int at = dice.roll(static_cast<int>(list.ids.size()) + 1);
      if (changes == 0) list.ids.insert(list.ids.begin() + at, "new" + std::to_string(++fresh));
      if (list.ids.empty() || at == static_cast<int>(list.ids.size())) return;
      if (changes == 1) list.ids.erase(list.ids.begin() + at);
      if (changes == 2)
        std::swap(list.ids[static_cast<std::size_t>(at)],
                  list.ids[static_cast<std::size_t>(dice.roll(static_cast<int>(list.ids.size())))]);
    });
    // Nothing twice.
    std::vector<std::string> ids = sorted(reading.ids);
    CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
    if (reading.shortfall) {
      ++fell_short;
      CHECK(reading.shortfall->listed == static_cast<std::int64_t>(ids.size()));
      continue;
    }
    ++whole;
    CAPTURE(counted);
    CAPTURE(changes);
    CAPTURE(resized);
    CAPTURE(paging.most);
    CAPTURE(paging.tells_size);
    CAPTURE(paging.repeats_last);
    CAPTURE(reading.requests);
    CAPTURE(ids.size());
    CAPTURE(list.ids.size());
    CHECK(paging.count_off_by == 0);
    CHECK(ids == sorted(list.ids));  // nor was one of them without an id
  }
  CHECK(whole > 5'000);
  CHECK(fell_short > 2'000);
}
