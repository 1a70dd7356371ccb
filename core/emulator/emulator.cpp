#include "core/emulator/emulator.h"

#include <algorithm>

#include "core/api/catalogue.h"
#include "core/emulator/account.h"
#include "core/emulator/actions.h"
#include "core/emulator/gateway.h"
#include "core/emulator/ids.h"
#include "core/emulator/incoming.h"
#include "core/emulator/region_scope.h"
#include "core/emulator/render.h"
#include "core/emulator/report.h"
#include "core/emulator/sample_answer.h"
#include "core/emulator/state.h"
#include "core/emulator/throttle.h"

namespace dds::emulator {
namespace {

Quotas quotas_of(const Settings& settings) {
  Result<Quotas> quotas = parse_quotas(settings.throttle);
  return quotas ? *std::move(quotas) : Quotas{};
}

}  // namespace

class Emulator::Impl {
 public:
  explicit Impl(Saved saved) : state_(std::move(saved)) {
    state_.gateway.add_credentials({std::string(kAccessKeyId), Secret(kAccessKeySecret), Secret()});
    state_.gateway.add_credentials(
        {std::string(kTemporaryKeyId), Secret(kTemporaryKeySecret), Secret(kTemporaryToken)});
  }

  static Saved fresh(const Settings& settings, Instant service_start) {
    return {settings, 0, Account(settings, service_start), Gateway(settings.timestamp_window),
            Throttle(quotas_of(settings))};
  }

  HttpResponse handle(const HttpRequest& request, const Clocks& now, JobFate fate) {
    AnswerFrame frame = next_frame(now.service);
    if (request.method == "OPTIONS") return render_preflight(frame);

    const Incoming incoming = read_incoming(request);
    frame.format = incoming.format().value_or(api::Format::Xml);
    if (auto refusal =
            state_.gateway.check(request, incoming, {now.real, now.paced, state_.account.now()}))
      return render_refusal(frame, *refusal);
    if (auto refusal = throttled(incoming, now.paced)) return render_refusal(frame, *refusal);

    const std::string_view action = incoming.common.action;
    const ActionHandler handler = find_action(action);
    frame.simulated = handler != nullptr;
    const RegionScope scope(incoming.host);
    ActionContext context{state_.account, incoming, scope, state_.settings, fate};
    ActionResult result = handler != nullptr ? handler(context) : by_example(context, action);
    if (auto* refusal = std::get_if<Refusal>(&result)) return render_refusal(frame, *refusal);
    return render_answer(frame, action, std::move(*std::get_if<0>(&result)));
  }

  HttpResponse refuse_unseen(const HttpRequest& request, std::string_view code,
                             Instant service_now) {
    AnswerFrame frame = next_frame(service_now);
    frame.format = read_incoming(request).format().value_or(api::Format::Xml);
    return render_refusal(frame, refuse(code));
  }

  void reset(Instant service_start) {
    changes_before_ += state_.account.effects().size() + 1;
    state_.account = Account(state_.settings, std::max(service_start, state_.account.now()));
  }

  [[nodiscard]] std::uint64_t changes() const {
    return changes_before_ + state_.account.effects().size();
  }

  void set_limits(std::optional<Milliseconds> timestamp_window,
                  const std::optional<std::string>& throttle) {
    Settings& settings = state_.settings;
    settings.timestamp_window = timestamp_window.value_or(settings.timestamp_window);
    settings.throttle = throttle.value_or(settings.throttle);
    state_.gateway.set_timestamp_window(settings.timestamp_window);
    state_.throttle.set_quotas(quotas_of(settings));
  }

  template <class Change>
  bool change(std::string_view instance_id, Change apply) {
    const Instance* instance = state_.account.find(instance_id);
    if (!instance) return false;
    apply(state_.account.edit(*instance));
    return true;
  }

  // By the region that the request names, else its host's.
  std::optional<Refusal> throttled(const Incoming& incoming, Instant now) {
    const std::string_view named = incoming.text("RegionId");
    const std::string region =
        is_region(named) ? std::string(named) : RegionScope(incoming.host).default_region();
    return state_.throttle.check(incoming.common.access_key_id, region, incoming.common.action,
                                 now);
  }

