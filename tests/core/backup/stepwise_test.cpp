// The rules that every step-by-step operation keeps.
#include <doctest/doctest.h>

#include "core/backup/stepwise.h"
#include "tests/core/backup/torment.h"

using namespace dds;
using namespace dds::testing;
using backup::Ending;

namespace {

enum class How { Read, Once, Token };

// Sends one request of a kind and remembers what became of it.
struct OneRequest final : backup::Stepwise {
  explicit OneRequest(How kind, backup::StepLimits limits = {}) : Stepwise(limits, 7), how(kind) {}
  void begin() override {
    if (how == How::Read) {
      return read(
          {"DescribeThing", {}, {}},
          [this](const response::Answer& given) -> Status {
            if (!given.data->contains("Thing"))
              return make_error(ErrorCode::NotAnAnswer, "No Thing.", "");
            done(Ending::Succeeded, "Read");
            return std::nullopt;
          },
          handle_failure ? OnFailure([this](const backup::Failure& failure) {
            seen = failure.kind == backup::Failure::Kind::Refused ? "refused" : "not reached";
            done(Ending::Failed, "Failed");
          })
                         : OnFailure{});
    }
    WriteHandlers handlers;
    handlers.on_answer = [this](const response::Answer&) -> Status {
      seen = "answer";
      if (odd_answer) return make_error(ErrorCode::NotAnAnswer, "Odd.", "");
      done(Ending::Succeeded, "Written");
      return std::nullopt;
    };
    if (own_handlers) {
      handlers.on_refused = [this](const response::ApiError& error) {
        seen = "refused " + error.code;
        done(Ending::Refused, "R");
      };
      handlers.on_not_sent = [this](const std::string&) {
        seen = "not sent";
        done(Ending::NotReached, "N");
      };
      handlers.on_unknown = [this](const std::string&) {
        seen = "unknown";
        done(Ending::Unknown, "U");
      };
    }
    how == How::Once ? write_once({"ModifyThing", {}, {}}, handlers)
                     : write_with_token({"ModifyThing", {}, {}}, handlers);
  }
  backup::OperationProgress& shared_progress() override { return progress; }

  How how;
  bool handle_failure = false;
  bool own_handlers = true;
  bool odd_answer = false;
  std::string seen;
  backup::OperationProgress progress;
};

ScriptedService::Handler always(const backup::Event& event) {
  return [event](const api::Call&, Instant) { return event; };
}

struct Waits final : backup::Stepwise {
  explicit Waits(backup::StepLimits limits) : Stepwise(limits, 1) {}
  void begin() override {
    ++turns;
    wait(std::chrono::minutes{1}, [this] { begin(); });
  }
  backup::OperationProgress& shared_progress() override { return progress; }
  int turns = 0;
  backup::OperationProgress progress;
};

struct Rests final : backup::Stepwise {
  Rests() : Stepwise({}, 1) {}
  void begin() override { rest(); }
  void resume() override {
    if (!agreed) return rest();
    done(Ending::Succeeded, "Went on");
  }
  backup::OperationProgress& shared_progress() override { return progress; }
  bool agreed = false;
  backup::OperationProgress progress;
};

struct Forgetful final : backup::Stepwise {
  Forgetful() : Stepwise({}, 1) {}
  void begin() override {}
  backup::OperationProgress& shared_progress() override { return progress; }
  backup::OperationProgress progress;
};

struct Runs final : backup::Stepwise {
  Runs() : Stepwise({}, 1) {}
  void begin() override {
    run(inner, [this] { done(inner->progress.ending, "Inner ended"); });
  }
  backup::OperationProgress& shared_progress() override { return progress; }
  std::shared_ptr<OneRequest> inner = std::make_shared<OneRequest>(How::Read);
  backup::OperationProgress progress;
};

}  // namespace

