#include "native/cli/options/policy_options.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "core/base/utf8.h"
#include "native/cli/options/option_values.h"

namespace dds::cli {
namespace {

Error wrong(std::string_view option, std::string_view allowed, std::string_view given) {
  return make_error(ErrorCode::InvalidParameter,
                    std::string(option) + " takes " + std::string(allowed) + "; \"" +
                        one_line(given) + "\" was given.",
                    std::string(option));
}

Status read_days(const std::string& text, std::string_view option,
                 std::optional<std::int32_t>& days) {
  if (text.empty()) return std::nullopt;
  const std::optional<std::int64_t> value =
      parse_integer(text, api::kShortestRetention, api::kLongestRetention);
  if (!value) return wrong(option, "days from 7 to 730", text);
  days = static_cast<std::int32_t>(*value);
  return std::nullopt;
}

Status read_switch(const std::string& text, std::string_view option, std::optional<bool>& on) {
  if (text.empty()) return std::nullopt;
  if (text != "on" && text != "off") return wrong(option, "on or off", text);
  on = text == "on";
  return std::nullopt;
}

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return lower(x) == lower(y); });
}

// "Mon,thursday", "daily".
std::optional<api::Weekdays> parse_days(std::string_view text) {
  constexpr std::array<std::string_view, 7> kNames{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                   "Friday", "Saturday", "Sunday"};
  api::Weekdays days;
  if (same_letters(text, "daily")) return days.set();
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view word = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    const auto found = std::find_if(kNames.begin(), kNames.end(), [&](std::string_view name) {
      return same_letters(word, name) || same_letters(word, name.substr(0, 3));
    });
    if (found == kNames.end()) return std::nullopt;
    days.set(static_cast<std::size_t>(found - kNames.begin()));
  }
  if (days.none()) return std::nullopt;
  return days;
}

Status read_when(const PolicyTexts& texts, api::BackupPolicy& wanted) {
  if (!texts.window.empty()) {
    const Result<api::BackupWindow> window = api::parse_backup_window(texts.window);
    if (!window)
      return wrong("--window", "one hour on the UTC clock, such as 02:00Z-03:00Z", texts.window);
    wanted.window = *window;
  }
  if (!texts.days.empty()) {
    const std::optional<api::Weekdays> days = parse_days(texts.days);
    if (!days) return wrong("--days", "days such as Mon,Thu, or daily", texts.days);
    wanted.days = *days;
  }
  return std::nullopt;
}

Status read_snapshots(const PolicyTexts& texts, api::BackupPolicy& wanted) {
  if (texts.snapshot == "Flash") {
    wanted.snapshot_type = api::SnapshotType::Flash;
  } else if (texts.snapshot == "Standard") {
    wanted.snapshot_type = api::SnapshotType::Standard;
  } else if (!texts.snapshot.empty()) {
    return wrong("--snapshot", "Flash or Standard", texts.snapshot);
  }
  if (texts.interval == "off") {
    wanted.interval_minutes = api::kNoHighFrequency;
  } else if (!texts.interval.empty()) {
    const std::vector<std::int32_t>& allowed = api::intervals();
    const std::optional<std::int64_t> minutes = parse_integer(texts.interval, 1, 1440);
    if (!minutes || std::find(allowed.begin(), allowed.end(), *minutes) == allowed.end()) {
      std::string list;
      for (const std::int32_t one : allowed) list += std::to_string(one) + ", ";
      return wrong("--interval", "minutes (" + list.substr(0, list.size() - 2) + ") or off",
                   texts.interval);
    }
    wanted.interval_minutes = static_cast<std::int32_t>(*minutes);
  }
  if (!texts.interval_retention.empty()) {
    const std::optional<std::int64_t> days =
        parse_integer(texts.interval_retention, 1, api::kLongestRetention);
    if (!days) return wrong("--interval-retention", "days from 1 to 730", texts.interval_retention);
    wanted.high_frequency_days = static_cast<std::int32_t>(*days);
  }
  return std::nullopt;
}

Status read_on_release(const std::string& text, api::BackupPolicy& wanted) {
  if (text.empty()) return std::nullopt;
  if (text == "delete") {
    wanted.on_release = api::OnRelease::DeleteAll;
  } else if (text == "keep-last") {
    wanted.on_release = api::OnRelease::KeepLast;
  } else if (text == "keep-all") {
    wanted.on_release = api::OnRelease::KeepAll;
  } else {
    return wrong("--on-release", "delete, keep-last or keep-all", text);
  }
  return std::nullopt;
}

template <class T>
void put(const std::optional<T>& wanted, std::optional<T>& value) {
  if (wanted) value = wanted;
}

}  // namespace

void add_policy_options(options::OptionSet& options, PolicyTexts& texts) {
  options.add_option("--window", texts.window,
                     "the hour in which automatic backups begin, UTC: 02:00Z-03:00Z");
  options.add_option("--days", texts.days, "their days: Mon,Thu or daily");
  options.add_option("--retention", texts.retention, "days that backups are kept, 7 to 730");
  options.add_option("--log", texts.log, "log backup: on or off");
  options.add_option("--log-retention", texts.log_retention, "days that logs are kept, 7 to 730");
  options.add_option("--snapshot", texts.snapshot, "Flash or Standard snapshots (cloud disks)");
  options.add_option("--interval", texts.interval,
                     "minutes between high-frequency backups (60, 120, ...), or off");
  options.add_option("--interval-retention", texts.interval_retention,
                     "days that high-frequency backups are kept");
  options.add_option("--one-each-hour", texts.one_each_hour,
                     "on or off: keep one high-frequency backup of each hour");
  options.add_option(
      "--on-release", texts.on_release,
      "what becomes of the backups when the instance is released: delete, keep-last or "
      "keep-all");
}

Result<PolicyWish> read_policy_wish(const PolicyTexts& texts) {
  PolicyWish wish;
  api::BackupPolicy& wanted = wish.wanted;
  if (Status problem = read_when(texts, wanted)) return *problem;
  if (Status problem = read_days(texts.retention, "--retention", wanted.retention_days))
    return *problem;
  if (Status problem = read_switch(texts.log, "--log", wanted.log_backup)) return *problem;
  if (Status problem = read_days(texts.log_retention, "--log-retention", wanted.log_retention_days))
    return *problem;
  if (Status problem = read_snapshots(texts, wanted)) return *problem;
  if (Status problem =
          read_switch(texts.one_each_hour, "--one-each-hour", wanted.preserve_one_each_hour))
    return *problem;
  if (Status problem = read_on_release(texts.on_release, wanted)) return *problem;
  for (const std::string* text :
       {&texts.window, &texts.days, &texts.retention, &texts.log, &texts.log_retention,
        &texts.snapshot, &texts.interval, &texts.interval_retention, &texts.one_each_hour,
        &texts.on_release})
    wish.changes = wish.changes || !text->empty();
  return wish;
}

void apply(const PolicyWish& wish, api::BackupPolicy& policy) {
  const api::BackupPolicy& wanted = wish.wanted;
  put(wanted.window, policy.window);
  if (!wanted.days.none()) policy.days = wanted.days;
  put(wanted.retention_days, policy.retention_days);
  put(wanted.log_backup, policy.log_backup);
  put(wanted.log_retention_days, policy.log_retention_days);
  put(wanted.snapshot_type, policy.snapshot_type);
  put(wanted.interval_minutes, policy.interval_minutes);
  put(wanted.high_frequency_days, policy.high_frequency_days);
  put(wanted.preserve_one_each_hour, policy.preserve_one_each_hour);
  put(wanted.on_release, policy.on_release);
}

}  // namespace dds::cli
