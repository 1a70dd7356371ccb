#include "native/cli/commands/commands.h"

#include <optional>
#include <utility>

#include "core/api/call.h"
#include "core/api/endpoint.h"
#include "core/api/sample_code.h"
#include "core/base/utf8.h"
#include "native/cli/options/action_arguments.h"
#include "native/cli/options/listed_call.h"
#include "native/cli/options/option_parser.h"
#include "native/cli/session/connection.h"
#include "native/cli/terminal/say.h"
#include "native/cli/terminal/text_table.h"

namespace dds::cli {
namespace {

constexpr const char* kUsage = "sample ACTION --language NAME [--Param VALUE]... [options]";
constexpr const char* kDescription =
    "A call as code in another language, to be copied. The AccessKey comes from the environment in "
    "every\n"
    "sample, and so does a password (write --AccountPassword -). Sends nothing.";
constexpr const char* kExamples =
    "  dds sample --list\n"
    "  dds sample CreateBackup --language curl --DBInstanceId dds-bp1a7f3c9d2e5b81 > backup.sh\n"
    "  dds sample DescribeDBInstances --language python-standard --region cn-beijing\n";

struct Texts {
  std::vector<std::string> actions;
  std::string language;
  std::string region = "cn-hangzhou";
  std::string endpoint;
  std::string format = "JSON";
  std::string scheme;
  bool list = false;
  bool insecure = false;
  bool unlisted = false;
};

void add_options(options::OptionSet& options, Texts& texts) {
  options.add_positional("ACTION", texts.actions, "the action, e.g. CreateBackup");
  options.add_option("--language", texts.language, "one of those that --list names");
  options.add_flag("--list", texts.list, "list the languages");
  options.add_option("--region", texts.region,
                     "region that the sample calls (default cn-hangzhou)");
  options.add_option("--endpoint", texts.endpoint, "host or URL instead of the region's");
  options.add_option("--format", texts.format, "JSON or XML: what the service shall answer");
  options.add_option(
      "--scheme", texts.scheme,
      "acs3 or rpc-v1: how dds shall sign; what has RPC v1 written out says so for acs3");
  options.add_flag("--insecure", texts.insecure,
                   "allow an http endpoint that is not on this machine");
  options.add_flag("--unlisted", texts.unlisted,
                   "take names that the catalogue of actions does not list");
}

ExitCode list_languages() {
  TextTable table{{"Name", "Language", "File"}, {}};
  for (const api::LanguageFacts& known : api::languages()) {
    table.rows.push_back(
        {std::string(known.name), std::string(known.title), "." + std::string(known.ending)});
  }
  put_table(table);
  return ExitCode::Done;
}

// A password has no place among the arguments, not even of a command that does not look at it.
Status check_passwords(const Parameters& parameters) {
  for (const Parameter& given : parameters) {
    if (Status problem = check_password(given, ", and the sample takes it from the environment."))
      return problem;
  }
  return std::nullopt;
}

Status list_names(api::Call& call) {
  const Result<const api::Action*> action = known_action(call.action);
  if (!action) {
    Error problem = action.error();
    problem.message += " (--unlisted takes it as it is.)";
    return problem;
  }
  std::vector<std::string> unknown;
  return list_parameters(**action, call.parameters, unknown);
}

Result<api::Call> read_call(const Texts& texts, Parameters parameters) {
  if (texts.actions.size() != 1) {
    return make_error(ErrorCode::MissingParameter,
                      "Name one action: dds sample CreateBackup --language curl.", "ACTION");
  }
  if (texts.format != "JSON" && texts.format != "XML") {
    return make_error(ErrorCode::InvalidParameter,
                      "--format takes JSON or XML; \"" + one_line(texts.format) + "\" was given.",
                      "--format");
  }
  if (!texts.scheme.empty() && texts.scheme != "acs3" && texts.scheme != "rpc-v1") {
    return make_error(
        ErrorCode::InvalidParameter,
        "--scheme takes acs3 or rpc-v1; \"" + one_line(texts.scheme) + "\" was given.", "--scheme");
  }
  api::Call call{texts.actions.front(), std::move(parameters),
                 texts.format == "XML" ? api::Format::Xml : api::Format::Json};
  if (Status problem = api::validate(call)) return *std::move(problem);
  if (!texts.unlisted) {
    if (Status problem = list_names(call)) return *std::move(problem);
  }
  if (wants_region_id(call.action) && find_parameter(call.parameters, "RegionId") == nullptr)
    call.parameters.push_back({"RegionId", texts.region});
  return call;
}

Result<api::Language> read_language(const std::string& text) {
  if (!text.empty()) return api::parse_language(text);
  return make_error(ErrorCode::MissingParameter,
                    "Name a language: --language curl; dds sample --list names all.", "--language");
}

Result<std::string> sample(const Texts& texts, Parameters parameters) {
  const Result<api::Call> call = read_call(texts, std::move(parameters));
  if (!call) return call.error();
  const Result<api::Language> language = read_language(texts.language);
  if (!language) return language.error();
  if (!texts.endpoint.empty()) {
    const Result<api::Endpoint> endpoint = api::parse_endpoint(texts.endpoint, texts.insecure);
    if (!endpoint) return endpoint.error();
  }
  return api::sample_code(*language, *call, {texts.region, texts.endpoint, texts.scheme});
}

}  // namespace

ExitCode sample_command(const CommandLine& line) {
  OptionParser parser(kUsage, kDescription, kExamples);
  parser.set_hint("an action's parameters start with an upper-case letter, as in --DBInstanceId");
  Texts texts;
  add_options(parser.option_set(), texts);
  Result<ActionArguments> split = split_action_arguments(line.arguments);
  if (!split) return wrong_usage(split.error().message);
  if (const std::optional<ExitCode> ended = parser.parse(split->options)) return *ended;
  if (texts.list) return list_languages();
  if (const Status problem = check_passwords(split->parameters)) {
    complain_verbatim(problem->message);
    return ExitCode::Usage;
  }
  const Result<std::string> text = sample(texts, std::move(split->parameters));
  if (!text) return wrong_usage(text.error().message);
  put(*text);
  return ExitCode::Done;
}

}  // namespace dds::cli
