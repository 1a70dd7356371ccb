// A machine's clock that is set while the emulator runs: it judges timestamps, and nothing that
// takes time hears of it.
#include "core/emulator/clocks.h"

#include <doctest/doctest.h>

#include "core/emulator/postponed.h"
#include "tests/core/emulator/service.h"

using namespace dds;
using namespace dds::testing;
using emulator::Clocks;
using emulator::RunningClocks;
using std::chrono::hours;
using std::chrono::minutes;

namespace {

constexpr SteadyInstant kOrigin{hours{5}};

std::string code(emulator::Emulator& emulator, const HttpRequest& request, const Clocks& now) {
  return Service::code(emulator.handle(request, now));
}

}  // namespace

TEST_CASE("the service's clock runs at its rate, however the machine's clock is set") {
  const RunningClocks clocks({kOrigin, kStart}, kStart, 20);
  for (const Milliseconds set : {Milliseconds{0}, Milliseconds{hours{3}}, Milliseconds{-hours{3}},
                                 Milliseconds{minutes{20}}}) {
    CAPTURE(set.count());
    const Clocks now = clocks.at({kOrigin + Seconds{30}, kStart + Seconds{30} + set});
    CHECK(now.service == kStart + minutes{10});
    CHECK(now.paced == kStart + Seconds{30});
    CHECK(now.real == kStart + Seconds{30} + set);
  }
}

TEST_CASE("the service's clock may begin elsewhere and be put forward, and never goes back") {
  RunningClocks clocks({kOrigin, kStart}, kStart - minutes{40}, 1);
  CHECK(clocks.at({kOrigin + minutes{1}, kStart}).service == kStart - minutes{39});
  clocks.put_forward(hours{1});
  CHECK(clocks.at({kOrigin + minutes{1}, kStart}).service == kStart + minutes{21});
  CHECK(clocks.at({kOrigin - minutes{1}, kStart}).service == kStart + minutes{20});
}

TEST_CASE("quotas fill up by the time that passes, not by the machine's clock") {
  Service service{{.throttle = "all:1"}};
  const auto regions = [&] { return service.sign(service.complete("DescribeRegions", {})); };
  const auto asked = [&](Instant real, Milliseconds passed) {
    return code(service.emulator, regions(), {real, kStart + passed, kStart + passed});
  };
  CHECK(asked(kStart, Seconds{0}).empty());
  CHECK(asked(kStart + minutes{10}, Milliseconds{500}) == "Throttling.User");
  CHECK(asked(kStart - minutes{10}, Seconds{1}).empty());
  CHECK(asked(kStart - hours{10}, Seconds{2}).empty());
}

TEST_CASE("a quota whose state was saved by a clock that was ahead fills up again at once") {
  Service service{{.throttle = "all:1"}};
  service.now = kStart + hours{2};
  CHECK(service.refusal("DescribeRegions").empty());
  service.now = kStart + hours{2} - minutes{10};
  CHECK(service.refusal("DescribeRegions") == "Throttling.User");
  service.now += Seconds{1};
  CHECK(service.refusal("DescribeRegions").empty());
}

TEST_CASE("a nonce stays used when the machine's clock jumps ahead and is set back again") {
  Service service;
  const HttpRequest request = service.sign(service.complete("DescribeRegions", {}));
  CHECK(code(service.emulator, request, {kStart, kStart, kStart}).empty());
  const Instant later = kStart + Seconds{5};
  const HttpRequest other = service.sign(service.complete("DescribeRegions", {}));
  CHECK(code(service.emulator, other, {kStart + hours{3}, later, later}).empty());
  CHECK(code(service.emulator, request, {kStart, later, later}) == "SignatureNonceUsed");
}

TEST_CASE("what was held up arrives by the time that passes, at what the clocks said then") {
  Service service;
  const RunningClocks clocks({kOrigin, kStart}, kStart, 2);
  emulator::Postponed postponed;
  postponed.add(
      kStart + minutes{2},
      service.sign(service.complete("CreateBackup", {{"DBInstanceId", std::string(kOrders)}})));
  const auto at = [&](Instant paced) {
    const Milliseconds passed = paced - kStart;
    return clocks.at({kOrigin + passed, kStart + passed - hours{9}});  // it was set back long ago
  };
  CHECK_FALSE(postponed.deliver(service.emulator, kStart + minutes{1}, at));
  CHECK(postponed.deliver(service.emulator, kStart + minutes{3}, at));
  REQUIRE(service.emulator.effects().size() == 1);
  CHECK(service.emulator.effects()[0].at == kStart + minutes{4});
}
