// What people paste, in every form, and what is said about what cannot be read.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/base/utf8.h"
#include "core/diagnose/request.h"

using namespace dds;
using namespace dds::diagnose;

namespace {

constexpr const char* kQuery =
    "Action=DescribeRegions&Format=JSON&Version=2015-12-01&AccessKeyId=testid&Description=a%20b"
    "&Signature=abc%2Bdef%3D";

Request read(const std::string& text) {
  Result<Request> request = read_request(text);
  CAPTURE(text);
  if (!request) FAIL_CHECK(request.error().message);
  REQUIRE(request.ok());
  return *std::move(request);
}

std::string value(const Request& request, std::string_view name) {
  const Field* field = request.find(name);
  REQUIRE(field != nullptr);
  return field->value;
}

void check_refused(const std::string& text, std::string_view part) {
  CAPTURE(text);
  const Result<Request> request = read_request(text);
  REQUIRE_FALSE(request.ok());
  const std::string& message = request.error().message;
  CAPTURE(message);
  CHECK(message.find(part) != std::string::npos);
  CHECK(message.ends_with('.'));
  CHECK(message.find('\n') == std::string::npos);
}

}  // namespace

TEST_CASE("a URL is read as sent and as meant") {
  const Request request = read(std::string("  https://mongodb.aliyuncs.com/?") + kQuery + "#x\n");
  CHECK(request.source == Source::Url);
  CHECK(request.kind == SignatureKind::RpcV1);
  CHECK(request.method == "GET");
  CHECK(request.host == "mongodb.aliyuncs.com");
  CHECK(request.path == "/");
  CHECK(request.query.size() == 6);
  CHECK(value(request, "Description") == "a b");
  CHECK(request.find("Description")->raw_value == "a%20b");
  CHECK(value(request, "Signature") == "abc+def=");
}

TEST_CASE("a plus on the wire is a blank to the service, and its raw text stays") {
  const Request request = read("https://h/?Signature=a+b&Empty=&Bare&Bad=%4");
  CHECK(value(request, "Signature") == "a b");
  CHECK(request.find("Signature")->raw_value == "a+b");
  CHECK(value(request, "Empty").empty());
  CHECK(value(request, "Bare").empty());
  CHECK(request.find("Bad")->broken_escape);
}

TEST_CASE("a curl command is read with a shell's quotes") {
  const Request request = read(std::string("$ curl -sS 'https://mongodb.aliyuncs.com/' \\\n"
                                           "  -H \"Host: proxy.local\" -H 'X-One:two' \\\n"
                                           "  --data-raw $'") +
                               kQuery + "&Note=it\\'s'\n");
  CHECK(request.source == Source::Curl);
  CHECK(request.method == "POST");
  CHECK(request.host == "proxy.local");
  CHECK(request.url_host == "mongodb.aliyuncs.com");
  CHECK(request.form_is_read);
  CHECK(request.form.size() == 7);
  CHECK(value(request, "Note") == "it's");
  CHECK(find_header(request.headers, "x-one") == "two");
}

TEST_CASE("curl's ways to give method, URL and data") {
  CHECK(read("curl -XPUT https://h/?Signature=x").method == "PUT");
  CHECK(read("curl --request=DELETE --url https://h/").method == "DELETE");
  CHECK(read("curl -d a=1 -d b=2 h").body == "a=1&b=2");
  CHECK(read("curl h -d a=1").host == "h");
  const Request get = read("curl -G -d a=1 --data-urlencode 'b=x y' https://h/?z=0");
  CHECK(get.method == "GET");
  CHECK(get.raw_query == "z=0&a=1&b=x%20y");
  CHECK(get.body.empty());
  CHECK_FALSE(read("curl --json '{}' h").form_is_read);
  CHECK(read("curl -o out.txt --compressed -m 5 https://h/a | jq .").path == "/a");
  CHECK(read("curl https://h/?a=1&b=2").raw_query == "a=1&b=2");
}

