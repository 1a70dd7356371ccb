#include "shell/model/policy_panel.h"

#include <algorithm>
#include <utility>

#include "shell/model/set_history.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

constexpr std::string_view kEnDash = "\xE2\x80\x93";

std::string clock_text(std::int32_t minute) {
  return api::window_text({minute}).substr(0, 5);
}

std::string days_count(std::int32_t days) {
  return std::to_string(days) + (days == 1 ? " day" : " days");
}

// "3", "3:00", "03:00", with or without Z: the minute of the day.
std::optional<std::int32_t> minute_of(std::string_view text) {
  if (text.ends_with('Z')) text.remove_suffix(1);
  const std::size_t colon = text.find(':');
  const std::optional<std::int32_t> hour = parse_count(text.substr(0, colon));
  const std::string_view rest = colon == std::string_view::npos ? "00" : text.substr(colon + 1);
  const std::optional<std::int32_t> minute = parse_count(rest);
  if (!hour || !minute || rest.size() != 2 || *hour > 23 || *minute > 59) return std::nullopt;
  return *hour * 60 + *minute;
}

void set_number(NumberField& field, const std::optional<std::int32_t>& value) {
  field.text.set(value ? std::to_string(*value) : std::string());
  field.error.clear();
}

// Empty stays as it is; false when it is no number.
bool read_number(NumberField& field, std::optional<std::int32_t>& value) {
  field.error.clear();
  const std::string_view text = trimmed(field.text.view());
  if (text.empty()) return true;
  const std::optional<std::int32_t> number = parse_count(text);
  if (!number) {
    field.error = "This takes a whole number of days.";
    return false;
  }
  value = number;
  return true;
}

// What was not touched since `before` moves along to `now`.
template <class T>
void follow(T& form, const T& before, const T& now) {
  if (form == before) form = now;
}

void follow(NumberField& field, const std::optional<std::int32_t>& before,
            const std::optional<std::int32_t>& now) {
  std::optional<std::int32_t> typed;
  if (read_number(field, typed) && typed == before) set_number(field, now);
}

// As sentences below a form call its fields.
std::string quoted_label(std::string_view field) {
  return '"' + std::string(policy_label(field)) + '"';
}

const api::PolicyTerms& form_terms() {
  static const std::string kNone = api::interval_text(api::kNoHighFrequency);
  static const api::PolicyTerms kTerms{.field = quoted_label, .no_high_frequency = kNone};
  return kTerms;
}

// Only what differs from `before`: what somebody else changed meanwhile stays as it is.
template <class T>
void take_over(T& target, const T& before, const T& wanted) {
  if (wanted != before) target = wanted;
}

backup::ChangePolicy::Edit edit_between(const api::BackupPolicy& before,
                                        const api::BackupPolicy& wanted) {
  return [before, wanted](api::BackupPolicy& policy) {
    take_over(policy.window, before.window, wanted.window);
    take_over(policy.days, before.days, wanted.days);
    take_over(policy.retention_days, before.retention_days, wanted.retention_days);
    take_over(policy.log_backup, before.log_backup, wanted.log_backup);
    take_over(policy.log_retention_days, before.log_retention_days, wanted.log_retention_days);
    take_over(policy.snapshot_type, before.snapshot_type, wanted.snapshot_type);
    take_over(policy.interval_minutes, before.interval_minutes, wanted.interval_minutes);
    take_over(policy.high_frequency_days, before.high_frequency_days, wanted.high_frequency_days);
    take_over(policy.preserve_one_each_hour, before.preserve_one_each_hour,
              wanted.preserve_one_each_hour);
    take_over(policy.on_release, before.on_release, wanted.on_release);
  };
}

}  // namespace

std::string_view policy_label(std::string_view field) {
  const auto* found = std::find_if(kPolicyLabels.begin(), kPolicyLabels.end(),
                                   [&](const PolicyLabel& one) { return one.field == field; });
  return found == kPolicyLabels.end() ? field : found->label;
}

std::string days_text(api::Weekdays days) {
  if (days.all()) return "every day";
  if (days.none()) return "no day";
  std::string text;
  for (std::size_t i = 0; i < kDayNames.size(); ++i) {
    if (!days.test(i)) continue;
    if (!text.empty()) text += ", ";
    text += kDayNames[i];
  }
  return text;
}

void PolicyPanel::open(const api::Instance& instance) {
  if (instance.id == instance_.id) return come_back();
  clear();
  instance_ = instance;
  const auto found = drafts_.find(instance.id);
  if (found == drafts_.end()) return;
  instance_ = std::move(found->second.instance);
  policy_ = std::move(found->second.before);
  form = std::move(found->second.form);
  drafts_.erase(found);
  outdated_ = true;
  stage_ = PolicyStage::Edited;
  is_draft_ = true;
  describe_policy();
  check();
}

void PolicyPanel::come_back() {
  if (stage_ == PolicyStage::Shown) return;
  check();
  is_draft_ = has_edits();
}

void PolicyPanel::put_aside() {
  if (stage_ == PolicyStage::Shown) return;
  check();
  if (has_edits())
    drafts_.insert_or_assign(instance_.id, PolicyDraft{instance_, *policy_, std::move(form)});
}

