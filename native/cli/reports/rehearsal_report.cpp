#include "native/cli/reports/rehearsal_report.h"

#include "core/base/text.h"
#include "native/cli/reports/restore_report.h"

namespace dds::cli {

OrderedJson rehearsal_json(const backup::RehearsalProgress& progress, std::string_view outcome) {
  return {{"source_id", progress.source_id},
          {"restore_point", point_json(progress.record.point)},
          {"outcome", outcome},
          {"proven", progress.proven},
          {"databases", progress.databases},
          {"databases_note", progress.databases_note},
          {"restore_seconds", seconds_or_null(progress.restore_took)},
          {"release_seconds", seconds_or_null(progress.release_took)},
          {"temporary",
           {{"instance_id", progress.restore.instance_id},
            {"name", progress.record.description},
            {"left_over", progress.left_over}}},
          {"price", price_json(progress.restore.price)},
          {"client_token", progress.record.client_token},
          {"code", progress.refusal ? progress.refusal->code : std::string()},
          {"problem", progress.problem}};
}

std::string rehearsal_text(const backup::RehearsalProgress& progress) {
  std::string text = progress.source_id + "  " + progress.proven + "\n";
  if (!progress.databases.empty()) {
    text += "  Databases:";
    for (const std::string& name : progress.databases) text += " " + name;
    text += "\n";
  }
  if (!progress.databases_note.empty()) text += "  " + progress.databases_note + "\n";
  if (progress.restore_took) text += "  Restored in " + format_duration(*progress.restore_took);
  if (progress.release_took) text += ", released in " + format_duration(*progress.release_took);
  if (text.back() != '\n') text += "\n";
  return text;
}

}  // namespace dds::cli
