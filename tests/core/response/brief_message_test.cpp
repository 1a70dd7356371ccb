#include "core/response/brief_message.h"

#include <doctest/doctest.h>

using dds::response::brief_message;

TEST_CASE("a message is told without the string to sign that it quotes") {
  CHECK(brief_message("Specified signature is not matched with our calculation. server string to "
                      "sign is:GET&%2F&AccessKeyId%3Dtestid") ==
        "Specified signature is not matched with our calculation.");
  CHECK(brief_message("It differs, server string to sign is:ACS3-HMAC-SHA256\n0a1b") ==
        "It differs.");
  CHECK(brief_message("server string to sign is:GET").empty());
}

TEST_CASE("any other message stays as it is") {
  CHECK(brief_message("The instance is locked") == "The instance is locked");
  CHECK(brief_message("").empty());
}
