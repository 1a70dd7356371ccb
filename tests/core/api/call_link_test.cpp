// A call as a link and as a command line: whole, and without secrets; and links that somebody else
// made.
#include <doctest/doctest.h>

#include "core/api/call_link.h"
#include "core/api/catalogue.h"

using namespace dds;
using namespace dds::api;

namespace {

std::string refusal(std::string_view fragment) {
  const Result<Call> call = read_call_link(fragment);
  CAPTURE(fragment);
  REQUIRE_FALSE(call.ok());
  const std::string& message = call.error().message;
  CHECK(message.starts_with("This link to a call cannot be used: "));
  CHECK(message.ends_with('.'));
  CHECK(message.find('\n') == std::string::npos);
  return message;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a call comes back out of its link as it went in") {
  const Call call{"DescribeBackups",
                  {{"DBInstanceId", "dds-bp1a7f3c9d2e5b81"},
                   {"StartTime", "2026-01-14T06:00Z"},
                   {"Tag.1.Key", "Umgebung &=#% \xE4\xB8\xAD\n"},
                   {"Empty", ""}},
                  Format::Json};
  const Result<std::string> link = call_link("https://host/console/", call);
  REQUIRE(link.ok());
  CHECK(link->starts_with(
      "https://host/console/#call=DescribeBackups&DBInstanceId=dds-bp1a7f3c9d2e5b81"
      "&StartTime=2026-01-14T06%3A00Z&Tag.1.Key="));
  CHECK(is_call_link(link->substr(link->find('#'))));
  const Result<Call> read = read_call_link(link->substr(link->find('#')));
  REQUIRE(read.ok());
  CHECK(read->action == call.action);
  CHECK(read->parameters == call.parameters);
  CHECK(read->format == Format::Json);
}

TEST_CASE("the answer's format travels with it") {
  const Result<std::string> link = call_link("", {"DescribeRegions", {}, Format::Xml});
  REQUIRE(link.ok());
  CHECK(*link == "#call=DescribeRegions&Format=XML");
  CHECK(read_call_link(*link)->format == Format::Xml);
}

TEST_CASE("no secret of the catalogue gets into a link or a command line") {
  int passwords = 0;
  for (const Action& action : catalogue().actions()) {
    for (const Field& field : action.parameters) {
      if (!is_secret(field)) continue;
      ++passwords;
      const Call call{
          std::string(action.name), {{std::string(field.name), "Horse-9"}}, Format::Json};
      CAPTURE(action.name);
      CHECK(without_secrets(call).left_out == std::vector<std::string>{std::string(field.name)});
      CHECK_FALSE(has(*call_link("", call), "Horse"));
      CHECK_FALSE(has(command_line(call), "Horse"));
      CHECK(has(refusal("#call=" + call.action + "&" + std::string(field.name) + "=Horse-9"),
                "holds a secret"));
      CHECK_FALSE(has(refusal("#call=" + call.action + "&" + std::string(field.name) + "=Horse-9"),
                      "Horse"));
    }
  }
  CHECK(passwords >= 5);
}

TEST_CASE("values that are masked, or hold what would be, are left out as well") {
  const auto left = [](std::string name, std::string value) {
    return holds_secret("DescribeBackups", {std::move(name), std::move(value)});
  };
  CHECK(left("Note", "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"));
  CHECK(left("Body", R"({"AccountPassword": "Horse-9"})"));
  CHECK(left("Note", "https://h/?SecurityToken=abc"));
  CHECK(left("Deep.1.AccountPassword", "x"));
  CHECK(left("AccessKeySecret", "x"));
  CHECK_FALSE(left("ClientToken", "7f3c"));
  CHECK_FALSE(left("NextToken", "7f3c"));
  CHECK_FALSE(left("DBInstanceId", "dds-bp1a7f3c9d2e5b81"));
}

TEST_CASE("a broken link is refused in one sentence") {
  CHECK(has(refusal("#call="), "not the name of an action"));
  CHECK(has(refusal("#call=Describe%42ackups"), "not the name of an action"));
  CHECK(has(refusal("#call=DescribeBackups&DBInstanceId"), "no \"=\""));
  CHECK(has(refusal("#call=DescribeBackups&&A=b"), "no \"=\""));
  CHECK(has(refusal("#call=DescribeBackups&DBInstanceId=%4"), "percent-encoded"));
  CHECK(has(refusal("#call=DescribeBackups&DBInstanceId=%00"), "percent-encoded"));
  CHECK(has(refusal("#call=DescribeBackups&DBInstanceId=%FF"), "UTF-8"));
  CHECK(has(refusal("#call=DescribeBackups&A=1&A=2"), "given twice"));
  CHECK(has(refusal("#call=DescribeBackups&Signature=abc"), "set when the request is signed"));
  CHECK(
      has(refusal("#call=DescribeBackups&Action=DeleteBackup"), "set when the request is signed"));
  CHECK(has(refusal("#call=DescribeBackups&A b=1"), "must be percent-encoded"));
  CHECK(has(refusal("#call=DescribeBackups&A=\xC3\xA4"), "must be percent-encoded"));
  CHECK(has(refusal("#call=DescribeBackups&A=" + std::string(kLongestLink, 'x')), "longer than"));
  CHECK(has(refusal("#call=DescribeBackups&Format=YAML"), "set when the request is signed"));
  CHECK(has(refusal("#elsewhere"), "call="));
  CHECK_FALSE(is_call_link("#elsewhere"));
  CHECK_FALSE(is_call_link(""));
}

TEST_CASE("a call that is too long for a link says so, and is not cut") {
  const Result<std::string> link =
      call_link("https://h/", {"TagResources", {{"Note", std::string(9'000, 'x')}}, Format::Json});
  REQUIRE_FALSE(link.ok());
  CHECK(has(link.error().message, "HAR"));
}

TEST_CASE("a command line is quoted so that a shell passes on the values as they are") {
  CHECK(command_line(
            {"DescribeBackups",
             {{"DBInstanceId", "dds-bp1"}, {"Note", "it's $HOME"}, {"Days", "-1"}, {"Empty", ""}},
             Format::Json}) ==
        "dds DescribeBackups --DBInstanceId dds-bp1 --Note 'it'\\''s $HOME' --Days=-1 --Empty=''");
}
