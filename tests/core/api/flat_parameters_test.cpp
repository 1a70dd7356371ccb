// Nested values and flat names, both ways.
#include "core/api/flat_parameters.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "core/api/call.h"

using namespace dds;
using api::Action;
using nlohmann::json;

namespace {

const Action& action(std::string_view name) {
  const Action* found = api::catalogue().find(name);
  REQUIRE_MESSAGE(found != nullptr, name);
  return *found;
}

// "Name=value" a parameter, in order.
std::string flat(std::string_view action_name, const char* values) {
  const Result<Parameters> parameters =
      api::flat_parameters(action(action_name), json::parse(values, nullptr, false));
  if (!parameters) return "error: " + parameters.error().message;
  std::string text;
  for (const Parameter& parameter : *parameters)
    text += (text.empty() ? "" : " ") + parameter.name + "=" + parameter.value;
  return text;
}

json nested(std::string_view action_name, const Parameters& parameters) {
  return api::nested_values(action(action_name), parameters);
}

}  // namespace

TEST_CASE("names are laid out with dots and numbers from 1") {
  CHECK(api::flat_name("Tag", std::size_t{1}) == "Tag.1");
  CHECK(api::flat_name("Tag.1", "Key") == "Tag.1.Key");
}

TEST_CASE("lists and objects become flat names, in the order of the form") {
  CHECK(flat("CreateShardingDBInstance",
             R"({"Tag":[{"Key":"a","Value":"b"},{"Key":"c"}],"RegionId":"cn-hangzhou",
                 "ReplicaSet":[{"Storage":10,"Class":"x"}]})") ==
        "RegionId=cn-hangzhou ReplicaSet.1.Class=x ReplicaSet.1.Storage=10 Tag.1.Key=a "
        "Tag.1.Value=b Tag.2.Key=c");
  CHECK(flat("TagResources", R"({"ResourceId":["dds-1","dds-2"]})") ==
        "ResourceId.1=dds-1 ResourceId.2=dds-2");
}

TEST_CASE("numbers and truth values are written as the service reads them") {
  CHECK(flat("CreateNode", R"({"AutoPay":true,"ReadonlyReplicas":2})") ==
        "AutoPay=true ReadonlyReplicas=2");
}

TEST_CASE("a text that is given as an object goes as JSON, a list of words joined by commas") {
  CHECK(flat("CreateNodeBatch", R"({"NodesInfo":{"Shards":[{"Storage":20}]}})") ==
        R"(NodesInfo={"Shards":[{"Storage":20}]})");
  CHECK(flat("ModifyAuditLogFilter", R"({"Filter":["insert","query"]})") == "Filter=insert,query");
  CHECK(flat("ModifyAuditLogFilter", R"({"Filter":"insert,query"})") == "Filter=insert,query");
}

TEST_CASE("what has no value is left out and leaves no gap") {
  CHECK(flat("CreateBackup", R"({"DBInstanceId":"dds-1","BackupMethod":null})") ==
        "DBInstanceId=dds-1");
  CHECK(flat("TagResources", R"({"Tag":[],"ResourceId":[null,"dds-2"]})") == "ResourceId.1=dds-2");
  CHECK(flat("CreateBackup", R"({"BackupMethod":""})") == "BackupMethod=");
}

TEST_CASE("members that the action does not know go as they are, behind the others") {
  CHECK(
      flat("CreateBackup", R"({"Another":[{"Key":"a"}],"DBInstanceId":"dds-1","Tag.1.Key":"b"})") ==
      "DBInstanceId=dds-1 Another.1.Key=a Tag.1.Key=b");
}

TEST_CASE("what is no object, or nested too deep, is an error") {
  CHECK(flat("CreateBackup", "[1]").starts_with("error: "));
  CHECK(flat("CreateBackup", "\"x\"").starts_with("error: "));
  std::string deep = "1";
  for (int i = 0; i < 40; ++i) deep = "[" + deep + "]";
  CHECK(flat("CreateBackup", ("{\"X\":" + deep + "}").c_str()).find("nested deeper") !=
        std::string::npos);
}

TEST_CASE("flat names become nested values again, in their order and without gaps") {
  CHECK(nested("CreateShardingDBInstance", {{"Tag.10.Key", "ten"},
                                            {"Tag.2.Key", "two"},
                                            {"RegionId", "cn-hangzhou"},
                                            {"Unknown.1", "x"}}) ==
        json::parse(R"({"Tag":[{"Key":"two"},{"Key":"ten"}],"RegionId":"cn-hangzhou",
                        "Unknown.1":"x"})"));
  CHECK(nested("TagResources", {{"ResourceId.1", "dds-1"}}) ==
        json::parse(R"({"ResourceId":["dds-1"]})"));
  CHECK(nested("CreateBackup", {}) == json::object());
}

TEST_CASE("examples of every action survive the way there and back, and are a valid call") {
  for (const Action& one : api::catalogue().actions()) {
    CAPTURE(one.name);
    const Parameters examples = api::example_parameters(one);
    const Status problem = api::validate({std::string(one.name), examples, api::Format::Json});
    CHECK_FALSE(problem.has_value());
    const Result<Parameters> again = api::flat_parameters(one, api::nested_values(one, examples));
    REQUIRE(again.ok());
    CHECK(again->size() == examples.size());
    for (const Parameter& parameter : examples) {
      CAPTURE(parameter.name);
      const std::string* value = find_parameter(*again, parameter.name);
      REQUIRE(value != nullptr);
      CHECK(*value == parameter.value);
    }
  }
}

TEST_CASE("examples fill what is required and nothing else") {
  const Parameters examples = api::example_parameters(action("CreateShardingDBInstance"));
  CHECK(find_parameter(examples, "RegionId") != nullptr);
  CHECK(find_parameter(examples, "ReplicaSet.1.Class") != nullptr);
  CHECK(find_parameter(examples, "Tag.1.Key") == nullptr);
  CHECK(find_parameter(examples, "AccountPassword") == nullptr);
}
