#include "native/cli/commands/commands.h"

#include <iostream>
#include <optional>
#include <utility>

#include "core/api/catalogue.h"
#include "core/backup/call_end.h"
#include "core/backup/driver.h"
#include "core/backup/service_clock.h"
#include "core/response/redact.h"
#include "native/cli/options/action_arguments.h"
#include "native/cli/options/listed_call.h"
#include "native/cli/options/option_parser.h"
#include "native/cli/reports/action_help.h"
#include "native/cli/reports/answer_table.h"
#include "native/cli/session/advice.h"
#include "native/cli/session/dry_run.h"
#include "native/cli/terminal/say.h"
#include "native/platform/clock.h"
#include "native/platform/nonce.h"
#include "native/platform/output.h"
#include "native/platform/signals.h"
#include "native/transport/curl_transport.h"

namespace dds::cli {
namespace {

using Outcome = std::variant<response::Reply, backup::NotReplied>;

// Reads the values of parameters that are secrets (AccountPassword and the like), which are given
// as "-".
Status read_passwords(Parameters& parameters) {
  bool read = false;
  for (Parameter& parameter : parameters) {
    if (Status problem = check_password(parameter, " and give its value on standard input."))
      return problem;
    if (!is_password_parameter(parameter.name)) continue;
    if (read)
      return make_error(ErrorCode::InvalidParameter, "Only one value can come from standard input.",
                        {});
    read = true;
    std::getline(std::cin, parameter.value);
    if (!parameter.value.empty() && parameter.value.back() == '\r') parameter.value.pop_back();
  }
  return std::nullopt;
}

void print_answer(const response::Answer& answer, const HttpResponse& http, OutputKind kind,
                  const signing::Credentials& credentials) {
  if (kind == OutputKind::Table) {
    const int columns = platform::is_terminal(platform::Stream::Out)
                            ? platform::terminal_columns(platform::Stream::Out)
                            : 1000;  // into a file or a pipe everything goes
    Table table = render_table(*answer.data, columns);
    put(clean(table.text, &credentials));
    if (!table.left_out.empty()) {
      note("(" + std::to_string(table.left_out.size()) +
           " more columns do not fit; --output json shows all.)");
    }
    return;
  }
  std::string text;
  if (kind == OutputKind::Raw) {
    text = "HTTP " + std::to_string(http.status) + "\n";
    for (const HttpHeader& header : http.headers) text += header.name + ": " + header.value + "\n";
    text += "\n";
  }
  text += response::redact(http.body, credentials);
  if (text.empty() || text.back() != '\n') text += '\n';
  put(text);
}

ExitCode report_failure(const backup::NotReplied& failed, const api::Call& call,
                        const Session& session) {
  complain(failed.describe());
  const auto* transport = std::get_if<TransportError>(&failed.cause);
  if (transport == nullptr && !failed.answered) return ExitCode::Usage;  // it could not be signed
  if (backup::is_effect_unknown(call.action, failed)) {
    note(backup::effect_unknown_sentence(call.action));
    return ExitCode::Unknown;
  }
  const std::string smaller = backup::smaller_answer_advice(call.action, failed);
  note(smaller.empty() ? "Nothing was started." : smaller);
  if (transport == nullptr || transport->failure == TransportFailure::NotReached ||
      transport->failure == TransportFailure::Tls) {
    for (const std::string& line : explain_not_reached(session)) note(line);
  }
  return ExitCode::NotReached;
}

ExitCode say_interrupted(const api::Call& call, const std::optional<HttpResult>& result) {
  const auto* stopped = result ? std::get_if<TransportError>(&*result) : nullptr;
  const bool nothing_left =
      !result || (stopped != nullptr && stopped->departure == Departure::NothingLeft);
  if (nothing_left) {
    complain("Interrupted; nothing was sent.");
  } else if (api::is_read_only(call.action)) {
    complain("Interrupted.");
  } else {
    complain("Interrupted. " + backup::effect_unknown_sentence(call.action));
  }
  return ExitCode::Interrupted;
}

ExitCode send(const api::Call& call, const Session& session, OutputKind kind) {
  transport::CurlTransport transport;
  std::optional<HttpResult> result;
  signing::SigningTrace trace;
  backup::DriverHooks hooks;
  hooks.now = platform::moment;
  hooks.on_wrong_clock = [](Milliseconds ahead) { note(backup::describe_wrong_clock(ahead)); };
  hooks.nonce = platform::random_nonce;
  hooks.on_exchange = [&](const backup::Exchange& exchange) {
    trace = exchange.request.trace;
    if (exchange.result) result = exchange.result;
  };
  backup::Driver driver(transport, session.connection, hooks);
  std::optional<Outcome> outcome;
  const auto id = driver.call(call, [&](Outcome value) { outcome = std::move(value); });
  while (!outcome) {
    if (platform::interrupted()) {
      driver.stop(id);
      transport.poll(Milliseconds(0));
      driver.advance(platform::moment());  // the end of the exchange, with what had left by then
      return say_interrupted(call, result);
    }
    transport.poll(driver.in_flight() > 0 ? Milliseconds(200) : Milliseconds(0));
    driver.advance(platform::moment());
  }
  if (const auto* failed = std::get_if<backup::NotReplied>(&*outcome))
    return report_failure(*failed, call, session);
  const response::Reply& reply = *std::get_if<response::Reply>(&*outcome);
  if (const auto* refusal = std::get_if<response::ApiError>(&reply)) {
    if (backup::is_effect_unknown(call.action, *refusal)) {
      tell_unclear_answer(call.action, *refusal, session);
      return ExitCode::Unknown;
    }
    tell_refusal({}, *refusal, session, &trace);
    return ExitCode::Refused;
  }
  print_answer(*std::get_if<response::Answer>(&reply), *std::get_if<HttpResponse>(&*result), kind,
               session.connection.credentials);
  return ExitCode::Done;
}

// Against typing errors in the names of the action and its parameters.
Status list_names(api::Call& call) {
  const Result<const api::Action*> action = listed_action(call.action);
  if (!action) return action.error();
  if (*action == nullptr) return std::nullopt;
  std::vector<std::string> unknown;
  if (Status problem = list_parameters(**action, call.parameters, unknown)) return problem;
  for (const std::string& name : unknown)
    note("(The catalogue knows no parameter " + name + " of " + call.action +
         "; it is sent all the same.)");
  return std::nullopt;
}

// Without the catalogue's knowledge of it.
std::string describe_unlisted(const std::string& action) {
  return "Calls the action " + action +
         " of ApsaraDB for MongoDB, which the catalogue does not list.";
}

constexpr const char* kHowToWrite =
    "Parameters are written as the API reference names them: --DBInstanceId dds-bp1..., lists as\n"
    "--Name.1 a --Name.2 b (or --Name a --Name b), nested ones as --Tag.1.Key k.";

std::string help_description(const std::string& action, const api::Action* listed) {
  return (listed != nullptr ? describe_action(*listed) : describe_unlisted(action) + "\n") + "\n" +
         kHowToWrite;
}

std::string help_examples(const std::string& action, const api::Action* listed) {
  const std::string call = listed != nullptr ? example_call(*listed) : "dds " + action;
  return "  " + call + "\n  " + call + " --output json\n";
}

// Where it is not sent as the options say.
void say_how_it_is_sent(const api::Call& call, const api::Action* listed,
                        const api::SignOptions& wanted, bool rpc_instead) {
  const api::SignOptions used = api::options_for(call, wanted);
  const bool other_place = used.placement != wanted.placement;
  if (used.bearer && (other_place || used.scheme != wanted.scheme)) {
    note(used.scheme == signing::Scheme::Acs3
             ? "(sent as ACS3 sends it: a bearer token does not belong in a URL)"
             : "(sent as a form: a bearer token does not belong in a URL)");
    return;
  }
  if (rpc_instead) note("(signed with RPC v1: ACS3 is sent by POST and answered as JSON only)");
  const bool one_method = listed != nullptr && listed->methods != api::Methods::Both;
  if (one_method && other_place) {
    note(std::string("(sent by ") + (used.placement == api::Placement::Query ? "GET" : "POST") +
         ": the action takes nothing else)");
  } else if (other_place || used.scheme != wanted.scheme) {
    note("(signed with RPC v1, sent as a form: a password does not belong in a URL)");
  }
}

}  // namespace

ExitCode call_command(const CommandLine& line) {
  const std::string& action = line.word;
  const api::Action* listed = api::catalogue().find(action);
  OptionParser parser(action + " [--Param VALUE]... [options]", help_description(action, listed),
                      help_examples(action, listed));
  parser.set_hint("an action's parameters start with an upper-case letter, as in --DBInstanceId");
  CommonTexts texts;
  bool yes = false;
  bool unlisted = false;
  parser.option_set().add_flag(
      "--yes", yes, "send it without asking, where it interrupts service, deletes or costs money");
  parser.option_set().add_flag("--unlisted", unlisted,
                               "send names that the catalogue of actions does not list");
  add_common_options(parser.option_set(), texts);
  Result<ActionArguments> split = split_action_arguments(line.arguments);
  if (!split) return wrong_usage(split.error().message);
  if (const std::optional<ExitCode> ended = parser.parse(split->options)) return *ended;
  const Result<CommonOptions> options = read_common_options(texts);
  if (!options) return wrong_usage(options.error().message);

  api::Call call;
  call.action = action;
  call.format = options->format;
  call.parameters = std::move(split->parameters);
  if (const Status problem = api::validate(call)) return wrong_usage(problem->message);
  if (!unlisted) {
    if (const Status problem = list_names(call)) return wrong_usage(problem->message);
  }
  if (const Status problem = read_passwords(call.parameters)) {
    complain_verbatim(problem->message);
    return ExitCode::Usage;
  }
  const Result<Session> session = connect(*options, line.environment);
  if (!session) return wrong_usage(session.error().message);
  if (wants_region_id(action) && find_parameter(call.parameters, "RegionId") == nullptr) {
    call.parameters.push_back({"RegionId", session->region});
  }
  if (listed != nullptr && !unlisted) {
    if (const Status problem = check_values(*listed, call.parameters))
      return wrong_usage(problem->message);
  }
  say_how_it_is_sent(call, listed, session->connection.sign, options->rpc_instead);
  if (options->dry_run) return print_dry_run(call, *session);
  if (listed != nullptr && !yes) {
    if (const std::optional<ExitCode> ended = ask_before(*listed, call)) return *ended;
  }
  return send(call, *session, resolve(options->output));
}

}  // namespace dds::cli
