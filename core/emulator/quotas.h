// How often an account may call each action: what the product documentation lists, and what
// somebody who starts the emulator asks for instead.
//
// Source: the list of API rate quotas in the service's API reference (api-dds-2015-12-01-quota, and
// its earlier edition, help document 468451), as far as it could be read. It says so many calls in
// so many seconds, "API speed limit dimension: regionId,API,ParentUid": each region, action and
// account by itself. For most actions, CreateBackup and the looks at backups among them, the
// editions that could be read name no figure; these are inferred (see quotas.cpp).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace dds::emulator {

/// So many calls in so many seconds, saved up to that many. 0 calls: any number.
struct Quota {
  std::int32_t calls = 0;
  std::int32_t seconds = 1;
};

/// What the documentation lists for that action in a region, or the figure inferred from its like.
struct DocumentedQuota {
  Quota quota;
  bool inferred = false;
};
[[nodiscard]] DocumentedQuota documented_quota(std::string_view action);

struct Quotas {
  Quota all;                // of all actions of an access key together
  Quota each;               // of each action in each region, unless `of` names it
  bool documented = false;  // instead of `each`
  std::map<std::string, Quota, std::less<>> of;

  [[nodiscard]] Quota quota(std::string_view action) const;
};

/// Rules, separated by commas; the later one counts. N stands for calls a second, or is written as
/// the documentation writes quotas, 200/60 for 200 calls in 60 seconds; 0: any number.
///
///   N          each action, in each region
///   ACTION:N   that action
///   all:N      all actions of a key together
///   documented what the documentation lists
///
/// Empty: no limit. Or one sentence that says what is wrong.
[[nodiscard]] Result<Quotas> parse_quotas(std::string_view text);

}  // namespace dds::emulator
