// Any call of any action: what may be sent, and the sentence when it may not.
#include <doctest/doctest.h>

#include "core/api/call.h"

using namespace dds;
using api::Call;
using api::validate;

namespace {

Error error_of(const Call& call) {
  const Status status = validate(call);
  REQUIRE(status.has_value());
  return status.value_or(Error{});
}

Error error_of_name(std::string name) {
  return error_of({"TagResources", {{std::move(name), "v"}}, api::Format::Json});
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("ordinary calls pass, with lists and nested lists") {
  CHECK_FALSE(validate({"DescribeRegions", {}, api::Format::Json}));
  CHECK_FALSE(validate({"TagResources",
                        {{"RegionId", "cn-hangzhou"},
                         {"ResourceId.1", "dds-1"},
                         {"ResourceId.10", "dds-2"},
                         {"Tag.1.Key", "k"},
                         {"Tag.1.Value", ""},
                         {"Outer.1.Inner.2", "中文"}},
                        api::Format::Xml}));
  CHECK_FALSE(validate(
      {"ModifySecurityIps", {{"NextToken", "t"}, {"ClientToken", "c"}}, api::Format::Json}));
}

TEST_CASE("an action's name is a word") {
  for (const char* action : {"", "Create Backup", "CreateBackup ", "1CreateBackup", "Create-Backup",
                             "Create&Action=x", "创建", "Create\nBackup", "Create\xFF"}) {
    CAPTURE(action);
    const Error error = error_of({action, {}, api::Format::Json});
    CHECK(error.code == ErrorCode::UnknownAction);
    CHECK(has(error.message, "DescribeBackups"));
    CHECK_FALSE(has(error.message, "\n"));
  }
  CHECK(error_of({std::string(100'000, 'A'), {}, api::Format::Json}).message.size() < 300);
}

TEST_CASE("a parameter's name is of words and numbers from 1, a word first") {
  for (const char* name : {"", ".", "A.", ".A", "A..B", "1", "1.A", "A.0", "A.01", "A b", "A=b",
                           "A&b", "名", "A.1x", "A\xFF"}) {
    CAPTURE(name);
    const Error error = error_of_name(name);
    CHECK(error.code == ErrorCode::InvalidParameter);
    CHECK(has(error.message, "Tag.1.Key"));
  }
}

TEST_CASE("what signing sets cannot be given, in whatever letter case") {
  for (const char* name :
       {"Action", "Version", "Format", "AccessKeyId", "Signature", "SignatureMethod",
        "SignatureNonce", "SignatureVersion", "SignatureType", "Timestamp", "TimeStamp",
        "SecurityToken", "BearerToken", "action", "accesskeyid"}) {
    CAPTURE(name);
    const Error error = error_of_name(name);
    CHECK(error.code == ErrorCode::InvalidParameter);
    CHECK(has(error.message, name));
    CHECK(error.detail == name);
  }
}

TEST_CASE("a parameter is given once") {
  const Error error = error_of({"X", {{"NodeId", "a"}, {"NodeId", "b"}}, api::Format::Json});
  CHECK(error.detail == "NodeId");
  CHECK(has(error.message, "NodeId.1"));
  CHECK_FALSE(validate({"X", {{"NodeId", "a"}, {"nodeId", "b"}}, api::Format::Json}));
}

TEST_CASE("a value is valid UTF-8, and the error says where it stops being so without showing it") {
  const Error error =
      error_of({"X", {{"DBInstanceDescription", "hunter2\xC3"}}, api::Format::Json});
  CHECK(error.code == ErrorCode::InvalidText);
  CHECK(error.detail == "DBInstanceDescription");
  CHECK(has(error.message, "byte 7"));
  CHECK_FALSE(has(error.message, "hunter2"));
}

TEST_CASE("only actions that read may be sent again") {
  for (const char* action : {"DescribeBackups", "ListTagResources", "CheckRecoveryCondition"}) {
    CHECK(api::is_read_only(action));
  }
  for (const char* action :
       {"CreateBackup", "DeleteBackup", "ModifyBackupPolicy", "RestartDBInstance", "", "Describe",
        "Listen", "Checkout", "describeBackups", "TransferClusterBackup"}) {
    CAPTURE(action);
    CHECK_FALSE(api::is_read_only(action));
  }
}
