// What is remembered of rehearsals, how their instances are recognised, and what is never released.
#include <doctest/doctest.h>

#include "core/api/check.h"
#include "core/backup/checked_line.h"
#include "core/backup/rehearsal_record.h"
#include "tests/core/backup/scripted_service.h"

using namespace dds;
using namespace dds::testing;
using backup::find_left_over;
using backup::parse_rehearsal_description;
using backup::rehearsal_description;
using backup::RehearsalRecord;
using State = RehearsalRecord::State;

namespace {

constexpr std::string_view kSourceId = "dds-bp1a7f3c9d2e5b81";

RehearsalRecord record(std::string token = "token-1", State state = State::Ordered) {
  RehearsalRecord record;
  record.state = state;
  record.source_id = kSourceId;
  record.region_id = "cn-hangzhou";
  record.description = rehearsal_description(kSourceId, kStart);
  record.client_token = std::move(token);
  record.point.backup_id = "5664091";
  record.begun = kStart;
  return record;
}

api::Instance temporary() {
  api::Instance instance;
  instance.id = "dds-bp9c10ne00000001";
  instance.description = rehearsal_description(kSourceId, kStart);
  instance.status = "Running";
  instance.charge_type = "PostPaid";
  return instance;
}

bool says(const std::string& sentence, std::string_view part) {
  return sentence.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("the marking is one that the service takes, and reads back to the letter") {
  const std::string text = rehearsal_description(kSourceId, kStart);
  CHECK(text == "dds-rehearsal_dds-bp1a7f3c9d2e5b81_20260114T060000Z");
  CHECK_FALSE(api::check_description(text).has_value());
  const auto mark = parse_rehearsal_description(text);
  REQUIRE(mark.has_value());
  CHECK(mark->source_id == kSourceId);
  CHECK(mark->begun == kStart);
  CHECK(parse_rehearsal_description(rehearsal_description("dds_odd_id", kStart))->source_id ==
        "dds_odd_id");
  for (const char* other :
       {"", "orders", "dds-rehearsal", "dds-rehearsal_", "dds-rehearsal_dds-bp1",
        "dds-rehearsal__20260114T060000Z", "dds-rehearsal_dds-bp1_20260114T060000",
        "dds-rehearsal_dds-bp1_20261314T060000Z", "dds-rehearsal_dds-bp1_20260114T060000Z2",
        "my-dds-rehearsal_dds-bp1_20260114T060000Z", "dds-rehearsal_dds-bp1_2026-114T060000Z",
        "DDS-rehearsal_dds-bp1_20260114T060000Z"}) {
    CAPTURE(other);
    CHECK_FALSE(parse_rehearsal_description(other).has_value());
  }
}

TEST_CASE("a record reads back from its line in every state") {
  for (const State state :
       {State::Ordered, State::Created, State::Running, State::Released, State::NotMade}) {
    RehearsalRecord before = record("token \"1\" 库存", state);
    before.instance_id = "dds-bp9";
    before.point = {{}, kStart - Seconds{5}};
    before.ordered = kStart + Milliseconds{1};
    before.running = kStart + Milliseconds{2};
    before.released = kStart + Milliseconds{3};
    before.proven = "Two\nlines.";
    const std::string line = backup::to_line(before);
    CHECK(line.find('\n') == line.size() - 1);
    const Result<RehearsalRecord> after = backup::from_line(line);
    REQUIRE(after.ok());
    CHECK(backup::to_line(*after) == line);
    CHECK(after->state == state);
    CHECK(after->point.time == before.point.time);
    CHECK(after->released == before.released);
    CHECK(after->proven == before.proven);
  }
}

TEST_CASE("a line that was changed is refused, whichever byte it is") {
  const std::string line = backup::to_line(record());
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    std::string changed = line;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    CAPTURE(i);
    CHECK_FALSE(backup::from_line(changed).ok());
  }
  CHECK_FALSE(backup::from_line("").ok());
  CHECK_FALSE(backup::from_line(backup::checked_line(R"({"kind":"run","version":1})")).ok());
  const Result<RehearsalRecord> newer = backup::from_line(
      backup::checked_line(R"({"kind":"rehearsal","version":2,"state":"Ordered"})"));
  REQUIRE_FALSE(newer.ok());
  CHECK(says(newer.error().message, "another version"));
  CHECK_FALSE(backup::from_line(
                  backup::checked_line(R"({"kind":"rehearsal","version":1,"state":"Ordered"})"))
                  .ok());
}

TEST_CASE("a book keeps the latest state of each rehearsal, and drops a tail that was cut off") {
  const std::string whole = backup::to_line(record("a")) + backup::to_line(record("b")) +
                            backup::to_line(record("a", State::Released));
  const Result<backup::RehearsalBook> book = backup::read_rehearsals(whole);
  REQUIRE(book.ok());
  REQUIRE(book->records.size() == 2);
  CHECK(book->records[0].state == State::Released);
  CHECK(book->records[1].state == State::Ordered);
  CHECK(book->valid_bytes == whole.size());
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    const Result<backup::RehearsalBook> part =
        backup::read_rehearsals(std::string_view(whole).substr(0, cut));
    REQUIRE(part.ok());
    CHECK(part->valid_bytes <= cut);
  }
  const Result<backup::RehearsalBook> bad = backup::read_rehearsals("00000000 {}\n" + whole);
  REQUIRE_FALSE(bad.ok());
  CHECK(says(bad.error().message, "Line 1"));
}

TEST_CASE("what is left over is found by its marking") {
  api::Instance other = temporary();
  other.description = "orders";
  api::Instance itself = temporary();
  itself.id = kSourceId;  // somebody named the source like that
  const auto found = find_left_over({other, temporary(), itself});
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == temporary().id);
}

TEST_CASE("released is only what carries the marking and is recorded or named by the user") {
  const std::vector<RehearsalRecord> records{record()};
  CHECK(backup::release_obstacle(temporary(), records, false).empty());
  CHECK(backup::release_obstacle(temporary(), {}, true).empty());
  CHECK(says(backup::release_obstacle(temporary(), {}, false), "in no record"));

  api::Instance unmarked = temporary();
  unmarked.description = "orders";
  CHECK(says(backup::release_obstacle(unmarked, records, true), "marking"));
  RehearsalRecord by_id = record();
  by_id.instance_id = unmarked.id;
  CHECK(says(backup::release_obstacle(unmarked, {by_id}, true), "marking"));

  // A record of another instance under the same marking is no record of this one.
  RehearsalRecord another = record();
  another.instance_id = "dds-bp-another";
  CHECK_FALSE(backup::release_obstacle(temporary(), {another}, false).empty());
  // Nor is one of another rehearsal.
  RehearsalRecord later = record();
  later.description = rehearsal_description(kSourceId, kStart + Seconds{1});
  CHECK_FALSE(backup::release_obstacle(temporary(), {later}, false).empty());
}

TEST_CASE("a source is never released, nor what is paid for in advance") {
  api::Instance source = temporary();
  source.id = kSourceId;
  CHECK(says(backup::release_obstacle(source, {record()}, true), "source"));
  RehearsalRecord of_ours = record();
  of_ours.source_id = temporary().id;
  CHECK(says(backup::release_obstacle(temporary(), {record(), of_ours}, true), "source"));
  api::Instance paid = temporary();
  paid.charge_type = "PrePaid";
  CHECK(says(backup::release_obstacle(paid, {record()}, true), "PrePaid"));
  paid.charge_type.clear();
  CHECK_FALSE(backup::release_obstacle(paid, {record()}, true).empty());
}
