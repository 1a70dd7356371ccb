// Any bytes in, an Answer, an ApiError or one clear sentence out.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <optional>

#include "core/response/answer.h"
#include "core/response/body.h"

using namespace dds;
using response::Answer;
using response::ApiError;

namespace {

Result<response::Reply> parse(std::string body, int status = 200, HttpHeaders headers = {}) {
  return response::parse({status, std::move(headers), std::move(body)});
}

Error full_error_of(std::string body, int status = 200) {
  const auto reply = parse(std::move(body), status);
  REQUIRE_FALSE(reply.ok());
  if (reply) return {};
  CHECK(reply.error().message.ends_with('.'));
  return reply.error();
}

ErrorCode error_of(std::string body, int status = 200) {
  return full_error_of(std::move(body), status).code;
}

// Without exceptions a failed REQUIRE does not end a test: what it stood for must not be touched
// then.
template <class T>
T side_of(const Result<response::Reply>& reply) {
  const T* side = reply ? std::get_if<T>(&*reply) : nullptr;
  REQUIRE(side != nullptr);
  return side != nullptr ? *side : T{};
}

Answer answer_of(const Result<response::Reply>& reply) {
  return side_of<Answer>(reply);
}
ApiError refusal_of(const Result<response::Reply>& reply) {
  return side_of<ApiError>(reply);
}

std::string nested(std::size_t depth, std::string_view open, std::string_view close) {
  std::string body;
  body.reserve(depth * (open.size() + close.size()));
  for (std::size_t i = 0; i < depth; ++i) body += open;
  for (std::size_t i = 0; i < depth; ++i) body += close;
  return body;
}

}  // namespace

TEST_CASE("the documented JSON and XML answers of CreateBackup read alike") {
  const Answer json = answer_of(parse(R"({"RequestId": "7016B12F", "BackupId": "5664"})"));
  const Answer xml =
      answer_of(parse("<CreateBackupResponse>\n\t<RequestId>7016B12F</"
                      "RequestId>\n\t<BackupId>5664</BackupId>\n</CreateBackupResponse>"));
  CHECK(json.request_id == "7016B12F");
  CHECK(xml.request_id == "7016B12F");
  CHECK(response::text_at(*json.data, "BackupId") == "5664");
  CHECK(response::text_at(*xml.data, "BackupId") == "5664");
  CHECK(json.format == response::BodyFormat::Json);
  CHECK(xml.format == response::BodyFormat::Xml);
}

TEST_CASE("errors are read from both formats, in any letter case, with a trimmed HostId") {
  for (
      const char* body :
      {R"({"RequestId":"R","HostId":" mongodb.aliyuncs.com","Code":"Throttling.User","Message":"slow down"})",
       R"({"requestId":"R","hostId":"mongodb.aliyuncs.com ","code":"Throttling.User","message":"slow down"})",
       "<?xml version='1.0' encoding='UTF-8'?><Error><RequestId>R</RequestId><HostId> "
       "mongodb.aliyuncs.com</HostId>"
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
  for (const char* body :
       {R"({"Code":"InternalError","Message":"m"})", R"({"code":"InternalError"})",
        R"({"CODE":" InternalError "})", "<XResponse><Code>InternalError</Code></XResponse>",
        "<Error><Code>InternalError</Code></Error>"}) {
    CAPTURE(body);
    CHECK(refusal_of(parse(body)).code == "InternalError");
  }
  CHECK(refusal_of(parse(R"({"Code":404})")).code == "404");
  CHECK(refusal_of(parse(R"({"Code":"ok"})")).code ==
        "ok");  // the official client does not take it either
  CHECK(refusal_of(parse(R"({"Code":{"a":1}})")).code == R"({"a":1})");
  CHECK(refusal_of(parse("<Error><Code>OK</Code></Error>")).code == "OK");
  for (const char* code :
       {"\"200\"", "200", "\"OK\"", "\"Success\"", "\"success\"", "\"\"", "null", "0", "false"}) {
    CAPTURE(code);
    CHECK(answer_of(parse(std::string(R"({"RequestId":"R","Code":)") + code + "}")).request_id ==
          "R");
  }
}

TEST_CASE("an error answer is read whole, at any status") {
  const ApiError error = refusal_of(parse(
      R"({"RequestId":"R","HostId":"h","Code":"NoPermission","Message":"m","Recommend":"https://api.aliyun.com/troubleshoot?q=x",
          "AccessDeniedDetail":{"AuthAction":"dds:CreateBackup"}})",
      403));
  CHECK(error.status == 403);
  CHECK(error.recommend == "https://api.aliyun.com/troubleshoot?q=x");
  CHECK(error.access_denied_detail == R"({"AuthAction":"dds:CreateBackup"})");
  CHECK_FALSE(error.retry_after.has_value());
  CHECK_FALSE(response::is_throttling(error));
  CHECK(refusal_of(parse(R"({"Code":"ServiceUnavailable"})", 503)).status == 503);
  CHECK(refusal_of(parse("<Error><Code>X</Code><Message>a &lt; b &amp;amp; &#x4E2D;<![CDATA[ "
                         "<c>]]></Message></Error>",
                         400))
            .message == "a < b &amp; 中 <c>");
}

