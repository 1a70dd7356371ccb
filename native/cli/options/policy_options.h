// What `dds policy` was asked to change, as typed and as an edit of the policy that the service
// has.
#pragma once

#include <string>

#include "core/api/policy.h"
#include "core/base/result.h"
#include "native/options/option_set.h"

namespace dds::cli {

/// As typed; empty: unchanged.
struct PolicyTexts {
  std::string window;
  std::string days;
  std::string retention;
  std::string log;
  std::string log_retention;
  std::string snapshot;
  std::string interval;
  std::string interval_retention;
  std::string one_each_hour;
  std::string on_release;
};

/// Declares the options; `texts` must live as long as the set.
void add_policy_options(options::OptionSet& options, PolicyTexts& texts);

struct PolicyWish {
  api::BackupPolicy wanted;  // what is absent stays
  bool changes = false;      // something was asked for
};
/// The error is one sentence that names the option.
[[nodiscard]] Result<PolicyWish> read_policy_wish(const PolicyTexts& texts);

/// Puts what was asked for into the policy as the service has it.
void apply(const PolicyWish& wish, api::BackupPolicy& policy);

}  // namespace dds::cli