TEST_CASE("a read is retried after every failure that may pass, and then given up") {
  for (const backup::Event& trouble :
       {failure(TransportFailure::NotReached, false), failure(TransportFailure::Lost, true),
        refusal("Throttling"), refusal("InternalError", 500), answer({{"RequestId", "R"}})}) {
    ScriptedService service;
    service.handlers["DescribeThing"] = always(trouble);
    OneRequest operation(How::Read);
    REQUIRE(service.run(operation));
    CHECK(service.count("DescribeThing") == 5);
    // A service that answers was reached, whatever it said.
    const auto* replied = std::get_if<backup::Replied>(&trouble);
    const bool refused = replied && std::holds_alternative<response::ApiError>(replied->reply);
    const Ending answered = refused ? Ending::Refused : Ending::Unreadable;
    CHECK(operation.progress.ending == (replied ? answered : Ending::NotReached));
    CHECK_FALSE(operation.progress.problem.empty());
  }
}

TEST_CASE("a read that comes through after failures forgets them") {
  ScriptedService service;
  int calls = 0;
  service.handlers["DescribeThing"] = [&](const api::Call&, Instant) {
    return ++calls < 5 ? failure(TransportFailure::Lost, true) : answer({{"Thing", 1}});
  };
  OneRequest operation(How::Read);
  REQUIRE(service.run(operation));
  CHECK(operation.progress.ending == Ending::Succeeded);
  CHECK(operation.progress.problem.empty());
  CHECK_FALSE(operation.progress.retry_at.has_value());
}

TEST_CASE("a refusal ends a read at once and is kept") {
  ScriptedService service;
  service.handlers["DescribeThing"] = always(refusal("Forbidden.RAM", 403));
  OneRequest operation(How::Read);
  REQUIRE(service.run(operation));
  CHECK(service.count("DescribeThing") == 1);
  CHECK(operation.progress.ending == Ending::Refused);
  REQUIRE(operation.progress.refusal.has_value());
  CHECK(operation.progress.refusal->code == "Forbidden.RAM");

  OneRequest handled(How::Read);
  handled.handle_failure = true;
  REQUIRE(service.run(handled));
  CHECK(handled.seen == "refused");
  CHECK(handled.progress.ending == Ending::Failed);
}

