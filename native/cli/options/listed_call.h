// A call held against the catalogue before it is sent: names that are typing errors, lists without
// their number, and what has to be agreed to first.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/api/call.h"
#include "core/api/catalogue.h"
#include "core/base/result.h"
#include "native/cli/terminal/exit_code.h"

namespace dds::cli {

/// The action as the catalogue has it; nullptr when it lists none of that name. An Error when the
/// name looks like a typing error.
[[nodiscard]] Result<const api::Action*> listed_action(const std::string& name);

/// The same where only listed ones have something to show: an Error for every other name.
[[nodiscard]] Result<const api::Action*> known_action(const std::string& name);

/// Numbers lists of one entry (ResourceId becomes ResourceId.1). An Error for a parameter that the
/// action does not have and that looks like a typing error, or for a list where one value belongs;
/// `unknown` gets the names of others, which are sent as they are: the service may be newer than
/// the catalogue.
[[nodiscard]] Status list_parameters(const api::Action& action, Parameters& parameters,
                                     std::vector<std::string>& unknown);

/// Values that the catalogue does not allow, and required ones that are missing; the first of them.
/// Parameters that it does not know are left to the service.
[[nodiscard]] Status check_values(const api::Action& action, const Parameters& parameters);

/// Asks before an action that interrupts service, deletes or costs money is sent; absent if it
/// may be sent.
[[nodiscard]] std::optional<ExitCode> ask_before(const api::Action& action, const api::Call& call);

}  // namespace dds::cli
