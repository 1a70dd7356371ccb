#include "core/response/proxy_error.h"

#include <doctest/doctest.h>

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
  CHECK_FALSE(unsent->may_have_been_sent);
  CHECK(unsent->behind_proxy);
  CHECK(unsent->detail == "The name a.b could not be resolved.");
  const auto refused = response::proxy_error(proxy_answer(403, "refused", "{}"));
  REQUIRE(refused);
  CHECK_FALSE(refused->may_have_been_sent);
}

TEST_CASE("what a proxy does not know, or says in words that are not known, may have been sent") {
  const auto late = response::proxy_error(proxy_answer(504, "unknown", R"({"error":"Late."})"));
  REQUIRE(late);
  CHECK(late->failure == TransportFailure::TimedOut);
  CHECK(late->may_have_been_sent);
  const auto lost = response::proxy_error(proxy_answer(502, "unknown", "<html>"));
  REQUIRE(lost);
  CHECK(lost->failure == TransportFailure::Lost);
  CHECK(lost->may_have_been_sent);
  CHECK(lost->detail.empty());
  const auto other = response::proxy_error(proxy_answer(502, "perhaps", "[1]"));
  REQUIRE(other);
  CHECK(other->may_have_been_sent);
}

TEST_CASE("an answer without the header is not the proxy's own") {
  HttpResponse response;
  response.status = 502;
  response.body = R"({"error":"x"})";
  CHECK_FALSE(response::proxy_error(response));
}
