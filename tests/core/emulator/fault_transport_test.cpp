// What each kind of fault looks like to a client of the transport, and what really happened.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <memory>
#include <set>
#include <string>

#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using emulator::EmulatorTransport;
using emulator::parse_faults;

namespace {

struct Seen {
  std::string
      what;  // "200", "lost", "garbled", "not reached", "timed out", "cancelled", "" = nothing yet
  Departure departure = Departure::MayHaveLeft;
  HttpResponse response;
};

struct Line {
  Service service;
  EmulatorTransport transport{service.emulator, [this] { return service.now; }};
  std::vector<Seen> seen;

  explicit Line(std::string_view spec) {
    auto plan = parse_faults(spec);
    REQUIRE(plan.ok());
    transport.set_faults(*std::move(plan));
  }

  HttpHandle send(std::string_view action = "CreateBackup", std::string_view id = kOrders) {
    const std::size_t place = seen.size();
    seen.emplace_back();
    HttpRequest request =
        service.sign(service.complete(action, {{"DBInstanceId", std::string(id)}}));
    request.timeout = Seconds(20);
    return transport.send(std::move(request),
                          [this, place](HttpResult result) { seen[place] = read(result); });
  }

  static Seen read(HttpResult& result) {
    if (auto* response = std::get_if<HttpResponse>(&result)) {
      return {std::to_string(response->status), Departure::MayHaveLeft, std::move(*response)};
    }
    const TransportError& error = *std::get_if<TransportError>(&result);
    Seen seen{"other", error.departure, {}};
    if (error.failure == TransportFailure::NotReached) seen.what = "not reached";
    if (error.failure == TransportFailure::Lost) seen.what = "lost";
    if (error.failure == TransportFailure::Garbled) seen.what = "garbled";
    if (error.failure == TransportFailure::TimedOut) seen.what = "timed out";
    if (error.failure == TransportFailure::Cancelled) seen.what = "cancelled";
    return seen;
  }

  [[nodiscard]] std::size_t effects() const { return service.emulator.effects().size(); }
};

// One CreateBackup under that fault, delivered at once.
struct Once : Line {
  explicit Once(std::string_view kind) : Line("CreateBackup:" + std::string(kind) + ":x1") {
    send();
    transport.deliver();
  }
  [[nodiscard]] const Seen& first() const { return seen.front(); }
};

}  // namespace

TEST_CASE("refused: nothing was sent, nothing happened") {
  const Once line("refused");
  CHECK(line.first().what == "not reached");
  CHECK(line.first().departure == Departure::NothingLeft);
  CHECK(line.effects() == 0);
}

TEST_CASE("lost before and after: the client cannot tell them apart") {
  const Once before("lost-before");
  const Once after("lost-after");
  for (const Once* line : {&before, &after}) {
    CHECK(line->first().what == "lost");
    CHECK(line->first().departure == Departure::MayHaveLeft);
  }
  CHECK(before.effects() == 0);
  CHECK(after.effects() == 1);
}

TEST_CASE("garbled before and after: whatever comes, the request may have left") {
  for (const bool after : {false, true}) {
    std::set<std::string> heard;
    for (int seed = 1; seed <= 300; ++seed) {
      Line line(std::string("CreateBackup:garbled-") + (after ? "after" : "before") +
                ":x1,seed=" + std::to_string(seed));
      line.send();
      line.transport.deliver();
      CHECK(line.seen.front().departure == Departure::MayHaveLeft);
      CHECK(line.effects() == (after ? 1 : 0));
      heard.insert(line.seen.front().what);
    }
    CHECK(heard.contains("garbled"));  // no answer at all
    CHECK(heard.contains("204"));      // an answer without a body
    CHECK(heard.contains("200"));      // an answer whose body is garbage
  }
}

