// The transport against servers on loopback that answer, redirect, stay silent and hang up.
#include "native/transport/curl_transport.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <mutex>
#include <optional>
#include <string>

#include "tests/native/raw_server.h"

using dds::Departure;
using dds::HttpRequest;
using dds::HttpResponse;
using dds::HttpResult;
using dds::Milliseconds;
using dds::Seconds;
using dds::TransportError;
using dds::TransportFailure;
using dds::test::Connection;
using dds::test::http_answer;
using dds::test::RawServer;
using dds::transport::CurlSettings;
using dds::transport::CurlTransport;

namespace {

HttpRequest get(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  request.timeout = Seconds(20);
  return request;
}

HttpResult run(CurlTransport& transport, HttpRequest request) {
  std::optional<HttpResult> result;
  transport.send(std::move(request), [&](HttpResult value) { result = std::move(value); });
  while (!result) transport.poll(Seconds(1));
  return std::move(*result);
}

HttpResult run(HttpRequest request, CurlSettings settings = {}) {
  CurlTransport transport(std::move(settings));
  return run(transport, std::move(request));
}

const TransportError& error_of(const HttpResult& result) {
  REQUIRE(std::holds_alternative<TransportError>(result));
  return *std::get_if<TransportError>(&result);
}

const HttpResponse& response_of(const HttpResult& result) {
  REQUIRE(std::holds_alternative<HttpResponse>(result));
  return *std::get_if<HttpResponse>(&result);
}

// Keeps what was received.
class Recorder {
 public:
  void add(std::string text) {
    const std::lock_guard lock(mutex_);
    text_ += text;
  }
  std::string text() {
    const std::lock_guard lock(mutex_);
    return text_;
  }

 private:
  std::mutex mutex_;
  std::string text_;
};

}  // namespace

TEST_CASE("a POST arrives byte for byte and its answer comes back with status and headers") {
  Recorder recorder;
  RawServer server([&](Connection& connection) {
    recorder.add(connection.read_request());
    connection.write(
        "HTTP/1.1 404 Not Found\r\nx-acs-request-id:  R1 \r\nContent-Length: 4\r\n\r\nbody");
  });
  HttpRequest request = get(server.url("/a/../b?x=%2f%2F&y=a+b%20c&empty="));
  request.method = "POST";
  request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
  request.headers.push_back({"x-acs-empty", ""});
  request.body = std::string("a=1&b=\0\r\n\r\nc", 13);
  const HttpResult result = run(request);
  const HttpResponse& response = response_of(result);
  CHECK(response.status == 404);
  CHECK(response.body == "body");
  CHECK(find_header(response.headers, "X-ACS-Request-Id") == "R1");
  const std::string text = recorder.text();
  CHECK(text.starts_with("POST /a/../b?x=%2f%2F&y=a+b%20c&empty= HTTP/1.1\r\n"));
  CHECK(text.find("\r\nContent-Type: application/x-www-form-urlencoded\r\n") != std::string::npos);
  CHECK(text.find("\r\nx-acs-empty:\r\n") != std::string::npos);
  CHECK(text.find("Expect:") == std::string::npos);
  CHECK(text.ends_with(std::string("\r\n\r\n") + request.body));
}

TEST_CASE("a POST without a body has a length of zero and claims no type") {
  Recorder recorder;
  RawServer server([&](Connection& connection) {
    recorder.add(connection.read_request());
    connection.write(http_answer(""));
  });
  HttpRequest request = get(server.url());
  request.method = "POST";
  CHECK(response_of(run(request)).status == 200);
  CHECK(recorder.text().find("Content-Length: 0\r\n") != std::string::npos);
  CHECK(recorder.text().find("Content-Type") == std::string::npos);
}

TEST_CASE("redirects are passed on, not followed") {
  RawServer server([](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n");
  });
  CHECK(response_of(run(get(server.url()))).status == 302);
  CHECK(server.connections() == 1);
}

