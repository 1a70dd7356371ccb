// The command line's parts that need no program to be started.
#include <doctest/doctest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/emulator/faults.h"
#include "native/cli/options/action_arguments.h"
#include "native/cli/options/option_values.h"
#include "native/cli/reports/answer_table.h"
#include "native/cli/reports/fault_help.h"
#include "native/cli/reports/policy_report.h"
#include "native/cli/terminal/bar.h"
#include "native/platform/nonce.h"

using namespace dds::cli;

namespace {

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE(
    "parameters are told from options by their first letter, values may look like anything but an "
    "option") {
  const auto split =
      split_action_arguments({"--DBInstanceId", "dds-1", "--region", "cn-x",
                              "--BackupRetentionPeriod", "-1", "--Empty=", "--Odd=--value"});
  REQUIRE(split.ok());
  CHECK(split->options == Words{"--region", "cn-x"});
  CHECK(split->parameters == dds::Parameters{{"DBInstanceId", "dds-1"},
                                             {"BackupRetentionPeriod", "-1"},
                                             {"Empty", ""},
                                             {"Odd", "--value"}});
}

TEST_CASE("a repeated parameter becomes a list, names with numbers stay as they are") {
  const auto split = split_action_arguments(
      {"--ResourceId", "a", "--Tag.1.Key", "k", "--ResourceId=b", "--Tag.1.Value", "v"});
  REQUIRE(split.ok());
  CHECK(split->parameters == dds::Parameters{{"ResourceId.1", "a"},
                                             {"Tag.1.Key", "k"},
                                             {"ResourceId.2", "b"},
                                             {"Tag.1.Value", "v"}});
}

TEST_CASE("a parameter without a value is an error that names it") {
  for (const Words& words : {Words{"--DBInstanceId"}, Words{"--DBInstanceId", "--region", "x"}}) {
    const auto split = split_action_arguments(words);
    REQUIRE_FALSE(split.ok());
    CHECK(split.error().message.find("--DBInstanceId wants a value") != std::string::npos);
  }
}

TEST_CASE(
    "secrets among the arguments are found in every spelling, and their values not repeated") {
  for (const char* name :
       {"--access-key-secret", "--access_key_secret", "--AccessKeySecret", "--accessKeySecret",
        "-secret", "--sts-token", "--security-token", "--SecurityToken", "--password"}) {
    for (const Words& words : {Words{"DescribeRegions", name, "hunter2"},
                               Words{"DescribeRegions", std::string(name) + "=hunter2"}}) {
      const auto sentence = secret_among(words);
      REQUIRE(sentence.has_value());
      CHECK(sentence->find("hunter2") == std::string::npos);
      CHECK(sentence->find("ALIBABA_CLOUD_ACCESS_KEY_SECRET") != std::string::npos);
    }
  }
  CHECK_FALSE(secret_among({"DescribeBackups", "--DBInstanceId", "secret", "--region", "token"})
                  .has_value());
}

TEST_CASE("passwords of accounts are known as such") {
  CHECK(is_password_parameter("AccountPassword"));
  CHECK(is_password_parameter("SuperAccountPassword"));
  CHECK_FALSE(is_password_parameter("DBInstanceId"));
}

TEST_CASE("numbers are the whole text or nothing") {
  CHECK(parse_integer("-1", -1, 730) == -1);
  CHECK(parse_integer("730", -1, 730) == 730);
  for (const char* text : {"", "731", "7d", " 7", "+7", "7.0", "99999999999999999999"}) {
    CHECK_FALSE(parse_integer(text, -1, 730).has_value());
  }
  CHECK(parse_decimal("0.5", 0.05, 10) == 0.5);
  for (const char* text : {"", ".", "1e3", "nan", "inf", "0.01", "11", "-1", "1.2.3"}) {
    CHECK_FALSE(parse_decimal(text, 0.05, 10).has_value());
  }
}

TEST_CASE("a list becomes a table whose columns line up and fit") {
  const auto answer = nlohmann::json::parse(R"({"RequestId":"R","DBInstances":{"DBInstance":[
    {"DBInstanceId":"dds-1","DBInstanceDescription":"订单","ZoneId":"z","Tags":{"Tag":[]}},
    {"DBInstanceId":"dds-22","DBInstanceDescription":"x","ZoneId":"z"}]}})");
  const Table table = render_table(answer, 200);
  CHECK(table.text ==
        "DBInstanceId  DBInstanceDescription  ZoneId\n"
        "dds-1         订单                   z\n"
        "dds-22        x                      z\n"
        "\n"
        "RequestId  R\n");
  CHECK(table.left_out.empty());
  // What still fits stays, whatever was left out before it.
  const Table narrow = render_table(answer, 20);
  CHECK(narrow.left_out == Words{"DBInstanceDescription"});
}

TEST_CASE("what an answer says cannot move the cursor") {
  const auto answer = nlohmann::json{{"Message", "a\x1b[2Jb\rc\nd"}};
  CHECK(render_table(answer, 80).text == "Message  a [2Jb c d\n");
}

TEST_CASE("lists from XML, of one element, are tables too") {
  const auto answer = nlohmann::json::parse(R"({"Backups":{"Backup":{"BackupId":"1"}}})");
  CHECK(render_table(answer, 80).text.starts_with("BackupId\n1\n"));
}

TEST_CASE("texts are cut at whole characters and by their width") {
  CHECK(cut_to_width("abc", 2) == "ab");
  CHECK(cut_to_width("订单", 3) == "订");
  CHECK(display_width("订单x") == 5);
}

TEST_CASE("nonces are 32 hex digits and never the same") {
  const std::string nonce = dds::platform::random_nonce();
  CHECK(nonce.size() == 32);
  CHECK(nonce.find_first_not_of("0123456789abcdef") == std::string::npos);
  CHECK(dds::platform::random_nonce() != nonce);
}

TEST_CASE("a change of the backup window is told in UTC and on the local clock") {
  const std::vector<dds::api::PolicyChange> changes{
      {"PreferredBackupTime", "Backup window", "18:00Z-19:00Z", "02:30Z-03:30Z"},
      {"BackupRetentionPeriod", "Retention", "7 days", "30 days"}};
  CHECK(changes_text(changes, 480, "CST") ==
        "  Backup window: 18:00Z-19:00Z (02:00-03:00, the day after CST) -> "
        "02:30Z-03:30Z (10:30-11:30 CST)\n"
        "  Retention: 7 days -> 30 days");
  const std::vector<dds::api::PolicyChange> untold{
      {"PreferredBackupTime", "Backup window", "not told", "02:00Z-03:00Z"}};
  CHECK(changes_text(untold, -300, "EST") ==
        "  Backup window: not told -> 02:00Z-03:00Z (21:00-22:00, the day before EST)");
}

TEST_CASE("the help of the emulator has an example of each kind of fault, and each is taken") {
  const std::string help = fault_help();
  std::size_t examples = 0;
  for (std::size_t at = 0; (at = help.find("\n  ", at)) != std::string::npos; ++examples) {
    at += 3;
    const std::string example = help.substr(at, help.find(' ', at) - at);
    CAPTURE(example);
    CHECK(dds::emulator::parse_faults(example).ok());
  }
  for (const dds::emulator::FaultKind kind : dds::emulator::all_fault_kinds())
    CHECK(help.find(":" + std::string(dds::emulator::fault_name(kind)) + ":") != std::string::npos);
  CHECK(examples == dds::emulator::all_fault_kinds().size() + 3);
}