TEST_CASE("the same seed garbles alike, and no other fault throws its dice") {
  const auto heard = [](const std::string& spec) {
    Line line(spec);
    std::string text;
    for (int i = 0; i < 50; ++i) {
      line.send("DescribeBackups");
      line.transport.deliver();
      text += line.seen.back().what + line.seen.back().response.body.substr(0, 8) + ",";
    }
    return text;
  };
  CHECK(heard("*:garbled-after:50%,seed=3") == heard("*:garbled-after:50%,seed=3"));
  CHECK(heard("*:garbled-after:50%,seed=3") != heard("*:garbled-after:50%,seed=4"));
  emulator::FaultPlan plan({{"*", emulator::FaultKind::LostAfter}}, 3);
  CHECK(plan.shape_of(emulator::FaultKind::LostAfter) == 0);
  CHECK(plan.shape_of(emulator::FaultKind::GarbledAfter) != 0);
}

TEST_CASE("a time-out is told when the request's own time has passed, not before") {
  for (const std::string_view kind : {"time-out-before", "time-out-after"}) {
    CAPTURE(kind);
    Once line(kind);
    CHECK(line.first().what.empty());
    CHECK(line.effects() == (kind == "time-out-after" ? 1 : 0));
    CHECK(line.transport.next_due() == kStart + Seconds(20));
    line.service.now += Seconds(20) - Milliseconds(1);
    CHECK_FALSE(line.transport.deliver());
    CHECK(line.first().what.empty());
    line.service.now += Milliseconds(1);
    CHECK(line.transport.deliver());
    CHECK(line.first().what == "timed out");
    CHECK(line.first().departure == Departure::MayHaveLeft);
    CHECK_FALSE(line.transport.next_due().has_value());
  }
}

TEST_CASE("slow: the right answer after some seconds, others overtake it") {
  Once line("slow");
  line.send("DescribeBackups");
  CHECK(line.transport.deliver());
  CHECK(line.first().what.empty());
  CHECK(line.seen[1].what == "200");
  CHECK(line.transport.next_due() == kStart + emulator::kSlowAnswer);
  line.service.now += emulator::kSlowAnswer;
  CHECK(line.transport.deliver());
  CHECK(line.first().what == "200");
  CHECK(Service::content(line.first().response)["BackupJobId"] != "");
  CHECK(line.effects() == 1);
}

TEST_CASE("an answer that is slower than the client waits is a time-out") {
  Line line("CreateBackup:slow:x1");
  line.seen.emplace_back();
  HttpRequest request = line.service.sign(
      line.service.complete("CreateBackup", {{"DBInstanceId", std::string(kOrders)}}));
  request.timeout = Seconds(2);
  line.transport.send(request, [&](HttpResult result) { line.seen[0] = Line::read(result); });
  line.transport.deliver();
  CHECK(line.transport.next_due() == kStart + Seconds(2));
  line.service.now += Seconds(2);
  line.transport.deliver();
  CHECK(line.seen[0].what == "timed out");
  CHECK(line.effects() == 1);
}

TEST_CASE("errors of the service come with its bodies, with and without effect") {
  struct Expected {
    std::string_view kind;
    int status;
    std::string_view code;
    std::size_t effects;
  };
  for (const Expected& expected : {Expected{"error-500", 500, "InternalError", 0},
                                   Expected{"error-500-after", 500, "InternalError", 1},
                                   Expected{"unavailable-503", 503, "ServiceUnavailable", 0},
                                   Expected{"unavailable-503-after", 503, "ServiceUnavailable", 1},
                                   Expected{"throttled", 400, "Throttling.User", 0}}) {
    CAPTURE(expected.kind);
    const Once line(expected.kind);
    CHECK(line.first().response.status == expected.status);
    const response::ApiError error = Service::error(line.first().response);
    CHECK(error.code == expected.code);
    CHECK_FALSE(error.message.empty());
    CHECK_FALSE(error.request_id.empty());
    CHECK(line.effects() == expected.effects);
    CHECK(find_header(line.first().response.headers, "x-acs-retry-after") ==
          (expected.kind == "throttled" ? "1000" : ""));
  }
}

TEST_CASE("cut off: it took effect, the body ends early") {
  const Once line("cut-off");
  CHECK(line.first().response.status == 200);
  CHECK_FALSE(line.first().response.body.empty());
  CHECK_FALSE(response::parse(line.first().response).ok());
  CHECK(line.effects() == 1);
}

