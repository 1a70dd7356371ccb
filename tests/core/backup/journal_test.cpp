// The journal: what it keeps, what a kill may do to it, and that nothing is sent without it.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "core/backup/journaled_backup.h"
#include "tests/core/backup/scripted_service.h"

using namespace dds;
using namespace dds::testing;
using backup::Ending;
using backup::Journal;
using backup::JournalEntry;

namespace {

constexpr std::string_view kId = "dds-bp1a7f3c9d2e5b81";

struct Memory final : backup::JournalSink {
  std::string text;
  bool full = false;
  Status append(std::string_view line) override {
    if (full) return make_error(ErrorCode::Io, "The disk is full.", {});
    text += line;
    return std::nullopt;
  }
};

backup::JournalHead head_of_two() {
  backup::JournalHead head;
  head.begun = kStart;
  head.endpoint = "mongodb.aliyuncs.com";
  head.key_id = "LTAI****9f";
  api::CreateBackupParameters first;
  first.instance_id = kId;
  api::CreateBackupParameters second;
  second.instance_id = "dds-bp11483712c1e9d4";
  second.method = api::BackupMethod::Snapshot;
  second.retention_days = -1;
  second.region_id = "cn-hangzhou";
  head.backups = {first, second};
  return head;
}

// Answers like the service; the job takes a minute.
struct Service : ScriptedService {
  std::optional<Instant> started;
  Service() {
    handlers["DescribeDBInstanceAttribute"] = [](const api::Call&, Instant) {
      return answer(instance_answer(kId));
    };
    handlers["DescribeBackupTasks"] = [this](const api::Call&, Instant at) {
      nlohmann::json jobs = nlohmann::json::array();
      if (started && at < *started + Seconds{60})
        jobs.push_back(job("775051", "Backuping", "10%", *started));
      return answer(jobs_answer(std::move(jobs)));
    };
    handlers["CreateBackup"] = [this](const api::Call&, Instant at) {
      started = at;
      return answer({{"BackupJobId", "775051"}});
    };
    handlers["DescribeBackups"] = [this](const api::Call&, Instant at) {
      nlohmann::json sets = nlohmann::json::array();
      if (started && at > *started + Seconds{60})
        sets.push_back(set("321", "775051", "Success", *started));
      return answer(sets_answer(std::move(sets)));
    };
  }
};

struct Run {
  Memory memory;
  std::shared_ptr<backup::CreateAndFollow> operation;
  Run() {
    memory.text = backup::journal_head_line(head_of_two());
    operation =
        std::make_shared<backup::CreateAndFollow>(head_of_two().backups[0], backup::Options{});
  }
};

}  // namespace

TEST_CASE("the checksum is the CRC-32 of zip") {
  CHECK(backup::crc32("123456789") == 0xCBF43926U);
  CHECK(backup::crc32("") == 0U);
}

TEST_CASE("what a run writes is read back whole") {
  Run run;
  Service service;
  backup::JournaledBackup kept(run.operation, 0, run.memory);
  REQUIRE(service.run(kept));
  const Result<Journal> journal = backup::read_journal(run.memory.text);
  REQUIRE(journal);
  CHECK(journal->valid_bytes == run.memory.text.size());
  CHECK(journal->head.endpoint == "mongodb.aliyuncs.com");
  CHECK(journal->head.key_id == "LTAI****9f");
  CHECK(journal->head.begun == kStart);
  REQUIRE(journal->head.backups.size() == 2);
  CHECK(journal->head.backups[1].method == api::BackupMethod::Snapshot);
  CHECK(journal->head.backups[1].retention_days == -1);
  CHECK(journal->head.backups[1].region_id == "cn-hangzhou");
  CHECK(journal->entries[0].state == JournalEntry::State::Ended);
  CHECK(journal->entries[0].ending == Ending::Succeeded);
  CHECK(journal->entries[0].job_id == "775051");
  REQUIRE(journal->entries[0].sets.size() == 1);
  CHECK(journal->entries[0].sets[0].id == "321");
  CHECK(journal->entries[1].state == JournalEntry::State::Waiting);
}

TEST_CASE("the line about CreateBackup stands before the request leaves") {
  Run run;
  Service service;
  const auto create = service.handlers["CreateBackup"];
  bool stood = false;
  service.handlers["CreateBackup"] = [&](const api::Call& call, Instant at) {
    const Result<Journal> journal = backup::read_journal(run.memory.text);
    REQUIRE(journal);
    stood = journal->entries[0].state == JournalEntry::State::Attempted;
    return create(call, at);
  };
  backup::JournaledBackup kept(run.operation, 0, run.memory);
  REQUIRE(service.run(kept));
  CHECK(stood);
}

