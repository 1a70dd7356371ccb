// What the control address and tests are told about an account, beside what a client of the service
// can see: what really happened, and what is there. As JSON texts.
#pragma once

#include <string>

#include "core/emulator/account.h"

namespace dds::emulator {

/// One object a line, in the order in which it happened: at, action, instance, job, method, set.
[[nodiscard]] std::string report_effects(const Account& account);

/// A list with one object an instance: instance, description, type, storage, version, region,
/// status, lock, sets, job (that runs, or "").
[[nodiscard]] std::string report_instances(const Account& account);

}  // namespace dds::emulator
