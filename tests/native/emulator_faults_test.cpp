// Faults over real sockets, and the control address: what a client sees, what really happened.
#include <doctest/doctest.h>
#include <httplib.h>

#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "core/api/sign_call.h"
#include "native/platform/clock.h"
#include "native/server/web_server.h"
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
};

class Played {
 public:
  explicit Played(std::string_view faults, server::Role role = server::Role::Emulator,
                  bool control = true) {
    server::ServerSettings settings;
    settings.role = role;
    settings.emulator = true;
    settings.clock_rate = 200;
    settings.now = platform::now;
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
    const auto endpoint = api::parse_endpoint(server_->emulator_url());
    REQUIRE(endpoint);
    const auto request = api::sign_call(
        {action, {{"DBInstanceId", id}}, api::Format::Json},
        {std::string(emulator::kAccessKeyId), Secret(emulator::kAccessKeySecret), {}}, *endpoint,
        platform::now(), "n" + std::to_string(++nonces_), {.placement = api::Placement::Form});
    REQUIRE(request);
    httplib::Client client("127.0.0.1", server_->port());
    client.set_read_timeout(seconds, 0);
    const std::string path =
        server_->emulator_url().substr(server_->emulator_url().find('/', 8) == std::string::npos
                                           ? server_->emulator_url().size()
                                           : server_->emulator_url().find('/', 8));
    return read(client.Post(path.empty() ? "/" : path, request->http.body,
                            "application/x-www-form-urlencoded"));
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
  static Answer read(const httplib::Result& result) {
    if (!result) return {};
    return {true, result->status, result->body, result->get_header_value("Content-Type")};
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