void PolicyPanel::clear() {
  put_aside();
  run_.end();
  reading_.reset();
  instance_ = {};
  problem_.reset();
  policy_.reset();
  outdated_ = false;
  facts_.clear();
  discard();
}

void PolicyPanel::load() {
  if (instance_.id.empty()) return;
  problem_.reset();
  outdated_ = false;
  reading_ =
      std::make_shared<backup::ReadPolicy>(instance_.id, backup::StepLimits{}, services_.seed());
  run_.start(reading_, [this] { on_read(); });
}

void PolicyPanel::on_read() {
  const backup::PolicyProgress& progress = reading_->progress();
  if (!progress.ended()) return;
  if (progress.ending == backup::Ending::Succeeded) {
    const std::string region = instance_.region_id;
    instance_ = *progress.instance;
    if (instance_.region_id.empty()) instance_.region_id = region;  // the attributes tell none
    take_policy(*progress.before);
  } else {
    problem_ = problem_of(progress, run_.session()->connection->credentials);
  }
  run_.end();
}

void PolicyPanel::take_policy(const api::BackupPolicy& policy) {
  if (stage_ != PolicyStage::Shown) rebase_form(policy);
  // What was reviewed was compared with the policy as it was.
  if (stage_ == PolicyStage::Reviewed) stage_ = PolicyStage::Edited;
  policy_ = policy;
  describe_policy();
  if (stage_ == PolicyStage::Shown) return;
  check();
  if (is_draft_ && !has_edits()) discard();  // it was carried out meanwhile
}

const Change* PolicyPanel::change() const {
  return changes_.newest(ChangeKind::Policy, instance_.id);
}

void PolicyPanel::describe_policy() {
  facts_.clear();
  const api::BackupPolicy& policy = *policy_;
  const auto add = [this](std::string name, std::string value) {
    facts_.push_back({std::move(name), std::move(value)});
  };
  const Instant now = services_.host->now();
  const int offset = services_.host->utc_offset_minutes(now);
  add("Begins", policy.window ? clock_text(policy.window->begin_minute) + std::string(kEnDash) +
                                    clock_text(policy.window->begin_minute + 60) + " UTC"
                              : policy.window_text);
  if (policy.window) add("Local time", api::local_window_text(*policy.window, offset));
  add("Days", days_text(policy.days));
  if (policy.next_backup) {
    add("Next backup", local_time(*policy.next_backup,
                                  services_.host->utc_offset_minutes(*policy.next_backup), now) +
                           " (" + utc_time(*policy.next_backup) + ")");
  }
  if (policy.retention_days) add("Kept for", days_count(*policy.retention_days));
  if (policy.log_backup) {
    std::string value = *policy.log_backup ? "on" : "off";
    if (*policy.log_backup && policy.log_retention_days)
      value += ", kept for " + days_count(*policy.log_retention_days);
    add("Log backup", std::move(value));
  }
  if (policy.snapshot_type && instance_.cloud_disk())
    add("Snapshots", std::string(api::name(*policy.snapshot_type)));
  if (policy.interval_minutes && instance_.cloud_disk()) {
    std::string value = api::interval_text(*policy.interval_minutes);
    if (*policy.interval_minutes != api::kNoHighFrequency) {
      if (policy.high_frequency_days)
        value += ", kept for " + days_count(*policy.high_frequency_days);
      if (policy.preserve_one_each_hour.value_or(false)) value += ", one of each hour longer";
    }
    add("High frequency", std::move(value));
  }
  if (policy.on_release) add("On release", std::string(api::name(*policy.on_release)));
  if (!policy.cross_region.empty()) {
    add("Copies",
        "in " + policy.cross_region +
            (policy.cross_region_days ? ", kept for " + days_count(*policy.cross_region_days)
                                      : std::string()));
  }
}

void PolicyPanel::edit() {
  if (!policy_) return;
  stage_ = PolicyStage::Edited;
  fill_form();
  check();
}

void PolicyPanel::discard() {
  stage_ = PolicyStage::Shown;
  is_draft_ = false;
  findings_.clear();
  differences_.clear();
  services_.changed();
}

void PolicyPanel::fill_form() {
  const api::BackupPolicy& policy = *policy_;
  form.begins.set(policy.window ? clock_text(policy.window->begin_minute) : std::string());
  set_number(form.kept, policy.retention_days);
  set_number(form.logs_kept, policy.log_retention_days);
  set_number(form.often_kept, policy.high_frequency_days);
  form.days = policy.days;
  form.log_backup = policy.log_backup;
  form.snapshots = policy.snapshot_type;
  form.interval = policy.interval_minutes;
  form.one_each_hour = policy.preserve_one_each_hour;
  form.on_release = policy.on_release;
}

