#include "tests/core/campaign/exploration.h"

#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/api/sign_call.h"
#include "core/backup/http_date.h"
#include "core/emulator/emulator.h"
#include "core/emulator/fault_stage.h"
#include "tests/core/campaign/campaign.h"

namespace dds::testing {
namespace {

using emulator::FaultKind;

constexpr Instant kBegin{std::chrono::hours{490'000}};
constexpr Milliseconds kExchange{1'000};
// Timers fire at full ten seconds: late, as timers do, and so that paths meet again.
constexpr Milliseconds kGrid{10'000};
constexpr int kMostRequests = 400;  // of one path
constexpr std::size_t kMostWrong = 5;

// One moment: the operation has asked for a request that was not played yet.
struct World {
  std::unique_ptr<backup::CreateAndFollow> operation;
  std::unique_ptr<emulator::Emulator> service;
  std::optional<api::Call> call;  // nothing: the operation has ended
  Instant now = kBegin;
  int requests = 0;

  [[nodiscard]] World copy() const {
    World other;
    other.operation = operation->clone();
    other.service = service->clone();
    other.call = call;
    other.now = now;
    other.requests = requests;
    return other;
  }
  [[nodiscard]] std::string key() const {
    return operation->fingerprint() + '|' + service->fingerprint() + '|' +
           std::to_string(service->effects().size()) + '|' +
           std::to_string(now.time_since_epoch().count());
  }
};

Instant next_tick(Instant instant) {
  const auto count = instant.time_since_epoch().count();
  const auto grid = kGrid.count();
  return Instant{Milliseconds{(count + grid - 1) / grid * grid}};
}

// Goes on to the next request, or to the end.
void settle(World& world, backup::Event event) {
  for (;;) {
    backup::Step step = world.operation->handle(event, world.now);
    if (auto* send = std::get_if<backup::Send>(&step)) {
      world.call = std::move(send->call);
      return;
    }
    if (std::holds_alternative<backup::Done>(step)) {
      world.call.reset();
      return;
    }
    world.now = std::max(world.now, next_tick(std::get_if<backup::WaitUntil>(&step)->instant));
    event = backup::TimerFired{};
  }
}

World first_world(const ExplorationSettings& settings) {
  World world;
  world.service = std::make_unique<emulator::Emulator>(emulator::Settings{settings.seed}, kBegin);
  api::CreateBackupParameters parameters;
  parameters.instance_id = settings.instance_id;
  world.operation = std::make_unique<backup::CreateAndFollow>(parameters, settings.options);
  settle(world, backup::Started{});
  return world;
}

backup::Event event_of(HttpResponse response) {
  const std::optional<Instant> date =
      backup::parse_http_date(find_header(response.headers, "Date"));
  Result<response::Reply> reply = response::parse(response);
  if (!reply) return backup::NotReplied{reply.error(), true};
  return backup::Replied{std::move(*reply), date};
}

backup::Event play_one(World& world, std::optional<FaultKind> fault) {
  signing::Credentials key;
  key.access_key_id = emulator::kAccessKeyId;
  key.access_key_secret = Secret(emulator::kAccessKeySecret);
  api::Endpoint endpoint;
  endpoint.host = "mongodb.aliyuncs.com";
  const std::string nonce = "exploring-" + std::to_string(++world.requests);
  Result<api::SignedRequest> request = api::sign_call(*world.call, key, endpoint, world.now, nonce);
  emulator::Staged staged =
      emulator::play(*world.service, request->http, world.now, world.now, fault);
  world.now += kExchange;
  using emulator::Delivery;
  switch (staged.delivery) {
    case Delivery::Refused:
      return backup::NotReplied{TransportError{TransportFailure::NotReached, false, ""}, false};
    case Delivery::Lost:
      return backup::NotReplied{TransportError{TransportFailure::Lost, true, ""}, false};
    case Delivery::TimesOut:
      return backup::NotReplied{TransportError{TransportFailure::TimedOut, true, ""}, false};
    case Delivery::CutOff:
      staged.response.body.resize(staged.response.body.size() / 2);
      return event_of(std::move(staged.response));
    case Delivery::Whole:
    case Delivery::Late: break;
  }
  return event_of(std::move(staged.response));
}

World after(const World& world, std::optional<FaultKind> fault) {
  World next = world.copy();
  backup::Event event = play_one(next, fault);
  settle(next, std::move(event));
  return next;
}

std::string judge(const World& world) {
  const backup::Progress& progress = world.operation->progress();
  Verdict verdict{progress.instance_id, progress, 0,
                  running_job(*world.service, progress.instance_id)};
  for (const auto& effect : world.service->effects()) {
    if (effect.action == "CreateBackup" && effect.instance_id == verdict.instance_id)
      ++verdict.effects;
  }
  return wrong_with(verdict);
}

std::vector<FaultKind> kinds_for(std::string_view action, bool jobs_may_hang) {
  std::vector<FaultKind> kinds;
  for (const FaultKind kind : emulator::all_fault_kinds()) {
    const bool hangs = kind == FaultKind::JobHangs;
    if (hangs && !jobs_may_hang) continue;
    if ((hangs || kind == FaultKind::JobFails) && action != "CreateBackup") continue;
    kinds.push_back(kind);
  }
  return kinds;
}

// A path is kept as a chain, so that states share their beginnings.
struct Link {
  std::shared_ptr<const Link> before;
  std::string action;
  std::optional<FaultKind> fault;
};

std::string path_of(const std::shared_ptr<const Link>& last) {
  std::string path;
  for (const Link* link = last.get(); link != nullptr; link = link->before.get()) {
    std::string one = link->action;
    if (link->fault) one += ':' + std::string(emulator::fault_name(*link->fault));
    path = path.empty() ? one : one + ',' + path;
  }
  return path;
}

}  // namespace

backup::Options exploration_options() {
  backup::Options options;
  options.limits.poll = Milliseconds{40'000};
  options.limits.late = Milliseconds{30'000};
  options.limits.reconcile = std::chrono::minutes{20};
  return options;
}

ExplorationResult explore(const ExplorationSettings& settings) {
  struct Node {
    World world;
    std::shared_ptr<const Link> path;
    int used = 0;
  };
  ExplorationResult result;
  std::unordered_map<std::string, int> seen;  // with how many faults at the least
  // Those with fewer faults first: who arrives later at the same state has nothing new to try.
  std::vector<std::deque<Node>> levels(static_cast<std::size_t>(settings.most_faults) + 1);
  levels[0].push_back({first_world(settings), nullptr, 0});
  const auto arrive = [&](World world, std::shared_ptr<const Link> path, int used) {
    if (!world.call) {
      ++result.endings;
      if (std::string wrong = judge(world); !wrong.empty() && result.wrong.size() < kMostWrong)
        result.wrong.push_back({path_of(path), std::move(wrong)});
      return;
    }
    if (world.requests > kMostRequests) {
      if (result.wrong.size() < kMostWrong) result.wrong.push_back({path_of(path), "does not end"});
      return;
    }
    if (!seen.emplace(world.key(), used).second) return;
    ++result.states;
    levels[static_cast<std::size_t>(used)].push_back({std::move(world), std::move(path), used});
  };
  for (std::size_t level = 0; level < levels.size(); ++level) {
    while (!levels[level].empty()) {
      const Node node = std::move(levels[level].front());
      levels[level].pop_front();
      const std::string action = node.world.call->action;
      const auto link = [&](std::optional<FaultKind> fault) {
        return std::make_shared<const Link>(Link{node.path, action, fault});
      };
      ++result.requests;
      arrive(after(node.world, std::nullopt), link(std::nullopt), node.used);
      if (node.used == settings.most_faults) continue;
      for (const FaultKind kind : kinds_for(action, settings.jobs_may_hang)) {
        ++result.requests;
        arrive(after(node.world, kind), link(kind), node.used + 1);
      }
    }
  }
  return result;
}

std::string replay(const ExplorationSettings& settings, std::string_view path) {
  World world = first_world(settings);
  std::string told;
  while (world.call && world.requests <= kMostRequests) {
    const std::string_view step = path.substr(0, path.find(','));
    path.remove_prefix(std::min(path.size(), step.size() + 1));
    const std::size_t colon = step.find(':');
    std::optional<FaultKind> fault;
    for (const FaultKind kind : emulator::all_fault_kinds()) {
      if (colon != std::string_view::npos && emulator::fault_name(kind) == step.substr(colon + 1))
        fault = kind;
    }
    if (!step.empty() && step.substr(0, colon) != world.call->action)
      return told + "the path asks for " + std::string(step) + ", the operation for " +
             world.call->action + "\n";
    told += format_utc(world.now) + "  " + world.call->action;
    if (fault) told += " (" + std::string(emulator::fault_name(*fault)) + ")";
    world = after(world, fault);
    told += " -> " + backup::describe(world.operation->progress()) + "\n";
  }
  const std::string wrong = judge(world);
  return told + (wrong.empty() ? "the promise holds" : wrong) + "\n";
}

}  // namespace dds::testing