TEST_CASE("headers of an interim answer are not mixed with the answer's") {
  RawServer server([](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 100 Continue\r\nx-interim: 1\r\n\r\n" +
                     http_answer("ok", "x-final: 1\r\n"));
  });
  const HttpResult result = run(get(server.url()));
  CHECK(response_of(result).status == 200);
  CHECK(find_header(response_of(result).headers, "x-interim").empty());
  CHECK(find_header(response_of(result).headers, "x-final") == "1");
}

TEST_CASE("a closed port is not reached, and nothing was sent") {
  const std::string url =
      "http://127.0.0.1:" + std::to_string(dds::test::closed_port()) + "/?Signature=topsecret";
  const HttpResult result = run(get(url));
  CHECK(error_of(result).failure == TransportFailure::NotReached);
  CHECK(error_of(result).departure == Departure::NothingLeft);
  CHECK(error_of(result).detail.find("127.0.0.1") != std::string::npos);
  CHECK(error_of(result).detail.find("topsecret") == std::string::npos);
}

TEST_CASE("a connection that breaks before the answer is lost, and may have been sent") {
  RawServer server([](Connection& connection) { connection.read_request(); });
  const HttpResult result = run(get(server.url("/?Signature=topsecret")));
  CHECK(error_of(result).failure == TransportFailure::Lost);
  CHECK(error_of(result).departure == Departure::MayHaveLeft);
  CHECK(error_of(result).detail.find("topsecret") == std::string::npos);
}

TEST_CASE("a connection that breaks within the answer is lost") {
  RawServer server([](Connection& connection) {
    connection.read_request();
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  });
  CHECK(error_of(run(get(server.url()))).failure == TransportFailure::Lost);
}

TEST_CASE("a request goes out once, even where a connection was kept open and then broke") {
  int number = 0;
  RawServer server([&](Connection& connection) {
    connection.read_request();
    if (++number == 1) connection.write(http_answer("first"));
  });
  CurlTransport transport;
  HttpRequest request = get(server.url());
  request.method = "POST";
  request.body = "Action=CreateBackup";
  CHECK(response_of(run(transport, request)).body == "first");
  CHECK(error_of(run(transport, request)).failure == TransportFailure::Lost);
  CHECK(server.connections() == 2);
}

TEST_CASE("silence ends as a time-out that may have been sent") {
  RawServer server([](Connection& connection) {
    connection.read_request();
    connection.wait_for_close();
  });
  HttpRequest request = get(server.url());
  request.timeout = Milliseconds(100);
  const HttpResult result = run(request);
  CHECK(error_of(result).failure == TransportFailure::TimedOut);
  CHECK(error_of(result).departure == Departure::MayHaveLeft);
}

TEST_CASE("an answer above the limit is too large, one at the limit is not") {
  RawServer server([](Connection& connection) {
    connection.read_request();
    connection.write(http_answer(std::string(1000, 'x')));
  });
  CurlSettings settings;
  settings.max_body = 1000;
  CHECK(response_of(run(get(server.url()), settings)).body.size() == 1000);
  settings.max_body = 999;
  const HttpResult result = run(get(server.url()), settings);
  CHECK(error_of(result).failure == TransportFailure::TooLarge);
  CHECK(error_of(result).departure == Departure::MayHaveLeft);
}

TEST_CASE("the limit is 16 MB unless told otherwise") {
  CHECK(CurlSettings{}.max_body == 16U * 1024 * 1024);
}

TEST_CASE("a cancelled request completes once, as cancelled, from poll") {
  RawServer server([](Connection& connection) {
    connection.read_request();
    connection.wait_for_close();
  });
  CurlTransport transport;
  int completions = 0;
  std::optional<HttpResult> result;
  const dds::HttpHandle handle = transport.send(get(server.url()), [&](HttpResult value) {
    ++completions;
    result = std::move(value);
  });
  CHECK(handle != 0);
  transport.poll(Milliseconds(0));
  transport.cancel(handle);
  CHECK(completions == 0);  // never from inside cancel
  CHECK(transport.poll(Milliseconds(0)));
  CHECK(completions == 1);
  CHECK(error_of(*result).failure == TransportFailure::Cancelled);
  transport.cancel(handle);
  CHECK_FALSE(transport.poll(Milliseconds(0)));
  CHECK(completions == 1);
  CHECK(transport.pending() == 0);
}

