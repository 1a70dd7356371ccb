// `dds serve` and `dds emulator` as programs and as servers: what they print, whom they answer, how
// they end.
#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/native/program.h"
#include "tests/native/service.h"
#include "tests/native/temporary_folder.h"

using dds::test::Ended;
using dds::test::has;
using dds::test::Program;
using dds::test::run;
using dds::test::Start;
using dds::test::TemporaryFolder;

namespace {

std::string line_after(const std::string& text, const std::string& prefix) {
  const std::size_t at = text.find(prefix);
  REQUIRE(at != std::string::npos);
  const std::size_t begin = at + prefix.size();
  return text.substr(begin, text.find('\n', begin) - begin);
}

int port_of(const std::string& url) {
  return std::stoi(url.substr(url.find(':', 6) + 1));
}

// What a client sends, byte for byte, and all that comes back.
std::string send_raw(int port, const std::string& request) {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr general{};
  std::memcpy(&general, &address, sizeof general);
  REQUIRE(connect(descriptor, &general, sizeof address) == 0);
  REQUIRE(send(descriptor, request.data(), request.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(request.size()));
  std::string answer;
  char buffer[4096];
  for (ssize_t count = recv(descriptor, buffer, sizeof buffer, 0); count > 0;
       count = recv(descriptor, buffer, sizeof buffer, 0)) {
    answer.append(buffer, static_cast<std::size_t>(count));
  }
  close(descriptor);
  return answer;
}

// `dds serve --emulator` with a small page, and a client for it.
class Served {
 public:
  Served() : Served(std::vector<std::string>{}) {}
  explicit Served(std::vector<std::string> further) : program_(start(std::move(further), page_)) {
    REQUIRE(program_.wait_for_output("ACCESS_KEY_SECRET="));
    origin_ = line_after(program_.out(), "Console   ");
    origin_.pop_back();
    port_ = port_of(origin_);
  }

  [[nodiscard]] const std::string& origin() const { return origin_; }
  [[nodiscard]] int port() const { return port_; }
  Program& program() { return program_; }

  [[nodiscard]] std::string ask(const std::string& method, const std::string& target,
                                const std::string& headers = {},
                                const std::string& body = {}) const {
    std::string text = method + " " + target + " HTTP/1.1\r\n";
    if (!has(headers, "Host:")) text += "Host: 127.0.0.1:" + std::to_string(port_) + "\r\n";
    text += headers;
    if (!body.empty() || method == "POST")
      text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    return send_raw(port_, text + "\r\n" + body);
  }

 private:
  static Start start(std::vector<std::string> further, const TemporaryFolder& page) {
    page.write("index.html", "<!doctype html>page");
    page.write("dds.wasm", "wasm");
    Start start;
    start.arguments = {"serve", "--emulator", "--port", "0", "--site", page.path().string()};
    start.arguments.insert(start.arguments.end(), further.begin(), further.end());
    return start;
  }

  TemporaryFolder page_;
  Program program_;
  std::string origin_;
  int port_ = 0;
};

}  // namespace

TEST_CASE("the emulator prints its address and two lines to copy, which lead to it") {
  Start start;
  start.arguments = {"emulator", "--port", "0", "--clock-rate", "200"};
  Program emulator(std::move(start));
  REQUIRE(emulator.wait_for_output("ACCESS_KEY_SECRET="));
  const std::string url = line_after(emulator.out(), "Emulator  ");
  CHECK(url.starts_with("http://127.0.0.1:"));
  Start call;
  call.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID",
                       line_after(emulator.out(), "export ALIBABA_CLOUD_ACCESS_KEY_ID=")},
                      {"ALIBABA_CLOUD_ACCESS_KEY_SECRET",
                       line_after(emulator.out(), "export ALIBABA_CLOUD_ACCESS_KEY_SECRET=")}};
  call.arguments = {
      "backup", dds::test::kReplicaSet, "--endpoint", url, "--poll", "0.1", "--output", "table"};
  const Ended ended = run(std::move(call));
  CHECK(ended.code == 0);
  CHECK(has(ended.out, "Success"));
  emulator.signal(SIGTERM);
  CHECK(emulator.wait().code == 0);
}

TEST_CASE("serve ends with Ctrl-C, and a port that is taken is one sentence") {
  Served served;
  Start second;
  second.arguments = {"serve", "--port", std::to_string(served.port())};
  const Ended taken = run(std::move(second));
  CHECK(taken.code == 2);
  CHECK(taken.out.empty());
  CHECK(has(taken.error, "choose another one with --port"));
  served.program().signal(SIGINT);
  CHECK(served.program().wait().code == 0);
}

TEST_CASE("the page comes with its policy, wasm with its type") {
  const Served served;
  const std::string page = served.ask("GET", "/");
  CHECK(page.starts_with("HTTP/1.1 200"));
  CHECK(has(page, "script-src 'self' 'wasm-unsafe-eval'"));
  CHECK(page.ends_with("<!doctype html>page"));
  CHECK(has(served.ask("GET", "/dds.wasm"), "Content-Type: application/wasm\r\n"));
  CHECK(served.ask("GET", "/../../etc/passwd").starts_with("HTTP/1.1 404"));
  CHECK(served.ask("PUT", "/").starts_with("HTTP/1.1 405"));
}

