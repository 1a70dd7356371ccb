#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>

#include "core/emulator/ids.h"
#include "core/emulator/render.h"
#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;

namespace {

bool is_request_id(std::string_view id) {
  if (id.size() != 36) return false;
  for (std::size_t i = 0; i < id.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const bool hex = (id[i] >= '0' && id[i] <= '9') || (id[i] >= 'A' && id[i] <= 'F');
    if (dash ? id[i] != '-' : !hex) return false;
  }
  return true;
}

// Every leaf as text, as XML has it; lists of one become their entry.
nlohmann::json as_xml_reads(const nlohmann::json& value) {
  if (value.is_array()) {
    if (value.size() == 1) return as_xml_reads(value.front());
    nlohmann::json list = nlohmann::json::array();
    for (const auto& entry : value) list.push_back(as_xml_reads(entry));
    return list;
  }
  if (value.is_object()) {
    nlohmann::json object = nlohmann::json::object();
    for (const auto& member : value.items()) {
      if (member.value().is_array() && member.value().empty()) continue;
      object[member.key()] = as_xml_reads(member.value());
    }
    return object.empty() ? nlohmann::json("") : object;
  }
  return value.is_string() ? value : nlohmann::json(value.dump());
}

}  // namespace

TEST_CASE("XML is the default, JSON comes when it is asked for, with these content types") {
  Service service;
  const HttpResponse json = service.raw("DescribeRegions");
  CHECK(find_header(json.headers, "content-type") == "application/json;charset=utf-8");
  const Parameters all = without(service.complete("DescribeRegions", {}), "Format");
  const HttpResponse xml = service.send(service.sign(all));
  CHECK(find_header(xml.headers, "content-type") == "text/xml;charset=utf-8");
  CHECK(xml.body.starts_with("<?xml version='1.0' encoding='UTF-8'?><DescribeRegionsResponse>"));
  CHECK(xml.body.ends_with("</DescribeRegionsResponse>"));
}

TEST_CASE("the letter case of Format does not count: official clients send json and JSON") {
  Service service;
  const auto content_type = [&](std::string_view format) {
    Parameters all = without(service.complete("DescribeRegions", {}), "Format");
    all.push_back({"Format", std::string(format)});
    const HttpResponse answer = service.send(service.sign(all));
    CAPTURE(format);
    CHECK(answer.status == 200);
    return std::string(find_header(answer.headers, "content-type"));
  };
  for (const std::string_view json : {"JSON", "json", "Json", "jSoN"})
    CHECK(content_type(json) == "application/json;charset=utf-8");
  for (const std::string_view xml : {"XML", "xml", "Xml", ""})
    CHECK(content_type(xml) == "text/xml;charset=utf-8");
  Parameters odd = without(service.complete("DescribeRegions", {}), "Format");
  odd.push_back({"Format", "yaml"});
  CHECK(service.send(service.sign(odd)).status == 400);
}

