// Actions that the emulator does not simulate: parameters are checked, the answer is made of
// examples, and everybody is told.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;

namespace {

Parameters files_of(std::string_view instance_id) {
  return {{"DBInstanceId", std::string(instance_id)},
          {"StartTime", "2026-01-13T06:00:00.000Z"},
          {"EndTime", "2026-01-14T06:00:00.000Z"}};
}

}  // namespace

TEST_CASE("an answer of examples has the catalogue's fields and types, and is marked") {
  Service service;
  const HttpResponse response = service.raw("DescribeBinlogFiles", files_of(kOrders));
  CHECK(response.status == 200);
  CHECK(find_header(response.headers, "x-dds-emulator") == "not simulated");
  const nlohmann::json answer = Service::content(response);
  CHECK(answer["TotalRecordCount"] == 240);
  REQUIRE(answer["Items"]["LogFile"].is_array());
  REQUIRE(answer["Items"]["LogFile"].size() == 1);
  CHECK(answer["Items"]["LogFile"][0]["DownloadLink"] == "");
  CHECK(answer["Items"]["LogFile"][0]["DumpState"] == 0);
  CHECK(answer["RequestId"] == std::string(find_header(response.headers, "x-acs-request-id")));
}

TEST_CASE("what is simulated is not marked") {
  Service service;
  CHECK(find_header(service.raw("DescribeRegions").headers, "x-dds-emulator").empty());
}

TEST_CASE("what was asked for comes back in the answer") {
  Service service;
  Parameters parameters = files_of(kOrders);
  parameters.push_back({"PageNumber", "7"});
  CHECK(service.call("DescribeBinlogFiles", parameters)["PageNumber"] == 7);
}

TEST_CASE("a required parameter that is missing, or empty, is refused by its name") {
  Service service;
  const Parameters all = files_of(kOrders);
  CHECK(service.refusal("DescribeBinlogFiles", without(all, "EndTime")) == "MissingEndTime");
  CHECK(service.refusal("DescribeBinlogFiles", with(all, "EndTime", "")) == "MissingEndTime");
  CHECK(service.refusal("TagResources", {{"RegionId", "cn-hangzhou"},
                                         {"ResourceType", "INSTANCE"},
                                         {"ResourceId.1", "dds-1"}}) == "MissingTag");
  const HttpResponse response = service.raw("DescribeBinlogFiles");
  CHECK(find_header(response.headers, "x-dds-emulator") == "not simulated");
}

TEST_CASE("a value that is not allowed is refused, one that is not known passes") {
  Service service;
  const Parameters all = files_of(kOrders);
  const HttpResponse response =
      service.raw("DescribeBinlogFiles", with(all, "EndTime", "2026-01-14T06:00:00Z"));
  CHECK(Service::code(response) == "InvalidParameter");
  CHECK(Service::error(response).message == "The specified parameter \"EndTime\" is not valid.");
  CHECK(service.refusal("DescribeBinlogFiles", with(all, "PageSize", "many")) ==
        "InvalidParameter");
  CHECK(service.refusal("DescribeBinlogFiles", with(all, "Another", "x")).empty());
}

TEST_CASE("an instance that is not there is not found, a released one will do") {
  Service service;
  CHECK(service.refusal("DescribeBinlogFiles", files_of("dds-nobody")) ==
        "InvalidDBInstanceId.NotFound");
  CHECK(service.refusal("DestroyInstance", {{"DBInstanceId", "dds-nobody"}}) ==
        "InvalidDBInstanceId.NotFound");
  REQUIRE(service.refusal("DeleteDBInstance", {{"DBInstanceId", std::string(kSessions)}}).empty());
  CHECK(service.refusal("DestroyInstance", {{"DBInstanceId", std::string(kSessions)}}).empty());
}

TEST_CASE("nothing happens: no effect, and the account stays as it was") {
  Service service;
  const std::string before = service.emulator.fingerprint();
  CHECK(service.refusal("DestroyInstance", {{"DBInstanceId", std::string(kOrders)}}).empty());
  CHECK(service.refusal("RestartDBInstance", {{"DBInstanceId", std::string(kOrders)}}).empty());
  CHECK(service.emulator.effects().empty());
  CHECK(service.emulator.fingerprint() == before);
}

TEST_CASE("an answer of examples says the same in XML") {
  Service service;
  service.format = api::Format::Xml;
  const nlohmann::json answer = service.call("DescribeBinlogFiles", files_of(kOrders));
  CHECK(answer["TotalRecordCount"] == "240");
  CHECK(answer["Items"]["LogFile"]["DumpState"] == "0");
}
