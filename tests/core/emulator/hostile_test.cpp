#include <doctest/doctest.h>

#include "core/emulator/incoming.h"
#include "core/emulator/random.h"
#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;

namespace {

std::string code_of_body(Service& service, std::string_view body) {
  return Service::code(service.send(service.carry(body)));
}

}  // namespace

TEST_CASE("percent-encoding that is broken is a format error") {
  Service service;
  const std::string right = service.sign(service.complete("DescribeRegions", {})).body;
  for (const std::string_view bad :
       {"&X=%", "&X=%4", "&X=%zz", "&%=1", "&X=%FF", "&%C3%28=1", "&X=%C0%80"}) {
    CAPTURE(bad);
    CHECK(code_of_body(service, right + std::string(bad)) == "InvalidParameter.Format");
  }
  // It was not read, so its nonce is still good.
  CHECK(code_of_body(service, right).empty());
}

TEST_CASE("the answer to a broken request comes in the format that it asked for") {
  Service service;
  CHECK(service.send(service.carry("X=%&Format=JSON")).body.starts_with('{'));
  CHECK(service.send(service.carry("Format=JSON&X=%")).body.starts_with('{'));
  CHECK(service.send(service.carry("X=%")).body.starts_with("<?xml"));
}

TEST_CASE("a name given twice is refused, in one place or in two") {
  Service service;
  HttpRequest request = service.sign(service.complete("DescribeRegions", {}));
  HttpRequest twice = request;
  twice.body += "&Action=CreateBackup";
  const HttpResponse response = service.send(twice);
  CHECK(Service::code(response) == "InvalidParameter");
  CHECK(Service::error(response).message == "The specified parameter \"Action\" is not valid.");
  request.url += "?Action=DescribeRegions";
  CHECK(Service::code(service.send(request)) == "InvalidParameter");
}

TEST_CASE("too many parameters and too many bytes are told, not read") {
  Service service;
  std::string many;
  for (int i = 0; i < 50'000; ++i) many += "&P." + std::to_string(i) + "=1";
  const HttpResponse too_many = service.send(service.carry(many));
  CHECK(Service::code(too_many) == "InvalidParameter");
  CHECK(Service::error(too_many).message == "The request has more than 2000 parameters.");
  const std::string huge = "A=" + std::string(std::size_t{8} << 20U, 'x');
  const HttpResponse too_long = service.send(service.carry(huge));
  CHECK(Service::code(too_long) == "InvalidParameter");
  CHECK(Service::error(too_long).message == "The request is larger than 1024 KiB.");
  service.get = true;
  CHECK(Service::code(service.send(service.carry(huge))) == "InvalidParameter");
}

TEST_CASE("as many parameters as are allowed are verified like few") {
  Service service;
  Parameters own;
  for (int i = 0; i < 1'900; ++i) own.push_back({"X." + std::to_string(i), "%&=+ 库"});
  CHECK(service.refusal("DescribeRegions", own).empty());
}

TEST_CASE("a blank may be written as + or %20, a raw + in a signature is a blank") {
  Service service;
  HttpRequest request = service.sign(
      service.complete("DescribeDBInstances", {{"DBInstanceDescription", "two words"}}));
  const std::size_t at = request.body.find("two%20words");
  REQUIRE(at != std::string::npos);
  request.body.replace(at, 11, "two+words");
  CHECK(service.send(request).status == 200);
}

TEST_CASE("names that tell nothing in an error are cut short and made readable") {
  Service service;
  const std::string name(5'000, 'N');
  const HttpResponse response = service.send(service.carry(name + "=1&" + name + "=2&Format=JSON"));
  CHECK(Service::code(response) == "InvalidParameter");
  CHECK(response.body.size() < 1'000);
  CHECK(Service::code(service.send(service.carry("%01=1&%01=2"))) == "InvalidParameter");
}

TEST_CASE("URLs of any kind are read without harm") {
  Service service;
  for (const std::string_view url :
       {"", "?", "/", "/?", "http://", "://?&&==&=", "https://[::1]:8620/?Format=JSON",
        "#?Action=x", "/emulator/?Action=DescribeRegions#Action=y", "https://user@host/?=&=&"}) {
    CAPTURE(url);
    HttpRequest request;
    request.url = url;
    CHECK_FALSE(Service::code(service.send(request)).empty());
  }
}

TEST_CASE("bytes at random get an answer with a code") {
  emulator::Random random(7);
  constexpr std::string_view kAlphabet =
      "&=%+;?#/AZaz09.-_~\\\"<>\x01\x7F\xC3\xA4\xFF\xE5\xBA\x93 ";
  Service service;
  const std::string right =
      service.sign(service.complete("CreateBackup", {{"DBInstanceId", std::string(kOrders)}})).body;
  for (int round = 0; round < 3'000; ++round) {
    std::string body = round % 2 == 0 ? right : std::string();
    const auto edits = random.between(1, 30);
    for (std::int64_t i = 0; i < edits; ++i) {
      const auto at =
          static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(body.size())));
      body.insert(at, 1,
                  kAlphabet[static_cast<std::size_t>(
                      random.between(0, static_cast<std::int64_t>(kAlphabet.size()) - 1))]);
    }
    HttpRequest request = service.carry(body);
    if (round % 3 == 0) request.url += "?" + body.substr(body.size() / 2);
    const HttpResponse response = service.send(request);
    const auto reply = response::parse(response);
    CHECK(reply.ok());
    CHECK(response.status >= 200);
  }
  // Nothing that was changed took effect (an empty pair, such as && or a trailing &, changes
  // nothing).
  CHECK(service.emulator.effects().size() <= 1);
}
