// Which curl errors mean that nothing was sent: CreateBackup hangs on it.
#include "native/transport/curl_failure.h"

#include <doctest/doctest.h>

using dds::TransportError;
using dds::TransportFailure;
using dds::transport::describe_failure;
using dds::transport::FailedExchange;

namespace {

TransportError failure(CURLcode code, bool sending_began = true) {
  FailedExchange exchange;
  exchange.code = code;
  exchange.host = "mongodb.aliyuncs.com";
  exchange.sending_began = sending_began;
  exchange.timeout = dds::Seconds(30);
  return describe_failure(exchange);
}

}  // namespace

TEST_CASE("name resolution and connecting sent nothing") {
  for (const CURLcode code :
       {CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT,
        CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL, CURLE_LOGIN_DENIED}) {
    const TransportError error = failure(code, false);
    CHECK(error.failure == TransportFailure::NotReached);
    CHECK_FALSE(error.may_have_been_sent);
    CHECK_FALSE(error.detail.empty());
  }
}

TEST_CASE("a refused certificate or handshake sent nothing") {
  for (const CURLcode code :
       {CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE}) {
    const TransportError error = failure(code, false);
    CHECK(error.failure == TransportFailure::Tls);
    CHECK_FALSE(error.may_have_been_sent);
  }
}

TEST_CASE("a time-out while connecting sent nothing, one after that may have") {
  const TransportError early = failure(CURLE_OPERATION_TIMEDOUT, false);
  CHECK(early.failure == TransportFailure::NotReached);
  CHECK_FALSE(early.may_have_been_sent);
  const TransportError late = failure(CURLE_OPERATION_TIMEDOUT, true);
  CHECK(late.failure == TransportFailure::TimedOut);
  CHECK(late.may_have_been_sent);
}

TEST_CASE("everything else may have been sent, whatever curl tells about the bytes") {
  for (const CURLcode code :
       {CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_HTTP2,
        CURLE_WEIRD_SERVER_REPLY, CURLE_READ_ERROR}) {
    for (const bool sending_began : {false, true}) {
      const TransportError error = failure(code, sending_began);
      CHECK(error.failure == TransportFailure::Lost);
      CHECK(error.may_have_been_sent);
    }
  }
}

TEST_CASE("a proxy that refuses to connect sent nothing") {
  FailedExchange exchange;
  exchange.code = CURLE_RECV_ERROR;
  exchange.host = "mongodb.aliyuncs.com";
  exchange.sending_began = true;
  exchange.connect_code = 403;
  const TransportError error = describe_failure(exchange);
  CHECK(error.failure == TransportFailure::NotReached);
  CHECK_FALSE(error.may_have_been_sent);
  CHECK(error.detail.find("403") != std::string::npos);
}

TEST_CASE("an answer that is too large came, so the request was sent") {
  FailedExchange exchange;
  exchange.code = CURLE_WRITE_ERROR;
  exchange.too_large = true;
  const TransportError error = describe_failure(exchange);
  CHECK(error.failure == TransportFailure::TooLarge);
  CHECK(error.may_have_been_sent);
}

TEST_CASE("an address that may not be connected to sent nothing") {
  FailedExchange exchange;
  exchange.code = CURLE_COULDNT_CONNECT;
  exchange.refused_address = true;
  const TransportError error = describe_failure(exchange);
  CHECK(error.failure == TransportFailure::NotReached);
  CHECK_FALSE(error.may_have_been_sent);
}
