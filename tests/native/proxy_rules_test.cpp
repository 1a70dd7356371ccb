#include "native/server/proxy_rules.h"

#include <doctest/doctest.h>

using namespace dds::server;

namespace {

constexpr int kPort = 8620;

bool forwarded(const std::string& target) {
  return proxy_target(target, kPort, true).ok();
}

}  // namespace

TEST_CASE("the service's hosts are forwarded to, byte for byte, in both notations") {
  const std::string url =
      "https://mongodb.cn-shenzhen.aliyuncs.com/?Action=A&Signature=a%2Bb%3D&x=%7e";
  const dds::Result<ProxyTarget> path = proxy_target("/proxy/" + url, kPort, false);
  REQUIRE(path.ok());
  CHECK(path->url == url);
  CHECK_FALSE(path->own_emulator);
  const dds::Result<ProxyTarget> query = proxy_target(
      "/proxy?url=https%3A%2F%2Fmongodb.cn-shenzhen.aliyuncs.com%2F%3FAction%3DA%26Signature%3Da%"
      "252Bb%253D%26x%3D%257e",
      kPort, false);
  REQUIRE(query.ok());
  CHECK(query->url == url);
}

TEST_CASE("upstream hosts are exact") {
  for (const char* host : {"mongodb.aliyuncs.com", "mongodb.cn-hangzhou.aliyuncs.com",
                           "mongodb-vpc.us-east-1.aliyuncs.com", "sts.aliyuncs.com",
                           "sts.eu-central-1.aliyuncs.com"}) {
    CAPTURE(host);
    CHECK(is_upstream_host(host));
  }
  for (const char* host :
       {"", "aliyuncs.com", ".aliyuncs.com", "mongodb..aliyuncs.com", "mongodb.a.b.aliyuncs.com",
        "ecs.aliyuncs.com", "xmongodb.aliyuncs.com", "mongodb.aliyuncs.com.evil.example",
        "mongodb.aliyuncs.com.", "mongodb.evil.com", "MONGODB.aliyuncs.com",
        "mongodb.CN.aliyuncs.com", "mongodb-vpc.aliyuncs.com", "mongodb.x_y.aliyuncs.com",
        "100.100.100.200", "localhost", "sts-vpc.cn-hangzhou.aliyuncs.com",
        "mongodb.cn%2ehangzhou.aliyuncs.com"}) {
    CAPTURE(host);
    CHECK_FALSE(is_upstream_host(host));
  }
}

TEST_CASE("only https on port 443 with the path / is forwarded") {
  CHECK(forwarded("/proxy/https://mongodb.aliyuncs.com/"));
  CHECK(forwarded("/proxy/https://mongodb.aliyuncs.com:443/?a=b"));
  for (const char* target : {"/proxy/http://mongodb.aliyuncs.com/",
                             "/proxy/mongodb.aliyuncs.com/",
                             "/proxy/https://mongodb.aliyuncs.com",
                             "/proxy/https://mongodb.aliyuncs.com?a=b",
                             "/proxy/https://mongodb.aliyuncs.com:80/",
                             "/proxy/https://mongodb.aliyuncs.com:4430/",
                             "/proxy/https://mongodb.aliyuncs.com/x",
                             "/proxy/https://mongodb.aliyuncs.com//",
                             "/proxy/https://mongodb.aliyuncs.com/..",
                             "/proxy/https://user@mongodb.aliyuncs.com/",
                             "/proxy/https://mongodb.aliyuncs.com@evil.example/",
                             "/proxy/https://mongodb.aliyuncs.com\\@evil.example/",
                             "/proxy/https://evil.example/?mongodb.aliyuncs.com/",
                             "/proxy/https://evil.example#mongodb.aliyuncs.com/",
                             "/proxy/https:/mongodb.aliyuncs.com/",
                             "/proxy/HTTPS://mongodb.aliyuncs.com/",
                             "/proxy/https://[::1]/",
                             "/proxy/https://127.0.0.1/",
                             "/proxy/https://mongodb.aliyuncs.com/?a b",
                             "/proxy/https://mongodb.aliyuncs.com/?\xC3\xA9",
                             "/proxy/ftp://mongodb.aliyuncs.com/",
                             "/proxy/",
                             "/proxy",
                             "/proxy?",
                             "/proxy?url=",
                             "/proxy?target=https%3A%2F%2Fmongodb.aliyuncs.com%2F",
                             "/proxy?url=https%3A%2F%2Fmongodb.aliyuncs.com%2F&x=1",
                             "/proxy?url=https%3A%2F%2Fmongodb.aliyuncs.com%2F%0d%0aX",
                             "/proxy?url=%zz"}) {
    CAPTURE(target);
    CHECK_FALSE(forwarded(target));
  }
}

