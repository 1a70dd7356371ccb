#include "native/cli/reports/restore_report.h"

#include <algorithm>
#include <utility>

#include "native/cli/terminal/text_table.h"

namespace dds::cli {

std::string plan_text(const backup::RestoreProgress& progress) {
  std::vector<backup::PlanLine> lines = backup::describe(*progress.plan);
  lines.push_back({"Price", progress.price ? api::describe(*progress.price) + " an hour"
                                           : progress.price_problem});
  if (!progress.check_note.empty()) lines.push_back({"Note", progress.check_note});
  std::size_t width = 0;
  for (const backup::PlanLine& line : lines) width = std::max(width, line.label.size());
  std::string text;
  for (const backup::PlanLine& line : lines) {
    if (!text.empty()) text += "\n";
    text += "  " + padded(line.label, width) + "  " + line.value;
  }
  return text;
}

OrderedJson price_json(const std::optional<api::Price>& price) {
  if (!price) return nullptr;
  return {{"currency", price->currency},
          {"original", price->original},
          {"discount", price->discount},
          {"to_pay", price->to_pay}};
}

OrderedJson plan_json(const backup::RestoreProgress& progress) {
  OrderedJson plan = OrderedJson::array();
  for (const backup::PlanLine& line : backup::describe(*progress.plan))
    plan.push_back({{"label", line.label}, {"value", line.value}});
  OrderedJson parameters = OrderedJson::object();
  for (const Parameter& parameter : progress.plan->order.parameters)
    parameters[parameter.name] = parameter.value;
  return {
      {"source_id", progress.source_id},
      {"outcome", "dry run"},
      {"plan", std::move(plan)},
      {"price", price_json(progress.price)},
      {"price_problem", progress.price_problem},
      {"order", {{"action", progress.plan->order.action}, {"parameters", std::move(parameters)}}}};
}

OrderedJson point_json(const api::RestorePoint& point) {
  return {
      {"backup_id", point.backup_id.empty() ? OrderedJson(nullptr) : OrderedJson(point.backup_id)},
      {"time", time_or_null(point.time)}};
}

OrderedJson restore_json(const backup::RestoreProgress& progress, std::string_view outcome) {
  return {{"source_id", progress.source_id},
          {"restore_point", point_json(progress.plan->request.point)},
          {"outcome", outcome},
          {"instance_id", progress.instance_id},
          {"order_id", progress.order_id},
          {"status", progress.instance_status},
          {"client_token", progress.plan->request.client_token},
          {"price", price_json(progress.price)},
          {"ordered", time_or_null(progress.ordered)},
          {"running", time_or_null(progress.running)},
          {"request_id", progress.request_id},
          {"code", progress.refusal ? progress.refusal->code : std::string()},
          {"problem", progress.problem}};
}

}  // namespace dds::cli
