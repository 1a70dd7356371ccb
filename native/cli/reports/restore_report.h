// The plan of a restore, its price, and how it went, for people and for programs.
#pragma once

#include <string>

#include "core/backup/restore_instance.h"
#include "native/cli/reports/json_output.h"

namespace dds::cli {

/// Lines for whoever is to confirm: the plan, the price or why there is none, what could not be
/// checked.
[[nodiscard]] std::string plan_text(const backup::RestoreProgress& progress);

/// plan (label, value), price, price_problem, order (action, parameters).
[[nodiscard]] OrderedJson plan_json(const backup::RestoreProgress& progress);

/// currency, original, discount, to_pay; null when it is not known.
[[nodiscard]] OrderedJson price_json(const std::optional<api::Price>& price);

/// backup_id and time; the one that it is not is null.
[[nodiscard]] OrderedJson point_json(const api::RestorePoint& point);

/// source_id, restore_point, outcome, instance_id, order_id, status, client_token, price,
/// ordered, running, request_id, code, problem.
[[nodiscard]] OrderedJson restore_json(const backup::RestoreProgress& progress,
                                       std::string_view outcome);

}  // namespace dds::cli
