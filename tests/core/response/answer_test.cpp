// Any bytes in, an Answer, an ApiError or one clear sentence out.
#include <doctest/doctest.h>

#include "core/response/answer.h"

using namespace dds;
using response::Answer;
using response::ApiError;

namespace {

Result<response::Reply> parse(std::string body, int status = 200, HttpHeaders headers = {}) {
  return response::parse({status, std::move(headers), std::move(body)});
}

ErrorCode error_of(std::string body, int status = 200) {
  const auto reply = parse(std::move(body), status);
  REQUIRE_FALSE(reply.ok());
  CHECK_FALSE(reply.error().message.empty());
  return reply.error().code;
}

Answer answer_of(const Result<response::Reply>& reply) {
  REQUIRE(reply.ok());
  REQUIRE(std::holds_alternative<Answer>(*reply));
  return *std::get_if<Answer>(&*reply);
}

ApiError refusal_of(const Result<response::Reply>& reply) {
  REQUIRE(reply.ok());
  REQUIRE(std::holds_alternative<ApiError>(*reply));
  return *std::get_if<ApiError>(&*reply);
}

}  // namespace

TEST_CASE("the documented JSON and XML answers of CreateBackup read alike") {
  const Answer json = answer_of(parse(R"({"RequestId": "7016B12F", "BackupId": "5664"})"));
  const Answer xml = answer_of(parse(
      "<CreateBackupResponse>\n\t<RequestId>7016B12F</RequestId>\n\t<BackupId>5664</BackupId>\n</CreateBackupResponse>"));
  CHECK(json.request_id == "7016B12F");
  CHECK(xml.request_id == "7016B12F");
  CHECK(response::text_at(json.data, "BackupId") == "5664");
  CHECK(response::text_at(xml.data, "BackupId") == "5664");
  CHECK(json.format == response::BodyFormat::Json);
  CHECK(xml.format == response::BodyFormat::Xml);
}

TEST_CASE("errors are read from both formats, in any letter case, with a trimmed HostId") {
  for (const char* body :
       {R"({"RequestId":"R","HostId":" mongodb.aliyuncs.com","Code":"Throttling.User","Message":"slow down"})",
        R"({"requestId":"R","hostId":"mongodb.aliyuncs.com ","code":"Throttling.User","message":"slow down"})",
        "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>R</RequestId><HostId> mongodb.aliyuncs.com</HostId>"
        "<Code>Throttling.User</Code><Message>slow down</Message></Error>"}) {
    const ApiError error = refusal_of(parse(body, 400, {{"X-ACS-Retry-After", "1500"}}));
    CHECK(error.code == "Throttling.User");
    CHECK(error.message == "slow down");
    CHECK(error.request_id == "R");
    CHECK(error.host_id == "mongodb.aliyuncs.com");
    CHECK(error.status == 400);
    CHECK(response::is_throttling(error));
    REQUIRE(error.retry_after.has_value());
    CHECK(error.retry_after->count() == 1500);
  }
}

TEST_CASE("a 200 that carries a Code is an error, unless the Code says success") {
  CHECK(refusal_of(parse(R"({"Code":"InternalError","Message":"m"})")).code == "InternalError");
  for (const char* code : {"\"200\"", "200", "\"OK\"", "\"Success\"", "\"success\""}) {
    CHECK(answer_of(parse(std::string(R"({"RequestId":"R","Code":)") + code + "}")).request_id == "R");
  }
}

TEST_CASE("the request id is taken from the header when the body has none") {
  CHECK(answer_of(parse("{}", 200, {{"x-acs-request-id", "H"}})).request_id == "H");
}