void PolicyPanel::rebase_form(const api::BackupPolicy& now) {
  const api::BackupPolicy& before = *policy_;
  const std::optional<std::int32_t> begins = minute_of(trimmed(form.begins.view()));
  if (before.window && now.window && begins == before.window->begin_minute)
    form.begins.set(clock_text(now.window->begin_minute));
  follow(form.kept, before.retention_days, now.retention_days);
  follow(form.logs_kept, before.log_retention_days, now.log_retention_days);
  follow(form.often_kept, before.high_frequency_days, now.high_frequency_days);
  follow(form.days, before.days, now.days);
  follow(form.log_backup, before.log_backup, now.log_backup);
  follow(form.snapshots, before.snapshot_type, now.snapshot_type);
  follow(form.interval, before.interval_minutes, now.interval_minutes);
  follow(form.one_each_hour, before.preserve_one_each_hour, now.preserve_one_each_hour);
  follow(form.on_release, before.on_release, now.on_release);
}

// Into `wanted_`; what was typed and cannot be read says so.
void PolicyPanel::read_form() {
  wanted_ = *policy_;
  form.begins_error.clear();
  form.begins_local.clear();
  const std::string_view begins = trimmed(form.begins.view());
  if (const std::optional<std::int32_t> minute = minute_of(begins)) {
    wanted_.window = api::BackupWindow{*minute};
    const int offset = services_.host->utc_offset_minutes(services_.host->now());
    form.begins_local = "Local time " + api::local_window_text(*wanted_.window, offset);
  } else if (!begins.empty() || policy_->window) {
    form.begins_error = "Written as hours and minutes, UTC: 18:00.";
  }
  static_cast<void>(read_number(form.kept, wanted_.retention_days));
  static_cast<void>(read_number(form.logs_kept, wanted_.log_retention_days));
  static_cast<void>(read_number(form.often_kept, wanted_.high_frequency_days));
  wanted_.days = form.days;
  wanted_.log_backup = form.log_backup;
  wanted_.snapshot_type = form.snapshots;
  wanted_.interval_minutes = form.interval;
  wanted_.preserve_one_each_hour = form.one_each_hour;
  wanted_.on_release = form.on_release;
}

void PolicyPanel::check() {
  if (!policy_) return;
  services_.changed();
  typing_ = left_ = false;
  read_form();
  findings_ = api::check_policy_change(instance_, *policy_, wanted_, form_terms());
  differences_ = api::describe_changes(*policy_, wanted_);
  for (api::PolicyChange& change : differences_) {
    if (change.field != "PreferredBackupPeriod") continue;
    change.before = days_text(policy_->days);  // shorter than in full, and can be broken
    change.after = days_text(wanted_.days);
  }
}

void PolicyPanel::typed(bool error_shown) {
  if (error_shown) return check();
  typing_ = true;
  services_.changed();
}

const api::PolicyFinding* PolicyPanel::finding(std::string_view field) const {
  for (const api::PolicyFinding& one : findings_) {
    if (one.field == field) return &one;
  }
  return nullptr;
}

bool PolicyPanel::is_draft() const {
  const Change* last = change();
  return is_draft_ && (last == nullptr || !last->running());
}

bool PolicyPanel::has_errors() const {
  return !form.begins_error.empty() || !form.kept.error.empty() || !form.logs_kept.error.empty() ||
         !form.often_kept.error.empty() || api::has_error(findings_);
}

bool PolicyPanel::has_edits() const {
  return !differences_.empty() || has_errors();
}

std::string PolicyPanel::obstacle() const {
  if (const Change* last = change(); last != nullptr && last->running())
    return "The policy is being changed: " + last->progress.sentence + ".";
  if (typing_) return {};  // judged once the field is left, or with the review
  if (has_errors()) return "Something above cannot be sent as it is.";
  if (differences_.empty()) return "Nothing differs from the policy as it is.";
  return {};
}

void PolicyPanel::review() {
  check();
  if (obstacle().empty()) stage_ = PolicyStage::Reviewed;
}

void PolicyPanel::back_to_form() {
  stage_ = PolicyStage::Edited;
  services_.changed();
}

void PolicyPanel::send() {
  const std::shared_ptr<Session> session = services_.session();
  if (stage_ != PolicyStage::Reviewed || !obstacle().empty() || !session) return;
  auto change = std::make_shared<backup::ChangePolicy>(instance_.id, *policy_,
                                                       edit_between(*policy_, wanted_),
                                                       backup::StepLimits{}, services_.seed());
  change->use_terms(form_terms());
  changes_.start(std::move(change), session, instance_);
}

void PolicyPanel::change_ended(const Change& change) {
  if (change.instance_id != instance_.id) return;
  const bool was_done = change.progress.ending == backup::Ending::Succeeded;
  if (stage_ == PolicyStage::Reviewed && was_done) {
    discard();
  } else if (stage_ != PolicyStage::Shown) {
    stage_ = PolicyStage::Edited;
    if (was_done)
      is_draft_ = true;  // goes once the policy is read, unless more was typed meanwhile
  }
  // What it says now is the truth; but whoever was refused, or reached nobody, would only hear the
  // same once more.
  const bool would_repeat = change.progress.refusal ||
                            change.progress.ending == backup::Ending::NotReached ||
                            change.progress.ending == backup::Ending::Unreadable;
  if (!would_repeat) load();
}

}  // namespace dds::shell
