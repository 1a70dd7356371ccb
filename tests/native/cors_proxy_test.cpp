#include "native/server/cors_proxy.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "native/server/upstream.h"

using dds::Departure;
using dds::find_header;
using dds::HttpHeaders;
using dds::HttpRequest;
using dds::HttpResponse;
using dds::HttpResult;
using dds::TransportError;
using dds::TransportFailure;
using dds::server::CorsProxy;
using dds::server::ProxySettings;

namespace {

constexpr const char* kOrigin = "http://127.0.0.1:8620";

// An upstream that keeps what it was sent.
struct Upstream {
  HttpResult answer = HttpResponse{200,
                                   {{"Content-Type", "application/json"},
                                    {"x-acs-request-id", "R1"},
                                    {"Set-Cookie", "a=b"},
                                    {"Access-Control-Allow-Origin", "*"},
                                    {"Location", "https://evil.example/"}},
                                   "{\"RequestId\":\"R1\"}"};
  std::vector<HttpRequest> received;

  ProxySettings settings() {
    ProxySettings settings;
    settings.own_port = 8620;
    settings.upstream = [this](HttpRequest request) {
      received.push_back(std::move(request));
      return answer;
    };
    return settings;
  }
};

HttpRequest request(std::string method, std::string target, std::string body = {}) {
  HttpRequest out;
  out.method = std::move(method);
  out.url = std::move(target);
  out.headers = {{"Host", "127.0.0.1:8620"}, {"Origin", kOrigin}};
  out.body = std::move(body);
  return out;
}

constexpr const char* kTarget = "/proxy/https://mongodb.aliyuncs.com/?a=%2b+~";

std::string error_text(const HttpResponse& response) {
  const nlohmann::json document = nlohmann::json::parse(response.body, nullptr, false);
  REQUIRE(document.is_object());
  REQUIRE(document.contains("error"));
  return document["error"].get<std::string>();
}

}  // namespace

TEST_CASE(
    "URL and body pass byte for byte, with the signed request's headers and nothing of the "
    "browser's") {
  Upstream upstream;
  CorsProxy proxy(upstream.settings());
  HttpRequest in = request("POST", kTarget, std::string("a=%2b\0b", 7));
  in.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  in.headers.push_back({"Cookie", "session=1"});
  in.headers.push_back({"Referer", "http://127.0.0.1:8620/"});
  in.headers.push_back({"x-acs-date", "2026-01-01T00:00:00Z"});
  const HttpResponse out = proxy.handle(in);
  REQUIRE(upstream.received.size() == 1);
  const HttpRequest& sent = upstream.received.front();
  CHECK(sent.method == "POST");
  CHECK(sent.url == "https://mongodb.aliyuncs.com/?a=%2b+~");
  CHECK(sent.body == std::string("a=%2b\0b", 7));
  CHECK(sent.headers.size() == 2);
  CHECK(sent.timeout == dds::server::kUpstreamTime);
  CHECK(out.status == 200);
  CHECK(out.body == "{\"RequestId\":\"R1\"}");
}

TEST_CASE("the answer is readable for that one origin, and says no more than it must") {
  Upstream upstream;
  CorsProxy proxy(upstream.settings());
  const HttpResponse out = proxy.handle(request("GET", kTarget));
  CHECK(find_header(out.headers, "Access-Control-Allow-Origin") == kOrigin);
  CHECK(find_header(out.headers, "Vary") == "Origin");
  CHECK(find_header(out.headers, "Access-Control-Allow-Credentials").empty());
  CHECK(find_header(out.headers, "Cache-Control") == "no-store");
  CHECK(find_header(out.headers, "x-acs-request-id") == "R1");
  CHECK(find_header(out.headers, "Set-Cookie").empty());
  CHECK(find_header(out.headers, "Location").empty());
  int allowed = 0;
  for (const dds::HttpHeader& header : out.headers)
    allowed += header.name == "Access-Control-Allow-Origin" ? 1 : 0;
  CHECK(allowed == 1);
}

TEST_CASE("foreign, missing and null origins are refused before anything is sent, preflights too") {
  for (const char* method : {"GET", "POST", "OPTIONS"}) {
    for (const char* origin : {"", "null", "http://evil.example"}) {
      Upstream upstream;
      CorsProxy proxy(upstream.settings());
      HttpRequest in = request(method, kTarget);
      in.headers = {{"Host", "127.0.0.1:8620"}};
      if (*origin != '\0') in.headers.push_back({"Origin", origin});
      const HttpResponse out = proxy.handle(in);
      CHECK(out.status == 403);
      CHECK(find_header(out.headers, "Access-Control-Allow-Origin").empty());
      CHECK_FALSE(error_text(out).empty());
      CHECK(upstream.received.empty());
    }
  }
}

TEST_CASE("another Host is refused, whatever the origin says") {
  Upstream upstream;
  CorsProxy proxy(upstream.settings());
  HttpRequest in = request("GET", kTarget);
  in.headers = {{"Host", "rebound.example:8620"}, {"Origin", kOrigin}};
  CHECK(proxy.handle(in).status == 403);
  CHECK(upstream.received.empty());
}

TEST_CASE("an origin that was allowed by name is served") {
  Upstream upstream;
  ProxySettings settings = upstream.settings();
  settings.allowed_origins = {"https://console.example"};
  CorsProxy proxy(settings);
  HttpRequest in = request("GET", kTarget);
  in.headers = {{"Host", "localhost:8620"}, {"Origin", "https://console.example"}};
  const HttpResponse out = proxy.handle(in);
  CHECK(out.status == 200);
  CHECK(find_header(out.headers, "Access-Control-Allow-Origin") == "https://console.example");
}

