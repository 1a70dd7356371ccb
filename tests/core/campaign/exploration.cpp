#include "tests/core/campaign/exploration.h"

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <utility>

#include "core/api/sign_call.h"
#include "core/backup/http_date.h"
#include "core/backup/refusal.h"
#include "core/backup/service_clock.h"
#include "core/emulator/emulator.h"
#include "core/emulator/fault_stage.h"
#include "core/emulator/garbled.h"
#include "tests/core/campaign/campaign.h"
#include "tests/moments.h"

namespace dds::testing {
namespace {

using emulator::FaultKind;

constexpr Instant kBegin{std::chrono::hours{490'000}};
constexpr Milliseconds kExchange{1'000};
// Timers fire at full ten seconds: late, as timers do, and so that paths meet again.
constexpr Milliseconds kGrid{10'000};
constexpr int kMostRequests = 1'000;  // of one path
constexpr std::size_t kMostWrong = 5;

std::string number(Instant instant) {
  return std::to_string(instant.time_since_epoch().count()) + ',';
}

std::string create_nonce(int count) {
  return "create-" + std::to_string(count);
}

// What goes wrong with one request: a fault on its way, or something with the time.
struct Trouble {
  std::string name;
  std::optional<FaultKind> fault{};
  std::uint64_t shape = 0;  // of a garbled answer
  Milliseconds late{0};     // the request arrives that much later
  Milliseconds lie{0};      // the answer is dated so far off
  Milliseconds set{0};      // the wall clock is set before the request is signed
  Milliseconds sleep{
      0};               // the machine sleeps before the answer is read, and the connection is gone
  bool arrives = true;  // before that
};

// One moment: the operation has asked for a request that was not played yet.
struct World {
  std::unique_ptr<backup::CreateAndFollow> operation;
  std::unique_ptr<emulator::Emulator> service;
  emulator::Postponed postponed;
  backup::ServiceClock clock;       // as a driver keeps it
  std::optional<backup::Send> ask;  // nothing: the operation has ended
  Instant now = kBegin;             // the right time, which is the service's
  Milliseconds skew{0};             // of the machine's wall clock
  int requests = 0;
  int creates = 0;  // that were signed

  [[nodiscard]] World copy() const {
    World other;
    other.operation = operation->clone();
    other.service = service->clone();
    other.postponed = postponed;
    other.clock = clock;
    other.ask = ask;
    other.now = now;
    other.skew = skew;
    other.requests = requests;
    other.creates = creates;
    return other;
  }
  [[nodiscard]] Moment clocks() const { return {steady_at(now), now + skew}; }
  [[nodiscard]] std::string key() const {
    std::string text = operation->fingerprint() + '|' + service->fingerprint() + '|' +
                       std::to_string(service->effects().size()) + '|' + number(now) +
                       number(clocks().wall) + number(clock.timestamp(clocks())) +
                       std::to_string(clock.answers() < 2);
    for (const auto& [due, request] : postponed.under_way())
      text += '|' + number(due) + request.body;
    for (int i = 1; i <= creates; ++i)
      text += service->nonce_used(emulator::kAccessKeyId, create_nonce(i)) ? 'u' : 'n';
    return text;
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
    backup::Step step = world.operation->handle(event, world.clocks());
    if (auto* send = std::get_if<backup::Send>(&step)) {
      world.ask = std::move(*send);
      return;
    }
    if (std::holds_alternative<backup::Done>(step)) {
      world.ask.reset();
      return;
    }
    const Instant wake = wall_of(std::get_if<backup::WaitUntil>(&step)->instant);
    world.now = std::max(world.now, next_tick(wake));
    (void)world.postponed.deliver(*world.service, world.now);
    event = backup::TimerFired{};
  }
}

World first_world(const ExplorationSettings& settings) {
  World world;
  emulator::Settings service{settings.seed};
  service.timestamp_window = settings.timestamp_window;
  world.service = std::make_unique<emulator::Emulator>(service, kBegin);
  world.skew = settings.skew;
  api::CreateBackupParameters parameters;
  parameters.instance_id = settings.instance_id;
  world.operation = std::make_unique<backup::CreateAndFollow>(parameters, settings.options);
  settle(world, backup::Started{});
  return world;
}

// As the driver signs: with the service's time where ours is wrong, once more when the timestamp is
// refused.
HttpRequest sign(World& world, const backup::Send& ask) {
  signing::Credentials key;
  key.access_key_id = emulator::kAccessKeyId;
  key.access_key_secret = Secret(emulator::kAccessKeySecret);
  api::Endpoint endpoint;
  endpoint.host = "mongodb.aliyuncs.com";
  ++world.requests;
  backup::Stamp stamp = ask.again;
  if (stamp.empty()) {
    stamp.timestamp = world.clock.timestamp(world.clocks());
    const bool writes = !api::is_read_only(ask.call.action);
    stamp.nonce = writes ? create_nonce(++world.creates) : "read-" + std::to_string(world.requests);
    if (writes) stamp.digest = "digest";
    if (world.clock.known()) stamp.service_now = world.clock.at(world.clocks().steady);
    (void)world.operation->leaving(stamp, world.clocks());
  }
  return api::sign_call(ask.call, key, endpoint, stamp.timestamp, stamp.nonce)->http;
}

backup::Event failed(TransportFailure failure, Departure departure) {
  return backup::NotReplied{TransportError{failure, departure}, false};
}

// Nothing: the timestamp was refused, and another one is worth trying.
std::optional<backup::Event> event_of(World& world, HttpResponse response, Milliseconds lie,
                                      bool may_sign_anew) {
  std::optional<Instant> date = backup::parse_http_date(find_header(response.headers, "Date"));
  if (date) *date += lie;
  Result<response::Reply> reply = response::parse(response);
  if (!reply) return backup::NotReplied{reply.error(), true};
  if (date) {
    const auto* refusal = std::get_if<response::ApiError>(&*reply);
    if (refusal && backup::is_timestamp_refused(*refusal)) {
      const Instant timestamp = world.clock.timestamp(world.clocks());
      if (world.clock.refused(timestamp, *date, world.clocks()) && may_sign_anew)
        return std::nullopt;
    } else {
      world.clock.heard(*date, world.clocks().steady);
    }
  }
  return backup::Replied{std::move(*reply), date};
}

backup::Event play_one(World& world, const Trouble& trouble) {
  const backup::Send ask = *world.ask;
  world.skew += trouble.set;
  for (bool first = true;; first = false) {
    const HttpRequest request = sign(world, ask);
    if (trouble.late.count() > 0) {
      world.postponed.add(world.now + trouble.late, request);
      world.now += Seconds{30};
      (void)world.postponed.deliver(*world.service, world.now);
      return failed(TransportFailure::TimedOut, Departure::MayHaveLeft);
    }
    if (trouble.sleep.count() > 0) {
      if (trouble.arrives) (void)world.service->handle(request, world.now, world.now);
      world.now += trouble.sleep;
      (void)world.postponed.deliver(*world.service, world.now);
      return failed(TransportFailure::Lost, Departure::MayHaveLeft);
    }
    (void)world.postponed.deliver(*world.service, world.now);
    emulator::Staged staged =
        emulator::play(*world.service, request, world.now, world.now, trouble.fault, trouble.shape);
    world.now += kExchange;
    using emulator::Delivery;
    switch (staged.delivery) {
      case Delivery::Refused: return failed(TransportFailure::NotReached, Departure::NothingLeft);
      case Delivery::Lost: return failed(TransportFailure::Lost, Departure::MayHaveLeft);
      case Delivery::TimesOut: return failed(TransportFailure::TimedOut, Departure::MayHaveLeft);
      case Delivery::CutOff: staged.response.body.resize(staged.response.body.size() / 2); break;
      case Delivery::Garbled:
        if (auto* error = std::get_if<TransportError>(&staged.heard))
          return backup::NotReplied{std::move(*error), false};
        staged.response = std::move(*std::get_if<HttpResponse>(&staged.heard));
        break;
      case Delivery::Whole:
      case Delivery::Late: break;
    }
    const bool may_sign_anew = first && ask.again.empty();
    if (auto event = event_of(world, std::move(staged.response), trouble.lie, may_sign_anew))
      return *std::move(event);
  }
}

World after(const World& world, const Trouble& trouble) {
  World next = world.copy();
  backup::Event event = play_one(next, trouble);
  settle(next, std::move(event));
  return next;
}

std::string judge(World& world) {
  // What is still under way arrives, and may take effect.
  while (const auto due = world.postponed.next_due())
    (void)world.postponed.deliver(*world.service, *due);
  const backup::Progress& progress = world.operation->progress();
  Verdict verdict{progress.instance_id, progress, 0,
                  running_job(*world.service, progress.instance_id)};
  for (const auto& effect : world.service->effects()) {
    if (effect.action == "CreateBackup" && effect.instance_id == verdict.instance_id)
      ++verdict.effects;
  }
  return wrong_with(verdict);
}

// What becomes of garbled bytes: an HTTP transport makes no answer of them, or one that cannot be
// read, or one that reads as if nothing had happened to it.
enum class Heard { Nothing, Unreadable, Answer };

Heard heard_of(const emulator::Garbled& garbled) {
  const auto* response = std::get_if<HttpResponse>(&garbled.heard);
  if (response == nullptr) return Heard::Nothing;
  return response::parse(*response) ? Heard::Answer : Heard::Unreadable;
}

// One shape of each class stands for all of it: the operation cannot tell them apart. Which those
// are is found out, so that a new shape cannot be put in the wrong class.
std::vector<std::pair<std::string, std::uint64_t>> garbled_classes() {
  const HttpResponse sample{
      200, {{"Content-Type", "application/json"}}, R"({"RequestId":"R","BackupJobId":"1"})"};
  std::map<Heard, std::uint64_t> first;
  for (const std::uint64_t number : emulator::garbled_numbers(sample))
    first.emplace(heard_of(emulator::garble(sample, number)), number);
  std::vector<std::pair<std::string, std::uint64_t>> classes;
  for (const auto& [heard, number] : first) {
    classes.emplace_back(heard == Heard::Nothing      ? ""
                         : heard == Heard::Unreadable ? "-unreadable"
                                                      : "-readable",
                         number);
  }
  return classes;
}

const std::vector<Trouble>& all_troubles() {
  static const std::vector<Trouble> all = [] {
    std::vector<Trouble> list;
    for (const FaultKind kind : emulator::all_fault_kinds()) {
      if (kind == FaultKind::Delayed || kind == FaultKind::DateLies) continue;  // those below
      const std::string name(emulator::fault_name(kind));
      if (kind != FaultKind::GarbledBefore && kind != FaultKind::GarbledAfter) {
        list.push_back({.name = name, .fault = kind});
        continue;
      }
      for (const auto& [suffix, shape] : garbled_classes())
        list.push_back({.name = name + suffix, .fault = kind, .shape = shape});
    }
    using std::chrono::minutes;
    list.push_back({.name = "late-10s", .late = Seconds{10}});
    list.push_back({.name = "late-50s", .late = Seconds{50}});
    list.push_back({.name = "late-1h", .late = minutes{60}});
    list.push_back({.name = "date-ahead", .lie = minutes{60}});
    list.push_back({.name = "date-behind", .lie = minutes{-60}});
    list.push_back({.name = "clock-ahead", .set = minutes{60}});
    list.push_back({.name = "clock-back", .set = minutes{-60}});
    list.push_back({.name = "sleep", .sleep = minutes{60}});
    list.push_back({.name = "sleep-before", .sleep = minutes{60}, .arrives = false});
    return list;
  }();
  return all;
}

bool may_meet(const Trouble& trouble, const World& world, const ExplorationSettings& settings) {
  if (trouble.set.count() != 0) {  // an hour either way is the worst
    const Milliseconds skew = world.skew + trouble.set;
    return skew <= backup::kWorstSkew && skew >= -backup::kWorstSkew;
  }
  if (!trouble.fault) return settings.only_time;
  const FaultKind kind = *trouble.fault;
  if (settings.only_time) return kind == FaultKind::LostBefore || kind == FaultKind::LostAfter;
  if (kind == FaultKind::NonceForgotten && !settings.nonces_forgotten) return false;
  if (kind == FaultKind::JobHangs && !settings.jobs_may_hang) return false;
  return !emulator::of_create_backup(kind) || world.ask->call.action == "CreateBackup";
}

// A path is kept as a chain, so that states share their beginnings.
struct Link {
  std::shared_ptr<const Link> before;
  std::string action;
  const Trouble* trouble = nullptr;
};

std::string path_of(const std::shared_ptr<const Link>& last) {
  std::string path;
  for (const Link* link = last.get(); link != nullptr; link = link->before.get()) {
    std::string one = link->action;
    if (link->trouble) one += ':' + link->trouble->name;
    path = path.empty() ? one : one + ',' + path;
  }
  return path;
}

bool is_false_majority(const Link* last) {
  constexpr int kMajority = 3;  // of the first four answers, by which the clock is judged
  int lies = 0;
  bool unheard = false;
  for (const Link* link = last; link != nullptr; link = link->before.get()) {
    if (link->trouble == nullptr) continue;
    lies += link->trouble->lie != Milliseconds{0} ? 1 : 0;
    unheard =
        unheard || link->trouble->late > Milliseconds{0} || link->trouble->sleep > Milliseconds{0};
  }
  return unheard && lies >= kMajority;
}

}  // namespace

backup::Options exploration_options() {
  backup::Options options;
  options.limits.poll = Milliseconds{40'000};
  options.limits.late = Milliseconds{30'000};
  options.limits.reconcile = std::chrono::minutes{20};
  return options;
}

ExplorationSettings exploration_of_time() {
  ExplorationSettings settings;
  settings.options = exploration_options();
  settings.options.limits.reconcile = backup::Limits{}.reconcile;  // a clock may be an hour off
  settings.only_time = true;
  settings.timestamp_window = Seconds{20};
  return settings;
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
    if (!world.ask) {
      ++result.endings;
      std::string wrong = judge(world);
      if (wrong.empty()) return;
      if (is_false_majority(path.get())) {
        ++result.wrong_by_false_majority;
      } else if (result.wrong.size() < kMostWrong) {
        result.wrong.push_back({path_of(path), std::move(wrong)});
      }
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
      const std::string action = node.world.ask->call.action;
      const auto link = [&](const Trouble* trouble) {
        return std::make_shared<const Link>(Link{node.path, action, trouble});
      };
      ++result.requests;
      arrive(after(node.world, {}), link(nullptr), node.used);
      if (node.used == settings.most_faults) continue;
      for (const Trouble& trouble : all_troubles()) {
        if (!may_meet(trouble, node.world, settings)) continue;
        ++result.requests;
        arrive(after(node.world, trouble), link(&trouble), node.used + 1);
      }
    }
  }
  return result;
}

std::vector<std::string> trouble_names() {
  std::vector<std::string> names;
  for (const Trouble& trouble : all_troubles()) names.push_back(trouble.name);
  return names;
}

std::string replay(const ExplorationSettings& settings, std::string_view path) {
  World world = first_world(settings);
  std::string told;
  while (world.ask && world.requests <= kMostRequests) {
    const std::string_view step = path.substr(0, path.find(','));
    path.remove_prefix(std::min(path.size(), step.size() + 1));
    const std::size_t colon = step.find(':');
    Trouble trouble;
    for (const Trouble& one : all_troubles()) {
      if (colon != std::string_view::npos && one.name == step.substr(colon + 1)) trouble = one;
    }
    if (!step.empty() && step.substr(0, colon) != world.ask->call.action)
      return told + "the path asks for " + std::string(step) + ", the operation for " +
             world.ask->call.action + "\n";
    told += format_utc(world.now) + "  " + world.ask->call.action;
    if (!trouble.name.empty()) told += " (" + trouble.name + ")";
    world = after(world, trouble);
    told += " -> " + backup::describe(world.operation->progress()) + "\n";
  }
  const std::string wrong = judge(world);
  return told + (wrong.empty() ? "the promise holds" : wrong) + "\n";
}

}  // namespace dds::testing