TEST_CASE("wrong type: it took effect, the body is right, the content type is not") {
  const Once line("wrong-type");
  CHECK(find_header(line.first().response.headers, "Content-Type") == "text/plain");
  CHECK(line.first().response.body.find("BackupJobId") != std::string::npos);
  CHECK(line.effects() == 1);
}

TEST_CASE("portal: 200 with somebody else's page, nothing happened") {
  const Once line("portal");
  CHECK(line.first().response.status == 200);
  CHECK(find_header(line.first().response.headers, "Content-Type").starts_with("text/html"));
  CHECK(line.first().response.body.starts_with("<!DOCTYPE html>"));
  CHECK(line.effects() == 0);
}

TEST_CASE("duplicate: it happened once, and the client sees that its nonce was used") {
  const Once line("duplicate");
  CHECK(Service::code(line.first().response) == "SignatureNonceUsed");
  CHECK(line.effects() == 1);
}

TEST_CASE("job-fails: the request succeeds, its set says Failed; the next one is ordinary") {
  Once line("job-fails");
  CHECK(line.first().what == "200");
  line.service.now += std::chrono::minutes(5);
  const auto newest = [&] {
    return line.service.call("DescribeBackups",
                             {{"DBInstanceId", std::string(kOrders)}})["Backups"]["Backup"][0];
  };
  CHECK(newest()["BackupStatus"] == "Failed");
  CHECK_FALSE(line.service.start(kOrders).empty());
  line.service.now += std::chrono::minutes(5);
  CHECK(newest()["BackupStatus"] == "Success");
}

TEST_CASE("job-hangs: the job stays Backuping at one percentage, and in the way of others") {
  Once line("job-hangs");
  CHECK(line.first().what == "200");
  line.service.now += std::chrono::minutes(10);
  const nlohmann::json then = line.service.tasks(kOrders);
  REQUIRE(then.size() == 1);
  CHECK(then[0]["BackupSetStatus"] == "Backuping");
  line.service.now += std::chrono::days(3);
  CHECK(line.service.tasks(kOrders) == then);
  CHECK(line.service.refusal("CreateBackup", {{"DBInstanceId", std::string(kOrders)}}) ==
        "OperationDenied.BackupJobExists");
}

TEST_CASE("a job that hangs leaves no trace of its fate on a request that was refused") {
  Line line("CreateBackup:job-hangs:x1");
  line.send("CreateBackup", kLegacy);
  line.transport.deliver();
  CHECK(Service::code(line.seen[0].response) == "IncorrectDBInstanceLockMode");
  line.service.emulator.set_instance_lock(kLegacy, "Unlock");
  CHECK_FALSE(line.service.start(kLegacy).empty());
  line.service.now += std::chrono::minutes(5);
  CHECK(line.service.tasks(kLegacy).empty());
}

TEST_CASE("an answer that is held back can be cancelled; whether it happened is then unknown") {
  Once line("time-out-after");
  line.transport.cancel(1);
  CHECK(line.first().what.empty());
  CHECK(line.transport.deliver());
  CHECK(line.first().what == "cancelled");
  CHECK(line.first().departure == Departure::MayHaveLeft);
  line.service.now += Seconds(60);
  CHECK_FALSE(line.transport.deliver());
}

TEST_CASE("an empty plan ends the faults; a preflight never meets one") {
  Line line("*:refused:100%");
  HttpRequest preflight;
  preflight.method = "OPTIONS";
  preflight.url = "https://127.0.0.1/?Action=CreateBackup";
  int status = 0;
  line.transport.send(preflight, [&](HttpResult result) {
    if (const auto* response = std::get_if<HttpResponse>(&result)) status = response->status;
  });
  line.send();
  line.transport.deliver();
  CHECK(status == 200);
  CHECK(line.seen[0].what == "not reached");
  line.transport.set_faults({});
  line.send();
  line.transport.deliver();
  CHECK(line.seen[1].what == "200");
}