TEST_CASE("a preflight is answered here and lists only what is forwarded") {
  Upstream upstream;
  CorsProxy proxy(upstream.settings());
  HttpRequest in = request("OPTIONS", kTarget);
  in.headers.push_back({"Access-Control-Request-Method", "POST"});
  in.headers.push_back({"Access-Control-Request-Headers", "authorization,cookie,x-acs-action"});
  const HttpResponse out = proxy.handle(in);
  CHECK(out.status == 204);
  CHECK(find_header(out.headers, "Access-Control-Allow-Origin") == kOrigin);
  CHECK(find_header(out.headers, "Access-Control-Allow-Methods") == "GET, POST, OPTIONS");
  CHECK(find_header(out.headers, "Access-Control-Allow-Headers") == "authorization, x-acs-action");
  CHECK_FALSE(find_header(out.headers, "Access-Control-Max-Age").empty());
  CHECK(upstream.received.empty());
}

TEST_CASE("other targets, methods and sizes are refused with a sentence that the page can read") {
  Upstream upstream;
  CorsProxy proxy(upstream.settings());
  const HttpResponse elsewhere = proxy.handle(request("GET", "/proxy/https://evil.example/"));
  CHECK(elsewhere.status == 403);
  CHECK(find_header(elsewhere.headers, "Access-Control-Allow-Origin") == kOrigin);
  CHECK(proxy.handle(request("DELETE", kTarget)).status == 405);
  CHECK(proxy.handle(request("POST", kTarget, std::string(64 * 1024 + 1, 'x'))).status == 413);
  CHECK(upstream.received.empty());
  CHECK(proxy.handle(request("POST", kTarget, std::string(64 * 1024, 'x'))).status == 200);
}

TEST_CASE("a redirect of the upstream is passed on without its target") {
  Upstream upstream;
  upstream.answer = HttpResponse{302, {{"Location", "https://evil.example/"}}, ""};
  CorsProxy proxy(upstream.settings());
  const HttpResponse out = proxy.handle(request("GET", kTarget));
  CHECK(out.status == 302);
  CHECK(find_header(out.headers, "Location").empty());
  CHECK(upstream.received.size() == 1);
}

TEST_CASE("failures upstream say whether something may have been sent") {
  Upstream upstream;
  CorsProxy proxy(upstream.settings());
  upstream.answer = TransportError{TransportFailure::NotReached, Departure::NothingLeft,
                                   "No connection could be made."};
  const HttpResponse unsent = proxy.handle(request("POST", kTarget, "a=b"));
  CHECK(unsent.status == 502);
  CHECK(find_header(unsent.headers, "X-Dds-Proxy-Error") == "not-sent");
  CHECK(error_text(unsent).find("Nothing was sent") != std::string::npos);
  upstream.answer =
      TransportError{TransportFailure::TimedOut, Departure::MayHaveLeft, "No answer came."};
  const HttpResponse unknown = proxy.handle(request("POST", kTarget, "a=b"));
  CHECK(unknown.status == 504);
  CHECK(find_header(unknown.headers, "X-Dds-Proxy-Error") == "unknown");
}

TEST_CASE("more requests at once than allowed are turned away unsent") {
  ProxySettings settings;
  settings.own_port = 8620;
  settings.max_concurrent = 1;
  CorsProxy* self = nullptr;
  std::optional<HttpResponse> inner;
  settings.upstream = [&](HttpRequest) {
    inner = self->handle(request("GET", kTarget));  // while the first one runs
    return HttpResult(HttpResponse{200, {}, ""});
  };
  CorsProxy proxy(settings);
  self = &proxy;
  CHECK(proxy.handle(request("GET", kTarget)).status == 200);
  REQUIRE(inner.has_value());
  CHECK(inner->status == 503);
  CHECK(find_header(inner->headers, "X-Dds-Proxy-Error") == "not-sent");
}

TEST_CASE("its own emulator is answered in the process") {
  Upstream upstream;
  ProxySettings settings = upstream.settings();
  int asked = 0;
  settings.emulator = [&](const HttpRequest& in) {
    ++asked;
    CHECK(in.body == "Action=DescribeRegions");
    return HttpResponse{200, {{"Access-Control-Allow-Origin", "*"}}, "emulated"};
  };
  CorsProxy proxy(settings);
  const HttpResponse out = proxy.handle(
      request("POST", "/proxy/http://127.0.0.1:8620/emulator/", "Action=DescribeRegions"));
  CHECK(out.body == "emulated");
  CHECK(find_header(out.headers, "Access-Control-Allow-Origin") == kOrigin);
  CHECK(asked == 1);
  CHECK(upstream.received.empty());
}

TEST_CASE("a listed name that resolves inwards is not connected to") {
  dds::transport::CurlSettings settings = dds::server::upstream_settings();
  const std::atomic<bool> stopping{false};
  for (const char* address :
       {"127.0.0.1", "10.1.2.3", "100.100.100.200", "169.254.169.254", "[fd00::1]"}) {
    settings.resolve = {std::string("mongodb.aliyuncs.com:443:") + address};
    HttpRequest out;
    out.url = "https://mongodb.aliyuncs.com/";
    const HttpResult result = dds::server::send_upstream(out, settings, stopping);
    const auto* error = std::get_if<TransportError>(&result);
    REQUIRE(error != nullptr);
    CHECK(error->failure == TransportFailure::NotReached);
    CHECK(error->departure == Departure::NothingLeft);
    CHECK(error->detail.find("does not connect") != std::string::npos);
  }
}