TEST_CASE("without a journal that can be written nothing is sent") {
  Run run;
  Service service;
  run.memory.full = true;
  backup::JournaledBackup kept(run.operation, 0, run.memory);
  REQUIRE(service.run(kept));
  CHECK(service.count("CreateBackup") == 0);
  CHECK(run.operation->progress().ending == Ending::Refused);
  CHECK(run.operation->progress().problem.find("The disk is full.") != std::string::npos);
  CHECK(kept.journal_problem() == "The disk is full.");
}

TEST_CASE("a journal that fails after the start loses its memory, not the backup") {
  Run run;
  Service service;
  const auto create = service.handlers["CreateBackup"];
  service.handlers["CreateBackup"] = [&](const api::Call& call, Instant at) {
    run.memory.full = true;
    return create(call, at);
  };
  backup::JournaledBackup kept(run.operation, 0, run.memory);
  REQUIRE(service.run(kept));
  CHECK(run.operation->progress().ending == Ending::Succeeded);
  CHECK_FALSE(kept.journal_problem().empty());
}

TEST_CASE("an attempt without effect is declared void, so that a restart does not look for it") {
  Run run;
  Service service;
  service.handlers["CreateBackup"] = [](const api::Call&, Instant) {
    return failure(TransportFailure::NotReached, false);
  };
  backup::JournaledBackup kept(run.operation, 0, run.memory);
  REQUIRE(service.run(kept));
  CHECK(run.operation->progress().ending == Ending::NotReached);
  std::size_t attempts = 0;
  std::size_t voids = 0;
  for (std::size_t at = 0; (at = run.memory.text.find("\"attempt\"", at)) != std::string::npos;
       ++at)
    ++attempts;
  for (std::size_t at = 0; (at = run.memory.text.find("\"void\"", at)) != std::string::npos; ++at)
    ++voids;
  CHECK(attempts == 5);
  CHECK(voids == 5);
}

TEST_CASE("a kill at any byte leaves a journal that is read, and from which nothing starts twice") {
  // The whole journal of one backup, cut off at each byte: go on from there on a service on which
  // what the journal may have missed did happen.
  Run run;
  Service service;
  backup::JournaledBackup kept(run.operation, 0, run.memory);
  REQUIRE(service.run(kept));
  const std::string whole = run.memory.text;
  const std::size_t head_end = whole.find('\n') + 1;
  const std::size_t attempt_end = whole.find('\n', head_end) + 1;
  for (std::size_t cut = 0; cut <= whole.size(); ++cut) {
    CAPTURE(cut);
    const Result<Journal> journal = backup::read_journal(std::string_view(whole).substr(0, cut));
    if (cut < head_end) {
      REQUIRE_FALSE(journal);
      CHECK(journal.error().code == ErrorCode::EmptyBody);
      continue;
    }
    REQUIRE(journal);
    CHECK(journal->valid_bytes <= cut);
    const auto again = backup::continue_backup(journal->head.backups[0], {}, journal->entries[0]);
    if (!again) {
      CHECK(cut == whole.size());
      continue;
    }
    Service later;
    later.now = service.now;
    // The attempt line is durable before the request leaves: from there on it may have happened.
    const bool happened = cut >= attempt_end;
    if (happened) later.started = service.started;
    Memory memory;
    memory.text = whole.substr(0, journal->valid_bytes);
    backup::JournaledBackup resumed(again, 0, memory);
    REQUIRE(later.run(resumed));
    CHECK(again->progress().ending == Ending::Succeeded);
    CHECK(later.count("CreateBackup") == (happened ? 0 : 1));
    const Result<Journal> after = backup::read_journal(memory.text);
    REQUIRE(after);
    CHECK(after->entries[0].ending == Ending::Succeeded);
  }
}

TEST_CASE("a finished backup is read back as it was reported") {
  Run run;
  Service service;
  backup::JournaledBackup kept(run.operation, 0, run.memory);
  REQUIRE(service.run(kept));
  const backup::Progress& told = run.operation->progress();
  const Result<Journal> journal = backup::read_journal(run.memory.text);
  REQUIRE(journal);
  const JournalEntry& entry = journal->entries[0];
  CHECK(entry.began == told.began);
  CHECK(entry.job_started == told.job_started);
  CHECK(entry.ended == told.ended);
  REQUIRE(entry.sets.size() == 1);
  CHECK(entry.sets[0].state_text == "Success");
  CHECK(entry.sets[0].method == told.sets[0].method);
  CHECK(entry.sets[0].size_bytes == told.sets[0].size_bytes);
  CHECK(entry.sets[0].started == told.sets[0].started);
  CHECK(entry.sets[0].ended == told.sets[0].ended);
  CHECK(entry.sets[0].expires == told.sets[0].expires);
}

TEST_CASE("journals from before that have a set's id alone") {
  const std::string text =
      backup::journal_head_line(head_of_two()) +
      backup::checked_line(
          R"({"kind":"end","backup":0,"ending":"Succeeded","job":"7","sets":["321"],"ended":1})");
  const Result<Journal> journal = backup::read_journal(text);
  REQUIRE(journal);
  REQUIRE(journal->entries[0].sets.size() == 1);
  CHECK(journal->entries[0].sets[0].id == "321");
  CHECK_FALSE(journal->entries[0].sets[0].size_bytes.has_value());
}

