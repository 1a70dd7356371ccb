#include "web/start.h"

#include <doctest/doctest.h>

#include <string>

using dds::api::RouteKind;
using dds::web::start_of;

namespace {
constexpr std::string_view kOrigin = "http://127.0.0.1:8620";
}

TEST_CASE(
    "a page from dds serve with the emulator starts connected to it by its test key, marked") {
  const auto start = start_of(
      R"({"origin":"http://127.0.0.1:8620","emulator":true,"endpoint":"http://127.0.0.1:8620/emulator/",)"
      R"("test_credentials":{"access_key_id":"testid","access_key_secret":"testsecret"},"version":"1"})",
      kOrigin);
  CHECK(start.emulator);
  CHECK(start.connect);
  CHECK(start.endpoint == "http://127.0.0.1:8620/emulator/");
  REQUIRE(start.credentials);
  CHECK(start.credentials->access_key_id == "testid");
  CHECK(start.credentials->access_key_secret.reveal() == "testsecret");
  CHECK(start.page_origin == kOrigin);
}

TEST_CASE("a page from dds serve without the emulator goes through its proxy and has no key") {
  const auto start = start_of(R"({"origin":"http://127.0.0.1:8620","emulator":false})", kOrigin);
  CHECK_FALSE(start.emulator);
  CHECK_FALSE(start.connect);
  CHECK_FALSE(start.credentials);
  CHECK(start.endpoint.empty());
  CHECK(start.route.kind == RouteKind::SameOrigin);
  CHECK(start.route.proxy == kOrigin);
}

TEST_CASE("on a plain host there is no proxy: the route is direct") {
  const auto start = start_of("", kOrigin);
  CHECK(start.route.kind == RouteKind::Direct);
  CHECK(start.page_origin.empty());
  CHECK_FALSE(start.credentials);
}

TEST_CASE("a config.json that is something else is left out") {
  for (const std::string_view text :
       {"<!doctype html>", "[]", "null", "{\"emulator\":\"yes\"}",
        "{\"emulator\":true,\"endpoint\":7}",
        "{\"emulator\":true,\"endpoint\":\"http://127.0.0.1:1/\",\"test_credentials\":[\"a\"]}"}) {
    CAPTURE(text);
    const auto start = start_of(text, kOrigin);
    CHECK_FALSE(start.credentials);
    CHECK_FALSE(start.connect);
  }
}