TEST_CASE("every simulated action says the same in XML as in JSON") {
  const std::vector<std::pair<std::string, Parameters>> calls = {
      {"DescribeRegions", {{"AcceptLanguage", "zh"}}},
      {"DescribeDBInstances", {{"RegionId", "cn-hangzhou"}}},
      {"DescribeDBInstances", {{"DBInstanceType", "sharding"}}},
      {"DescribeDBInstanceAttribute", {{"DBInstanceId", std::string(kStock)}}},
      {"CreateBackup", {{"DBInstanceId", std::string(kStock)}}},
      {"DescribeBackupTasks", {{"DBInstanceId", std::string(kStock)}}},
      {"DescribeBackupTasks", {{"DBInstanceId", std::string(kOrders)}}},
      {"DescribeBackups", {{"DBInstanceId", std::string(kOrders)}}},
      {"DescribeClusterBackups", {{"DBInstanceId", std::string(kStock)}}},
      {"DescribeBackupPolicy", {{"DBInstanceId", std::string(kStock)}}},
      {"ModifyBackupPolicy",
       {{"DBInstanceId", std::string(kOrders)}, {"PreferredBackupPeriod", "Monday,Friday"}}},
      {"DescribeBackupStorage", {{"DBInstanceId", std::string(kStock)}}},
      {"DescribeInstanceRecoverTime", {{"DBInstanceId", std::string(kPayments)}}},
      {"DescribeClusterRecoverTime", {{"DBInstanceId", std::string(kStock)}}},
      {"DescribeRestoreDBInstanceList",
       {{"DBInstanceId", std::string(kOrders)}, {"CreationTimeAfter", "2026-01-13T00:00:00Z"}}},
      {"DescribePrice",
       {{"OrderType", "BUY"}, {"DBInstances", R"([{"DBInstanceClass":"dds.mongo.mid"}])"}}},
      {"TransferClusterBackup", {{"DBInstanceId", std::string(kStock)}}},
  };
  Service json;
  Service xml;
  xml.format = api::Format::Xml;
  for (const auto& [called, parameters] : calls) {
    const std::string action(called);  // clang 14 captures no structured binding
    CAPTURE(action);
    nlohmann::json expected = json.call(action, parameters);
    if (expected.contains("BackupJobs") && expected["BackupJobs"].empty()) {
      expected["BackupJobs"] = "";  // an empty list stays as one empty element
    }
    CHECK(!expected.empty());
    CHECK(xml.call(action, parameters) == as_xml_reads(expected));
  }
}

TEST_CASE("errors come in both formats with RequestId, HostId, Code, Message and Recommend") {
  for (const api::Format format : {api::Format::Json, api::Format::Xml}) {
    Service service;
    service.format = format;
    const HttpResponse response =
        service.raw("CreateBackup", {{"DBInstanceId", "dds-nosuchinstance"}});
    CHECK(response.status == 404);
    const response::ApiError error = Service::error(response);
    CHECK(error.code == "InvalidDBInstanceId.NotFound");
    CHECK(error.message == "The DBInstanceId provided does not exist in our records.");
    CHECK(error.host_id == "mongodb.aliyuncs.com");
    CHECK(is_request_id(error.request_id));
    CHECK(error.recommend ==
          "https://api.aliyun.com/"
          "troubleshoot?q=InvalidDBInstanceId.NotFound&product=Dds&requestId=" +
              error.request_id);
    CHECK(response.body.starts_with(
        format == api::Format::Json ? "{" : "<?xml version='1.0' encoding='UTF-8'?><Error>"));
  }
}

TEST_CASE("every answer carries its request id, a date and CORS headers") {
  Service service;
  for (const HttpResponse& response :
       {service.raw("DescribeRegions"), service.raw("NoSuchAction")}) {
    CHECK(is_request_id(find_header(response.headers, "x-acs-request-id")));
    CHECK(response.body.find(find_header(response.headers, "x-acs-request-id")) !=
          std::string::npos);
    CHECK(find_header(response.headers, "Date") == "Wed, 14 Jan 2026 06:00:00 GMT");
    CHECK(find_header(response.headers, "Access-Control-Allow-Origin") == "*");
    CHECK(find_header(response.headers, "Access-Control-Expose-Headers") == "*");
  }
}

TEST_CASE("one clock dates sets and answers: the service's, which does not go back") {
  Service service;
  const auto date_at = [&](Milliseconds ahead) {
    const HttpRequest request = service.sign(service.complete("DescribeRegions", {}));
    const HttpResponse response =
        service.emulator.handle(request, service.now, service.now + ahead);
    return std::string(find_header(response.headers, "Date"));
  };
  CHECK(date_at(std::chrono::hours(50)) == "Fri, 16 Jan 2026 08:00:00 GMT");
  CHECK(date_at(std::chrono::hours(49)) == "Fri, 16 Jan 2026 08:00:00 GMT");
}

