// Something that is no HTTP answer says nothing about the request, over TLS either.
#include <doctest/doctest.h>

#include <string>

#include "tests/native/garbled_peer.h"
#include "tests/native/temporary_folder.h"
#include "tests/native/tls_peer.h"

using namespace dds;

namespace {

constexpr const char* kName = "service.test";

struct TlsWay {
  explicit TlsWay(int version) {
    way.scheme = "https";
    way.host = kName;
    way.wire = test::tls_wire(identity, {.version = version, .wants_certificate = false});
    way.settings.ca_file = identity.write_certificate(folder).string();
  }
  test::TlsIdentity identity{kName};
  test::TemporaryFolder folder;
  test::Way way;
};

}  // namespace

TEST_CASE("over TLS 1.2, whatever comes in an answer's place, the request counts as sent") {
  const TlsWay tls(TLS1_2_VERSION);
  test::check_that_garbled_answers_count_as_sent(tls.way, test::Cuts::AtSome);
}

TEST_CASE("over TLS 1.3, whatever comes in an answer's place, the request counts as sent") {
  const TlsWay tls(TLS1_3_VERSION);
  test::check_that_garbled_answers_count_as_sent(tls.way, test::Cuts::AtSome);
}

TEST_CASE("over TLS 1.2, whatever comes in an answer's place, no second backup is made") {
  const TlsWay tls(TLS1_2_VERSION);
  test::check_that_garbled_answers_never_make_two_backups(tls.way, test::Cuts::AtSome);
}

TEST_CASE("over TLS 1.3, whatever comes in an answer's place, no second backup is made") {
  const TlsWay tls(TLS1_3_VERSION);
  test::check_that_garbled_answers_never_make_two_backups(tls.way, test::Cuts::AtSome);
}