TEST_CASE("a range is answered whole") {
  const Served served;
  const std::string page = served.ask("GET", "/", "Range: bytes=2-4\r\n");
  CHECK(page.starts_with("HTTP/1.1 200"));
  CHECK(page.ends_with("<!doctype html>page"));
}

TEST_CASE("config.json tells the page how it starts, under the name that it was asked by") {
  const Served served;
  const std::string answer = served.ask("GET", "/config.json");
  const nlohmann::json config =
      nlohmann::json::parse(answer.substr(answer.find("\r\n\r\n") + 4), nullptr, false);
  REQUIRE(config.is_object());
  CHECK(config["origin"] == served.origin());
  CHECK(config["emulator"] == true);
  CHECK(config["endpoint"] == served.origin() + "/emulator/");
  CHECK(config["test_credentials"]["access_key_id"] == "testid");
  CHECK_FALSE(has(answer, "Access-Control-Allow-Origin"));
  const std::string local = served.ask("GET", "/config.json",
                                       "Host: localhost:" + std::to_string(served.port()) + "\r\n");
  CHECK(has(local, "http://localhost:" + std::to_string(served.port()) + "/emulator/"));
}

TEST_CASE("another Host is turned away everywhere") {
  const Served served;
  for (const char* target :
       {"/", "/config.json", "/emulator/", "/proxy/https://mongodb.aliyuncs.com/"}) {
    CHECK(served.ask("GET", target, "Host: rebound.example\r\n").starts_with("HTTP/1.1 403"));
    CHECK(
        served.ask("POST", target, "Host: rebound.example\r\n", "a=b").starts_with("HTTP/1.1 403"));
  }
}

TEST_CASE("the proxy asks for an Origin of its own, on the wire as in its rules") {
  const Served served;
  const std::string target = "/proxy/" + served.origin() + "/emulator/";
  CHECK(served.ask("POST", target, "", "a=b").starts_with("HTTP/1.1 403"));
  CHECK(served.ask("POST", target, "Origin: http://evil.example\r\n", "a=b")
            .starts_with("HTTP/1.1 403"));
  const std::string own =
      served.ask("POST", target, "Origin: " + served.origin() + "\r\n", "Action=DescribeRegions");
  CHECK(has(own, "Access-Control-Allow-Origin: " + served.origin() + "\r\n"));
  CHECK(has(own, "<Error>"));  // the emulator's own refusal came through
  CHECK(
      served.ask("OPTIONS", target, "Origin: http://evil.example\r\n").starts_with("HTTP/1.1 403"));
  CHECK(served.ask("OPTIONS", target, "Origin: " + served.origin() + "\r\n")
            .starts_with("HTTP/1.1 204"));
  CHECK(served.ask("GET", "/proxy/https://evil.example/", "Origin: " + served.origin() + "\r\n")
            .starts_with("HTTP/1.1 403"));
}

TEST_CASE("the emulator answers any origin, as the gateway does") {
  const Served served;
  CHECK(has(served.ask("POST", "/emulator/", "Origin: http://elsewhere.example\r\n", "Action=A"),
            "Access-Control-Allow-Origin: *"));
}

TEST_CASE("a further origin is served when it was allowed by name") {
  const Served served({"--allow-origin", "https://console.example"});
  const std::string target = "/proxy/" + served.origin() + "/emulator/";
  CHECK(has(served.ask("POST", target, "Origin: https://console.example\r\n", "a=b"),
            "Access-Control-Allow-Origin: https://console.example\r\n"));
}

TEST_CASE("what is too large, without a length or hidden behind a request is not taken") {
  const Served served;
  CHECK(served.ask("POST", "/emulator/", "", std::string(70'000, 'x')).starts_with("HTTP/1.1 413"));
  const std::string host = "Host: 127.0.0.1:" + std::to_string(served.port()) + "\r\n";
  CHECK(send_raw(served.port(), "POST /emulator/ HTTP/1.1\r\n" + host + "\r\n")
            .starts_with("HTTP/1.1 411"));
  // A second request inside the first one's unread body must not be answered.
  const std::string hidden = "GET /config.json HTTP/1.1\r\n" + host + "\r\n";
  const std::string answer = send_raw(
      served.port(), "OPTIONS /emulator/ HTTP/1.1\r\n" + host +
                         "Content-Length: " + std::to_string(hidden.size()) + "\r\n\r\n" + hidden);
  CHECK(answer.find("HTTP/1.1 ", 1) == std::string::npos);
  CHECK_FALSE(has(answer, "test_credentials"));
}

TEST_CASE("without --emulator there is none, and no test key is told") {
  const TemporaryFolder page;
  page.write("index.html", "page");
  Start start;
  start.arguments = {"serve", "--port", "0", "--site", page.path().string()};
  Program program(std::move(start));
  REQUIRE(program.wait_for_output("\n"));
  const int port = port_of(line_after(program.out(), "Console   "));
  const std::string host = "Host: 127.0.0.1:" + std::to_string(port) + "\r\n";
  CHECK(send_raw(port, "GET /emulator/ HTTP/1.1\r\n" + host + "\r\n").starts_with("HTTP/1.1 404"));
  CHECK_FALSE(
      has(send_raw(port, "GET /config.json HTTP/1.1\r\n" + host + "\r\n"), "test_credentials"));
  program.signal(SIGTERM);
  const Ended ended = program.wait();
  CHECK(ended.code == 0);
  CHECK_FALSE(has(ended.out, "ALIBABA_CLOUD"));
}
