#include "native/cli/commands/commands.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "core/api/error_guide.h"
#include "core/base/suggest.h"
#include "native/cli/options/option_parser.h"
#include "native/cli/terminal/say.h"
#include "native/cli/terminal/text_table.h"
#include "native/platform/output.h"

namespace dds::cli {
namespace {

using OrderedJson = nlohmann::ordered_json;

OrderedJson guide_json(const api::ErrorGuide& guide) {
  OrderedJson json;
  json["code"] = guide.code;
  json["http_status"] = guide.status > 0 ? OrderedJson(guide.status) : OrderedJson(nullptr);
  json["cause"] = guide.cause;
  json["next"] = guide.next;
  json["retry"] = api::name(guide.retry);
  json["inferred"] = guide.inferred;
  return json;
}

ExitCode list_all(bool json) {
  if (json) {
    OrderedJson all = OrderedJson::array();
    for (const api::ErrorGuide& guide : api::error_guides()) all.push_back(guide_json(guide));
    put(all.dump(2) + "\n");
    return ExitCode::Done;
  }
  TextTable table{{"Code", "Again", "Cause"}, {}};
  for (const api::ErrorGuide& guide : api::error_guides()) {
    table.rows.push_back(
        {std::string(guide.code), std::string(api::name(guide.retry)), std::string(guide.cause)});
  }
  put_own_table(table);
  return ExitCode::Done;
}

std::string unknown(const std::string& code) {
  std::vector<std::string_view> codes;
  for (const api::ErrorGuide& guide : api::error_guides()) codes.push_back(guide.code);
  const std::string_view near = nearest(code, codes);
  std::string sentence = "There is no error code \"" + code + "\" in the lists";
  if (!near.empty()) return sentence + "; did you mean " + std::string(near) + "?";
  return sentence + "; dds explain lists those that are.";
}

void put_explanation(const std::string& code, const api::ErrorExplanation& explanation) {
  const api::ErrorGuide& guide = *explanation.guide;
  std::string text = code;
  if (guide.status > 0) text += " (HTTP " + std::to_string(guide.status) + ")";
  text += "\n  " + std::string(guide.cause);
  if (!explanation.parameter.empty()) text += " Parameter: " + explanation.parameter + ".";
  text += "\n  Next: " + std::string(guide.next);
  text += "\n  Send it again: " + std::string(api::name(guide.retry)) + ".";
  if (guide.inferred) text += "\n  Inferred from the code and its text; the lists say no more.";
  text += "\n  " + api::error_centre_url(code) + "\n";
  put(text);
}

}  // namespace

ExitCode explain_command(const CommandLine& line) {
  OptionParser parser("explain [CODE] [options]",
                      "Says what an error code of the service means, what to do next, and whether "
                      "the same request may\n"
                      "be sent again. Without a code it lists all that are known. Sends nothing.",
                      "  dds explain OperationDenied.BackupJobExists\n"
                      "  dds explain --output json\n");
  std::vector<std::string> codes;
  std::string output;
  parser.option_set().add_positional("CODE", codes, "the Code of the service's answer");
  parser.option_set().add_option("--output", output, "text (default) or json");
  if (const std::optional<ExitCode> ended = parser.parse(line.arguments)) return *ended;
  if (!output.empty() && output != "text" && output != "json")
    return wrong_usage("--output is \"" + output + "\"; it is text or json.");
  if (codes.size() > 1) return wrong_usage("Name one code: dds explain " + codes.front() + ".");
  const bool json = output == "json";
  if (codes.empty()) return list_all(json);
  const std::string& code = codes.front();
  const auto explanation = api::explain_error(code);
  if (!explanation) return wrong_usage(unknown(code));
  if (!json) {
    put_explanation(code, *explanation);
    return ExitCode::Done;
  }
  OrderedJson told = guide_json(*explanation->guide);
  told["code"] = code;
  told["parameter"] = explanation->parameter;
  told["more"] = api::error_centre_url(code);
  put(told.dump(2) + "\n");
  return ExitCode::Done;
}

}  // namespace dds::cli