TEST_CASE("the wait that the service asks for is in milliseconds, and only sense is taken") {
  const auto wait = [](const char* value) {
    return refusal_of(parse(R"({"Code":"Throttling"})", 429, {{"X-Acs-Retry-After", value}}))
        .retry_after;
  };
  CHECK(wait("1500") == Milliseconds{1500});
  CHECK(wait(" 0 ") == Milliseconds{0});
  CHECK(wait("9223372036854775807") == Milliseconds{24 * 60 * 60 * 1000});
  for (const char* value : {"", "-1", "soon", "1.5", "1500ms", "99999999999999999999"}) {
    CAPTURE(value);
    CHECK_FALSE(wait(value).has_value());
  }
}

TEST_CASE("any code about throttling is throttling") {
  const auto throttling = [](const char* code) {
    ApiError error;
    error.code = code;
    return response::is_throttling(error);
  };
  for (const char* code :
       {"Throttling", "Throttling.User", "Throttling.Api", "Rejected.Throttling"}) {
    CHECK(throttling(code));
  }
  CHECK_FALSE(throttling("ServiceUnavailable"));
  CHECK_FALSE(throttling(""));
}

TEST_CASE("the request id is taken from the header when the body has none") {
  CHECK(answer_of(parse("{}", 200, {{"x-acs-request-id", "H"}})).request_id == "H");
  CHECK(answer_of(parse(R"({"RequestId":"B"})", 200, {{"X-Acs-Request-Id", "H"}})).request_id ==
        "B");
  CHECK(refusal_of(parse(R"({"Code":"X"})", 400, {{"X-ACS-REQUEST-ID", " H "}})).request_id == "H");
}

TEST_CASE("what cannot be read gives a clear error and never a crash") {
  CHECK(error_of("") == ErrorCode::EmptyBody);
  CHECK(error_of(" \r\n\t") == ErrorCode::EmptyBody);
  CHECK(error_of("hello") == ErrorCode::NotAnAnswer);
  CHECK(error_of("[1,2]") == ErrorCode::NotAnAnswer);
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
  const std::string json =
      R"({"RequestId":"R","Backups":{"Backup":[{"BackupId":"1","BackupSize":6168576}]}})";
  const std::string xml =
      "<DescribeBackupsResponse><RequestId>R</RequestId><Backups><Backup/></Backups></"
      "DescribeBackupsResponse>";
  for (const std::string& body : {json, xml}) {
    for (std::size_t length = 0; length < body.size(); ++length) {
      CHECK_FALSE(parse(body.substr(0, length)).ok());
    }
    CHECK(parse(body).ok());
  }
}

TEST_CASE(
    "a byte order mark and blanks around the answer do not matter, nor does the content type") {
  for (const char* body :
       {"\xEF\xBB\xBF{\"RequestId\":\"R\"}", "\xEF\xBB\xBF\r\n {\"RequestId\":\"R\"} \n",
        "\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?>\n<!-- x "
        "--><XResponse><RequestId>R</RequestId></XResponse>\n"}) {
    CHECK(answer_of(parse(body, 200, {{"Content-Type", "image/png"}})).request_id == "R");
  }
}

