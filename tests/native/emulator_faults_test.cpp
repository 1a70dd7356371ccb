// Faults over real sockets, and the control address: what a client sees, what really happened.
#include <doctest/doctest.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>

#include "core/api/sign_call.h"
#include "native/platform/clock.h"
#include "native/server/web_server.h"
#include "native/transport/curl_transport.h"
#include "tests/native/service.h"

using namespace dds;
using emulator::parse_faults;
using test::has;

namespace {

struct Answer {
  bool came = false;
  int status = 0;
  std::string body;
  std::string type;
  std::string proxy_error;
};

class Played {
 public:
  explicit Played(std::string_view faults, server::Role role = server::Role::Emulator,
                  bool control = true) {
    server::ServerSettings settings;
    settings.role = role;
    settings.emulator = true;
    settings.clock_rate = 200;
    settings.now = platform::moment;
    settings.control = control;
    auto plan = parse_faults(faults);
    REQUIRE(plan.ok());
    settings.emulator_options.faults = *std::move(plan);
    auto started = server::WebServer::start(std::move(settings));
    REQUIRE(started.ok());
    server_ = std::move(*started);
  }

  [[nodiscard]] Answer call(const std::string& action, const std::string& id = test::kReplicaSet,
                            int seconds = 10) {
    httplib::Client client("127.0.0.1", server_->port());
    client.set_read_timeout(seconds, 0);
    return read(client.Post(path(), form(action, id), "application/x-www-form-urlencoded"));
  }
  // As `dds` does it.
  [[nodiscard]] HttpResult by_transport(const std::string& action) {
    HttpRequest request;
    request.method = "POST";
    request.url = server_->origin() + path();
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = form(action, test::kReplicaSet);
    transport::CurlTransport transport;
    std::optional<HttpResult> result;
    transport.send(std::move(request), [&](HttpResult value) { result = std::move(value); });
    while (!result) transport.poll(Seconds(1));
    return *std::move(result);
  }
  // As the page does it: by way of the proxy.
  [[nodiscard]] Answer call_by_proxy(const std::string& action, int seconds = 10) {
    httplib::Client client("127.0.0.1", server_->port());
    client.set_read_timeout(seconds, 0);
    return read(client.Post("/proxy/" + server_->emulator_url(), {{"Origin", server_->origin()}},
                            form(action, test::kReplicaSet), "application/x-www-form-urlencoded"));
  }
  // The error that the end of the connection is, without any answer; 0 for a plain close.
  [[nodiscard]] int end_of_connection(const std::string& action) {
    const std::string body = form(action, test::kReplicaSet);
    const int client = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(server_->port()));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sockaddr general{};
    std::memcpy(&general, &address, sizeof general);
    REQUIRE(connect(client, &general, sizeof general) == 0);
    const std::string text =
        "POST " + path() + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server_->port()) +
        "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body;
    REQUIRE(send(client, text.data(), text.size(), MSG_NOSIGNAL) ==
            static_cast<ssize_t>(text.size()));
    char byte = 0;
    const ssize_t count = recv(client, &byte, 1, 0);
    const int problem = errno;
    close(client);
    REQUIRE(count <= 0);
    return count == 0 ? 0 : problem;
  }

  [[nodiscard]] Answer get(const std::string& path, const httplib::Headers& headers = {}) const {
    httplib::Client client("127.0.0.1", server_->port());
    return read(client.Get(path, headers));
  }
  [[nodiscard]] Answer post(const std::string& path, const std::string& body = {},
                            const httplib::Headers& headers = {}) const {
    httplib::Client client("127.0.0.1", server_->port());
    return read(client.Post(path, headers, body, "text/plain"));
  }

  [[nodiscard]] std::size_t effects() const {
    std::size_t count = 0;
    server_->with_emulator(
        [&](emulator::Emulator& emulator) { count = emulator.effects().size(); });
    return count;
  }
  server::WebServer& server() { return *server_; }

 private:
  [[nodiscard]] std::string path() const {
    const std::string url = server_->emulator_url();
    const std::size_t at = url.find('/', std::string("http://").size());
    return at == std::string::npos ? "/" : url.substr(at);
  }
  [[nodiscard]] std::string form(const std::string& action, const std::string& id) {
    const auto endpoint = api::parse_endpoint(server_->emulator_url());
    REQUIRE(endpoint);
    const auto request = api::sign_call(
        {action, {{"DBInstanceId", id}}, api::Format::Json},
        {std::string(emulator::kAccessKeyId), Secret(emulator::kAccessKeySecret), {}}, *endpoint,
        platform::now(), "n" + std::to_string(++nonces_), {.placement = api::Placement::Form});
    REQUIRE(request);
    return request->http.body;
  }
  static Answer read(const httplib::Result& result) {
    if (!result) return {};
    return {true, result->status, result->body, result->get_header_value("Content-Type"),
            result->get_header_value("X-Dds-Proxy-Error")};
  }
  std::unique_ptr<server::WebServer> server_;
  int nonces_ = 0;
};

}  // namespace

