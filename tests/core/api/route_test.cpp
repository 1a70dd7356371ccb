// Where a request is sent by each route.
#include <doctest/doctest.h>

#include "core/api/endpoint.h"

using namespace dds;
using namespace dds::api;

namespace {

constexpr std::string_view kTarget = "https://mongodb.aliyuncs.com/";
constexpr std::string_view kSigned = "https://mongodb.aliyuncs.com/?Action=A&Signature=a%2Bb%3D";

std::string sent(RouteKind kind, std::string proxy, std::string_view target = kTarget) {
  const Result<std::string> url = routed_url({kind, std::move(proxy)}, target);
  if (url) return *url;
  CHECK(url.error().code == ErrorCode::InvalidEndpoint);
  return "error: " + url.error().message;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("direct is the target itself") {
  CHECK(sent(RouteKind::Direct, "", kSigned) == kSigned);
}

TEST_CASE("the path form puts the target behind one slash and does not encode it again") {
  for (const char* proxy : {"https://proxy.example", "https://proxy.example/",
                            "https://proxy.example//", "HTTPS://Proxy.Example"}) {
    CHECK(sent(RouteKind::ProxyPath, proxy, kSigned) ==
          "https://proxy.example/" + std::string(kSigned));
  }
  CHECK(sent(RouteKind::ProxyPath, "http://127.0.0.1:8620/proxy") ==
        "http://127.0.0.1:8620/proxy/https://mongodb.aliyuncs.com/");
  CHECK(sent(RouteKind::ProxyPath, "http://127.0.0.1:8620/proxy/") ==
        "http://127.0.0.1:8620/proxy/https://mongodb.aliyuncs.com/");
  CHECK(has(sent(RouteKind::ProxyPath, "https://proxy.example/?url="), "query form"));
}

TEST_CASE("the query form encodes the target once") {
  const std::string once =
      "https%3A%2F%2Fmongodb.aliyuncs.com%2F%3FAction%3DA%26Signature%3Da%252Bb%253D";
  CHECK(sent(RouteKind::ProxyQuery, "https://proxy.example", kSigned) ==
        "https://proxy.example/?url=" + once);
  CHECK(sent(RouteKind::ProxyQuery, "https://proxy.example/", kSigned) ==
        "https://proxy.example/?url=" + once);
  CHECK(sent(RouteKind::ProxyQuery, "https://proxy.example/p", kSigned) ==
        "https://proxy.example/p?url=" + once);
  CHECK(sent(RouteKind::ProxyQuery, "https://proxy.example/?", kSigned) ==
        "https://proxy.example/?url=" + once);
  CHECK(sent(RouteKind::ProxyQuery, "https://proxy.example/?key=k", kSigned) ==
        "https://proxy.example/?key=k&url=" + once);
  CHECK(sent(RouteKind::ProxyQuery, "https://proxy.example/?key=k&", kSigned) ==
        "https://proxy.example/?key=k&url=" + once);
  CHECK(sent(RouteKind::ProxyQuery, "https://proxy.example/?target=", kSigned) ==
        "https://proxy.example/?target=" + once);
}

TEST_CASE("same origin goes through the page's server, unless the target is there already") {
  CHECK(sent(RouteKind::SameOrigin, "http://127.0.0.1:8620") ==
        "http://127.0.0.1:8620/proxy/https://mongodb.aliyuncs.com/");
  CHECK(sent(RouteKind::SameOrigin, "http://127.0.0.1:8620/") ==
        "http://127.0.0.1:8620/proxy/https://mongodb.aliyuncs.com/");
  const std::string emulator = "http://127.0.0.1:8620/emulator/?Action=A";
  CHECK(sent(RouteKind::SameOrigin, "http://127.0.0.1:8620", emulator) == emulator);
  CHECK(sent(RouteKind::SameOrigin, "https://console.example:443",
             "https://console.example/emulator/") == "https://console.example/emulator/");
  for (const char* other : {"http://127.0.0.1:86200/", "https://127.0.0.1:8620/",
                            "http://localhost:8620/", "http://127.0.0.1:8620.example.com/"}) {
    CAPTURE(other);
    CHECK(sent(RouteKind::SameOrigin, "http://127.0.0.1:8620", other) != other);
  }
}

TEST_CASE("a proxy that is none is refused with what would be right, and without its secrets") {
  for (const RouteKind kind :
       {RouteKind::ProxyPath, RouteKind::ProxyQuery, RouteKind::SameOrigin}) {
    CHECK(sent(kind, "").starts_with("error: "));
    CHECK(has(sent(kind, "proxy.example"), "http:// or https://"));
    CHECK(sent(kind, "ftp://proxy.example").starts_with("error: "));
    CHECK(sent(kind, "https://").starts_with("error: "));
    CHECK(sent(kind, "https://proxy example").starts_with("error: "));
    CHECK(sent(kind, "https://proxy.example/#x").starts_with("error: "));
    const std::string message = sent(kind, "https://user:hunter2@proxy.example/");
    CHECK(message.starts_with("error: "));
    CHECK_FALSE(has(message, "hunter2"));
  }
  CHECK_FALSE(has(sent(RouteKind::ProxyPath, "https://proxy.example/?key=hunter2"), "hunter2"));
}