TEST_CASE("what cannot be read gives a clear error and never a crash") {
  CHECK(error_of("") == ErrorCode::EmptyBody);
  CHECK(error_of(" \r\n\t") == ErrorCode::EmptyBody);
  CHECK(error_of("hello") == ErrorCode::NotAnAnswer);
  CHECK(error_of("[1,2]") == ErrorCode::NotAnAnswer);
  CHECK(error_of("<!DOCTYPE html><html><body>Sign in</body></html>", 200) == ErrorCode::NotAnAnswer);
  CHECK(error_of("<HTML>", 502) == ErrorCode::NotAnAnswer);
  CHECK(error_of(R"({"RequestId":"A)") == ErrorCode::TruncatedBody);
  CHECK(error_of(R"({"a":[1,2)") == ErrorCode::TruncatedBody);
  CHECK(error_of(R"({"a":1,})") == ErrorCode::MalformedBody);
  CHECK(error_of("{}}") == ErrorCode::MalformedBody);
  CHECK(error_of("<Error><Code>x</Code>") == ErrorCode::TruncatedBody);
  CHECK(error_of("<Error><Code>x</Wrong></Error>") == ErrorCode::MalformedBody);
  CHECK(error_of("{\"a\":\"\xC3\x28\"}") == ErrorCode::BodyNotUtf8);
  CHECK(error_of(std::string("{\"a\":1}\0\0", 9)) == ErrorCode::MalformedBody);
}

TEST_CASE("a cut at any byte of an answer is an error, never a shorter answer") {
  const std::string json = R"({"RequestId":"R","Backups":{"Backup":[{"BackupId":"1","BackupSize":6168576}]}})";
  const std::string xml = "<DescribeBackupsResponse><RequestId>R</RequestId><Backups><Backup/></Backups></DescribeBackupsResponse>";
  for (const std::string& body : {json, xml}) {
    for (std::size_t length = 0; length < body.size(); ++length) {
      CHECK_FALSE(parse(body.substr(0, length)).ok());
    }
    CHECK(parse(body).ok());
  }
}

TEST_CASE("nesting beyond the limit is refused before anything recurses") {
  const auto nested = [](std::size_t depth, std::string_view open, std::string_view close) {
    std::string body;
    for (std::size_t i = 0; i < depth; ++i) body += open;
    for (std::size_t i = 0; i < depth; ++i) body += close;
    return body;
  };
  for (const std::size_t depth : {std::size_t{1'000}, std::size_t{1'000'000}}) {
    CHECK(error_of("{\"a\":" + nested(depth, "[", "]") + "}") == ErrorCode::BodyTooDeep);
    CHECK(error_of(nested(depth, "<a>", "</a>")) == ErrorCode::BodyTooDeep);
    CHECK(error_of(nested(depth, "<a x='>'>", "</a>")) == ErrorCode::BodyTooDeep);
  }
  CHECK(parse("{\"a\":" + nested(response::kMaxDepth - 1, "[", "]") + "}").ok());
  // Brackets in strings, comments and CDATA are not nesting.
  CHECK(parse("{\"a\":\"" + std::string(5'000, '[') + "\"}").ok());
  CHECK(parse("<R><!-- " + std::string(5'000, '<') + " --><a><![CDATA[" + std::string(5'000, '<') + "]]></a></R>").ok());
}

TEST_CASE("a body over the limit is refused and one at the limit is read") {
  std::string body = "{\"a\":\"";
  body.append(response::kMaxBody - body.size() - 2, 'x');
  body += "\"}";
  CHECK(body.size() == response::kMaxBody);
  CHECK(parse(body).ok());
  body.insert(6, "y");
  CHECK(error_of(std::move(body)) == ErrorCode::BodyTooLarge);
}

TEST_CASE("an error status with a foreign body names the status") {
  const auto reply = parse("<html><body>Bad gateway</body></html>", 502);
  REQUIRE_FALSE(reply.ok());
  CHECK(reply.error().message.find("HTTP 502") == 0);
  CHECK(reply.error().message.find("web page") != std::string::npos);
  CHECK(parse("{\"message\":\"nope\"}", 500).ok() == false);
}

TEST_CASE("external entities and document types are not followed") {
  const Answer answer = answer_of(parse("<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><R><a>&x;</a></R>"));
  CHECK(response::text_at(answer.data, "a") == "&x;");
}

TEST_CASE("fields are read by any letter case and type") {
  const Answer answer = answer_of(parse(
      R"({"backupjobid":"7","n":"12","big":99999999999999999999,"t":"2024-01-16T11:04:56Z","yes":"1","no":false,"f":1.5,"list":{"Item":[1,2]},"one":{"Item":{"a":1}}})"));
  CHECK(response::text_at(answer.data, "BackupJobId") == "7");
  CHECK(response::integer_at(answer.data, "n") == 12);
  CHECK_FALSE(response::integer_at(answer.data, "big").has_value());
  CHECK_FALSE(response::integer_at(answer.data, "t").has_value());
  CHECK(response::boolean_at(answer.data, "yes") == true);
  CHECK(response::boolean_at(answer.data, "no") == false);
  CHECK_FALSE(response::boolean_at(answer.data, "n").has_value());
  CHECK(format_utc(*response::time_at(answer.data, "t")) == "2024-01-16T11:04:56Z");
  CHECK(response::list_at(answer.data, "list", "item").size() == 2);
  CHECK(response::list_at(answer.data, "one", "Item").size() == 1);
  CHECK(response::list_at(answer.data, "absent", "Item").empty());
  CHECK(response::text_at(answer.data, "absent").empty());
}