TEST_CASE("nesting beyond the limit is refused before anything recurses") {
  const auto max = static_cast<std::size_t>(response::kMaxDepth);
  for (const std::size_t depth : {max + 1, std::size_t{1'000}, std::size_t{1'000'000}}) {
    CAPTURE(depth);
    CHECK(error_of(nested(depth, "[", "]")) == ErrorCode::BodyTooDeep);
    CHECK(error_of(nested(depth, "[", "")) == ErrorCode::BodyTooDeep);
    CHECK(error_of("{\"a\":" + nested(depth, "[", "]") + "}") == ErrorCode::BodyTooDeep);
    CHECK(error_of(nested(depth, "{\"a\":", "}")) == ErrorCode::BodyTooDeep);
    CHECK(error_of(nested(depth, "<a>", "</a>")) == ErrorCode::BodyTooDeep);
    CHECK(error_of(nested(depth, "<a>", "")) == ErrorCode::BodyTooDeep);
    CHECK(error_of("<XResponse>" + nested(depth, "<a x='>'>", "</a>") + "</XResponse>", 502) ==
          ErrorCode::BodyTooDeep);
  }
  CHECK(parse("{\"a\":" + nested(max - 1, "[", "]") + "}").ok());
  CHECK(parse("<XResponse>" + nested(max - 1, "<a>", "</a>") + "</XResponse>").ok());
  CHECK(error_of("<XResponse>" + nested(max, "<a>", "</a>") + "</XResponse>") ==
        ErrorCode::BodyTooDeep);
}

TEST_CASE("end tags that are none do not hide how deep the rest is nested") {
  const std::string ends = nested(100'000, "</a>", "");
  const std::string deep = "<XResponse>" + nested(100'000, "<a>", "</a>") + "</XResponse>";
  CHECK(error_of("<?a > " + ends + "?>" + deep) == ErrorCode::BodyTooDeep);
  CHECK(error_of("<!--> " + ends + "-->" + deep) == ErrorCode::BodyTooDeep);
  CHECK(error_of("<XResponse><![CDATA[" + ends + "]]>" + deep.substr(11)) ==
        ErrorCode::BodyTooDeep);
}

TEST_CASE("brackets in strings, comments and CDATA are not nesting") {
  CHECK(parse("{\"a\":\"" + std::string(5'000, '[') + "\"}").ok());
  CHECK(parse("<XResponse><!-- " + std::string(5'000, '<') + " --><a><![CDATA[" +
              std::string(5'000, '<') + "]]></a></XResponse>")
            .ok());
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

TEST_CASE("64 MB of anything give a clear error") {
  constexpr std::size_t kSize = 64'000'000;
  CHECK(error_of(std::string(kSize, ' ')) == ErrorCode::BodyTooLarge);
  CHECK(error_of(std::string(kSize, '{')) == ErrorCode::BodyTooLarge);
  CHECK(error_of(std::string(kSize, '<'), 500) == ErrorCode::BodyTooLarge);
}

TEST_CASE("a body within the size limit that would not fit into memory is refused") {
  std::string json = "{\"a\":[";
  while (json.size() < 3 * response::kMaxValues + 100) json += "{},";
  json += "1]}";
  CHECK(error_of(std::move(json)) == ErrorCode::BodyTooLarge);
  std::string xml = "<XResponse>";
  while (xml.size() < 4 * response::kMaxValues + 100) xml += "<a/>";
  xml += "</XResponse>";
  CHECK(error_of(std::move(xml)) == ErrorCode::BodyTooLarge);
}

TEST_CASE(
    "a web page is recognised as one, whatever its form, and the sentence says so with the "
    "status") {
  for (const char* body :
       {"<!DOCTYPE html><html><body>Sign in</body></html>", "<HTML>", "<html\n lang=en>",
        "\n<!doctype HTML>\xC4\xE3\xBA\xC3", "<!-- portal --><html>",
        "<head><title>302</title></head>", "<script>location='/login'</script>",
        "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\" \"y\"><html><body/></html>"}) {
    for (const int status : {200, 404, 502}) {
      CAPTURE(body);
      const Error error = full_error_of(body, status);
      CHECK(error.code == ErrorCode::NotAnAnswer);
      CHECK(error.message ==
            "The answer is a web page, not the service's; a proxy or a sign-in page stands between "
            "(HTTP " +
                std::to_string(status) + ").");
    }
  }
}

TEST_CASE("an error status with a foreign body names the status, a success does not") {
  for (const char* body : {"", "gateway timeout", "{\"message\":\"nope\"}", "[]",
                           "{\"a\":", "<html/>", "\xFF", "<a></b>", "<XResponse/>"}) {
    CAPTURE(body);
    CHECK(full_error_of(body, 502).message.find("(HTTP 502)") != std::string::npos);
  }
  CHECK(full_error_of("gateway timeout", 200).message.find("HTTP") == std::string::npos);
  CHECK(full_error_of("", 204).message.find("HTTP") == std::string::npos);
  // A success code does not turn a failure into a success.
  CHECK(full_error_of(R"({"Code":"OK"})", 500).code == ErrorCode::NotAnAnswer);
  CHECK(full_error_of(R"({"RequestId":"R"})", 302).code == ErrorCode::NotAnAnswer);
}

TEST_CASE("XML counts only with one root, which is a Response or an Error") {
  CHECK(error_of("<ListBucketResult><Name>x</Name></ListBucketResult>") == ErrorCode::NotAnAnswer);
  CHECK(full_error_of("<feed/>").message.find("<feed>") != std::string::npos);
  CHECK(error_of("<Error><Message>no code</Message></Error>", 400) == ErrorCode::NotAnAnswer);
  CHECK(error_of("<XResponse/><XResponse/>") == ErrorCode::MalformedBody);
  CHECK(error_of("<XResponse/>trailing") != ErrorCode::NotAnAnswer);
  CHECK(answer_of(parse("<XResponse/>")).data->is_object());
  CHECK(answer_of(parse("<XResponse>text</XResponse>")).data->empty());
}

TEST_CASE("document types and entities are not followed") {
  CHECK(error_of("<!DOCTYPE r [<!ENTITY x SYSTEM "
                 "\"file:///etc/passwd\">]><XResponse><a>&x;</a></XResponse>") ==
        ErrorCode::MalformedBody);
  CHECK(error_of("<?xml version='1.0'?><!-- c --><!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b "
                 "\"&a;&a;\">]><XResponse>&b;</XResponse>") == ErrorCode::MalformedBody);
  CHECK(response::text_at(*answer_of(parse("<XResponse><a>&x;&#65;&lt;</a></XResponse>")).data,
                          "a") == "&x;A<");
}

TEST_CASE("repeated elements are lists, one element is itself, leaves are texts") {
  const Answer answer =
      answer_of(parse("<XResponse><L><I>1</I><I>2</I><I><n>3</n></I></L><One><I><a>x</a></I></"
                      "One><Empty/><Blank> </Blank>"
                      "<Split>a<!-- c -->b<![CDATA[c]]></Split></XResponse>"));
  CHECK((*answer.data)["L"]["I"] == nlohmann::json::array({"1", "2", {{"n", "3"}}}));
  CHECK((*answer.data)["One"]["I"]["a"] == "x");
  CHECK((*answer.data)["Empty"] == "");
  CHECK((*answer.data)["Blank"] == "");
  CHECK((*answer.data)["Split"] == "abc");
}

TEST_CASE("of members with the same name the last one counts, as for the official clients") {
  const Answer answer =
      answer_of(parse(R"({"a":{"x":[1,2]},"a":"last","RequestId":"1","RequestId":"2"})"));
  CHECK((*answer.data)["a"] == "last");
  CHECK(answer.request_id == "2");
  CHECK(refusal_of(parse(R"({"Code":"OK","Code":"Bad"})")).code == "Bad");
}

TEST_CASE("whole numbers of more than 64 bits keep their digits") {
  const Answer answer = answer_of(parse(
      R"({"id":123456789012345678901234567890,"n":-9223372036854775809,"max":18446744073709551615,"f":1e3})"));
  CHECK(response::text_at(*answer.data, "id") == "123456789012345678901234567890");
  CHECK(response::text_at(*answer.data, "n") == "-9223372036854775809");
  CHECK(response::text_at(*answer.data, "max") == "18446744073709551615");
  CHECK_FALSE(response::integer_at(*answer.data, "id").has_value());
  CHECK_FALSE(response::integer_at(*answer.data, "n").has_value());
  CHECK_FALSE(response::integer_at(*answer.data, "max").has_value());
  CHECK_FALSE(response::integer_at(*answer.data, "f").has_value());
  CHECK(error_of(R"({"a":1e999})") == ErrorCode::MalformedBody);
}

TEST_CASE("zero bytes are refused, escaped ones are text") {
  for (const std::string_view body :
       {std::string_view("{\"a\":1}\0", 8), std::string_view("{\"a\":\"\0\"}", 9),
        std::string_view("<XResponse>\0</XResponse>", 24),
        std::string_view("<XResponse/>\0", 13)}) {
    CHECK(error_of(std::string(body)) == ErrorCode::MalformedBody);
  }
  CHECK(response::text_at(*answer_of(parse(R"({"a":"x\u0000y"})")).data, "a") ==
        std::string_view("x\0y", 3));
}

TEST_CASE(
    "invalid UTF-8 is named with its place, a character that is cut off is a cut-off answer") {
  const Error error = full_error_of("{\"a\":\"\xFF\"}");
  CHECK(error.code == ErrorCode::BodyNotUtf8);
  CHECK(error.detail == "byte 6");
  CHECK(error_of("<XResponse>\xC0\x80</XResponse>") == ErrorCode::BodyNotUtf8);
  CHECK(error_of("plain \xFF") == ErrorCode::BodyNotUtf8);
  CHECK(error_of("{\"a\":\"\\ud800\"}") == ErrorCode::MalformedBody);  // half a surrogate pair
  for (const char* body :
       {"{\"a\":\"\xE4", "{\"a\":\"\xE4\xB8", "{\"a\":\"\xF0\x9F\x98", "<XResponse>\xE4\xB8"}) {
    CHECK(error_of(body) == ErrorCode::TruncatedBody);
  }
  CHECK(error_of(std::string("\xFF\xFE{\0\"\0", 6)) == ErrorCode::BodyNotUtf8);  // UTF-16
}