TEST_CASE("a completion may send the next request") {
  RawServer server([](Connection& connection) {
    connection.read_request();
    connection.write(http_answer("ok"));
  });
  CurlTransport transport;
  int answers = 0;
  std::function<void()> next = [&] {
    transport.send(get(server.url()), [&](HttpResult) {
      if (++answers < 3) next();
    });
  };
  next();
  while (answers < 3) transport.poll(Seconds(1));
  CHECK(server.connections() == 3);
}

TEST_CASE("destroying the transport drops what is pending without calling") {
  RawServer server([](Connection& connection) { connection.wait_for_close(); });
  bool called = false;
  {
    CurlTransport transport;
    transport.send(get(server.url()), [&](HttpResult) { called = true; });
    transport.poll(Milliseconds(0));
  }
  CHECK_FALSE(called);
}

TEST_CASE("wakeup ends a poll that would wait") {
  CurlTransport transport;
  const auto began = std::chrono::steady_clock::now();
  transport.wakeup();
  CHECK_FALSE(transport.poll(Seconds(50)));
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(40));
}

TEST_CASE("only http and https are spoken, and no user names in URLs") {
  for (const char* url : {"file:///etc/passwd", "ftp://127.0.0.1/", "gopher://127.0.0.1/",
                          "nonsense", "http://user:password@127.0.0.1/"}) {
    const HttpResult result = run(get(url));
    CHECK(error_of(result).departure == Departure::NothingLeft);
    CHECK(error_of(result).detail.find("password") == std::string::npos);
  }
}

TEST_CASE("a header with a line break is not sent") {
  RawServer server([](Connection& connection) { connection.read_request(); });
  HttpRequest request = get(server.url());
  request.headers.push_back({"x-acs-a", "1\r\nx-acs-b: 2"});
  const HttpResult result = run(request);
  CHECK(error_of(result).failure == TransportFailure::NotReached);
  CHECK(server.connections() == 0);
}

TEST_CASE("a proxy in the environment is not asked for loopback") {
  RawServer server([](Connection& connection) {
    connection.read_request();
    connection.write(http_answer("direct"));
  });
  const std::string proxy = "http://127.0.0.1:" + std::to_string(dds::test::closed_port());
  setenv("http_proxy", proxy.c_str(), 1);
  const HttpResult result = run(get(server.url()));
  unsetenv("http_proxy");
  CHECK(response_of(result).body == "direct");
}

TEST_CASE("a proxy in the environment is asked for other hosts, unless that is switched off") {
  Recorder recorder;
  RawServer proxy([&](Connection& connection) {
    recorder.add(connection.read_request());
    connection.write(http_answer("by proxy"));
  });
  setenv("http_proxy", proxy.url("").c_str(), 1);
  CurlSettings settings;
  settings.resolve = {"service.test:80:127.0.0.1"};
  const HttpResult through = run(get("http://service.test/"), settings);
  settings.environment_proxy = false;
  settings.allow_address = [](const sockaddr&) { return false; };
  const HttpResult direct = run(get("http://service.test/"), settings);
  unsetenv("http_proxy");
  CHECK(response_of(through).body == "by proxy");
  CHECK(recorder.text().starts_with("GET http://service.test/ HTTP/1.1"));
  CHECK(error_of(direct).failure == TransportFailure::NotReached);
  CHECK(proxy.connections() == 1);
}

TEST_CASE("an address that is refused is never connected to") {
  RawServer server([](Connection& connection) { connection.read_request(); });
  CurlSettings settings;
  settings.allow_address = [](const sockaddr&) { return false; };
  const HttpResult result = run(get(server.url()), settings);
  CHECK(error_of(result).failure == TransportFailure::NotReached);
  CHECK(error_of(result).departure == Departure::NothingLeft);
  CHECK(server.connections() == 0);
}
