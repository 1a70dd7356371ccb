#include "core/response/proxy_error.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <variant>

#include "core/backup/operation.h"
#include "core/response/answer.h"

using namespace dds;

namespace {

HttpResponse proxy_answer(int status, std::string kind, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"Content-Type", "application/json"}, {"x-dds-proxy-error", std::move(kind)}};
  response.body = std::move(body);
  return response;
}

}  // namespace

TEST_CASE("what a proxy says of itself becomes the transport's failure, with its sentence") {
  const auto unsent = response::proxy_error(
      proxy_answer(502, "not-sent", R"({"error":"The name a.b could not be resolved."})"));
  REQUIRE(unsent);
  CHECK(unsent->failure == TransportFailure::NotReached);
  CHECK(unsent->departure == Departure::NothingLeft);
  CHECK(unsent->behind_proxy);
  CHECK(unsent->detail == "The name a.b could not be resolved.");
  const auto refused = response::proxy_error(proxy_answer(403, "refused", "{}"));
  REQUIRE(refused);
  CHECK(refused->departure == Departure::NothingLeft);
}

TEST_CASE("what a proxy does not know, or says in words that are not known, may have been sent") {
  const auto late = response::proxy_error(proxy_answer(504, "unknown", R"({"error":"Late."})"));
  REQUIRE(late);
  CHECK(late->failure == TransportFailure::TimedOut);
  CHECK(late->departure == Departure::MayHaveLeft);
  const auto lost = response::proxy_error(proxy_answer(502, "unknown", "<html>"));
  REQUIRE(lost);
  CHECK(lost->failure == TransportFailure::Lost);
  CHECK(lost->departure == Departure::MayHaveLeft);
  CHECK(lost->detail.empty());
  const auto other = response::proxy_error(proxy_answer(502, "perhaps", "[1]"));
  REQUIRE(other);
  CHECK(other->departure == Departure::MayHaveLeft);
}

TEST_CASE("only the words that say so say that nothing left, whatever the status is") {
  for (const int status : {200, 400, 403, 413, 502, 503, 504}) {
    for (const char* word : {"not-sent", "refused"}) {
      CHECK(response::proxy_error(proxy_answer(status, word, "{}"))->departure ==
            Departure::NothingLeft);
    }
    for (const char* word : {"unknown", "Not-Sent", "not-sent ", "not-sent, unknown", "notsent",
                             "refused?", "sent", "0", "no", "\xFF"}) {
      CAPTURE(word);
      CHECK(response::proxy_error(proxy_answer(status, word, "{}"))->departure ==
            Departure::MayHaveLeft);
    }
  }
}

TEST_CASE("the errors of other people's proxies, in words of their own, leave it open") {
  const std::pair<int, const char*> answers[] = {
      {400, "Missing required request header. Must specify one of: origin,x-requested-with"},
      {403, "<html><body>Forbidden</body></html>"},
      {404, "Not found because of proxy error: Error: getaddrinfo ENOTFOUND mongodb.aliyuncs.com"},
      {429, R"({"error":"Too many requests"})"},
      {500, R"({"error":"fetch failed"})"},
      {502, R"({"error":"No connection could be made. Nothing was sent."})"},
      {502, "Bad Gateway"},
      {504, ""},
      {200, R"({"contents":null,"status":{"url":null,"http_code":0}})"}};
  for (const auto& one : answers) {
    const int status = one.first;
    const std::string body(one.second);
    CAPTURE(body);
    HttpResponse response;
    response.status = status;
    response.body = body;
    CHECK_FALSE(response::proxy_error(response));
    const Result<response::Reply> reply = response::parse(response);
    if (!reply) {
      CHECK(backup::NotReplied{reply.error(), true}.may_have_taken_effect());
    } else {
      // It can be read, but is no refusal: nothing in it says that nothing was done.
      CHECK(std::holds_alternative<response::Answer>(*reply));
    }
  }
}

TEST_CASE("an answer without the header is not the proxy's own") {
  HttpResponse response;
  response.status = 502;
  response.body = R"({"error":"x"})";
  CHECK_FALSE(response::proxy_error(response));
}
