#include "native/cli/reports/policy_report.h"

#include <array>
#include <optional>
#include <utility>

#include "core/base/utf8.h"
#include "native/cli/options/option_values.h"
#include "native/platform/local_time.h"

namespace dds::cli {
namespace {

constexpr std::array<std::string_view, 7> kShortDays{"Mon", "Tue", "Wed", "Thu",
                                                     "Fri", "Sat", "Sun"};

std::string short_days(const api::Weekdays& days) {
  if (days.all()) return "every day";
  std::string text;
  for (std::size_t i = 0; i < days.size(); ++i) {
    if (days.test(i)) text += (text.empty() ? "" : " ") + std::string(kShortDays[i]);
  }
  return text;
}

std::string count_of(std::int32_t count, std::string_view what) {
  return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
}

OrderedJson days_json(const api::Weekdays& days) {
  OrderedJson list = OrderedJson::array();
  for (std::size_t i = 0; i < days.size(); ++i) {
    api::Weekdays one;
    one.set(i);
    if (days.test(i)) list.push_back(api::weekdays_text(one));
  }
  return list;
}

}  // namespace

std::string local_schedule(const api::BackupPolicy& policy, Instant now) {
  if (!policy.window) return {};
  const std::int32_t offset = platform::utc_offset_minutes(now);
  return api::local_window_text(*policy.window, offset) + " " + platform::zone_name(now);
}

std::string policy_summary(const api::BackupPolicy& policy) {
  std::string text = policy.days.none() ? std::string() : short_days(policy.days);
  if (policy.window) {
    text += text.empty() ? "no days told, " : " ";
    text += api::window_text(*policy.window).substr(0, 6);
  }
  if (policy.retention_days)
    text += (text.empty() ? "kept " : ", kept ") + count_of(*policy.retention_days, "day");
  if (policy.log_backup)
    text += std::string(text.empty() ? "" : ", ") + (*policy.log_backup ? "log on" : "log off");
  return text.empty() ? "not told" : text;
}

TextTable policy_table(const api::BackupPolicy& policy, Instant now) {
  TextTable table;
  table.titles = {"Policy", ""};
  const auto add = [&table](std::string_view label, std::string value) {
    table.rows.push_back({std::string(label), std::move(value)});
  };
  add("Days", policy.days.none()  ? "none told"
              : policy.days.all() ? "every day"
                                  : api::weekdays_text(policy.days) + " (UTC)");
  if (policy.window) {
    add("Window",
        api::window_text(*policy.window) + "  (here " + local_schedule(policy, now) + ")");
  } else if (!policy.window_text.empty()) {
    add("Window", policy.window_text);
  }
  if (policy.next_backup)
    add("Next backup", format_utc(*policy.next_backup, TimeForm::Minutes) + "  (here " +
                           local_text(policy.next_backup) + ")");
  if (policy.retention_days) add("Retention", count_of(*policy.retention_days, "day"));
  if (policy.log_backup) add("Log backup", *policy.log_backup ? "on" : "off");
  if (policy.log_retention_days) add("Log retention", count_of(*policy.log_retention_days, "day"));
  if (policy.snapshot_type) add("Snapshots", std::string(api::name(*policy.snapshot_type)));
  if (policy.interval_minutes) {
    add("High-frequency", *policy.interval_minutes == api::kNoHighFrequency
                              ? "off"
                              : "every " + count_of(*policy.interval_minutes, "minute"));
  }
  if (policy.high_frequency_days)
    add("High-frequency kept", count_of(*policy.high_frequency_days, "day"));
  if (policy.preserve_one_each_hour)
    add("One of each hour kept", *policy.preserve_one_each_hour ? "yes" : "no");
  if (policy.on_release) add("When released", std::string(api::name(*policy.on_release)));
  if (!policy.cross_region.empty()) {
    std::string text = policy.cross_region;
    if (policy.cross_region_days) text += ", " + count_of(*policy.cross_region_days, "day");
    add("Copied to", text);
  }
  return table;
}

OrderedJson policy_json(const api::BackupPolicy& policy) {
  const auto named = [](const auto& value) {
    return value ? OrderedJson(api::name(*value)) : OrderedJson(nullptr);
  };
  return {{"window",
           policy.window ? OrderedJson(api::window_text(*policy.window)) : OrderedJson(nullptr)},
          {"days", days_json(policy.days)},
          {"next_backup", time_or_null(policy.next_backup)},
          {"retention_days", value_or_null(policy.retention_days)},
          {"log_backup", value_or_null(policy.log_backup)},
          {"log_retention_days", value_or_null(policy.log_retention_days)},
          {"snapshot_type", named(policy.snapshot_type)},
          {"interval_minutes", value_or_null(policy.interval_minutes)},
          {"high_frequency_days", value_or_null(policy.high_frequency_days)},
          {"preserve_one_each_hour", value_or_null(policy.preserve_one_each_hour)},
          {"on_release", policy.on_release ? OrderedJson(static_cast<int>(*policy.on_release))
                                           : OrderedJson(nullptr)},
          {"cross_region", policy.cross_region},
          {"cross_region_days", value_or_null(policy.cross_region_days)}};
}

std::string changes_text(const std::vector<api::PolicyChange>& changes,
                         std::int32_t utc_offset_minutes, std::string_view zone) {
  const auto with_local = [&](const api::PolicyChange& change, const std::string& value) {
    if (change.field != "PreferredBackupTime") return value;
    const Result<api::BackupWindow> window = api::parse_backup_window(value);
    if (!window) return value;  // not told, or nothing that could be turned
    return value + " (" + api::local_window_text(*window, utc_offset_minutes) + " " +
           std::string(zone) + ")";
  };
  std::string text;
  for (const api::PolicyChange& change : changes) {
    if (!text.empty()) text += "\n";
    text += "  " + change.label + ": " + with_local(change, change.before) + " -> " +
            with_local(change, change.after);
  }
  return text;
}

OrderedJson changes_json(const std::vector<api::PolicyChange>& changes) {
  OrderedJson list = OrderedJson::array();
  for (const api::PolicyChange& change : changes) {
    list.push_back({{"field", change.field}, {"before", change.before}, {"after", change.after}});
  }
  return list;
}

OrderedJson findings_json(const std::vector<api::PolicyFinding>& findings) {
  OrderedJson list = OrderedJson::array();
  for (const api::PolicyFinding& finding : findings) {
    list.push_back(
        {{"field", finding.field},
         {"severity", finding.severity == api::PolicyFinding::Severity::Error ? "error" : "advice"},
         {"sentence", finding.sentence}});
  }
  return list;
}

}  // namespace dds::cli
