// An answer that leads elsewhere is told as one, whatever its body is: where to, and that a signed
// request never goes there.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/response/answer.h"

using namespace dds;

namespace {

std::string said(int status, std::string_view location, std::string body = {}) {
  HttpResponse response;
  response.status = status;
  if (!location.empty()) response.headers.push_back({"location", std::string(location)});
  response.body = std::move(body);
  const Result<response::Reply> reply = response::parse(response);
  REQUIRE_FALSE(reply.ok());
  CHECK(reply.error().code == ErrorCode::NotAnAnswer);
  return reply.error().message;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a redirect is named with its target's host, with and without a body") {
  for (const int status : {301, 302, 303, 307, 308}) {
    for (const char* body :
         {"", "<html><body>Moved</body></html>", "{}", "Found. Redirecting to /", "{\"a\":"}) {
      CAPTURE(status);
      CAPTURE(body);
      const std::string text = said(status, "https://login.example.com/portal?next=1", body);
      CHECK(has(text, "redirect to https://login.example.com (HTTP " + std::to_string(status)));
      CHECK(has(text, "never sent"));
      CHECK(has(text, "endpoint"));
      CHECK(has(text, "proxy"));
      CHECK_FALSE(has(text, "empty"));
      CHECK_FALSE(has(text, "web page"));
    }
  }
}

TEST_CASE("of a redirect's target only the host is shown, cleaned and shortened") {
  const std::string secret = "topsecret";
  for (const char* location :
       {"https://user:topsecret@host.example/", "https://host.example/topsecret",
        "https://host.example?Signature=topsecret", "https://host.example#topsecret",
        "//host.example/topsecret", "HTTPS://host.example\\topsecret"}) {
    CAPTURE(location);
    const std::string text = said(302, location);
    CHECK(has(text, "host.example"));
    CHECK_FALSE(has(text, secret));
  }
  CHECK(has(said(302, "https://host.example:8443/a"), "https://host.example:8443 ("));
  CHECK(has(said(302, "http://[::1]:80/a"), "http://[::1]:80 ("));
  const std::string moving = said(302, "https://ho\x1B[31mst\xFF.example/");
  CHECK_FALSE(has(moving, "\x1B"));
  CHECK_FALSE(has(moving, "\xFF"));
  CHECK(said(302, "https://" + std::string(5000, 'h') + "/").size() < 400);
}

TEST_CASE("a redirect within the same host, or to nowhere, is one too") {
  for (const char* location : {"/elsewhere?Signature=topsecret", "elsewhere", "?a=topsecret"}) {
    const std::string text = said(307, location);
    CHECK(has(text, "redirect to another path of the same host (HTTP 307)"));
    CHECK_FALSE(has(text, "topsecret"));
  }
  for (const char* location : {"", " ", "https://", "javascript:alert(1)"}) {
    CAPTURE(location);
    CHECK(has(said(301, location), "redirect (HTTP 301)"));
  }
}

TEST_CASE("a refusal by the service stays one under a status of redirects") {
  HttpResponse response;
  response.status = 302;
  response.headers = {{"Location", "https://elsewhere.example/"}};
  response.body = R"({"Code":"Forbidden.RAM","Message":"no"})";
  const Result<response::Reply> reply = response::parse(response);
  REQUIRE(reply.ok());
  CHECK(std::get_if<response::ApiError>(&*reply)->code == "Forbidden.RAM");
}

TEST_CASE("other statuses of that class are no redirects") {
  for (const int status : {300, 304, 305, 306})
    CHECK_FALSE(has(said(status, "/a", "x"), "redirect"));
}