TEST_CASE("a preflight is answered with the gateway's list, in which Authorization is missing") {
  Service service;
  HttpRequest request;
  request.method = "OPTIONS";
  request.url = "https://127.0.0.1/";
  request.headers = {{"Origin", "https://example.org"}, {"Access-Control-Request-Method", "POST"}};
  const HttpResponse response = service.send(request);
  CHECK(response.status == 200);
  CHECK(response.body.empty());
  CHECK(find_header(response.headers, "Access-Control-Allow-Origin") == "*");
  CHECK(find_header(response.headers, "Access-Control-Allow-Methods") ==
        "POST, GET, OPTIONS, PUT, DELETE");
  CHECK(find_header(response.headers, "Access-Control-Max-Age") == "172800");
  const std::string_view allowed = find_header(response.headers, "Access-Control-Allow-Headers");
  CHECK(allowed ==
        "X-Requested-With, X-Sequence, _aop_secret, _aop_signature, x-acs-action, x-acs-version, "
        "x-acs-date, Content-Type");
}

TEST_CASE("XML escapes what it must and replaces what it cannot hold") {
  const nlohmann::json content{{"A", "<&>\"'\x01\t库"}, {"B", {1, true, nullptr}}, {"C", "\xFF"}};
  CHECK(emulator::to_xml(content, "R") ==
        "<?xml version='1.0' encoding='UTF-8'?><R><A>&lt;&amp;&gt;&quot;'\xEF\xBF\xBD\t库</A>"
        "<B>1</B><B>true</B><B></B><C>\xEF\xBF\xBD</C></R>");
}

TEST_CASE("an empty list below the root is seen, one deeper leaves its parent empty") {
  const nlohmann::json content{{"Jobs", nlohmann::json::array()},
                               {"Sets", {{"Set", nlohmann::json::array()}}}};
  CHECK(emulator::to_xml(content, "R") ==
        "<?xml version='1.0' encoding='UTF-8'?><R><Jobs></Jobs><Sets></Sets></R>");
}

TEST_CASE("HTTP dates have the RFC 1123 form") {
  CHECK(emulator::http_date(Instant{Milliseconds(784'111'777'000)}) ==
        "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(emulator::http_date(Instant{Milliseconds(0)}) == "Thu, 01 Jan 1970 00:00:00 GMT");
}

TEST_CASE("the same seed and the same requests give the same bytes") {
  const auto run = [](std::uint64_t seed) {
    Service service{{.seed = seed}};
    std::string bytes;
    const auto add = [&](const HttpResponse& response) {
      bytes += std::to_string(response.status) + response.body;
      for (const HttpHeader& header : response.headers) bytes += header.name + header.value;
    };
    for (const std::string_view id : {kOrders, kPayments, kSessions, kStock, kAudit, kLegacy}) {
      add(service.raw("CreateBackup", {{"DBInstanceId", std::string(id)}}));
    }
    for (int i = 0; i < 40; ++i) {
      service.now += Seconds(7);
      for (const std::string_view id : {kOrders, kStock}) {
        add(service.raw("DescribeBackupTasks", {{"DBInstanceId", std::string(id)}}));
        add(service.raw("DescribeBackups", {{"DBInstanceId", std::string(id)}}));
        add(service.raw("DescribeClusterBackups", {{"DBInstanceId", std::string(id)}}));
      }
    }
    return bytes;
  };
  const std::string once = run(1);
  CHECK(once == run(1));
  CHECK(once != run(2));
}

TEST_CASE("request ids do not repeat") {
  std::vector<std::string> ids;
  for (std::uint64_t count = 0; count < 5'000; ++count)
    ids.push_back(emulator::request_id(1, count));
  for (std::uint64_t count = 0; count < 5'000; ++count)
    ids.push_back(emulator::request_id(2, count));
  std::sort(ids.begin(), ids.end());
  CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
  CHECK(is_request_id(ids.front()));
}