TEST_CASE("over sockets a lost connection closes without an answer, before or after the effect") {
  for (const server::Role role : {server::Role::Emulator, server::Role::Console}) {
    Played before("CreateBackup:lost-before:x1", role);
    CHECK_FALSE(before.call("CreateBackup").came);
    CHECK(before.effects() == 0);
    Played after("CreateBackup:lost-after:x1", role);
    CHECK_FALSE(after.call("CreateBackup").came);
    CHECK(after.effects() == 1);
    CHECK(after.call("DescribeBackupTasks").status == 200);
    Played refused("CreateBackup:refused:x1", role);
    CHECK_FALSE(refused.call("CreateBackup").came);
    CHECK(refused.effects() == 0);
  }
}

TEST_CASE("over sockets a refused connection is reset, a lost one closes") {
  Played played("CreateBackup:refused:x1,CreateBackup:lost-before:x1");
  CHECK(played.end_of_connection("CreateBackup") == ECONNRESET);
  CHECK(played.end_of_connection("CreateBackup") == 0);
  CHECK(played.effects() == 0);
  CHECK(played.call("CreateBackup").status == 200);
}

TEST_CASE("a page meets the emulator's faults by way of the proxy as those of the service") {
  Played played(
      "CreateBackup:refused:x1,CreateBackup:lost-before:x1,CreateBackup:throttled:x1,"
      "CreateBackup:lost-after:x1,DescribeBackups:cut-off:x1,DescribeBackups:portal:x1",
      server::Role::Console);
  const Answer refused = played.call_by_proxy("CreateBackup");
  CHECK(refused.status == 502);
  CHECK(refused.proxy_error == "not-sent");
  const Answer before = played.call_by_proxy("CreateBackup");
  CHECK(before.status == 502);
  CHECK(before.proxy_error == "unknown");
  const Answer throttled = played.call_by_proxy("CreateBackup");
  CHECK(throttled.status == 400);
  CHECK(has(throttled.body, "Throttling.User"));
  CHECK(played.effects() == 0);
  const Answer after = played.call_by_proxy("CreateBackup");
  CHECK(after.status == 502);
  CHECK(after.proxy_error == "unknown");
  CHECK(played.effects() == 1);
  CHECK(played.call_by_proxy("DescribeBackups").proxy_error == "unknown");
  CHECK(played.call_by_proxy("DescribeBackups").type.starts_with("text/html"));
  CHECK(played.call_by_proxy("DescribeBackups").status == 200);
}

TEST_CASE("by way of the proxy a time-out lasts until the page gives up, and the server can end") {
  Played played("CreateBackup:time-out-after:100%", server::Role::Console);
  CHECK_FALSE(played.call_by_proxy("CreateBackup", 1).came);
  CHECK(played.effects() == 1);
  CHECK(played.call_by_proxy("DescribeBackups").status == 200);
  played.server().stop();
}

TEST_CASE("over sockets any bytes come in an answer's place: the request may have left") {
  for (const bool after : {false, true}) {
    CAPTURE(after);
    Played played("");
    int unanswered = 0;
    for (int seed = 1; seed <= 60; ++seed) {
      CAPTURE(seed);
      const std::string faults = std::string("CreateBackup:garbled-") +
                                 (after ? "after" : "before") + ":x1,seed=" + std::to_string(seed);
      REQUIRE(played.post("/control/reset").status == 200);
      REQUIRE(played.post("/control/faults", faults).status == 200);
      const HttpResult result = played.by_transport("CreateBackup");
      if (const auto* error = std::get_if<TransportError>(&result)) {
        ++unanswered;
        CHECK(error->departure == Departure::MayHaveLeft);
      }
      CHECK(played.effects() == (after ? 1 : 0));
    }
    CHECK(unanswered > 30);
  }
}

TEST_CASE("by way of the proxy, what is no answer is told as unknown") {
  Played played("CreateBackup:garbled-after:100%,seed=11", server::Role::Console);
  int unknown = 0;
  for (int i = 0; i < 60; ++i) {
    const Answer answer = played.call_by_proxy("CreateBackup");
    CHECK(answer.came);
    CHECK((answer.proxy_error.empty() || answer.proxy_error == "unknown"));
    unknown += answer.proxy_error == "unknown" ? 1 : 0;
  }
  CHECK(unknown > 30);
  CHECK(played.effects() >= 1);
}

TEST_CASE("over sockets a cut-off body is shorter than its Content-Length") {
  Played played("DescribeBackups:cut-off:x1");
  CHECK_FALSE(played.call("DescribeBackups").came);
  const Answer whole = played.call("DescribeBackups");
  CHECK(whole.status == 200);
  CHECK(nlohmann::json::accept(whole.body));
}

