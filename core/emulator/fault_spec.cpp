// Reading a fault spec: parse_faults of faults.h.
#include <charconv>

#include "core/base/utf8.h"
#include "core/emulator/action_names.h"
#include "core/emulator/faults.h"

namespace dds::emulator {
namespace {

constexpr std::string_view kForm =
    "; a rule is ACTION:KIND:RATE, such as CreateBackup:lost-after:20% or *:throttled:x3.";

Error wrong(std::string message) {
  return make_error(ErrorCode::InvalidParameter, std::move(message), {});
}

std::string quoted(std::string_view text) {
  constexpr std::size_t kShown = 64;
  return "\"" + replace_invalid_utf8(text.substr(0, kShown)) + "\"";
}

template <class Number>
std::optional<Number> whole_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Status read_action(std::string_view text, FaultRule& rule) {
  const bool pattern = text.ends_with('*');
  const std::string_view beginning = pattern ? text.substr(0, text.size() - 1) : text;
  if (beginning.find('*') != std::string_view::npos || (!pattern && !is_service_action(text)) ||
      (pattern && !is_beginning_of_action(beginning))) {
    return wrong("The faults name " + quoted(text) +
                 ", which is no action of the service: an action's name, a beginning with * such "
                 "as Describe*, or * for all would be right.");
  }
  rule.action = text;
  return std::nullopt;
}

Status read_kind(std::string_view text, FaultRule& rule) {
  if (text == "any") return std::nullopt;
  std::string known;
  for (const FaultKind kind : all_fault_kinds()) {
    if (fault_name(kind) == text) {
      rule.kind = kind;
      return std::nullopt;
    }
    known += std::string(fault_name(kind)) + ", ";
  }
  return wrong("The faults name " + quoted(text) + ", which is no kind of fault: " + known +
               "or any would be right.");
}

Status read_rate(std::string_view text, FaultRule& rule) {
  if (text.ends_with('%')) {
    const auto percent = whole_number<int>(text.substr(0, text.size() - 1));
    if (percent && *percent >= 1 && *percent <= 100) {
      rule.percent = *percent;
      return std::nullopt;
    }
  } else if (text.starts_with('x')) {
    const auto count = whole_number<int>(text.substr(1));
    if (count && *count >= 1) {
      rule.remaining = *count;
      return std::nullopt;
    }
  }
  return wrong("The faults give the rate " + quoted(text) +
               ": 1% to 100% of the requests, or x3 for the next three, would be right.");
}

Result<FaultRule> read_rule(std::string_view item) {
  const std::size_t first = item.find(':');
  const std::size_t second =
      first == std::string_view::npos ? std::string_view::npos : item.find(':', first + 1);
  if (second == std::string_view::npos) {
    return wrong("The faults hold " + quoted(item) + std::string(kForm));
  }
  FaultRule rule;
  if (auto problem = read_action(item.substr(0, first), rule)) return *problem;
  if (auto problem = read_kind(item.substr(first + 1, second - first - 1), rule)) return *problem;
  if (auto problem = read_rate(item.substr(second + 1), rule)) return *problem;
  const bool of_jobs = rule.kind && of_create_backup(*rule.kind);
  const std::string_view action = rule.action;
  const bool reaches_create_backup =
      action == "CreateBackup" ||
      (action.ends_with('*') &&
       std::string_view("CreateBackup").starts_with(action.substr(0, action.size() - 1)));
  if (of_jobs && !reaches_create_backup) {
    return wrong("The faults let " + quoted(fault_name(*rule.kind)) + " happen to " +
                 quoted(action) + ", which starts no backup job: CreateBackup would be right.");
  }
  return rule;
}

}  // namespace

Result<FaultPlan> parse_faults(std::string_view spec) {
  if (spec.empty()) return FaultPlan();
  constexpr std::string_view kSeed = "seed=";
  constexpr std::string_view kSkew = "skew=";
  constexpr int kMostSkew = 24 * 60;
  Milliseconds skew{0};
  std::vector<FaultRule> rules;
  std::uint64_t seed = 1;
  for (;;) {
    const std::size_t comma = spec.find(',');
    const std::string_view item = spec.substr(0, comma);
    if (item.starts_with(kSeed)) {
      const auto number = whole_number<std::uint64_t>(item.substr(kSeed.size()));
      if (!number) {
        return wrong("The faults give the seed " + quoted(item.substr(kSeed.size())) +
                     ": a whole number such as seed=7 would be right.");
      }
      seed = *number;
    } else if (item.starts_with(kSkew)) {
      const auto minutes = whole_number<int>(item.substr(kSkew.size()));
      if (!minutes || *minutes < -kMostSkew || *minutes > kMostSkew) {
        return wrong("The faults give the skew " + quoted(item.substr(kSkew.size())) +
                     ": minutes from -1440 to 1440, such as skew=20 for a service whose clock is "
                     "ahead, would be right.");
      }
      skew = std::chrono::minutes{*minutes};
    } else {
      Result<FaultRule> rule = read_rule(item);
      if (!rule) return rule.error();
      rules.push_back(*std::move(rule));
    }
    if (comma == std::string_view::npos) break;
    spec.remove_prefix(comma + 1);
  }
  FaultPlan plan(std::move(rules), seed);
  plan.set_skew(skew);
  return plan;
}

}  // namespace dds::emulator
