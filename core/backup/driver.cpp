#include "core/backup/driver.h"

#include <algorithm>
#include <list>
#include <map>
#include <set>
#include <utility>

#include "core/backup/http_date.h"
#include "core/backup/refusal.h"
#include "core/backup/request_limiter.h"
#include "core/backup/service_clock.h"
#include "core/base/text.h"
#include "core/response/proxy_error.h"
#include "core/signing/digest.h"

namespace dds::backup {
namespace {

using OperationId = Driver::OperationId;

struct Slot {
  std::shared_ptr<Operation> operation;  // or, for a single call:
  Driver::CallCompletion completion;
  std::function<void()> on_step;
  std::optional<SteadyInstant> wake;
  std::uint64_t exchange = 0;  // in flight, 0 when none
  bool background = true;
};

struct Pending {
  OperationId owner = 0;
  HttpHandle handle = 0;
  Exchange exchange;
  RequestLimiter::Place place;
  SteadyInstant sent;
  Milliseconds patience{0};
  bool again = false;          // the same bytes once more
  Instant timestamp;           // as signed
  bool may_sign_anew = false;  // should the service refuse that timestamp
};

// A call that waits for its turn.
struct Queued {
  OperationId owner = 0;
  Send what;
  bool may_sign_anew = true;  // should the service refuse its timestamp
  RequestLimiter::Place place;
};

// What has to be told to an operation at the next `advance`.
struct Arrival {
  std::uint64_t exchange = 0;
  HttpResult result;
};
struct Unsent {
  OperationId owner = 0;
  NotReplied why;
};

// Of two requests that differ in anything, it differs.
std::string digest_of(const HttpRequest& request) {
  std::string all;
  std::size_t size = request.method.size() + request.url.size() + request.body.size() + 8;
  for (const HttpHeader& header : request.headers)
    size += header.name.size() + header.value.size() + 2;
  all.reserve(size);  // it may hold a token: no copies are left behind
  all += request.method + '\n';
  all += request.url;
  all += '\n';
  for (const HttpHeader& header : request.headers) {
    all += header.name;
    all += ':';
    all += header.value;
    all += '\n';
  }
  all += '\n';
  all += request.body;
  std::string digest = signing::hex(signing::sha256(all));
  wipe_text(all);
  return digest;
}

// Outlives the driver in the completions that transports still hold.
struct Inbox {
  std::list<Arrival> arrivals;
};

}  // namespace

class Driver::Impl {
 public:
  Impl(HttpTransport& transport, Connection connection, DriverHooks hooks,
       std::shared_ptr<RequestLimiter> limiter)
      : transport_(transport),
        connection_(std::move(connection)),
        hooks_(std::move(hooks)),
        limiter_(limiter ? std::move(limiter) : std::make_shared<RequestLimiter>()) {}