  [[nodiscard]] const Saved& state() const { return state_; }
  [[nodiscard]] Gateway& gateway() { return state_.gateway; }
  [[nodiscard]] const Account& account() const { return state_.account; }

 private:
  AnswerFrame next_frame(Instant service_now) {
    state_.account.advance(service_now);
    AnswerFrame frame;
    frame.request_id = request_id(state_.settings.seed, ++state_.requests);
    frame.host_id = state_.settings.host_id;
    frame.service_now = state_.account.now();
    return frame;
  }

  // The gateway has seen to it that the catalogue has the action.
  static ActionResult by_example(const ActionContext& context, std::string_view action) {
    const api::Action* known = api::catalogue().find(action);
    if (known == nullptr) return refuse_not_simulated(action);
    return sample_answer(context, *known);
  }

  Saved state_;
  std::uint64_t changes_before_ = 0;  // the last reset
};

Emulator::Emulator(const Settings& settings, Instant service_start)
    : impl_(std::make_unique<Impl>(Impl::fresh(settings, service_start))) {}

Emulator::Emulator(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Emulator::~Emulator() = default;

std::unique_ptr<Emulator> Emulator::clone() const {
  return std::unique_ptr<Emulator>(new Emulator(std::make_unique<Impl>(*impl_)));
}

std::string Emulator::save() const {
  return write_state(impl_->state());
}

Result<std::unique_ptr<Emulator>> Emulator::load(std::string_view document) {
  Result<Saved> saved = read_state(document);
  if (!saved) return saved.error();
  return std::unique_ptr<Emulator>(new Emulator(std::make_unique<Impl>(*std::move(saved))));
}

std::uint64_t Emulator::changes() const {
  return impl_->changes();
}

void Emulator::set_limits(std::optional<Milliseconds> timestamp_window,
                          const std::optional<std::string>& throttle) {
  impl_->set_limits(timestamp_window, throttle);
}

std::string Emulator::fingerprint() const {
  return impl_->account().fingerprint();
}

HttpResponse Emulator::handle(const HttpRequest& request, const Clocks& now, JobFate fate) {
  return impl_->handle(request, now, fate);
}

HttpResponse Emulator::refuse_unseen(const HttpRequest& request, std::string_view code,
                                     Instant service_now) {
  return impl_->refuse_unseen(request, code, service_now);
}

const std::vector<Emulator::Effect>& Emulator::effects() const {
  return impl_->account().effects();
}

std::string Emulator::list_effects() const {
  return report_effects(impl_->account());
}

std::string Emulator::list_instances() const {
  return report_instances(impl_->account());
}

Instant Emulator::now() const {
  return impl_->account().now();
}

void Emulator::forget_nonces() {
  impl_->gateway().forget_nonces();
}

bool Emulator::nonce_used(std::string_view access_key_id, std::string_view nonce) const {
  return impl_->state().gateway.nonce_used(access_key_id, nonce);
}

void Emulator::reset(Instant service_start) {
  impl_->reset(service_start);
}

void Emulator::add_credentials(const signing::Credentials& credentials) {
  impl_->gateway().add_credentials(credentials);
}

bool Emulator::disable_credentials(std::string_view access_key_id) {
  return impl_->gateway().disable(access_key_id);
}

bool Emulator::set_instance_status(std::string_view instance_id, std::string_view status) {
  return impl_->change(instance_id, [&](Instance& instance) { instance.status = status; });
}

bool Emulator::set_instance_lock(std::string_view instance_id, std::string_view lock_mode) {
  return impl_->change(instance_id, [&](Instance& instance) { instance.lock_mode = lock_mode; });
}

bool Emulator::fail_next_backup(std::string_view instance_id) {
  return impl_->change(instance_id, [](Instance& instance) { instance.next_backup_fails = true; });
}

}  // namespace dds::emulator
