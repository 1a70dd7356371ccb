#include "shell/model/set_dialog.h"

#include <algorithm>

#include "core/base/text.h"
#include "shell/model/words.h"

namespace dds::shell {

void SetDialog::ask(const api::BackupSet& set) {
  if (set.id != set_.id) {
    choice = KeepChoice::ForEver;
    days.clear();
  }
  typed_id.clear();
  set_ = set;
  title_ = "backup set " + set.id + " of " + history_.instance().title();
  about_ = set.manual ? "Manual" : "Automatic";
  if (!set.method.empty()) about_ += ", " + set.method;
  if (set.ended)
    about_ += ", ended " + local_time(*set.ended, services_.host->utc_offset_minutes(*set.ended),
                                      services_.host->now());
  if (set.size_bytes && *set.size_bytes > 0) about_ += ", " + format_size(*set.size_bytes);
  const auto& all = history_.sets();
  only_good_one_ = set.state == api::SetState::Success &&
                   std::none_of(all.begin(), all.end(), [&](const api::BackupSet& other) {
                     return other.id != set.id && other.state == api::SetState::Success;
                   });
}

void SetDialog::clear() {
  set_ = {};
  days.clear();
  typed_id.clear();
}

std::string SetDialog::date(const std::optional<Instant>& instant) const {
  if (!instant) return "not told";
  if (*instant >= forever()) return "for ever";
  return local_date(*instant, services_.host->utc_offset_minutes(*instant), services_.host->now());
}

std::optional<Instant> SetDialog::wanted() const {
  switch (choice) {
    case KeepChoice::ForEver: return forever();
    case KeepChoice::Longest: return api::latest_expiry(set_);
    case KeepChoice::Days: break;
  }
  const std::optional<std::int32_t> count = parse_count(trimmed(days.view()));
  if (!count || !set_.ended) return std::nullopt;
  return *set_.ended + std::chrono::days{*count};
}

std::string SetDialog::kept_now() const {
  return date(set_.expires);
}

std::string SetDialog::kept_then() const {
  const std::optional<Instant> instant = wanted();
  return instant ? date(instant) : std::string();
}

std::string SetDialog::longest() const {
  return date(api::latest_expiry(set_));
}

std::string SetDialog::running_obstacle() const {
  for (const ChangeKind kind : {ChangeKind::KeepSet, ChangeKind::DeleteSet}) {
    const Change* last = change(kind);
    if (last != nullptr && last->running()) return "Another set of this instance is being changed.";
  }
  return {};
}

std::string SetDialog::keep_obstacle() const {
  if (std::string running = running_obstacle(); !running.empty()) return running;
  const std::optional<Instant> instant = wanted();
  if (instant) return api::keep_obstacle(set_, *instant);
  if (!set_.ended && choice != KeepChoice::ForEver)
    return "When the backup ended was not told, so that days cannot be counted from there.";
  return days.empty() ? "Say for how many days." : "This takes a whole number of days.";
}

bool SetDialog::keep() {
  const std::shared_ptr<Session> session = services_.session();
  if (!session || !keep_obstacle().empty()) return false;
  changes_.start(std::make_shared<backup::ExtendSet>(history_.instance().id, set_.id, *wanted(),
                                                     backup::StepLimits{}, services_.seed()),
                 session, history_.instance(), "Backup set " + set_.id);
  return true;
}

std::string SetDialog::delete_obstacle() const {
  if (std::string running = running_obstacle(); !running.empty()) return running;
  const Change* last = change(ChangeKind::DeleteSet);
  if (last != nullptr && last->unknown())
    return "Whether the last deletion was carried out is not known: look at the sets, then dismiss "
           "it.";
  if (std::string why = api::delete_obstacle(history_.instance(), set_); !why.empty()) return why;
  if (trimmed(typed_id.view()) != set_.id) return "Its ID is to be typed first.";
  return {};
}

bool SetDialog::remove() {
  const std::shared_ptr<Session> session = services_.session();
  if (!session || !delete_obstacle().empty()) return false;
  changes_.start(std::make_shared<backup::DeleteSet>(history_.instance().id, set_.id,
                                                     backup::StepLimits{}, services_.seed()),
                 session, history_.instance(), "Backup set " + set_.id);
  return true;
}

}  // namespace dds::shell