TEST_CASE("raw HTTP is read with its headers as they stand") {
  const Request request = read(
      "POST /?Action=CreateBackup HTTP/1.1\r\nHost: h\r\nX-Acs-Date:  now \r\n"
      "Authorization: ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host;x-acs-date,"
      "Signature=00ff\r\n\r\nbody\n");
  CHECK(request.source == Source::Http);
  CHECK(request.kind == SignatureKind::Acs3);
  CHECK(request.body == "body");
  CHECK(find_header(request.headers, "x-acs-date") == " now ");
  REQUIRE(request.authorization.has_value());
  CHECK(request.authorization->access_key_id == "testid");
  CHECK(request.authorization->signed_headers == std::vector<std::string>{"host", "x-acs-date"});
  CHECK(request.authorization->signature == "00ff");
}

TEST_CASE("what a dry run of this program prints is read") {
  const Request request = read(
      "POST https://mongodb.aliyuncs.com/\nContent-Type: application/x-www-form-urlencoded\n\n"
      "Action=DescribeRegions&Signature=x\n");
  CHECK(request.host == "mongodb.aliyuncs.com");
  CHECK(request.form_is_read);
  CHECK(value(request, "Signature") == "x");
}

TEST_CASE("a HAR gives its one signed request, when it was sent and what was answered") {
  const std::string entry =
      R"({"startedDateTime":"2024-01-16T19:04:56.500+08:00","request":{"method":"POST",
      "url":"https://h/","headers":[{"name":":authority","value":"h2"},
      {"name":"Content-Type","value":"application/x-www-form-urlencoded"}],
      "postData":{"mimeType":"x","text":"Action=A&Signature=b"}},
      "response":{"status":400,"headers":[{"name":"Date","value":"Tue, 16 Jan 2024 11:05:00 GMT"}],
      "content":{"text":"{\"Code\":\"SignatureDoesNotMatch\",\"Message\":\"m\"}"}}})";
  const std::string other = R"({"request":{"method":"GET","url":"https://other/"}})";
  for (const std::string& text : {entry, "{\"log\":{\"entries\":[" + other + "," + entry + "]}}"}) {
    const Request request = read(text);
    CHECK(request.source == Source::Har);
    CHECK(request.host == "h2");
    CHECK(request.form_is_read);
    REQUIRE(request.sent_at.has_value());
    CHECK(format_utc(*request.sent_at, TimeForm::Milliseconds) == "2024-01-16T11:04:56.500Z");
    REQUIRE(request.answer.has_value());
    CHECK(request.answer->code == "SignatureDoesNotMatch");
    CHECK(format_utc(*request.answer->date) == "2024-01-16T11:05:00Z");
  }
  check_refused("{\"log\":{\"entries\":[" + entry + "," + entry + "]}}", "several signed requests");
  check_refused("{\"log\":{\"entries\":[" + other + "]}}", "no signed request");
}

TEST_CASE("of several entries of a HAR the refused one is meant, and a choice is named") {
  const auto entry = [](const std::string& action, const std::string& body) {
    return R"({"request":{"method":"GET","url":"https://h/?Action=)" + action +
           R"(&Signature=b"},"response":{"content":{"text":")" + body + R"("}}})";
  };
  const std::string fine = entry("DescribeRegions", R"({\"RequestId\":\"1\"})");
  const std::string bad = entry("CreateBackup", R"({\"Code\":\"SignatureNonceUsed\"})");
  const std::string worse = entry("DeleteBackup", R"({\"Code\":\"Forbidden.RAM\"})");
  CHECK(value(read("[" + fine + "," + bad + "," + fine + "]"), "Action") == "CreateBackup");
  const std::string two = "[" + fine + "," + bad + "," + worse + "]";
  check_refused(two, "2 (CreateBackup, SignatureNonceUsed), 3 (DeleteBackup, Forbidden.RAM)");
  check_refused(two, "--entry 2");
  check_refused("[" + fine + "," + fine + "]",
                "none with a refusal, entries 1 (DescribeRegions), 2");
  const Result<Request> third = read_request(two, 3);
  REQUIRE(third.ok());
  CHECK(value(*third, "Action") == "DeleteBackup");
  CHECK_FALSE(read_request(two, 4).ok());
}

