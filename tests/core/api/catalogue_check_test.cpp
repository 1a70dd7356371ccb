// Values held against the catalogue: what passes, and the sentence about what does not.
#include "core/api/catalogue_check.h"

#include <doctest/doctest.h>

#include <string>

#include "core/api/flat_parameters.h"

using namespace dds;
using api::Action;
using api::Field;

namespace {

const Action& action(std::string_view name) {
  const Action* found = api::catalogue().find(name);
  REQUIRE_MESSAGE(found != nullptr, name);
  return *found;
}

// The sentence, or "".
std::string said(std::string_view action_name, std::string_view flat_name, std::string_view value) {
  const Field* field = api::parameter(action(action_name), flat_name);
  REQUIRE_MESSAGE(field != nullptr, flat_name);
  const Status problem = api::check_value(*field, flat_name, value);
  if (problem) CHECK(problem->detail == flat_name);
  return problem ? problem->message : "";
}

std::vector<std::string> problems(std::string_view action_name, const Parameters& parameters) {
  std::vector<std::string> sentences;
  for (const Error& error : api::check_parameters(action(action_name), parameters))
    sentences.push_back(error.message);
  return sentences;
}

using Sentences = std::vector<std::string>;

}  // namespace

TEST_CASE("a value outside its range names the parameter, what was given and what is allowed") {
  CHECK(said("CreateBackup", "BackupRetentionPeriod", "7").empty());
  CHECK(said("CreateBackup", "BackupRetentionPeriod", "730").empty());
  CHECK(said("CreateBackup", "BackupRetentionPeriod", "-1").empty());
  for (const char* wrong : {"6", "731", "-2", "0", "seven", "7.5", "7 ", "+7"}) {
    CAPTURE(wrong);
    CHECK(said("CreateBackup", "BackupRetentionPeriod", wrong) ==
          "BackupRetentionPeriod is \"" + std::string(wrong) + "\"; allowed is 7 to 730, or -1.");
  }
}

TEST_CASE("a value that is not among the valid ones is told them, or its right spelling") {
  CHECK(said("CreateBackup", "BackupMethod", "Snapshot").empty());
  CHECK(said("CreateBackup", "BackupMethod", "Copy") ==
        "BackupMethod is \"Copy\"; allowed is Snapshot, Logical or Physical.");
  CHECK(said("CreateBackup", "BackupMethod", "snapshot") ==
        "BackupMethod is \"snapshot\"; allowed is Snapshot, spelled so.");
  CHECK(said("DescribeBackups", "PageSize", "30").empty());
  CHECK(said("DescribeBackups", "PageSize", "31") ==
        "PageSize is \"31\"; allowed is 30, 50 or 100.");
}

TEST_CASE("a list of examples forbids nothing") {
  CHECK(said("CreateDBInstance", "EngineVersion", "9.0").empty());
  CHECK(said("CreateDBInstance", "ZoneId", "eu-west-1x").empty());
}

TEST_CASE("of values joined by commas each is checked") {
  CHECK(said("ModifyAuditLogFilter", "Filter", "insert,query").empty());
  CHECK(said("ModifyAuditLogFilter", "Filter", "insert").empty());
  CHECK(said("ModifyAuditLogFilter", "Filter", "insert,qery").find("\"qery\"") !=
        std::string::npos);
  CHECK_FALSE(said("ModifyAuditLogFilter", "Filter", "insert,").empty());
  CHECK_FALSE(said("ModifyAuditLogFilter", "Filter", ",insert").empty());
}

TEST_CASE("numbers and truth values are checked by their type") {
  CHECK(said("DescribeBackups", "PageNumber", "1").empty());
  CHECK(said("DescribeBackups", "PageNumber", "one") ==
        "PageNumber is \"one\"; allowed is a whole number of 32 bits.");
  CHECK_FALSE(said("DescribeBackups", "PageNumber", "3000000000").empty());
  CHECK(said("DescribeBinlogFiles", "PageNumber", "3000000000").empty());  // int64
  CHECK_FALSE(said("DescribeBinlogFiles", "PageNumber", "99999999999999999999").empty());
  CHECK(said("CreateNode", "AutoPay", "true").empty());
  CHECK(said("CreateNode", "AutoPay", "yes") == "AutoPay is \"yes\"; allowed is true or false.");
}

