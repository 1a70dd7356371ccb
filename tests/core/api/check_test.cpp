// Checks that several actions share: what is refused is named, with what would be right.
#include <doctest/doctest.h>

#include "core/api/check.h"

using namespace dds;
using namespace dds::api;

namespace {

bool names(const Status& status, std::string_view parameter, std::string_view given) {
  return status && status->detail == parameter &&
         status->message.find(parameter) != std::string::npos &&
         status->message.find(given) != std::string::npos;
}

}  // namespace

TEST_CASE("the id of an instance is a word, and no mongos node") {
  CHECK_FALSE(check_instance_id("SourceDBInstance", "dds-bp1a7f3c9d2e5b81").has_value());
  CHECK(names(check_instance_id("SourceDBInstance", ""), "SourceDBInstance", "missing"));
  CHECK(names(check_instance_id("DBInstanceId", "dds bp1"), "DBInstanceId", "\"dds bp1\""));
  CHECK(names(check_instance_id("DBInstanceId", "s-bp1"), "DBInstanceId", "mongos"));
}

TEST_CASE("one backup id a call") {
  CHECK_FALSE(check_backup_id("5664091").has_value());
  CHECK_FALSE(check_backup_id("cb-o8c2ugnxo26kx").has_value());
  CHECK(names(check_backup_id(""), "BackupId", "missing"));
  CHECK(names(check_backup_id("1,2"), "BackupId", "\"1,2\""));
}

TEST_CASE("a client token is 1 to 64 printable ASCII characters") {
  CHECK_FALSE(check_client_token("4e7a-11").has_value());
  CHECK_FALSE(check_client_token(std::string(64, 'x')).has_value());
  CHECK(names(check_client_token(std::string(65, 'x')), "ClientToken", "64"));
  CHECK(names(check_client_token("a b"), "ClientToken", "\"a b\""));
  CHECK(names(check_client_token("\xE5\xBA\x93"), "ClientToken", "ASCII"));
  CHECK(names(check_client_token(""), "ClientToken", "missing"));
}

TEST_CASE("a description begins with a letter and has no blanks") {
  CHECK_FALSE(check_description("orders_2026-01").has_value());
  CHECK_FALSE(check_description("\xE5\xBA\x93\xE5\xAD\x98").has_value());
  for (const char* bad : {"", "a", "1orders", "-orders", "two words", "a:b", "a\xFF"}) {
    CAPTURE(bad);
    CHECK(names(check_description(bad), "DBInstanceDescription", "letter"));
  }
  CHECK(check_description("a" + std::string(256, 'b')).has_value());
}