  ~Impl() {
    inbox_.reset();
    for (auto& [number, pending] : pending_) transport_.cancel(pending.handle);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  OperationId start(std::shared_ptr<Operation> operation, std::function<void()> on_step) {
    const OperationId id = ++last_id_;
    Slot slot;
    slot.operation = std::move(operation);
    slot.on_step = std::move(on_step);
    slots_.emplace(id, std::move(slot));
    tell(id, Started{});
    return id;
  }

  OperationId call(api::Call call, CallCompletion completion, bool background) {
    const OperationId id = ++last_id_;
    Slot slot;
    slot.background = background;
    slot.completion = std::move(completion);
    slots_.emplace(id, std::move(slot));
    send(id, Send{std::move(call)});
    return id;
  }

  void stop(OperationId id) {
    const auto slot = slots_.find(id);
    if (slot == slots_.end()) return;
    const auto pending = pending_.find(slot->second.exchange);
    const HttpHandle handle = pending == pending_.end() ? 0 : pending->second.handle;
    set_wake(id, slot->second, std::nullopt);
    slots_.erase(slot);
    std::erase_if(queue_, [id](const auto& queued) { return queued.second.owner == id; });
    if (handle != 0) transport_.cancel(handle);  // its exchange is closed when the completion comes
  }

  void advance(const Moment& now) {
    pass(now);
    // Handling one event may queue another (a call that cannot be signed): go on until all is
    // quiet.
    for (;;) {
      if (!unsent_.empty()) {
        Unsent failed = std::move(unsent_.front());
        unsent_.pop_front();
        deliver(failed.owner, std::move(failed.why), std::nullopt);
      } else if (!inbox_->arrivals.empty()) {
        Arrival arrival = std::move(inbox_->arrivals.front());
        inbox_->arrivals.pop_front();
        close(std::move(arrival));
      } else if (send_queued()) {
        continue;
      } else if (!wakes_.empty() && wakes_.begin()->first <= now_.steady) {
        const OperationId due = wakes_.begin()->second;
        set_wake(due, slots_[due], std::nullopt);
        tell(due, TimerFired{});
      } else {
        return;
      }
    }
  }

  [[nodiscard]] std::optional<SteadyInstant> next_wake() const {
    if (!unsent_.empty() || !inbox_->arrivals.empty()) return now_.steady;
    std::optional<SteadyInstant> earliest;
    if (!wakes_.empty()) earliest = wakes_.begin()->first;
    if (queue_.empty()) return earliest;
    const std::optional<SteadyInstant> turn = limiter_->next_turn(now_.steady);
    if (!turn) return earliest;
    return earliest ? std::min(*earliest, *turn) : turn;
  }

  [[nodiscard]] std::size_t queued() const { return queue_.size(); }
  [[nodiscard]] const RequestLimiter& limiter() const { return *limiter_; }
  [[nodiscard]] bool idle() const { return slots_.empty(); }
  [[nodiscard]] std::size_t in_flight() const { return pending_.size(); }
  [[nodiscard]] const Connection& connection() const { return connection_; }

 private:
  // A steady clock that went back would be a defect of the host: it is held, so that nothing below
  // meets it.
  void pass(const Moment& now) {
    now_.steady = std::max(now_.steady, now.steady);
    now_.wall = now.wall;
  }
  const Moment& now() {
    pass(hooks_.now());
    return now_;
  }

  void set_wake(OperationId id, Slot& slot, std::optional<SteadyInstant> wake) {
    if (slot.wake) wakes_.erase({*slot.wake, id});
    slot.wake = wake;
    if (wake) wakes_.insert({*wake, id});
  }

  void tell(OperationId id, const Event& event) {
    const auto found = slots_.find(id);
    if (found == slots_.end() || !found->second.operation) return;
    const std::shared_ptr<Operation> operation = found->second.operation;  // on_step may stop it
    const std::function<void()> on_step = found->second.on_step;
    Step step = operation->handle(event, now());
    if (auto* request = std::get_if<Send>(&step)) {
      set_wake(id, found->second, std::nullopt);
      send(id, std::move(*request));
    } else if (const auto* wait = std::get_if<WaitUntil>(&step)) {
      set_wake(id, found->second, wait->instant);
    } else {
      set_wake(id, found->second, std::nullopt);
      slots_.erase(found);
    }
    if (on_step) on_step();
  }

  void send(OperationId id, Send what) {
    using Kind = RequestLimiter::Kind;
    const Kind kind = !api::is_read_only(what.call.action) ? Kind::Change
                      : what.courtesy                      ? Kind::Courtesy
                                                           : Kind::Read;
    RequestLimiter::Place place =
        limiter_->ask(connection_.endpoint.url(), what.call.action, kind, now().steady);
    const std::uint64_t number = place.number();
    queue_.emplace(number, Queued{id, std::move(what), true, std::move(place)});
    if (limiter_->next(now_.steady) == number) send_queued();
  }

  // True when a request of ours had its turn.
  bool send_queued() {
    if (queue_.empty()) return false;
    const std::optional<std::uint64_t> next = limiter_->next(now().steady);
    const auto found = next ? queue_.find(*next) : queue_.end();
    if (found == queue_.end()) return false;  // nobody's turn, or another driver's
    Queued queued = std::move(found->second);
    queue_.erase(found);
    transmit(std::move(queued));
    return true;
  }

  void fail(OperationId id, Error why) {
    unsent_.push_back({id, NotReplied{std::move(why), false}});
  }

  void transmit(Queued queued) {
    const OperationId id = queued.owner;
    Send what = std::move(queued.what);
    const Moment sent = now();
    const bool again = !what.again.empty();
    Stamp stamp =
        again ? std::move(what.again) : Stamp{clock_.timestamp(sent), hooks_.nonce(), {}, {}};
    Result<api::SignedRequest> request =
        api::sign_call(what.call, connection_.credentials, connection_.endpoint, stamp.timestamp,
                       stamp.nonce, api::options_for(what.call, connection_.sign));
    if (!request) return fail(id, request.error());
    Result<std::string> url = api::routed_url(connection_.route, request->http.url);
    if (!url) return fail(id, url.error());
    if (again || !api::is_read_only(what.call.action)) {
      std::string digest = digest_of(request->http);
      if (again && digest != stamp.digest)
        return fail(
            id, make_error(
                    ErrorCode::InvalidCredentials,
                    "The request cannot be delivered again: it was signed with another key, or for "
                    "another endpoint.",
                    {}));
      stamp.digest = std::move(digest);
      if (clock_.known()) stamp.service_now = clock_.at(sent.steady);
    }
    const auto slot_of = slots_.find(id);
    if (slot_of == slots_.end()) return;
    if (const std::shared_ptr<Operation> operation = slot_of->second.operation;
        operation && !operation->leaving(stamp, sent))
      return fail(id, make_error(ErrorCode::Io, "Nothing was sent.", {}));
    limiter_->leaves(queued.place, sent.steady);
    const std::uint64_t number = ++last_exchange_;
    Slot& slot = slot_of->second;
    slot.exchange = number;
    Pending& pending = pending_[number];
    pending.owner = id;
    pending.sent = sent.steady;
    pending.timestamp = stamp.timestamp;
    pending.may_sign_anew = queued.may_sign_anew && !again;
    pending.again = again;
    pending.patience = what.patience;
    pending.place = std::move(queued.place);
    pending.exchange.number = number;
    pending.exchange.background = slot.background;
    pending.exchange.call = std::move(what.call);
    pending.exchange.request = std::move(*request);
    pending.exchange.request.http.url = std::move(*url);
    pending.exchange.sent = sent.wall;
    if (hooks_.on_exchange) hooks_.on_exchange(pending.exchange);
    pending.handle =
        transport_.send(pending.exchange.request.http,
                        [weak = std::weak_ptr<Inbox>(inbox_), number](HttpResult result) {
                          if (const auto inbox = weak.lock()) {
                            inbox->arrivals.push_back({number, std::move(result)});
                          }
                        });
  }

  void close(Arrival arrival) {
    const auto found = pending_.find(arrival.exchange);
    if (found == pending_.end()) return;
    Pending pending = std::move(found->second);
    pending_.erase(found);
    Exchange& exchange = pending.exchange;
    exchange.answered = now().wall;
    exchange.took = now_.steady - pending.sent;
    exchange.result = std::move(arrival.result);
    std::optional<Instant> server_time;
    if (const auto* response = std::get_if<HttpResponse>(&*exchange.result);
        response != nullptr && connection_.route.kind != api::RouteKind::Direct) {
      if (std::optional<TransportError> error = response::proxy_error(*response))
        exchange.result = *std::move(error);
    }
    if (const auto* response = std::get_if<HttpResponse>(&*exchange.result)) {
      exchange.reply = response::parse(*response);
      // Only what the service says: a portal or a proxy on the way has a clock of its own.
      if (exchange.reply->ok())
        server_time = parse_http_date(find_header(response->headers, "Date"));
    }
    const bool throttled = note_pace(pending);
    const bool sign_anew = note_clock(pending, server_time);
    if (hooks_.on_exchange) hooks_.on_exchange(exchange);
    // Neither refusal has an effect: it is signed anew when it is its turn. The bytes that were to
    // be delivered once more are no such request; and a single call is whoever's asked for it.
    const auto slot = slots_.find(pending.owner);
    if (slot != slots_.end() &&
        (sign_anew || (throttled && slot->second.operation && !pending.again))) {
      slot->second.exchange = 0;
      return wait_again(std::move(pending), sign_anew);
    }
    if (exchange.reply && exchange.reply->ok()) {
      deliver(pending.owner, std::move(**exchange.reply), server_time);
    } else if (exchange.reply) {
      deliver(pending.owner, NotReplied{exchange.reply->error(), true}, server_time);
    } else {
      deliver(pending.owner, NotReplied{*std::get_if<TransportError>(&*exchange.result), false},
              std::nullopt);
    }
  }

  // True when the service refused the timestamp and a better one is known.
  bool note_clock(const Pending& pending, std::optional<Instant> server_time) {
    if (!server_time) return false;
    const auto* refusal = std::get_if<response::ApiError>(&**pending.exchange.reply);
    bool sign_anew = false;
    if (refusal && is_timestamp_refused(*refusal)) {
      sign_anew = clock_.refused(pending.timestamp, *server_time, now_) && pending.may_sign_anew;
    } else {
      clock_.heard(*server_time, now_.steady);
    }
    if (const auto ahead = clock_.wrong_by(now_);
        ahead && !std::exchange(told_clock_, true) && hooks_.on_wrong_clock)
      hooks_.on_wrong_clock(*ahead);
    return sign_anew;
  }

  // True when the service throttled it.
  bool note_pace(const Pending& pending) {
    const Exchange& exchange = pending.exchange;
    if (!exchange.reply || !exchange.reply->ok()) return false;
    const auto* refusal = std::get_if<response::ApiError>(&**exchange.reply);
    const bool throttled = refusal && response::is_throttling(*refusal);
    if (throttled)
      limiter_->throttled(pending.place, now_.steady, refusal->retry_after);
    else
      limiter_->accepted(pending.place, now_.steady);
    return throttled;
  }

  void wait_again(Pending pending, bool signed_anew) {
    const std::uint64_t number = pending.place.number();
    const response::ApiError refusal = *std::get_if<response::ApiError>(&**pending.exchange.reply);
    const std::string action = pending.exchange.call.action;
    limiter_->waits_again(pending.place);
    queue_.emplace(
        number, Queued{pending.owner, Send{std::move(pending.exchange.call), {}, pending.patience},
                       pending.may_sign_anew && !signed_anew, std::move(pending.place)});
    if (!signed_anew) give_up_waiting(action, refusal);
  }

  // It was just refused once more: whoever waited for too long while nothing was let through is
  // told.
  void give_up_waiting(const std::string& action, const response::ApiError& refusal) {
    for (auto at = queue_.begin(); at != queue_.end();) {
      const Queued& queued = at->second;
      if (queued.what.call.action != action ||
          limiter_->shut_for(queued.place, now_.steady) < queued.what.patience) {
        ++at;
        continue;
      }
      TransportError unsent{TransportFailure::NotReached, Departure::NothingLeft,
                            "The service throttles and has let no " + action + " through for " +
                                format_duration(queued.what.patience) + "."};
      unsent_.push_back({queued.owner, NotReplied{std::move(unsent), false, refusal}});
      at = queue_.erase(at);
    }
  }

  void deliver(OperationId id, std::variant<response::Reply, NotReplied> outcome,
               std::optional<Instant> server_time) {
    const auto found = slots_.find(id);
    if (found == slots_.end()) return;  // stopped meanwhile
    found->second.exchange = 0;
    if (!found->second.operation) {
      const CallCompletion completion = std::move(found->second.completion);
      slots_.erase(found);
      if (completion) completion(std::move(outcome));
      return;
    }
    if (auto* reply = std::get_if<response::Reply>(&outcome)) {
      tell(id, Replied{std::move(*reply), server_time});
    } else {
      tell(id, std::move(*std::get_if<NotReplied>(&outcome)));
    }
  }

  HttpTransport& transport_;
  Connection connection_;
  DriverHooks hooks_;
  std::shared_ptr<Inbox> inbox_ = std::make_shared<Inbox>();
  std::map<OperationId, Slot> slots_;
  std::set<std::pair<SteadyInstant, OperationId>> wakes_;  // of slots_, by time
  std::shared_ptr<RequestLimiter> limiter_;                // outlives the places below
  std::map<std::uint64_t, Pending> pending_;
  std::map<std::uint64_t, Queued> queue_;  // by the numbers of their places
  std::list<Unsent> unsent_;
  ServiceClock clock_;
  bool told_clock_ = false;
  Moment now_{};
  OperationId last_id_ = 0;
  std::uint64_t last_exchange_ = 0;
};

Driver::Driver(HttpTransport& transport, Connection connection, DriverHooks hooks,
               std::shared_ptr<RequestLimiter> limiter)
    : impl_(std::make_unique<Impl>(transport, std::move(connection), std::move(hooks),
                                   std::move(limiter))) {}
Driver::~Driver() = default;

OperationId Driver::start(std::shared_ptr<Operation> operation, std::function<void()> on_step) {
  return impl_->start(std::move(operation), std::move(on_step));
}
OperationId Driver::call(api::Call call, CallCompletion completion, bool background) {
  return impl_->call(std::move(call), std::move(completion), background);
}
void Driver::stop(OperationId id) {
  impl_->stop(id);
}
void Driver::advance(const Moment& now) {
  impl_->advance(now);
}
std::optional<SteadyInstant> Driver::next_wake() const {
  return impl_->next_wake();
}
bool Driver::idle() const {
  return impl_->idle();
}
std::size_t Driver::in_flight() const {
  return impl_->in_flight();
}
std::size_t Driver::queued() const {
  return impl_->queued();
}
const RequestLimiter& Driver::limiter() const {
  return impl_->limiter();
}
const Connection& Driver::connection() const {
  return impl_->connection();
}

}  // namespace dds::backup