TEST_CASE("a curl command of Windows is read with the quotes of cmd") {
  // As Chrome copies it today, and as it did before.
  const Request caret = read(
      "curl ^\"https://mongodb.aliyuncs.com/?Action=DescribeRegions^&Note=a^%^20b^\" ^\r\n"
      "  -H ^\"x-one: two^\" ^\r\n"
      "  --data-raw ^\"Text=it^'s^&Quote=^\\^\"q^\\^\"^&Signature=abc^%^2B^\"\r\nexit\r\n");
  CHECK(caret.source == Source::Curl);
  CHECK(caret.method == "POST");
  CHECK(value(caret, "Note") == "a b");
  CHECK(value(caret, "Quote") == "\"q\"");
  CHECK(value(caret, "Text") == "it's");
  CHECK(value(caret, "Signature") == "abc+");
  CHECK(find_header(caret.headers, "x-one") == "two");
  const Request doubled = read(
      "curl.exe \"https://h/?Action=A&Quote=\"\"q\"\"&Signature=a\"%\"2Bb\" ^\n -H \"X-Two: 2\" "
      "--compressed");
  CHECK(value(doubled, "Quote") == "\"q\"");
  CHECK(value(doubled, "Signature") == "a+b");
  CHECK(find_header(doubled.headers, "x-two") == "2");
  const Request lines = read("curl ^\"https://h/^\" -d ^\"A=b^\r\n\r\nc^\" -H ^\"x: 1^\"\r\n");
  CHECK(lines.body == "A=b\nc");
  CHECK(find_header(lines.headers, "x") == "1");
  check_refused("curl ^\"https://h/ ^\n -H ^\"a: b^\"", "not closed");
}

TEST_CASE("an answer is looked for in so many places, or a large text would take for ever") {
  const std::string request = "GET /?Action=DescribeRegions&Signature=b HTTP/1.1\nHost: h\n\n";
  const std::string answer = R"({"Code":"SignatureNonceUsed","Message":"m"})";
  const auto behind = [&](int false_starts, const std::string& end) {
    std::string text = request;
    for (int i = 0; i < false_starts; ++i) text += "<Error>\n";
    return read_request(text + end);
  };
  const Result<Request> near = behind(15, answer);
  REQUIRE(near.ok());
  REQUIRE(near->answer.has_value());
  CHECK(near->answer->code == "SignatureNonceUsed");
  const Result<Request> far = behind(16, answer);
  CHECK((far.ok() && !far->answer));
  const Result<Request> large = behind(100'000, answer);  // 40 GB to read, was there no end
  CHECK((large.ok() && !large->answer));
}

TEST_CASE("an answer behind its request is read as that") {
  const std::string error = R"({"Code":"InvalidTimeStamp.Expired","Message":"m"})";
  const std::string http =
      "HTTP/1.1 400 Bad Request\r\nDate: Tue, 16 Jan 2024 11:05:00 GMT\r\n\r\n";
  const std::string form =
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
      "Action=A&Signature=b";
  for (const std::string& text :
       {form + "\r\n\r\n" + http + error, form + "\n" + error,
        "GET /?Action=A&Signature=b HTTP/1.1\nHost: h\n\n" + http + error,
        "curl 'https://h/?Action=A&Signature=b'\n" + error,
        "curl -i 'https://h/' -d 'Action=A&Signature=b'\n" + http + error,
        std::string("https://h/?Action=A&Signature=b\n\n<Error><Code>InvalidTimeStamp.Expired</"
                    "Code></Error>"),
        "* Connected\n> GET /?Action=A&Signature=b HTTP/1.1\n> Host: h\n>\n< HTTP/1.1 400 No\n"
        "< Date: Tue, 16 Jan 2024 11:05:00 GMT\n<\n" +
            error}) {
    CAPTURE(text);
    const Request request = read(text);
    CHECK(request.host == "h");
    CHECK(value(request, "Signature") == "b");
    REQUIRE(request.answer.has_value());
    CHECK(request.answer->code == "InvalidTimeStamp.Expired");
    if (text.find("Date:") != std::string::npos) CHECK(request.answer->date.has_value());
  }
  // A body of JSON is the request's own.
  const Request json = read("POST / HTTP/1.1\nHost: h\n\n{\"a\":1}");
  CHECK_FALSE(json.answer.has_value());
  CHECK(json.body == "{\"a\":1}");
}

TEST_CASE("an error alone is read when its code is known") {
  for (const char* const text :
       {R"({"RequestId":"A","Code":"Forbidden.RAM","Message":"User not authorized"})",
        "<Error><Code>Forbidden.RAM</Code><Message>m</Message></Error>",
        "ERROR: SDK.ServerError ErrorCode: Forbidden.RAM Message: no", "Forbidden.RAM: no"}) {
    const Request request = read(text);
    CHECK(request.source == Source::Answer);
    REQUIRE(request.answer.has_value());
    CHECK(request.answer->code == "Forbidden.RAM");
  }
  check_refused("My.Own: error", "This is no request");
}

TEST_CASE("a line of dds sign is read, with what the client made of it") {
  const Request request = read(
      R"({"kind":"rpc1-sha1","method":"POST","secret":"s3","params":{"Action":"A b"},
      "signature":"sig","string_to_sign":"POST&%2F&x"})");
  CHECK(request.source == Source::JsonLine);
  CHECK(request.kind == SignatureKind::RpcV1);
  CHECK(request.secret.reveal() == "s3");
  CHECK(value(request, "Action") == "A b");
  CHECK(request.find("Action")->raw_value == "A%20b");
  CHECK(value(request, "Signature") == "sig");
  CHECK(request.client_string_to_sign == "POST&%2F&x");
  const Request acs3 = read(
      R"({"kind":"acs3","method":"POST","access_key_id":"a","secret":"s","query":{"A":"b"},
      "headers":{"host":"h"},"body":"x"})");
  CHECK(acs3.kind == SignatureKind::Acs3);
  CHECK(acs3.host == "h");
  CHECK(acs3.body == "x");
}