TEST_CASE("who was left out, and why, stays in the journal") {
  backup::JournalHead head = head_of_two();
  head.left_out.push_back({"dds-bp1ff92a6c0d7e48", "It is locked."});
  const Result<Journal> journal = backup::read_journal(backup::journal_head_line(head));
  REQUIRE(journal);
  REQUIRE(journal->head.left_out.size() == 1);
  CHECK(journal->head.left_out[0].instance_id == "dds-bp1ff92a6c0d7e48");
  CHECK(journal->head.left_out[0].reason == "It is locked.");
}

TEST_CASE(
    "a backup that was only started is followed once that is asked for, and not started again") {
  // With the job's number, and where a set in the making is all that was seen of it.
  for (const bool numbered : {true, false}) {
    CAPTURE(numbered);
    Run run;
    Service service;
    if (!numbered) {
      service.handlers["CreateBackup"] = [&](const api::Call&, Instant at) {
        service.started = at;
        return failure(TransportFailure::Lost, true);
      };
      service.handlers["DescribeBackupTasks"] = [](const api::Call&, Instant) {
        return answer(jobs_answer(nlohmann::json::array()));
      };
      service.handlers["DescribeBackups"] = [&](const api::Call&, Instant at) {
        nlohmann::json sets = nlohmann::json::array();
        if (service.started)
          sets.push_back(set("321", numbered ? "775051" : "",
                             at > *service.started + Seconds{60} ? "Success" : "Backuping",
                             *service.started));
        return answer(sets_answer(std::move(sets)));
      };
    }
    backup::Options options;
    options.follow = false;
    const auto operation =
        std::make_shared<backup::CreateAndFollow>(head_of_two().backups[0], options);
    backup::JournaledBackup kept(operation, 0, run.memory);
    REQUIRE(service.run(kept));
    REQUIRE(operation->progress().ending == Ending::Started);
    Result<Journal> journal = backup::read_journal(run.memory.text);
    REQUIRE(journal);
    CHECK(journal->entries[0].only_started());
    CHECK(backup::continue_backup(head_of_two().backups[0], options, journal->entries[0]) ==
          nullptr);
    const auto again =
        backup::continue_backup(head_of_two().backups[0], backup::Options{}, journal->entries[0]);
    REQUIRE(again != nullptr);
    backup::JournaledBackup followed(again, 0, run.memory);
    REQUIRE(service.run(followed));
    CHECK(again->progress().ending == Ending::Succeeded);
    CHECK(service.count("CreateBackup") == 1);
    journal = backup::read_journal(run.memory.text);
    REQUIRE(journal);
    CHECK(journal->entries[0].ending == Ending::Succeeded);
    CHECK(journal->entries[0].sets.size() == 1);
  }
}

TEST_CASE("a journal that something else changed is refused with the line's number") {
  Run run;
  Service service;
  backup::JournaledBackup kept(run.operation, 0, run.memory);
  REQUIRE(service.run(kept));
  const std::string whole = run.memory.text;
  std::size_t line = 1;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    CAPTURE(at);
    std::string changed = whole;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    const Result<Journal> journal = backup::read_journal(changed);
    if (!journal && journal.error().code != ErrorCode::EmptyBody) {
      CHECK(journal.error().message.find("ine " + std::to_string(line)) != std::string::npos);
    } else if (journal) {
      // Only the last line feed may change unnoticed: the line then counts as cut off.
      CHECK(at + 1 == whole.size());
    }
    if (whole[at] == '\n') ++line;
  }
}

TEST_CASE("a journal of another version is refused with both versions") {
  std::string body = R"({"kind":"run","version":7,"backups":[]})";
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string sum;
  const std::uint32_t value = backup::crc32(body);
  for (int shift = 28; shift >= 0; shift -= 4) sum += kDigits[value >> shift & 15U];
  const Result<Journal> journal = backup::read_journal(sum + " " + body + "\n");
  REQUIRE_FALSE(journal);
  CHECK(journal.error().message.find("7 instead of 1") != std::string::npos);
}

TEST_CASE("every ending is read back as it was written") {
  for (const Ending ending :
       {Ending::Succeeded, Ending::Failed, Ending::Refused, Ending::JobRunning, Ending::NotReached,
        Ending::NotDone, Ending::Unknown, Ending::Started}) {
    CAPTURE(std::string(backup::name(ending)));
    backup::Progress progress;
    progress.ending = ending;
    const Result<Journal> journal = backup::read_journal(backup::journal_head_line(head_of_two()) +
                                                         backup::journal_end_line(0, progress));
    REQUIRE(journal);
    CHECK(journal->entries[0].ending == ending);
  }
}