TEST_CASE("over sockets errors of the service, wrong types and portals come as answers") {
  Played played(
      "CreateBackup:error-500:x1,CreateBackup:throttled:x1,CreateBackup:portal:x1,"
      "CreateBackup:wrong-type:x1");
  CHECK(played.call("CreateBackup").status == 500);
  const Answer throttled = played.call("CreateBackup");
  CHECK(throttled.status == 400);
  CHECK(has(throttled.body, "Throttling.User"));
  const Answer portal = played.call("CreateBackup");
  CHECK(portal.status == 200);
  CHECK(portal.type.starts_with("text/html"));
  CHECK(played.effects() == 0);
  const Answer mistaken = played.call("CreateBackup");
  CHECK(mistaken.type == "text/plain");
  CHECK(has(mistaken.body, "BackupJobId"));
  CHECK(played.effects() == 1);
}

TEST_CASE("over sockets a time-out lasts until the client gives up; others are served meanwhile") {
  Played played("CreateBackup:time-out-after:100%");
  std::thread waiting([&] { CHECK_FALSE(played.call("CreateBackup", test::kCloudDisk, 1).came); });
  CHECK(played.call("DescribeBackups").status == 200);
  waiting.join();
  CHECK(played.effects() == 1);
}

TEST_CASE("the end of the server ends what it holds back") {
  Played played("CreateBackup:time-out-after:100%");
  std::thread waiting([&] { CHECK_FALSE(played.call("CreateBackup", test::kCloudDisk, 50).came); });
  while (played.effects() == 0) std::this_thread::yield();  // until the request has arrived
  played.server().stop();
  waiting.join();
}

TEST_CASE("the control address tells what really happened, a line an effect") {
  Played played("CreateBackup:lost-after:x1");
  CHECK(played.get("/control/effects").body.empty());
  CHECK_FALSE(played.call("CreateBackup").came);
  const Answer answer = played.get("/control/effects");
  CHECK(answer.status == 200);
  CHECK(answer.body.ends_with("\n"));
  const auto effect = nlohmann::json::parse(answer.body, nullptr, false);
  REQUIRE(effect.is_object());
  CHECK(effect["action"] == "CreateBackup");
  CHECK(effect["instance"] == test::kReplicaSet);
  CHECK(effect["method"] == "Physical");
  CHECK(played.get("/control/requests").body == "{\"requests\":1}\n");
  CHECK_FALSE(effect["job"].get<std::string>().empty());
  CHECK(effect.contains("at"));
  CHECK(effect.contains("set"));
}

TEST_CASE("the control address lists instances, goes back to the start and takes other faults") {
  Played played("");
  const auto list = nlohmann::json::parse(played.get("/control/instances").body, nullptr, false);
  REQUIRE(list.is_array());
  CHECK(list[0]["instance"] == test::kReplicaSet);
  CHECK(list[0]["job"] == "");

  CHECK(played.call("CreateBackup").status == 200);
  CHECK(played.effects() == 1);
  CHECK(played.post("/control/reset").status == 200);
  CHECK(played.effects() == 0);
  CHECK(played.call("CreateBackup").status == 200);

  CHECK(played.post("/control/faults", "DescribeBackups:portal:x1\n").status == 200);
  CHECK(played.call("DescribeBackups").type.starts_with("text/html"));
  const Answer wrong = played.post("/control/faults", "DescribeBackups:portal");
  CHECK(wrong.status == 400);
  CHECK(has(wrong.body, "a rule is ACTION:KIND:RATE"));
  CHECK(played.post("/control/faults", "").status == 200);
  CHECK(played.call("DescribeBackups").status == 200);
}

TEST_CASE("the control address answers to its own name, to no other origin, to GET and POST") {
  Played played("");
  CHECK(played.get("/control/effects", {{"Host", "rebound.example"}}).status == 403);
  CHECK(played.post("/control/reset", "", {{"Host", "127.0.0.1:1"}}).status == 403);
  CHECK(played.post("/control/reset", "", {{"Origin", "http://evil.example"}}).status == 403);
  CHECK(played.post("/control/reset", "", {{"Origin", "null"}}).status == 403);
  CHECK(played.post("/control/reset", "", {{"Origin", played.server().origin()}}).status == 200);
  CHECK(played.get("/control/reset").status == 405);
  CHECK(played.post("/control/effects").status == 405);
  CHECK(played.get("/control/nothing").status == 404);
}

TEST_CASE("without --control there is no control address") {
  for (const server::Role role : {server::Role::Emulator, server::Role::Console}) {
    Played played("", role, false);
    CHECK_FALSE(has(played.get("/control/effects").body, "effects"));
    CHECK(played.get("/control/instances").status != 200);
    CHECK(played.call("CreateBackup").status == 200);
    (void)played.post("/control/reset");
    CHECK(played.effects() == 1);
  }
}