TEST_CASE("its own emulator is recognised, on its own port only, and only when there is one") {
  for (const char* url : {"http://127.0.0.1:8620/emulator/", "http://localhost:8620/emulator/",
                          "http://127.0.0.1:8620/emulator/?Action=DescribeRegions"}) {
    const dds::Result<ProxyTarget> target = proxy_target(std::string("/proxy/") + url, kPort, true);
    REQUIRE(target.ok());
    CHECK(target->own_emulator);
    CHECK(target->url == url);
    CHECK_FALSE(proxy_target(std::string("/proxy/") + url, kPort, false).ok());
  }
  for (const char* url : {"http://127.0.0.1:8621/emulator/", "http://127.0.0.1:8620/",
                          "http://127.0.0.1:8620/emulator", "http://127.0.0.1:8620/emulator/x",
                          "http://127.0.0.1:8620/emulator/../", "https://127.0.0.1:8620/emulator/",
                          "http://127.0.0.1:8620/proxy/https://mongodb.aliyuncs.com/",
                          "http://10.0.0.1:8620/emulator/"}) {
    CAPTURE(url);
    CHECK_FALSE(proxy_target(std::string("/proxy/") + url, kPort, true).ok());
  }
}

TEST_CASE("only its own names are its host") {
  CHECK(is_own_host("127.0.0.1:8620", kPort));
  CHECK(is_own_host("localhost:8620", kPort));
  CHECK(is_own_host("localhost", 80));
  for (const char* host :
       {"", "127.0.0.1", "localhost", "127.0.0.1:8621", "evil.example:8620", "LOCALHOST:8620",
        "127.0.0.1:8620.evil.example", "x127.0.0.1:8620", "[::1]:8620", "127.0.0.2:8620"}) {
    CAPTURE(host);
    CHECK_FALSE(is_own_host(host, kPort));
  }
}

TEST_CASE("only its own origins and those allowed by name are served") {
  CHECK(is_allowed_origin("http://127.0.0.1:8620", kPort, {}));
  CHECK(is_allowed_origin("http://localhost:8620", kPort, {}));
  CHECK(is_allowed_origin("https://console.example", kPort, {"https://console.example"}));
  for (const char* origin :
       {"", "null", "https://127.0.0.1:8620", "http://127.0.0.1:8621", "http://evil.example",
        "http://127.0.0.1:8620/", "https://console.example.evil", "*"}) {
    CAPTURE(origin);
    CHECK_FALSE(is_allowed_origin(origin, kPort, {"https://console.example"}));
  }
}

TEST_CASE("GET, POST and OPTIONS are the methods") {
  for (const char* method : {"GET", "POST", "OPTIONS"}) CHECK(is_allowed_method(method));
  for (const char* method : {"PUT", "DELETE", "HEAD", "PATCH", "CONNECT", "TRACE", "get", ""}) {
    CHECK_FALSE(is_allowed_method(method));
  }
}

TEST_CASE("headers pass by allow-list in both directions") {
  for (const char* name :
       {"Content-Type", "accept", "Authorization", "x-acs-date", "X-Acs-Security-Token"}) {
    CHECK(is_forwarded_header(name));
  }
  for (const char* name :
       {"Cookie", "Origin", "Referer", "Host", "X-Forwarded-For", "Accept-Encoding", "User-Agent",
        "Sec-Fetch-Site", "REMOTE_ADDR", "Connection", "x-ac"}) {
    CHECK_FALSE(is_forwarded_header(name));
  }
  for (const char* name :
       {"Content-Type", "DATE", "x-acs-request-id", "x-acs-trace-id", "x-acs-retry-after"}) {
    CHECK(is_returned_header(name));
  }
  for (const char* name :
       {"Set-Cookie", "Access-Control-Allow-Origin", "Content-Encoding", "Location", "Server"}) {
    CHECK_FALSE(is_returned_header(name));
  }
}

TEST_CASE("a preflight gets those of its headers that are forwarded") {
  CHECK(allowed_request_headers("content-type, X-Acs-Action,cookie") ==
        "content-type, x-acs-action");
  CHECK(allowed_request_headers("") == "");
  CHECK(allowed_request_headers("x-acs-a\r\nSet-Cookie: b") == "");
}
