#include "native/cli/session/runner.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <variant>

#include "core/backup/service_clock.h"
#include "core/base/text.h"
#include "core/base/time.h"
#include "native/cli/terminal/say.h"
#include "native/platform/clock.h"
#include "native/platform/nonce.h"
#include "native/platform/output.h"
#include "native/platform/signals.h"

namespace dds::cli {
namespace {

constexpr Milliseconds kLongestWait{200};  // so that Ctrl-C and the bars answer at once
constexpr std::size_t kMostTraces = 100;
constexpr Milliseconds kBetweenSlowed{30'000};  // lines that say so, off the terminal

bool wants_unicode(const platform::Environment& environment) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (const std::optional<std::string> value = environment(name)) {
      return value->find("UTF-8") != std::string::npos || value->find("utf8") != std::string::npos;
    }
  }
  return false;
}

}  // namespace

Runner::Runner(const Session& session, const platform::Environment& environment)
    : session_(session),
      terminal_(platform::is_terminal(platform::Stream::Error)),
      bars_(wants_unicode(environment), !environment("NO_COLOR").has_value()),
      limiter_(std::make_shared<backup::RequestLimiter>(session.limits)),
      driver_(transport_, session.connection, hooks(), limiter_) {}

backup::Driver& Runner::driver_for(const std::string& region_id) {
  if (region_id.empty() || region_id == session_.region) return driver_;
  backup::Connection connection = session_.connection;
  connection.endpoint = endpoint_of(session_, region_id);
  return regional_.try_emplace(region_id, transport_, std::move(connection), hooks(), limiter_)
      .first->second;
}

bool Runner::pump(const std::function<bool()>& ended, const std::function<void()>& show) {
  for (;;) {
    driver_.advance(platform::moment());
    for (auto& [region, driver] : regional_) driver.advance(platform::moment());
    say_slowed();
    show();
    const bool whole = ended();
    if (whole || platform::interrupted()) {
      bars_.erase();
      return whole;
    }
    transport_.poll(wait());
  }
}

// What takes long because the service throttles must not look as if it had stopped.
void Runner::say_slowed() {
  const SteadyInstant now = platform::steady_now();
  const auto slowed = limiter_->slowed(now);
  const std::string text = slowed ? backup::describe(*slowed, now) : std::string();
  if (terminal_) return bars_.set_footer(text);
  if (!slowed || (said_slowed_ && now - *said_slowed_ < kBetweenSlowed)) return;
  said_slowed_ = now;
  note(text);
}

bool Runner::run_one(std::shared_ptr<backup::Operation> operation,
                     const std::function<backup::OperationProgress()>& progress,
                     const std::string& title, Manner manner, const std::function<bool()>& enough) {
  const backup::Driver::OperationId id = driver_.start(std::move(operation));
  std::string said;
  bool lost = false;
  const auto show = [&] {
    const backup::OperationProgress now = progress();
    const std::string text = clean(backup::describe(now), &session_.connection.credentials);
    if (now.certain_at && !now.ended() && !std::exchange(lost, true)) {
      bars_.erase();
      note(title + ": The answer was lost. " + now.sentence + "; that may take until " +
           format_utc(*now.certain_at).substr(11, 8) + " UTC (" +
           format_duration(*now.certain_at - platform::now()) + ").");
    }
    if (terminal_) return bars_.draw({{title, std::nullopt, text}});
    if (manner == Manner::Quiet || text == said || text.empty() || now.ended()) return;
    said = text;
    note(title + ": " + text);
  };
  const bool whole = pump([&] { return driver_.idle() || (enough && enough()); }, show);
  driver_.stop(id);
  return whole;
}

const signing::SigningTrace* Runner::trace_of(const response::ApiError& refusal) const {
  const auto found = refused_.find(refusal.request_id);
  return found == refused_.end() ? nullptr : &found->second;
}

backup::DriverHooks Runner::hooks() {
  backup::DriverHooks hooks;
  hooks.now = platform::moment;
  hooks.on_wrong_clock = [this](Milliseconds ahead) {
    if (std::exchange(told_clock_, true)) return;
    bars_.erase();
    note(backup::describe_wrong_clock(ahead));
  };
  hooks.nonce = platform::random_nonce;
  hooks.on_exchange = [this](const backup::Exchange& exchange) {
    // The trace of a refusal, to say whether the secret or something on the way is wrong.
    if (!exchange.reply || !exchange.reply->ok()) return;
    const auto* refusal = std::get_if<response::ApiError>(&**exchange.reply);
    if (refusal == nullptr || response::is_throttling(*refusal)) return;
    if (refused_.size() < kMostTraces) refused_[refusal->request_id] = exchange.request.trace;
  };
  return hooks;
}

Milliseconds Runner::wait() const {
  const SteadyInstant now = platform::steady_now();
  Milliseconds wait = kLongestWait;
  const auto until = [&](const backup::Driver& driver) {
    if (const std::optional<SteadyInstant> wake = driver.next_wake())
      wait = std::clamp(*wake - now, Milliseconds(0), wait);
  };
  until(driver_);
  for (const auto& [region, driver] : regional_) until(driver);
  return wait;
}

}  // namespace dds::cli
