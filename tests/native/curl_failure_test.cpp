// What is said of a curl error, and that the error has no say in whether the request left:
// CreateBackup hangs on it.
#include "native/transport/curl_failure.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "native/transport/departure_watch.h"

using dds::Departure;
using dds::TransportError;
using dds::TransportFailure;
using dds::transport::DepartureWatch;
using dds::transport::describe_failure;
using dds::transport::FailedExchange;

namespace {

constexpr int kFurtherCodes = 20;  // of libcurls to come

TransportError failure(CURLcode code, Departure departure) {
  FailedExchange exchange;
  exchange.code = code;
  exchange.host = "mongodb.aliyuncs.com";
  exchange.departure = departure;
  exchange.timeout = dds::Seconds(30);
  return describe_failure(exchange);
}

}  // namespace

TEST_CASE("whatever libcurl says went wrong, what was watched stands") {
  for (int code = 1; code < static_cast<int>(CURL_LAST) + kFurtherCodes; ++code) {
    CAPTURE(code);
    const TransportError before = failure(static_cast<CURLcode>(code), Departure::NothingLeft);
    CHECK(before.departure == Departure::NothingLeft);
    CHECK((before.failure == TransportFailure::NotReached ||
           before.failure == TransportFailure::Tls));
    CHECK_FALSE(before.detail.empty());
    const TransportError after = failure(static_cast<CURLcode>(code), Departure::MayHaveLeft);
    CHECK(after.departure == Departure::MayHaveLeft);
    CHECK(after.failure != TransportFailure::NotReached);
    CHECK(after.failure != TransportFailure::Tls);
    CHECK_FALSE(after.detail.empty());
    // No sentence of what happens before sending.
    for (const char* early : {"URL", "resolved", "could be made", "certificate", "Connecting"})
      CHECK(after.detail.find(early) == std::string::npos);
  }
}

TEST_CASE("where nobody watched, the request may have left") {
  CHECK(FailedExchange{}.departure == Departure::MayHaveLeft);
  CHECK(Departure{} == Departure::MayHaveLeft);
  CHECK(DepartureWatch().departure() == Departure::MayHaveLeft);
}

TEST_CASE("a watched request has not left until it begins, and begins once") {
  const std::unique_ptr<CURL, void (*)(CURL*)> easy(curl_easy_init(), curl_easy_cleanup);
  DepartureWatch watch;
  watch.attach(easy.get());
  CHECK(watch.departure() == Departure::NothingLeft);
  CHECK(watch.begin());
  CHECK(watch.departure() == Departure::MayHaveLeft);
  CHECK_FALSE(watch.begin());
  DepartureWatch heard;
  heard.attach(easy.get());
  heard.answered();
  CHECK(heard.departure() == Departure::MayHaveLeft);
}

TEST_CASE("before it left, the sentence says what kept it") {
  const auto said = [](CURLcode code) { return failure(code, Departure::NothingLeft); };
  CHECK(said(CURLE_COULDNT_RESOLVE_HOST).detail ==
        "The name mongodb.aliyuncs.com could not be resolved.");
  CHECK(said(CURLE_UNSUPPORTED_PROTOCOL).detail ==
        "The address is not an http or https URL without user name.");
  CHECK(said(CURLE_OPERATION_TIMEDOUT).failure == TransportFailure::NotReached);
  for (const CURLcode code :
       {CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE})
    CHECK(said(code).failure == TransportFailure::Tls);
}

TEST_CASE("after it left, the sentence says what became of the answer") {
  const auto said = [](CURLcode code) { return failure(code, Departure::MayHaveLeft); };
  for (const CURLcode code :
       {CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_OUT_OF_MEMORY}) {
    CHECK(said(code).failure == TransportFailure::Garbled);
    CHECK(said(code).detail == "What came back from mongodb.aliyuncs.com is not an HTTP answer.");
  }
  CHECK(said(CURLE_OPERATION_TIMEDOUT).failure == TransportFailure::TimedOut);
  for (const CURLcode code : {CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING,
                              CURLE_PARTIAL_FILE, CURLE_SSL_CONNECT_ERROR})
    CHECK(said(code).failure == TransportFailure::Lost);
}

TEST_CASE("a proxy that refuses to connect is named with its answer") {
  FailedExchange exchange;
  exchange.code = CURLE_RECV_ERROR;
  exchange.host = "mongodb.aliyuncs.com";
  exchange.departure = Departure::NothingLeft;
  exchange.connect_code = 403;
  const TransportError error = describe_failure(exchange);
  CHECK(error.failure == TransportFailure::NotReached);
  CHECK(error.detail.find("403") != std::string::npos);
}

TEST_CASE("an answer that is too large is said to be") {
  FailedExchange exchange;
  exchange.code = CURLE_WRITE_ERROR;
  exchange.too_large = true;
  const TransportError body = describe_failure(exchange);
  CHECK(body.failure == TransportFailure::TooLarge);
  // What would make it smaller depends on the action, which the transport does not know.
  CHECK(body.detail.find("PageSize") == std::string::npos);
  exchange.too_large = false;
  exchange.head_too_large = true;
  const TransportError head = describe_failure(exchange);
  CHECK(head.failure == TransportFailure::Garbled);
  CHECK(head.departure == Departure::MayHaveLeft);
  CHECK(head.detail.find("headers") != std::string::npos);
}

TEST_CASE("an address that may not be connected to is said to be") {
  FailedExchange exchange;
  exchange.code = CURLE_COULDNT_CONNECT;
  exchange.departure = Departure::NothingLeft;
  exchange.refused_address = true;
  const TransportError error = describe_failure(exchange);
  CHECK(error.failure == TransportFailure::NotReached);
  CHECK(error.detail.find("does not connect") != std::string::npos);
}
