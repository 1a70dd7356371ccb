#include "core/signing/rpc_v1.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/base/percent.h"
#include "core/base/secret.h"

namespace dds::test {
namespace {

using signing::Scheme;
using signing::sign_rpc_v1;
using signing::SigningTrace;

const Secret kSecret("testsecret");

SigningTrace sign(Parameters parameters, std::string_view method = "POST",
                  Scheme scheme = Scheme::RpcV1Sha1) {
  auto trace = sign_rpc_v1(method, std::move(parameters), kSecret, scheme);
  REQUIRE(trace.ok());
  return *trace;
}

Error refuse(std::string_view method, Parameters parameters, Scheme scheme = Scheme::RpcV1Sha1) {
  auto trace = sign_rpc_v1(method, std::move(parameters), kSecret, scheme);
  REQUIRE_FALSE(trace.ok());
  return trace.error();
}

// The slow and plain way to the same steps.
SigningTrace sign_plainly(std::string_view method, Parameters parameters, Scheme scheme) {
  std::sort(parameters.begin(), parameters.end(),
            [](const Parameter& a, const Parameter& b) { return a.name < b.name; });
  SigningTrace trace;
  trace.canonical_query = signing::encode_parameters(parameters);
  trace.string_to_sign = std::string(method) + "&%2F&" + percent_encode(trace.canonical_query);
  trace.signature = signing::rpc_v1_signature(trace.string_to_sign, kSecret, scheme);
  return trace;
}

}  // namespace

TEST_CASE(
    "names are sorted by their bytes: case counts, Foo.10 is before Foo.2, non-ASCII is last") {
  const SigningTrace trace = sign({{"键", "1"},
                                   {"a", "2"},
                                   {"Z", "3"},
                                   {"Foo.2", "4"},
                                   {"Foo.10", "5"},
                                   {"Aa", "6"},
                                   {"A1", "7"},
                                   {"Ключ", "8"},
                                   {"é", "9"},
                                   {"\xF0\x9F\x9A\x80", "10"},
                                   {"\xEF\xBF\xBD", "11"}});
  CHECK(trace.canonical_query ==
        "A1=7&Aa=6&Foo.10=5&Foo.2=4&Z=3&a=2&%C3%A9=9&%D0%9A%D0%BB%D1%8E%D1%87=8&%E9%94%AE=1&"
        "%EF%BF%BD=11&%F0%9F%9A%80=10");
  CHECK(trace.parameters.front().name == "A1");
  CHECK(trace.parameters.back().value == "10");
}

TEST_CASE("unreserved characters stay, every other byte is encoded, an empty value keeps its =") {
  CHECK(sign({{"V", "~*+ !'()/=&%\"\\"}, {"E", ""}, {"U", "AZaz09-_.~"}}).canonical_query ==
        "E=&U=AZaz09-_.~&V=~%2A%2B%20%21%27%28%29%2F%3D%26%25%22%5C");
  using namespace std::string_literals;
  CHECK(sign({{"N", "\0\n\x7F"s}}).string_to_sign == "POST&%2F&N%3D%2500%250A%257F");
}

TEST_CASE("no parameters at all are signed as the empty query") {
  const SigningTrace trace = sign({});
  CHECK(trace.canonical_query.empty());
  CHECK(trace.string_to_sign == "POST&%2F&");
}

TEST_CASE("GET and POST differ in the first word of the string to sign only") {
  const Parameters parameters = {{"Action", "CreateBackup"}, {"DBInstanceId", "dds-1"}};
  const SigningTrace get = sign(parameters, "GET");
  const SigningTrace post = sign(parameters, "POST");
  CHECK(get.canonical_query == post.canonical_query);
  CHECK(get.string_to_sign.substr(3) == post.string_to_sign.substr(4));
  CHECK(get.signature != post.signature);
}

TEST_CASE("the security token is signed like any other parameter") {
  const Parameters without = {{"Action", "CreateBackup"}};
  const Parameters with = {{"Action", "CreateBackup"}, {"SecurityToken", "CAIS+/token=="}};
  CHECK(sign(with).string_to_sign ==
        "POST&%2F&Action%3DCreateBackup%26SecurityToken%3DCAIS%252B%252Ftoken%253D%253D");
  CHECK(sign(with).signature != sign(without).signature);
}

TEST_CASE(
    "a Signature among the parameters, a repeated name and other methods are refused by name") {
  CHECK(refuse("POST", {{"A", "1"}, {"Signature", "x"}}).detail == "Signature");
  const Error twice = refuse("POST", {{"B", "1"}, {"A", "1"}, {"B", "1"}});
  CHECK(twice.code == ErrorCode::InvalidParameter);
  CHECK(twice.message.find("Parameter B is given more than once") == 0);
  for (const char* method : {"", "get", "PUT", "POST "}) {
    CHECK(refuse(method, {{"A", "1"}}).message.find("GET or POST") != std::string::npos);
  }
  CHECK(refuse("GET", {}, Scheme::Acs3).code == ErrorCode::InvalidParameter);
}

TEST_CASE("text that is not UTF-8 is refused, in a name and in a value, also when it is long") {
  CHECK(refuse("POST", {{"A", "\xFF"}}).code == ErrorCode::InvalidText);
  CHECK(refuse("POST", {{"\xC3", "1"}}).code == ErrorCode::InvalidText);
  CHECK(refuse("POST", {{"A", std::string(100'000, 'a') + "\xED\xA0\x80"}}).detail == "A");
}

TEST_CASE("any set of parameters gives the steps of the plain way, whatever its order and size") {
  std::mt19937 random(20151201);
  const auto below = [&](unsigned end) { return static_cast<unsigned>(random()) % end; };
  const std::vector<std::string> pieces = {"a",
                                           "Z",
                                           "0",
                                           "dds-bp12345678",
                                           "~",
                                           "-",
                                           "_",
                                           ".",
                                           " ",
                                           "+",
                                           "*",
                                           "%",
                                           "&",
                                           "=",
                                           "/",
                                           "中",
                                           "é",
                                           "\xF0\x9F\x9A\x80",
                                           "!'()",
                                           "abcdefgh",
                                           "12345678ABCDEFGH",
                                           "\x01",
                                           "@",
                                           "`",
                                           "[",
                                           "{",
                                           "\x7F"};
  const auto piece = [&]() -> const std::string& {
    return pieces[below(static_cast<unsigned>(pieces.size()))];
  };
  for (int round = 0; round < 500; ++round) {
    Parameters parameters;
    const unsigned count = below(30);
    for (unsigned i = 0; i < count; ++i) {
      // The number at the end keeps the names apart; what stands before it decides the order.
      Parameter parameter;
      for (unsigned k = below(4); k > 0; --k) parameter.name += piece();
      parameter.name += "." + std::to_string(i);
      for (unsigned k = below(round % 50 == 0 ? 900 : 20); k > 0; --k) parameter.value += piece();
      parameters.push_back(std::move(parameter));
    }
    const Scheme scheme = round % 2 == 0 ? Scheme::RpcV1Sha1 : Scheme::RpcV1Sha256;
    const SigningTrace fast = sign(parameters, "GET", scheme);
    const SigningTrace plain = sign_plainly("GET", parameters, scheme);
    CHECK(fast.canonical_query == plain.canonical_query);
    CHECK(fast.string_to_sign == plain.string_to_sign);
    CHECK(fast.signature == plain.signature);
    // The same set in another order, and signed again, gives the same bytes.
    std::shuffle(parameters.begin(), parameters.end(), random);
    CHECK(sign(parameters, "GET", scheme).signature == fast.signature);
    CHECK(sign(fast.parameters, "GET", scheme).string_to_sign == fast.string_to_sign);
  }
}

TEST_CASE("a secret of any length signs: short, as long as a block, longer") {
  // HMAC-SHA1 computed independently (OpenSSL) for keys "k" * n + "&" over "text".
  const std::pair<std::size_t, std::string_view> expected[] = {
      {0, "dX9mCZMmHSlQtsYC2roVtkexE78="},   {1, "tSqnBoO/JRFdmKg6SiDrXBXaQHk="},
      {30, "lGfppNmxrZwPYGdRaUxMx5SUeWY="},  {62, "pPnfj4seBtbqV6taRQ52+Hclb6Q="},
      {63, "L2zYOSKSRef0vaw0PnTCl/fPv4E="},  {64, "t76WiRWOkJUd/JQuQwOvng7ZL/g="},
      {65, "Vyp6B+/DQJMRYCT0ujz+OLAmpPk="},  {200, "6vUXUcgEZfkE2LXRroz1hBLhFjc="},
      {5000, "7UHrvhit7ubgcCM524EOwP0ibgE="}};
  for (const auto& row : expected) {
    CAPTURE(row.first);
    CHECK(signing::rpc_v1_signature("text", Secret(std::string(row.first, 'k')),
                                    Scheme::RpcV1Sha1) == row.second);
  }
}

}  // namespace dds::test
