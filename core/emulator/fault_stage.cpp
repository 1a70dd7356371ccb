#include "core/emulator/fault_stage.h"

#include <utility>

#include "core/emulator/garbled.h"
#include "core/emulator/postponed.h"
#include "core/emulator/random.h"
#include "core/emulator/render.h"

namespace dds::emulator {
namespace {

constexpr std::string_view kPortalPage =
    "<!DOCTYPE html><html><head><title>Welcome</title></head><body><h1>Guest network</h1>"
    "<p>Accept the terms of use to go on.</p></body></html>";

HttpResponse portal() {
  HttpResponse response;
  response.status = 200;
  response.headers.push_back({"Content-Type", "text/html; charset=utf-8"});
  response.body = kPortalPage;
  return response;
}

void mistake_type(HttpResponse& response) {
  for (HttpHeader& header : response.headers) {
    if (header.name == "Content-Type") header.value = "text/plain";
  }
}

// Mostly short ones: what is a minute late is as bad as what is an hour late, and more common.
Milliseconds postponement(std::uint64_t shape) {
  Random random(shape);
  const std::int64_t longest = random.between(0, 1) == 0 ? 120'000 : kLongestPostponement.count();
  return Milliseconds{random.between(1'000, longest)};
}

void misdate(HttpResponse& response, Instant right, std::uint64_t shape) {
  constexpr std::int64_t kFurthest = 60 * 60'000;
  for (HttpHeader& header : response.headers) {
    if (header.name == "Date")
      header.value = http_date(right + Milliseconds{Random(shape).between(-kFurthest, kFurthest)});
  }
}

}  // namespace

Staged play(Emulator& emulator, const HttpRequest& request, const Clocks& now,
            std::optional<FaultKind> fault, std::uint64_t shape) {
  const auto effect = [&](JobFate fate = JobFate::Ordinary) {
    return emulator.handle(request, now, fate);
  };
  const auto refused = [&](std::string_view code) {
    return emulator.refuse_unseen(request, code, now.service);
  };
  const auto garbled = [&](const HttpResponse& answer) {
    Garbled other = garble(answer, shape);
    return Staged{Delivery::Garbled, {}, std::move(other.bytes), std::move(other.heard)};
  };
  if (!fault) return {Delivery::Whole, effect()};
  Staged staged;
  switch (*fault) {
    case FaultKind::Refused: return {Delivery::Refused, {}};
    case FaultKind::LostBefore: return {Delivery::Lost, {}};
    case FaultKind::LostAfter: (void)effect(); return {Delivery::Lost, {}};
    case FaultKind::TimeOutBefore: return {Delivery::TimesOut, {}};
    case FaultKind::TimeOutAfter: (void)effect(); return {Delivery::TimesOut, {}};
    case FaultKind::Slow: return {Delivery::Late, effect()};
    case FaultKind::Error500After: (void)effect(); [[fallthrough]];
    case FaultKind::Error500: return {Delivery::Whole, refused("InternalError")};
    case FaultKind::Unavailable503After: (void)effect(); [[fallthrough]];
    case FaultKind::Unavailable503: return {Delivery::Whole, refused("ServiceUnavailable")};
    case FaultKind::Throttled: return {Delivery::Whole, refused("Throttling.User")};
    case FaultKind::CutOff: return {Delivery::CutOff, effect()};
    case FaultKind::WrongType:
      staged.response = effect();
      mistake_type(staged.response);
      return staged;
    case FaultKind::Portal: return {Delivery::Whole, portal()};
    case FaultKind::Duplicate: (void)effect(); return {Delivery::Whole, effect()};
    case FaultKind::GarbledBefore: return garbled(refused("InternalError"));
    case FaultKind::GarbledAfter: return garbled(effect());
    case FaultKind::Delayed:
      staged.delivery = Delivery::TimesOut;
      staged.postponed = postponement(shape);
      return staged;
    case FaultKind::DateLies:
      staged.response = effect();
      misdate(staged.response, now.service, shape);
      return staged;
    case FaultKind::NonceForgotten: emulator.forget_nonces(); return {Delivery::Whole, effect()};
    case FaultKind::JobFails: return {Delivery::Whole, effect(JobFate::Fails)};
    case FaultKind::JobHangs: return {Delivery::Whole, effect(JobFate::Hangs)};
  }
  return {Delivery::Whole, effect()};
}

}  // namespace dds::emulator
