// Two strings to sign: where they differ, and what that place is called.
#include <doctest/doctest.h>

#include <string>

#include "core/diagnose/difference.h"

using namespace dds;
using namespace dds::diagnose;

namespace {

struct Expected {
  Part part;
  std::string parameter;
  std::string client;  // the bytes that are marked
  std::string right;
};

void check(const std::string& client, const std::string& right, const Expected& expected) {
  CAPTURE(client);
  CAPTURE(right);
  const auto difference = first_difference(client, right);
  REQUIRE(difference.has_value());
  CHECK(difference->part == expected.part);
  CHECK(difference->parameter == expected.parameter);
  const Range a = difference->client;
  const Range b = difference->right;
  REQUIRE(a.end <= client.size());
  REQUIRE(b.end <= right.size());
  CHECK(client.substr(a.begin, a.end - a.begin) == expected.client);
  CHECK(right.substr(b.begin, b.end - b.begin) == expected.right);
  CHECK(difference->sentence.ends_with('.'));
}

}  // namespace

TEST_CASE("alike is no difference") {
  CHECK_FALSE(first_difference("GET&%2F&A%3D1", "GET&%2F&A%3D1").has_value());
  CHECK_FALSE(first_difference("", "").has_value());
}

TEST_CASE("the place is named") {
  check("GET&%2F&A%3D1", "POST&%2F&A%3D1", {Part::Method, "", "GET", "POST"});
  check("GET&/&A%3D1", "GET&%2F&A%3D1", {Part::Path, "", "/", "%2F"});
  check("GET&%2F&A%3Dx%2By%26B%3D2", "GET&%2F&A%3Dx%2520y%26B%3D2",
        {Part::Encoding, "A", "%2B", "%2520"});
  check("GET&%2F&A%3Dx%252By", "GET&%2F&A%3Dx%2520y", {Part::Encoding, "A", "%252B", "%2520"});
  check("GET&%2F&A%3Dx%252fy", "GET&%2F&A%3Dx%252Fy", {Part::Encoding, "A", "%252f", "%252F"});
  check("GET&%2F&A%3D12%26B%3D2", "GET&%2F&A%3D13%26B%3D2", {Part::Value, "A", "2", "3"});
  check("GET&%2F&A%3D1%26C%3D3", "GET&%2F&A%3D1%26B%3D2%26C%3D3",
        {Part::Missing, "B", "", "B%3D2"});
  check("GET&%2F&A%3D1%26B%3D2%26C%3D3", "GET&%2F&A%3D1%26C%3D3", {Part::Extra, "B", "B%3D2", ""});
  check("GET&%2F&A%3D1%26B%3D2", "GET&%2F&A%3D1", {Part::Extra, "B", "B%3D2", ""});
  check("GET&%2F&B%3D2%26A%3D1", "GET&%2F&A%3D1%26B%3D2", {Part::Order, "B", "B%3D2", "A%3D1"});
  check("GET&%2F&TimeStamp%3D1", "GET&%2F&Timestamp%3D1",
        {Part::Name, "Timestamp", "TimeStamp%3D1", "Timestamp%3D1"});
}

TEST_CASE("other texts are compared as they are, and the line is named") {
  check("POST\n/\n\nhost:a\nx-acs-date:1\n", "POST\n/\n\nhost:b\nx-acs-date:1\n",
        {Part::Header, "host", "a", "b"});
  check("abc", "abd", {Part::Other, "", "c", "d"});
  check("", "x", {Part::Other, "", "", "x"});
}

TEST_CASE("a string to sign is read back") {
  const auto text = read_string_to_sign("POST&%2F&A%3Dx%2520y%26B%3D%26C%3D%25E5%25A4%2587");
  REQUIRE(text.has_value());
  CHECK(text->method == "POST");
  CHECK(text->path == "/");
  CHECK(text->parameters == Parameters{{"A", "x y"}, {"B", ""}, {"C", "\xE5\xA4\x87"}});
  for (const char* const bad : {"", "POST", "POST&%2F", "a b&%2F&A%3D1", "P0ST&%2F&A", "G&x&A"})
    CHECK_FALSE(read_string_to_sign(bad).has_value());
}
