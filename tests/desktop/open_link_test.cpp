#include "native/desktop/open_link.h"

#include <doctest/doctest.h>

#include <string>

using dds::desktop::check_link;

TEST_CASE("an https link to a plain host may be opened") {
  CHECK_FALSE(check_link("https://help.aliyun.com/en/mongodb/"));
  CHECK_FALSE(
      check_link("https://api.aliyun.com/troubleshoot?q=InvalidTimeStamp.Expired&product=Dds#top"));
}

TEST_CASE("whatever could be read as something else than an https link is refused") {
  CHECK(check_link(""));
  CHECK(check_link("http://help.aliyun.com/"));
  CHECK(check_link("file:///etc/passwd"));
  CHECK(check_link("javascript:alert(1)"));
  CHECK(check_link("--help"));
  CHECK(check_link("https://"));
  CHECK(check_link("https:///path"));
  CHECK(check_link("https://someone@host/"));
  CHECK(check_link("https://host/a b"));
  CHECK(check_link("https://host/\n"));
  CHECK(check_link("https://host/$(reboot)`id`"));
  CHECK(check_link("https://host/'quoted'"));
  CHECK(check_link("https://host/\xE5\xBA\x93"));
  CHECK(check_link("https://host/" + std::string(3000, 'a')));
}