TEST_CASE("the service's error with its string to sign gives the request it received") {
  const std::string string =
      "POST&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Text%3Da%2520b";
  for (const std::string& text :
       {"Specified signature is not matched with our calculation. server string to sign is:" +
            string,
        "{\"Code\":\"SignatureDoesNotMatch\",\"Message\":\"server string to sign is:" + string +
            "\"}",
        string}) {
    const Request request = read(text);
    CHECK(request.source == Source::StringToSign);
    CHECK(request.method == "POST");
    CHECK(value(request, "Text") == "a b");
    CHECK(request.kind == SignatureKind::RpcV1);
  }
}

TEST_CASE("bad input is one clear sentence") {
  check_refused("", "Nothing was pasted");
  check_refused(" \n ", "Nothing was pasted");
  check_refused("hello", "This is no request");
  check_refused("https://h/ ?a=b", "a blank");
  check_refused("curl 'https://h/", "not closed");
  check_refused("curl -H", "wants a value");
  check_refused("curl -X POST", "no URL");
  check_refused("curl -d @body.txt https://h/", "from a file");
  check_refused("curl -F a=b https://h/", "multipart");
  check_refused("GET / HTTP/1.1\nHost h\n", "no colon");
  check_refused("GET /a b HTTP/1.1\n", "blank within its path");
  check_refused("{\"kind\":", "cut off");
  check_refused("{}", "neither a HAR");
  check_refused("{\"kind\":\"rpc2\"}", "kind is not known");
  check_refused("{\"kind\":\"acs3\"}", "method");
  check_refused("{\"kind\":\"acs3\",\"method\":\"GET\",\"query\":{\"a\":1}}", "must be a text");
  check_refused("{\"request\":{}}", "no request with a url");
  check_refused("[\"\xFF\"]", "UTF-8");
  check_refused(std::string(100, '[') + std::string(100, ']'), "too deeply");
  check_refused("server string to sign is:", "This is no request");
  check_refused("https://h/?" + std::string(2'000'000, 'a'), "larger than 1 MiB");
  std::string many = "https://h/?a=1";
  for (int i = 0; i < 2'001; ++i) many += "&a=1";
  check_refused(many, "more than 2000");
}

TEST_CASE("an error repeats no value of what was pasted") {
  for (const char* const text :
       {"curl -d @top-secret https://h/?Signature=top-secret", "{\"secret\":\"top-secret\"}",
        "curl 'top-secret", "GET /top secret-top-secret HTTP/1.1"}) {
    const Result<Request> request = read_request(text);
    REQUIRE_FALSE(request.ok());
    CHECK(request.error().message.find("top-secret") == std::string::npos);
  }
}