TEST_CASE("times are taken in the form that the action takes, and only if they exist") {
  CHECK(said("DescribeBackups", "StartTime", "2026-01-14T06:00Z").empty());
  CHECK(said("DescribeBackups", "StartTime", "2026-01-14T06:00:00Z") ==
        "StartTime is \"2026-01-14T06:00:00Z\"; allowed is a time in UTC of the form "
        "yyyy-MM-ddTHH:mmZ, such as 2026-01-14T06:00Z.");
  CHECK_FALSE(said("DescribeBackups", "StartTime", "2026-02-30T06:00Z").empty());
  CHECK(said("CheckRecoveryCondition", "RestoreTime", "2026-01-14T06:00:00Z").empty());
  CHECK_FALSE(said("CheckRecoveryCondition", "RestoreTime", "2026-01-14T06:00Z").empty());
  CHECK(said("DescribeBinlogFiles", "StartTime", "2026-01-14T06:00:00.000Z").empty());
  CHECK_FALSE(said("DescribeBinlogFiles", "StartTime", "2026-01-14T06:00:00Z").empty());
  CHECK(said("ModifyBackupPolicy", "PreferredBackupTime", "03:00Z-04:00Z").empty());
  CHECK_FALSE(said("ModifyBackupPolicy", "PreferredBackupTime", "03:00-04:00").empty());
}

TEST_CASE("what goes as JSON text has to be JSON") {
  CHECK(said("CreateNodeBatch", "NodesInfo", R"({"Shards":[]})").empty());
  CHECK(said("CreateNodeBatch", "NodesInfo", R"({"Shards":[)") ==
        "NodesInfo is \"{\"Shards\":[\"; allowed is a JSON text.");
}

TEST_CASE("an empty text is wrong for what is required, and nothing for the rest") {
  CHECK(said("CreateBackup", "DBInstanceId", "") == "DBInstanceId is empty; it is required.");
  CHECK(said("CreateBackup", "BackupMethod", "").empty());
}

TEST_CASE("a text that is not UTF-8 is refused") {
  CHECK(said("CreateBackup", "DBInstanceId", "\xff") ==
        "The value of DBInstanceId is not valid UTF-8.");
}

TEST_CASE("a value for a field with members of its own is told where they go") {
  const Field* tag = api::find_field(action("TagResources").parameters, "Tag");
  REQUIRE(tag != nullptr);
  const Status problem = api::check_value(*tag, "x");
  REQUIRE(problem);
  CHECK(problem->message == "Tag has members of its own; give Tag.1.Key.");
}

TEST_CASE("all parameters together: what is missing, unknown and wrong, in this order") {
  CHECK(problems("CreateBackup", {{"DBInstanceId", "dds-1"}}).empty());
  CHECK(problems("CreateBackup", {}) ==
        Sentences{"DBInstanceId is missing; give it, such as dds-bp1a7f3c9d2e5b81."});
  CHECK(problems("CreateBackup", {{"DBInstanceID", "dds-1"}, {"BackupMethod", "x"}}) ==
        Sentences{"DBInstanceId is missing; give it, such as dds-bp1a7f3c9d2e5b81.",
                  "CreateBackup has no parameter DBInstanceID; did you mean DBInstanceId?",
                  "BackupMethod is \"x\"; allowed is Snapshot, Logical or Physical."});
  CHECK(problems("CreateBackup", {{"DBInstanceId", "dds-1"}, {"Colour", "red"}}) ==
        Sentences{"CreateBackup has no parameter Colour."});
  CHECK(problems("TagResources", {{"RegionId", "cn-hangzhou"},
                                  {"ResourceType", "INSTANCE"},
                                  {"ResourceId.1", "dds-1"}}) ==
        Sentences{"Tag is missing; give Tag.1.Key."});
}

TEST_CASE("RegionId passes everywhere, because it picks the endpoint") {
  CHECK(problems("CreateBackup", {{"DBInstanceId", "dds-1"}, {"RegionId", "cn-hangzhou"}}).empty());
}

TEST_CASE("what is allowed is said in words") {
  const auto words = [](std::string_view name, std::string_view flat) {
    return api::allowed_values(*api::parameter(action(name), flat));
  };
  CHECK(words("CreateBackup", "BackupRetentionPeriod") == "7 to 730, or -1");
  CHECK(words("DescribeBackups", "PageSize") == "30, 50 or 100");
  CHECK(words("DescribeBackups", "StartTime") == "yyyy-MM-ddTHH:mmZ");
  CHECK(words("CreateNode", "AutoPay") == "true or false");
  CHECK(words("CreateNode", "NodeType") == "such as shard or mongos");
  CHECK(words("ModifyAuditLogFilter", "Filter") ==
        "admin, slow, query, insert, update, delete or command, several joined by commas");
  CHECK(words("CreateBackup", "DBInstanceId").empty());
}

TEST_CASE("every example and every default of a parameter passes its own check") {
  for (const Action& one : api::catalogue().actions()) {
    CAPTURE(one.name);
    const auto check = [&](auto&& self, std::span<const Field> fields) -> void {
      for (const Field& field : fields) {
        CAPTURE(field.name);
        self(self, field.fields);
        for (const std::string_view sample : {field.example, field.default_value}) {
          if (sample.empty()) continue;
          const Status problem = api::check_value(field, sample);
          CHECK_MESSAGE(!problem.has_value(), problem->message);
        }
      }
    };
    check(check, one.parameters);
    for (const Error& problem : api::check_parameters(one, api::example_parameters(one)))
      FAIL_CHECK(problem.message);
  }
}
