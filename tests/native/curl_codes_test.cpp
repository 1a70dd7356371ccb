// All failures that libcurl can report, each with what was sent by then: produced here before the
// request leaves, after it, or both, and held against what the other side received. Where one is
// not produced, the list says why. That the departure does not depend on the code at all is shown
// in curl_failure_test.cpp.
#include <curl/curl.h>
#include <doctest/doctest.h>
#include <stdlib.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "native/transport/curl_transport.h"
#include "tests/native/raw_server.h"
#include "tests/native/temporary_folder.h"
#include "tests/native/tls_peer.h"

using namespace dds;
using test::Connection;
using test::RawServer;
using transport::CurlSettings;

namespace {

constexpr const char* kName = "service.test";
constexpr const char* kMark = "/the-request";  // stands in its first line

struct Shown {
  int code = 0;  // a CURLcode; 0: there was no error
  Departure departure = Departure::MayHaveLeft;
  std::string arrived;  // at whatever was listening
};
using Show = Shown (*)();

std::mutex arrived_mutex;
std::string arrived_text;

void arrived(const std::string& text) {
  const std::lock_guard lock(arrived_mutex);
  arrived_text += text;
}

struct Try {
  std::string url;
  CurlSettings settings{};
  Milliseconds timeout{Seconds(20)};
  std::size_t body = 20;
};

Shown show(Try attempt) {
  {
    const std::lock_guard lock(arrived_mutex);
    arrived_text.clear();
  }
  Shown shown;
  attempt.settings.on_curl_error = [&shown](int code, Departure) { shown.code = code; };
  std::optional<HttpResult> result;
  {
    transport::CurlTransport transport(attempt.settings);
    HttpRequest request;
    request.method = "POST";
    request.url = attempt.url;
    request.body = std::string(attempt.body, 'b');
    request.timeout = attempt.timeout;
    transport.send(std::move(request), [&](HttpResult value) { result = std::move(value); });
    while (!result) transport.poll(Seconds(1));
  }
  if (const auto* error = std::get_if<TransportError>(&*result)) shown.departure = error->departure;
  return shown;
}

Shown with_arrived(Shown shown) {
  const std::lock_guard lock(arrived_mutex);
  shown.arrived = arrived_text;
  return shown;
}

// A server that reads the request and answers with these bytes.
Shown answered(std::string bytes, CurlSettings settings = {}) {
  const RawServer server([&](Connection& connection) {
    arrived(connection.read_request());
    connection.write(bytes);
  });
  return with_arrived(show({server.url(kMark), std::move(settings)}));
}

// One that says these bytes at once and keeps what it is told.
Shown spoken_to(const std::string& scheme, std::string bytes, Milliseconds timeout = Seconds(20)) {
  const RawServer server([&](Connection& connection) {
    connection.write(bytes);
    if (bytes.empty()) connection.wait_for_close();
  });
  return with_arrived(
      show({scheme + "://127.0.0.1:" + std::to_string(server.port()) + kMark, {}, timeout}));
}

// By way of a proxy that the environment names.
Shown by_proxy(const char* variable, const std::string& proxy, const std::string& scheme) {
  setenv(variable, proxy.c_str(), 1);
  Shown shown = show({scheme + "://" + kName + kMark});
  unsetenv(variable);
  return with_arrived(std::move(shown));
}

Shown over_tls(test::TlsPeer peer, bool trusted, void (*handle)(Connection&)) {
  const test::TlsIdentity identity(kName);
  const test::TemporaryFolder folder;
  const RawServer server(
      [handle](Connection& connection) {
        arrived(connection.read_request());
        handle(connection);
      },
      test::tls_wire(identity, peer));
  CurlSettings settings;
  settings.environment_proxy = false;
  if (trusted) settings.ca_file = identity.write_certificate(folder).string();
  settings.resolve = {std::string(kName) + ":" + std::to_string(server.port()) + ":127.0.0.1"};
  return with_arrived(show(
      {std::string("https://") + kName + ":" + std::to_string(server.port()) + kMark, settings}));
}

// No name server is asked for a label of this length.
std::string no_name() {
  return std::string(100, 'a') + ".test";
}

std::string long_line() {
  return "HTTP/1.1 200 OK\r\nx-filler: " + std::string(120'000, 'x') + "\r\n\r\n";
}

// --- before the request leaves

Shown ftp() {
  return spoken_to("ftp", "220 ready\r\n");
}
Shown bad_port() {
  return show({std::string("http://127.0.0.1:99999999") + kMark});
}
Shown no_proxy_name() {
  return by_proxy("http_proxy", "http://" + no_name() + ":1", "http");
}
Shown no_host_name() {
  return show({"http://" + no_name() + kMark});
}
Shown closed_port() {
  return show({"http://127.0.0.1:" + std::to_string(test::closed_port()) + kMark});
}
Shown silent_handshake() {
  return spoken_to("https", "", Milliseconds(200));
}
Shown no_handshake() {
  return spoken_to("https", "HTTP/1.1 200 OK\r\n\r\n");
}
Shown wants_certificate_12() {
  return over_tls({.version = TLS1_2_VERSION, .wants_certificate = true}, true, [](Connection&) {});
}
Shown untrusted() {
  return over_tls({}, false, [](Connection&) {});
}
Shown no_authorities() {
  CurlSettings settings;
  settings.ca_file = "/nowhere/ca.pem";
  return show(
      {std::string("https://127.0.0.1:") + std::to_string(test::closed_port()) + kMark, settings});
}
Shown user_name() {
  return show({std::string("http://user:word@127.0.0.1:1") + kMark});
}
Shown refused_connect() {
  const RawServer proxy([](Connection& connection) {
    arrived(connection.read_request());
    connection.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  });
  return by_proxy("https_proxy", proxy.url(""), "https");
}
Shown hung_up_connect() {
  const RawServer proxy([](Connection& connection) { arrived(connection.read_request()); });
  return by_proxy("https_proxy", proxy.url(""), "https");
}
Shown no_socks() {
  const RawServer proxy(
      [](Connection& connection) { connection.write("HTTP/1.1 400 No\r\n\r\n"); });
  return by_proxy("http_proxy", "socks5://127.0.0.1:" + std::to_string(proxy.port()), "http");
}

// --- after it has left

Shown http_0_9() {
  return answered("garbage");
}
Shown http_4_2() {
  return answered("HTTP/4.2 200 OK\r\nContent-Length: 0\r\n\r\n");
}
Shown bad_length() {
  return answered("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}");
}
Shown half_a_body() {
  return answered("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}");
}
Shown half_a_head() {
  return answered("HTTP/1.1 200 OK\r\nContent-Ty");
}
Shown too_large() {
  CurlSettings settings;
  settings.max_body = 10;
  return answered(test::http_answer(std::string(100, 'x')), settings);
}
Shown long_header() {
  return answered(long_line());
}
Shown silence() {
  const RawServer server([](Connection& connection) {
    arrived(connection.read_request());
    connection.wait_for_close();
  });
  return with_arrived(show({server.url(kMark), {}, Milliseconds(200)}));
}
Shown closed() {
  return answered("");
}
Shown bad_chunk() {
  return answered("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nmany\r\n");
}
// More than the socket's buffers take, to somebody who goes away.
Shown gone_while_sending() {
  const RawServer server([](Connection& connection) {
    arrived(connection.read_some());
    connection.reset();
  });
  return with_arrived(show({server.url(kMark), {}, Seconds(20), std::size_t{64} * 1024 * 1024}));
}
Shown broken_record() {
  return over_tls({}, true, [](Connection& connection) {
    connection.write_below(
        std::string_view("\x17\x03\x03\x00\x20garbage that is no record.......", 37));
  });
}
Shown tls_alert() {
  return over_tls({.version = TLS1_2_VERSION, .wants_certificate = false}, true,
                  [](Connection& connection) {
                    connection.write_below(std::string_view("\x15\x03\x03\x00\x02\x02\x28", 7));
                  });
}
Shown wants_certificate_13() {
  return over_tls({.version = TLS1_3_VERSION, .wants_certificate = true}, true, [](Connection&) {});
}

constexpr const char* kOtherProtocol = "of a protocol that is not spoken";
constexpr const char* kUnused = "libcurl uses it no more";
constexpr const char* kNotAsked = "of an option that is not set";
constexpr const char* kLocal = "of this machine or this program; a server has no part in it";

struct Row {
  CURLcode code;
  std::vector<Show> before{};
  std::vector<Show> after{};
  const char* why = nullptr;  // why it is not produced
};

std::vector<Row> rows() {
  // Which of the two comes first, the failed write or the failed read, is up to the system.
  static const std::vector<Row> all{
      {CURLE_OK, {}, {}, "no failure"},
      {CURLE_UNSUPPORTED_PROTOCOL, {ftp}, {http_0_9, http_4_2}},
      {CURLE_FAILED_INIT, {}, {}, kLocal},
      {CURLE_URL_MALFORMAT, {bad_port}, {}},
      {CURLE_NOT_BUILT_IN, {}, {}, kNotAsked},
      {CURLE_COULDNT_RESOLVE_PROXY, {no_proxy_name}, {}},
      {CURLE_COULDNT_RESOLVE_HOST, {no_host_name}, {}},
      {CURLE_COULDNT_CONNECT, {closed_port}, {}},
      {CURLE_WEIRD_SERVER_REPLY, {}, {bad_length}},
      {CURLE_REMOTE_ACCESS_DENIED, {}, {}, kOtherProtocol},
      {CURLE_FTP_ACCEPT_FAILED, {}, {}, kOtherProtocol},
      {CURLE_FTP_WEIRD_PASS_REPLY, {}, {}, kOtherProtocol},
      {CURLE_FTP_ACCEPT_TIMEOUT, {}, {}, kOtherProtocol},
      {CURLE_FTP_WEIRD_PASV_REPLY, {}, {}, kOtherProtocol},
      {CURLE_FTP_WEIRD_227_FORMAT, {}, {}, kOtherProtocol},
      {CURLE_FTP_CANT_GET_HOST, {}, {}, kOtherProtocol},
      {CURLE_HTTP2, {}, {}, "HTTP/1.1 alone is spoken"},
      {CURLE_FTP_COULDNT_SET_TYPE, {}, {}, kOtherProtocol},
      {CURLE_PARTIAL_FILE, {}, {half_a_body, half_a_head}},
      {CURLE_FTP_COULDNT_RETR_FILE, {}, {}, kOtherProtocol},
      {CURLE_OBSOLETE20, {}, {}, kUnused},
      {CURLE_QUOTE_ERROR, {}, {}, kOtherProtocol},
      {CURLE_HTTP_RETURNED_ERROR, {}, {}, kNotAsked},
      {CURLE_WRITE_ERROR, {}, {too_large}},
      {CURLE_OBSOLETE24, {}, {}, kUnused},
      {CURLE_UPLOAD_FAILED, {}, {}, kOtherProtocol},
      {CURLE_READ_ERROR, {}, {}, "the body is in memory; nobody reads it"},
      {CURLE_OUT_OF_MEMORY, {}, {}, "after: a header line that is too long, see there"},
      {CURLE_OPERATION_TIMEDOUT, {silent_handshake}, {silence}},
      {CURLE_OBSOLETE29, {}, {}, kUnused},
      {CURLE_FTP_PORT_FAILED, {}, {}, kOtherProtocol},
      {CURLE_FTP_COULDNT_USE_REST, {}, {}, kOtherProtocol},
      {CURLE_OBSOLETE32, {}, {}, kUnused},
      {CURLE_RANGE_ERROR, {}, {}, kNotAsked},
      {CURLE_HTTP_POST_ERROR, {}, {}, kUnused},
      {CURLE_SSL_CONNECT_ERROR, {no_handshake, wants_certificate_12}, {}},
      {CURLE_BAD_DOWNLOAD_RESUME, {}, {}, kNotAsked},
      {CURLE_FILE_COULDNT_READ_FILE, {}, {}, kOtherProtocol},
      {CURLE_LDAP_CANNOT_BIND, {}, {}, kOtherProtocol},
      {CURLE_LDAP_SEARCH_FAILED, {}, {}, kOtherProtocol},
      {CURLE_OBSOLETE40, {}, {}, kUnused},
      {CURLE_FUNCTION_NOT_FOUND, {}, {}, kUnused},
      {CURLE_ABORTED_BY_CALLBACK, {}, {}, "only where the watch refuses a second sending"},
      {CURLE_BAD_FUNCTION_ARGUMENT, {}, {}, kLocal},
      {CURLE_OBSOLETE44, {}, {}, kUnused},
      {CURLE_INTERFACE_FAILED, {}, {}, kNotAsked},
      {CURLE_OBSOLETE46, {}, {}, kUnused},
      {CURLE_TOO_MANY_REDIRECTS, {}, {}, kNotAsked},
      {CURLE_UNKNOWN_OPTION, {}, {}, kLocal},
      {CURLE_SETOPT_OPTION_SYNTAX, {}, {}, kLocal},
      {CURLE_OBSOLETE50, {}, {}, kUnused},
      {CURLE_OBSOLETE51, {}, {}, kUnused},
      {CURLE_GOT_NOTHING, {}, {closed}},
      {CURLE_SSL_ENGINE_NOTFOUND, {}, {}, kNotAsked},
      {CURLE_SSL_ENGINE_SETFAILED, {}, {}, kNotAsked},
      {CURLE_SEND_ERROR, {}, {}, "after: somebody who goes away while it is sent, see there"},
      {CURLE_RECV_ERROR, {refused_connect, hung_up_connect}, {bad_chunk, broken_record, tls_alert}},
      {CURLE_OBSOLETE57, {}, {}, kUnused},
      {CURLE_SSL_CERTPROBLEM, {}, {}, kNotAsked},
      {CURLE_SSL_CIPHER, {}, {}, kNotAsked},
      {CURLE_PEER_FAILED_VERIFICATION, {untrusted}, {}},
      {CURLE_BAD_CONTENT_ENCODING, {}, {}, "bodies are taken as they come"},
      {CURLE_OBSOLETE62, {}, {}, kUnused},
      {CURLE_FILESIZE_EXCEEDED, {}, {}, kNotAsked},
      {CURLE_USE_SSL_FAILED, {}, {}, kOtherProtocol},
      {CURLE_SEND_FAIL_REWIND, {}, {}, "nothing is sent a second time"},
      {CURLE_SSL_ENGINE_INITFAILED, {}, {}, kNotAsked},
      {CURLE_LOGIN_DENIED, {user_name}, {}},
      {CURLE_TFTP_NOTFOUND, {}, {}, kOtherProtocol},
      {CURLE_TFTP_PERM, {}, {}, kOtherProtocol},
      {CURLE_REMOTE_DISK_FULL, {}, {}, kOtherProtocol},
      {CURLE_TFTP_ILLEGAL, {}, {}, kOtherProtocol},
      {CURLE_TFTP_UNKNOWNID, {}, {}, kOtherProtocol},
      {CURLE_REMOTE_FILE_EXISTS, {}, {}, kOtherProtocol},
      {CURLE_TFTP_NOSUCHUSER, {}, {}, kOtherProtocol},
      {CURLE_OBSOLETE75, {}, {}, kUnused},
      {CURLE_OBSOLETE76, {}, {}, kUnused},
      {CURLE_SSL_CACERT_BADFILE, {}, {}, "before: see there"},
      {CURLE_REMOTE_FILE_NOT_FOUND, {}, {}, kOtherProtocol},
      {CURLE_SSH, {}, {}, kOtherProtocol},
      {CURLE_SSL_SHUTDOWN_FAILED, {}, {}, kOtherProtocol},
      {CURLE_AGAIN, {}, {}, kNotAsked},
      {CURLE_SSL_CRL_BADFILE, {}, {}, kNotAsked},
      {CURLE_SSL_ISSUER_ERROR, {}, {}, kNotAsked},
      {CURLE_FTP_PRET_FAILED, {}, {}, kOtherProtocol},
      {CURLE_RTSP_CSEQ_ERROR, {}, {}, kOtherProtocol},
      {CURLE_RTSP_SESSION_ERROR, {}, {}, kOtherProtocol},
      {CURLE_FTP_BAD_FILE_LIST, {}, {}, kOtherProtocol},
      {CURLE_CHUNK_FAILED, {}, {}, kOtherProtocol},
      {CURLE_NO_CONNECTION_AVAILABLE, {}, {}, kNotAsked},
      {CURLE_SSL_PINNEDPUBKEYNOTMATCH, {}, {}, kNotAsked},
      {CURLE_SSL_INVALIDCERTSTATUS, {}, {}, kNotAsked},
      {CURLE_HTTP2_STREAM, {}, {}, "HTTP/1.1 alone is spoken"},
      {CURLE_RECURSIVE_API_CALL, {}, {}, kLocal},
      {CURLE_AUTH_ERROR, {}, {}, kNotAsked},
      {CURLE_HTTP3, {}, {}, "HTTP/1.1 alone is spoken"},
      {CURLE_QUIC_CONNECT_ERROR, {}, {}, "HTTP/1.1 alone is spoken"},
      {CURLE_PROXY, {no_socks}, {}},
      {CURLE_SSL_CLIENTCERT,
       {},
       {},
       "after: a server that wants a certificate in TLS 1.3, see there"},
      {CURLE_UNRECOVERABLE_POLL, {}, {}, kLocal},
      // Of later versions than Debian 12's, which have no name there.
      {static_cast<CURLcode>(100), {}, {}, "CURLE_TOO_LARGE (8.6): as CURLE_OUT_OF_MEMORY"},
      {static_cast<CURLcode>(101), {}, {}, "CURLE_ECH_REQUIRED (8.8): not asked for"},
  };
  return all;
}

void check_before(const Shown& shown) {
  CHECK(shown.departure == Departure::NothingLeft);
  CHECK(shown.arrived.find(kMark) == std::string::npos);
}

void check_after(const Shown& shown) {
  CHECK(shown.departure == Departure::MayHaveLeft);
  CHECK(shown.arrived.find(kMark) != std::string::npos);
}

}  // namespace

TEST_CASE("every failure that libcurl knows is in the list, with a test or a reason") {
  const std::vector<Row> all = rows();
  REQUIRE(all.size() >= static_cast<std::size_t>(CURL_LAST));
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(i);
    CHECK(static_cast<std::size_t>(all[i].code) == i);
    CHECK((all[i].before.empty() && all[i].after.empty()) == (all[i].why != nullptr));
  }
}