TEST_CASE("the service's own waiting time is honoured") {
  ScriptedService service;
  std::vector<Instant> sent;
  service.handlers["DescribeThing"] = [&](const api::Call&, Instant at) -> backup::Event {
    sent.push_back(at);
    if (sent.size() > 1) return answer({{"Thing", 1}});
    response::ApiError error;
    error.code = "Throttling.User";
    error.retry_after = Milliseconds{45'000};
    return backup::Replied{error, std::nullopt};
  };
  OneRequest operation(How::Read);
  REQUIRE(service.run(operation));
  REQUIRE(sent.size() == 2);
  CHECK(sent[1] - sent[0] >= Milliseconds{45'000});
}

TEST_CASE("a write without a token is sent again only when nothing was sent or it was throttled") {
  const auto run = [](const backup::Event& trouble) {
    ScriptedService service;
    service.handlers["ModifyThing"] = always(trouble);
    OneRequest operation(How::Once);
    REQUIRE(service.run(operation));
    return std::pair{service.count("ModifyThing"), operation.seen};
  };
  CHECK(run(failure(TransportFailure::NotReached, false)) == std::pair{5, std::string("not sent")});
  CHECK(run(refusal("Throttling")) == std::pair{5, std::string("refused Throttling")});
  CHECK(run(failure(TransportFailure::Lost, true)) == std::pair{1, std::string("unknown")});
  CHECK(run(refusal("InternalError", 500)) == std::pair{1, std::string("unknown")});
  CHECK(run(refusal("Forbidden.RAM", 403)) == std::pair{1, std::string("refused Forbidden.RAM")});
  CHECK(run(backup::NotReplied{make_error(ErrorCode::TruncatedBody), true}) ==
        std::pair{1, std::string("unknown")});
  // It could not be signed: nor can the next one.
  CHECK(run(backup::NotReplied{make_error(ErrorCode::InvalidCredentials), false}) ==
        std::pair{1, std::string("not sent")});
  CHECK(run(answer({})) == std::pair{1, std::string("answer")});
}

TEST_CASE("a write's answer that cannot be read counts as unknown") {
  ScriptedService service;
  service.handlers["ModifyThing"] = always(answer({}));
  OneRequest operation(How::Once);
  operation.odd_answer = true;
  REQUIRE(service.run(operation));
  CHECK(operation.seen == "unknown");
  CHECK(service.count("ModifyThing") == 1);
}

TEST_CASE("a write with a token is the same call each time, also after an unknown outcome") {
  ScriptedService service;
  int calls = 0;
  service.handlers["ModifyThing"] = [&](const api::Call&, Instant) {
    return ++calls < 3 ? failure(TransportFailure::Lost, true) : answer({});
  };
  OneRequest operation(How::Token);
  REQUIRE(service.run(operation));
  CHECK(operation.progress.ending == Ending::Succeeded);
  CHECK(calls == 3);
}

TEST_CASE("a refusal after an attempt that may have had its effect proves nothing") {
  ScriptedService service;
  int calls = 0;
  service.handlers["ModifyThing"] = [&](const api::Call&, Instant) {
    return ++calls == 1 ? failure(TransportFailure::Lost, true) : refusal("QuotaExceed");
  };
  OneRequest operation(How::Token);
  REQUIRE(service.run(operation));
  CHECK(operation.seen == "unknown");
  // Nor does not reaching it.
  calls = 0;
  service.handlers["ModifyThing"] = [&](const api::Call&, Instant) {
    return failure(TransportFailure::Lost, ++calls == 1);
  };
  OneRequest second(How::Token);
  REQUIRE(service.run(second));
  CHECK(second.seen == "unknown");
}

TEST_CASE("endings that a subclass does not handle are ended for it") {
  const auto run = [](const backup::Event& trouble) {
    ScriptedService service;
    service.handlers["ModifyThing"] = always(trouble);
    OneRequest operation(How::Once);
    operation.own_handlers = false;
    REQUIRE(service.run(operation));
    return operation.progress.ending;
  };
  CHECK(run(failure(TransportFailure::NotReached, false)) == Ending::NotReached);
  CHECK(run(failure(TransportFailure::Lost, true)) == Ending::Unknown);
  CHECK(run(refusal("Forbidden.RAM", 403)) == Ending::Refused);
}

TEST_CASE("the total limit ends it, and nothing is sent after it") {
  ScriptedService service;
  Waits operation({5, std::chrono::minutes{10}});
  const Instant began = service.now;
  REQUIRE(service.run(operation));
  CHECK(service.now == began + std::chrono::minutes{10});
  CHECK(operation.turns == 10);
  CHECK(operation.progress.ending == Ending::NotReached);

  // An answer that comes after it still counts.
  service.handlers["ModifyThing"] = always(answer({}));
  OneRequest late(How::Once, {5, std::chrono::minutes{10}});
  REQUIRE(service.run(late, 1'000, std::chrono::minutes{11}));
  CHECK(late.progress.ending == Ending::Succeeded);
  // A retry that would be too late is not made.
  service.handlers["ModifyThing"] = always(failure(TransportFailure::NotReached, false));
  OneRequest too_late(How::Once, {5, Seconds{80}});
  const int before = service.count("ModifyThing");
  REQUIRE(service.run(too_late, 1'000, Seconds{90}));
  CHECK(service.count("ModifyThing") == before + 1);
  CHECK(too_late.progress.ending == Ending::NotReached);
}

TEST_CASE("after a sleep that outlasted the limit there is an attempt before it ends") {
  ScriptedService service;
  OneRequest operation(How::Read, {5, std::chrono::minutes{10}});
  // Its first attempt is lost with the connections of a machine that sleeps for a day.
  backup::Step step = operation.handle(backup::Started{}, at(service.now));
  REQUIRE(std::holds_alternative<backup::Send>(step));
  service.now += std::chrono::hours{24};
  step = operation.handle(failure(TransportFailure::Lost, true), at(service.now));
  const auto* wait = std::get_if<backup::WaitUntil>(&step);
  REQUIRE(wait != nullptr);
  service.now = wall_of(wait->instant);
  step = operation.handle(backup::TimerFired{}, at(service.now));
  REQUIRE(std::holds_alternative<backup::Send>(step));
  step = operation.handle(answer({{"Thing", 1}}), at(service.now));
  CHECK(std::holds_alternative<backup::Done>(step));
  CHECK(operation.progress.ending == Ending::Succeeded);
}

TEST_CASE("a wall clock that is set, either way, moves no timer and no limit") {
  for (const Milliseconds set :
       {Milliseconds{std::chrono::hours{-1}}, Milliseconds{std::chrono::hours{1}}}) {
    ScriptedService service;
    Waits operation({5, std::chrono::minutes{10}});
    Moment now = at(service.now);
    const SteadyInstant began = now.steady;
    backup::Step step = operation.handle(backup::Started{}, now);
    for (int i = 0; i < 100 && !std::holds_alternative<backup::Done>(step); ++i) {
      const auto* wait = std::get_if<backup::WaitUntil>(&step);
      REQUIRE(wait != nullptr);
      now = {wait->instant, now.wall + (wait->instant - now.steady)};
      if (i == 3) now.wall += set;
      step = operation.handle(backup::TimerFired{}, now);
    }
    CHECK(now.steady == began + std::chrono::minutes{10});
    CHECK(operation.turns == 10);
  }
}

TEST_CASE("an operation that rests goes on with the next Started, and only then") {
  Rests operation;
  CHECK(std::holds_alternative<backup::Done>(operation.handle(backup::Started{}, at(kStart))));
  CHECK(std::holds_alternative<backup::Done>(operation.handle(backup::TimerFired{}, at(kStart))));
  CHECK_FALSE(operation.progress.ended());
  CHECK(std::holds_alternative<backup::Done>(operation.handle(backup::Started{}, at(kStart))));
  CHECK_FALSE(operation.progress.ended());
  operation.agreed = true;
  CHECK(std::holds_alternative<backup::Done>(operation.handle(backup::Started{}, at(kStart))));
  CHECK(operation.progress.ending == Ending::Succeeded);
}

TEST_CASE("a turn that says nothing ends the operation") {
  Forgetful operation;
  CHECK(std::holds_alternative<backup::Done>(operation.handle(backup::Started{}, at(kStart))));
  CHECK(operation.progress.ended());
}

TEST_CASE("another operation takes its steps inside") {
  ScriptedService service;
  int calls = 0;
  service.handlers["DescribeThing"] = [&](const api::Call&, Instant) {
    return ++calls < 3 ? refusal("Throttling") : answer({{"Thing", 1}});
  };
  Runs operation;
  REQUIRE(service.run(operation));
  CHECK(operation.progress.ending == Ending::Succeeded);
  CHECK(calls == 3);
}

TEST_CASE("before Started nothing happens") {
  OneRequest operation(How::Read);
  CHECK(std::holds_alternative<backup::WaitUntil>(
      operation.handle(backup::TimerFired{}, at(kStart))));
  CHECK(std::holds_alternative<backup::WaitUntil>(operation.handle(answer({}), at(kStart))));
}

TEST_CASE("random events in every state lead to a defined step, and to an end within the limit") {
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    CAPTURE(seed);
    Dice dice(seed);
    ScriptedService service;
    service.handlers["DescribeThing"] = always(answer({{"Thing", 1}}));
    service.handlers["ModifyThing"] = always(answer({}));
    const How how = static_cast<How>(seed % 3);
    OneRequest operation(how);
    operation.own_handlers = seed % 2 == 0;
    Torment rules;
    rules.trouble_percent = 20 + dice.roll(70);
    rules.limit = backup::StepLimits{}.total;
    if (how == How::Once) rules.once = {"ModifyThing"};
    torment(operation, service, dice, rules);
    CHECK(operation.progress.ended());
  }
}
