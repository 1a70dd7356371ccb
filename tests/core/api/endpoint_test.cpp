// Endpoints that a person may type, and the hosts of the regions.
#include <doctest/doctest.h>

#include <set>

#include "core/api/endpoint.h"

using namespace dds;
using namespace dds::api;

namespace {

std::string url_of(std::string_view text, bool allow_insecure = false) {
  const Result<Endpoint> endpoint = parse_endpoint(text, allow_insecure);
  return endpoint ? endpoint->url() : "error: " + endpoint.error().message;
}

std::string error_of(std::string_view text, bool allow_insecure = false) {
  const Result<Endpoint> endpoint = parse_endpoint(text, allow_insecure);
  if (endpoint) return "accepted as " + endpoint->url();
  CHECK(endpoint.error().code == ErrorCode::InvalidEndpoint);
  return endpoint.error().message;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a host, a host with a port and a URL are endpoints") {
  CHECK(url_of("mongodb.aliyuncs.com") == "https://mongodb.aliyuncs.com/");
  CHECK(url_of("MongoDB.CN-Hangzhou.AliyunCS.com") == "https://mongodb.cn-hangzhou.aliyuncs.com/");
  CHECK(url_of("mongodb.aliyuncs.com:443") == "https://mongodb.aliyuncs.com/");
  CHECK(url_of("mongodb.aliyuncs.com:8443") == "https://mongodb.aliyuncs.com:8443/");
  CHECK(url_of("HTTPS://mongodb.aliyuncs.com") == "https://mongodb.aliyuncs.com/");
  CHECK(url_of("https://mongodb.aliyuncs.com./") == "https://mongodb.aliyuncs.com/");
  CHECK(url_of(" \tmongodb.aliyuncs.com\r\n") == "https://mongodb.aliyuncs.com/");
  CHECK(url_of("http://127.0.0.1:8620/emulator") == "http://127.0.0.1:8620/emulator/");
  CHECK(url_of("http://localhost:8620/emulator/") == "http://localhost:8620/emulator/");
  CHECK(url_of("http://127.0.0.1:80") == "http://127.0.0.1/");
  CHECK(url_of("https://127.0.0.1:80") == "https://127.0.0.1:80/");
  CHECK(url_of("http://[::1]:8620") == "http://[::1]:8620/");
  CHECK(url_of("https://[2001:DB8::1]") == "https://[2001:db8::1]/");
  CHECK(url_of("https://[::ffff:192.0.2.1]:8443/x") == "https://[::ffff:192.0.2.1]:8443/x/");
}

TEST_CASE("without a scheme it is https, on this machine http") {
  CHECK(url_of("127.0.0.1:8620") == "http://127.0.0.1:8620/");
  CHECK(url_of("localhost") == "http://localhost/");
  CHECK(url_of("192.0.2.7:8620") == "https://192.0.2.7:8620/");
}

TEST_CASE("http to another machine needs to be allowed on purpose") {
  CHECK(has(error_of("http://mongodb.aliyuncs.com"), "use https"));
  CHECK(has(error_of("http://10.0.0.1"), "use https"));
  CHECK(has(error_of("http://127.0.0.1.example.com"), "use https"));
  CHECK(has(error_of("http://localhost.example.com"), "use https"));
  CHECK(has(error_of("http://[::ffff:127.0.0.1]"), "use https"));
  CHECK(url_of("http://10.0.0.1:8620", true) == "http://10.0.0.1:8620/");
  CHECK(url_of("http://127.200.3.4") == "http://127.200.3.4/");
}

TEST_CASE("what is no endpoint is refused with what would be right") {
  CHECK(has(error_of(""), "empty"));
  CHECK(has(error_of("  "), "empty"));
  CHECK(has(error_of("https://"), "names no host"));
  CHECK(has(error_of("https:///path"), "names no host"));
  CHECK(has(error_of(":443"), "names no host"));
  CHECK(has(error_of("ftp://mongodb.aliyuncs.com"), "https://"));
  CHECK(has(error_of("javascript://x"), "https://"));
  CHECK(has(error_of("mongodb.aliyuncs.com?Action=x"), "query"));
  CHECK(has(error_of("https://mongodb.aliyuncs.com/?"), "query"));
  CHECK(has(error_of("https://mongodb.aliyuncs.com/#x"), "fragment"));
  CHECK(has(error_of("mongodb.aliyuncs.com?x=https://other"), "query"));
  CHECK(has(error_of("mongodb aliyuncs.com"), "character"));
  CHECK(has(error_of("mongodb.aliyuncs.com\\@evil.example"), "character"));
  CHECK(has(error_of("mongodb\xE3\x80\x82"
                     "aliyuncs.com"),
            "character"));
  CHECK(has(error_of("mon_godb.aliyuncs.com"), "letters"));
  CHECK(has(error_of("-mongodb.aliyuncs.com"), "letters"));
  CHECK(has(error_of("mongodb-.aliyuncs.com"), "letters"));
  CHECK(has(error_of("mongodb..aliyuncs.com"), "letters"));
  CHECK(has(error_of("mongodb.aliyuncs.com.."), "letters"));
  CHECK(has(error_of("mongodb%2ealiyuncs.com"), "letters"));
  CHECK(has(error_of(std::string(64, 'a') + ".com"), "letters"));
  CHECK(has(error_of("https://h.example/a/../b"), "path"));
  CHECK(has(error_of("https://h.example/./"), "path"));
  CHECK(has(error_of("https://h.example//x"), "slashes"));
}

TEST_CASE("a port is a number from 1 to 65535") {
  for (const char* port :
       {":", ":0", ":65536", ":-1", ":+1", ":443x", ":99999999999999999999", ":http"}) {
    CAPTURE(port);
    CHECK(has(error_of(std::string("mongodb.aliyuncs.com") + port), "port"));
    CHECK(has(error_of(std::string("https://[::1]") + port), "port"));
  }
  CHECK(url_of("h.example:65535") == "https://h.example:65535/");
  CHECK(url_of("h.example:1") == "https://h.example:1/");
}

TEST_CASE("an address is spelled in full, so that everyone reads the same one") {
  for (const char* host : {"127.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "127.0.0.01",
                           "0177.0.0.1", "127.0.0.256", "127.0.0.1.1", "1.2.3", "mongodb.0x1"}) {
    CAPTURE(host);
    CHECK(has(error_of(host), "four numbers"));
  }
  for (const char* host : {"[::1", "[]", "[:]", "[:::]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]",
                           "[1::2::3]", "[::12345]", "[::g]", "[fe80::1%25eth0]", "[::1.2.3]",
                           "[1.2.3.4::]", "[1:2:3:4:5:6:7:8::]"}) {
    CAPTURE(host);
    CHECK(has(error_of(host), "IPv6"));
  }
  CHECK(has(error_of("::1"), "brackets"));
  CHECK(has(error_of("[::1]x"), "colon and a port"));
  for (const char* host : {"[::]", "[1:2:3:4:5:6:7:8]", "[1::8]", "[1:2:3:4:5:6::]",
                           "[::2:3:4:5:6:7:8]", "[::1.2.3.4]", "[1:2:3:4:5:6:1.2.3.4]"}) {
    CHECK(parse_endpoint(host).ok());
  }
}

TEST_CASE("user info and queries are refused without being shown") {
  for (const char* text :
       {"https://user:hunter2@mongodb.aliyuncs.com", "user:hunter2@mongodb.aliyuncs.com",
        "https://hunter2@mongodb.aliyuncs.com", "https://mongodb.aliyuncs.com/?Signature=hunter2",
        "https://h.example/#hunter2", "ftp://user:hunter2@h", "https://a b:hunter2@h",
        "https://user:hunter2@h:99999"}) {
    CAPTURE(text);
    const std::string message = error_of(text);
    CHECK_FALSE(has(message, "hunter2"));
    CHECK_FALSE(has(message, "accepted"));
  }
  CHECK(error_of(std::string(1'000'000, 'a')).size() < 300);
  CHECK_FALSE(has(error_of("a\nb"), "\n"));
}

TEST_CASE("loopback is this machine and nothing that looks like it") {
  for (const char* host : {"127.0.0.1", "127.255.255.254", "localhost", "[::1]"}) {
    const Result<Endpoint> endpoint = parse_endpoint(host);
    REQUIRE(endpoint.ok());
    if (endpoint) CHECK(endpoint->loopback());
  }
  for (const char* host :
       {"128.0.0.1", "127.example.com", "localhost.example", "[::2]", "0.0.0.0", "my-localhost"}) {
    const Result<Endpoint> endpoint = parse_endpoint(host);
    REQUIRE(endpoint.ok());
    if (endpoint) CHECK_FALSE(endpoint->loopback());
  }
}

TEST_CASE("official are the service's own hosts over https only") {
  for (const char* host : {"mongodb.aliyuncs.com", "mongodb.cn-shenzhen.aliyuncs.com",
                           "mongodb-vpc.cn-beijing.aliyuncs.com"}) {
    const Result<Endpoint> endpoint = parse_endpoint(host);
    REQUIRE(endpoint.ok());
    if (endpoint) CHECK(endpoint->official());
  }
  for (const char* host : {"mongodb.aliyuncs.com.evil.example", "evilmongodb.aliyuncs.com",
                           "mongodb.a.b.aliyuncs.com", "aliyuncs.com", "mongodb.evil.com",
                           "xmongodb.cn-beijing.aliyuncs.com", "mongodb.aliyuncs.com:8443"}) {
    const Result<Endpoint> endpoint = parse_endpoint(host);
    REQUIRE(endpoint.ok());
    if (endpoint) CHECK_FALSE(endpoint->official());
  }
  const Result<Endpoint> plain = parse_endpoint("http://mongodb.aliyuncs.com", true);
  REQUIRE(plain.ok());
  if (plain) CHECK_FALSE(plain->official());
}

TEST_CASE("the table holds 33 regions, each once and with hosts of the service") {
  CHECK(known_regions().size() == 33);
  std::set<std::string_view> ids;
  std::string_view last;
  for (const RegionEndpoint& region : known_regions()) {
    CAPTURE(region.region_id);
    CHECK(ids.insert(region.region_id).second);
    CHECK(last < region.region_id);
    last = region.region_id;
    CHECK_FALSE(region.name.empty());
    const Result<Endpoint> endpoint = parse_endpoint(region.public_host);
    REQUIRE(endpoint.ok());
    if (endpoint) CHECK(endpoint->official());
    if (!region.vpc_host.empty()) {
      CHECK(region.vpc_host == "mongodb-vpc." + std::string(region.region_id) + ".aliyuncs.com");
    }
  }
  CHECK(ids.count("cn-hangzhou") == 1);
}

TEST_CASE("closed regions are marked") {
  std::size_t closed = 0;
  for (const RegionEndpoint& region : known_regions()) {
    if (region.name.find("closed") == std::string_view::npos) continue;
    ++closed;
    CHECK((region.region_id == "ap-south-1" || region.region_id == "ap-southeast-2"));
  }
  CHECK(closed == 2);
}

TEST_CASE("a region's host: from the table, else by the documented pattern") {
  const auto host = [](std::string_view region) {
    const Result<std::string> found = public_host(region);
    return found ? *found : "error: " + found.error().message;
  };
  CHECK(host("cn-hangzhou") == "mongodb.aliyuncs.com");
  CHECK(host("cn-shenzhen") == "mongodb.cn-shenzhen.aliyuncs.com");
  CHECK(host("xx-new-9") == "mongodb.xx-new-9.aliyuncs.com");
  for (const char* region : {"", "cn hangzhou", "CN-HANGZHOU", "cn.hangzhou", "-", "cn-", "-cn",
                             "evil/x", "cn\xFF", "a@b"}) {
    CAPTURE(region);
    const Result<std::string> found = public_host(region);
    CHECK_FALSE(found.ok());
    if (!found) {
      CHECK(found.error().code == ErrorCode::InvalidParameter);
      CHECK(found.error().detail == "RegionId");
      CHECK(has(found.error().message, "cn-hangzhou"));
    }
  }
}

TEST_CASE("a path with an @ is refused, and what stands before it is not shown") {
  const auto endpoint = dds::api::parse_endpoint("https/user:geheim@mongodb.aliyuncs.com");
  REQUIRE_FALSE(endpoint);
  CHECK(endpoint.error().message.find('@') != std::string::npos);
  CHECK(endpoint.error().message.find("geheim") == std::string::npos);
}