TEST_CASE("every failure before the request leaves says so, and nothing of it has arrived") {
  for (const Row& row : rows()) {
    for (std::size_t i = 0; i < row.before.size(); ++i) {
      CAPTURE(static_cast<int>(row.code));
      CAPTURE(i);
      const Shown shown = row.before[i]();
      CHECK(shown.code == static_cast<int>(row.code));
      check_before(shown);
    }
  }
}

TEST_CASE("every failure after the request left says so, and it has arrived") {
  for (const Row& row : rows()) {
    for (std::size_t i = 0; i < row.after.size(); ++i) {
      CAPTURE(static_cast<int>(row.code));
      CAPTURE(i);
      const Shown shown = row.after[i]();
      CHECK(shown.code == static_cast<int>(row.code));
      check_after(shown);
    }
  }
}

// Versions and systems give these different codes; what was sent is the same.

TEST_CASE("a header line above what libcurl takes: the request had left") {
  const Shown shown = long_header();
  CHECK((shown.code == CURLE_OUT_OF_MEMORY || shown.code == 100));
  check_after(shown);
}

TEST_CASE("authorities that cannot be read: nothing has left") {
  check_before(no_authorities());
}

TEST_CASE("somebody who goes away while the request is sent: it may have left") {
  const Shown shown = gone_while_sending();
  CHECK((shown.code == CURLE_SEND_ERROR || shown.code == CURLE_RECV_ERROR));
  check_after(shown);
}

// In TLS 1.3 the client may write before the server has looked for its certificate. What it wrote
// is never read, which nobody but the server knows.
TEST_CASE("a server that wants a certificate after the handshake: the request may have left") {
  const Shown shown = wants_certificate_13();
  CHECK((shown.code == CURLE_SEND_ERROR || shown.code == CURLE_RECV_ERROR ||
         shown.code == CURLE_SSL_CLIENTCERT));
  CHECK(shown.departure == Departure::MayHaveLeft);
}
