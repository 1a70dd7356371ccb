#include "core/emulator/quotas.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "core/api/call.h"
#include "core/base/utf8.h"
#include "core/emulator/action_names.h"

namespace dds::emulator {
namespace {

constexpr std::int32_t kMostCalls = 1'000'000;
constexpr std::int32_t kMostSeconds = 86'400;

struct Listed {
  std::string_view action;
  Quota quota;
};
// As listed; the rows that both editions leave out are inferred below.
constexpr std::array kListed{
    Listed{"CreateAccount", {200, 1}},
    Listed{"CreateDBInstance", {1000, 60}},
    Listed{"DeleteDBInstance", {100, 60}},
    Listed{"DescribeAuditRecords", {200, 60}},
    Listed{"DescribeAvailabilityZones", {20, 1}},
    Listed{"DescribeGlobalSecurityIPGroup", {200, 60}},
    Listed{"DescribeGlobalSecurityIPGroupRelation", {200, 60}},
    Listed{"DescribeInstanceRecoverTime", {200, 1}},
    Listed{"DescribePrice", {100, 1}},
    Listed{"DescribeReplicaSetRole", {100, 1}},
    Listed{"DescribeSecurityIps", {100, 1}},
    Listed{"ListTagResources", {1000, 1}},
    Listed{"ModifyDBInstanceNetExpireTime", {200, 1}},
    Listed{"ModifyInstanceAutoRenewalAttribute", {1000, 60}},
    Listed{"ModifySecurityGroupConfiguration", {200, 60}},
    Listed{"ReleasePublicNetworkAddress", {200, 1}},
    Listed{"SwitchDBInstanceHA", {500, 60}},
    Listed{"UpgradeDBInstanceKernelVersion", {200, 1}},
};
// Inferred: a look at one instance is listed with 100 a second more often than with anything else;
// for changes the smaller of the two usual figures is taken, since too slow is no harm.
constexpr Quota kInferredRead{100, 1};
constexpr Quota kInferredChange{200, 60};

Error wrong(std::string_view rule, const std::string& why) {
  constexpr std::size_t kShown = 64;
  return make_error(ErrorCode::InvalidParameter,
                    "\"" + replace_invalid_utf8(rule.substr(0, kShown)) + "\" " + why +
                        "; a rule is documented, 5 (calls a second of each action), 200/60 (in 60 "
                        "seconds), CreateBackup:5, or all:5 for all actions together.",
                    {});
}

std::optional<std::int32_t> number(std::string_view text, std::int32_t least, std::int32_t most) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  const bool read = !text.empty() && error == std::errc{} && end == text.data() + text.size();
  return read && value >= least && value <= most ? std::optional(value) : std::nullopt;
}

std::optional<Quota> read_quota(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto calls = number(text.substr(0, slash), 0, kMostCalls);
  const auto seconds = slash == std::string_view::npos
                           ? std::optional<std::int32_t>(1)
                           : number(text.substr(slash + 1), 1, kMostSeconds);
  if (!calls || !seconds) return std::nullopt;
  return Quota{*calls, *seconds};
}

Status read_rule(std::string_view rule, Quotas& quotas) {
  if (rule == "documented") {
    quotas.documented = true;
    return std::nullopt;
  }
  const std::size_t colon = rule.find(':');
  const std::string_view whose =
      colon == std::string_view::npos ? std::string_view{} : rule.substr(0, colon);
  const auto quota = read_quota(colon == std::string_view::npos ? rule : rule.substr(colon + 1));
  if (!quota)
    return wrong(rule, "has no number from 0 to 1000000, with or without / and 1 to 86400 seconds");
  if (colon == std::string_view::npos) {
    quotas.each = *quota;
    quotas.documented = false;
  } else if (whose == "all") {
    quotas.all = *quota;
  } else if (is_service_action(whose)) {
    quotas.of.insert_or_assign(std::string(whose), *quota);
  } else {
    return wrong(rule, "names no action of the service");
  }
  return std::nullopt;
}

}  // namespace

DocumentedQuota documented_quota(std::string_view action) {
  const auto* const listed = std::find_if(
      kListed.begin(), kListed.end(), [action](const Listed& one) { return one.action == action; });
  if (listed != kListed.end()) return {listed->quota, false};
  return {api::is_read_only(action) ? kInferredRead : kInferredChange, true};
}

Quota Quotas::quota(std::string_view action) const {
  const auto named = of.find(action);
  if (named != of.end()) return named->second;
  return documented ? documented_quota(action).quota : each;
}

Result<Quotas> parse_quotas(std::string_view text) {
  Quotas quotas;
  if (text.empty()) return quotas;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    if (Status problem = read_rule(text.substr(begin, end - begin), quotas)) return *problem;
    begin = end + 1;
  }
  return quotas;
}

}  // namespace dds::emulator
