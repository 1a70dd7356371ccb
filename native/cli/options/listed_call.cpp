#include "native/cli/options/listed_call.h"

#include <string_view>

#include "core/api/catalogue_check.h"
#include "core/base/utf8.h"
#include "core/response/redact.h"
#include "native/cli/terminal/confirm.h"

namespace dds::cli {
namespace {

constexpr std::string_view kUnlisted = " (--unlisted sends it as it is.)";

Error typing_error(std::string sentence, std::string_view near, std::string detail) {
  sentence += "; did you mean " + std::string(near) + "?" + std::string(kUnlisted);
  return make_error(ErrorCode::InvalidParameter, std::move(sentence), std::move(detail));
}

// "DBInstanceId" of "DBInstanceId.2", where the action takes that as one value; else empty.
std::string_view single_of(const api::Action& action, std::string_view name) {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) return {};
  const std::string_view number = name.substr(dot + 1);
  const bool numbered =
      !number.empty() && number.find_first_not_of("0123456789") == std::string_view::npos;
  const std::string_view single = name.substr(0, dot);
  return numbered && api::parameter(action, single) != nullptr ? single : std::string_view{};
}

}  // namespace

Result<const api::Action*> listed_action(const std::string& name) {
  const api::Catalogue& known = api::catalogue();
  const api::Action* action = known.find(name);
  if (action != nullptr) return action;
  if (const api::Action* near = known.find_near(name))
    return typing_error("There is no action " + one_line(name), near->name, name);
  return action;
}

Result<const api::Action*> known_action(const std::string& name) {
  const api::Catalogue& known = api::catalogue();
  if (const api::Action* action = known.find(name)) return action;
  const api::Action* near = known.find_near(name);
  return make_error(
      ErrorCode::InvalidParameter,
      "The catalogue lists no action " + one_line(name) +
          (near != nullptr ? "; did you mean " + std::string(near->name) + "?"
                           : std::string("; dds actions WORD searches it, as in dds actions "
                                         "backup.")),
      name);
}

Status list_parameters(const api::Action& action, Parameters& parameters,
                       std::vector<std::string>& unknown) {
  for (Parameter& given : parameters) {
    // RegionId is taken by all: it picks the endpoint.
    if (given.name == "RegionId" || api::parameter(action, given.name) != nullptr) continue;
    if (const std::string_view single = single_of(action, given.name); !single.empty()) {
      return make_error(ErrorCode::InvalidParameter,
                        std::string(single) + " takes one value, not a list; give it once." +
                            std::string(kUnlisted),
                        given.name);
    }
    const std::string first = given.name + ".1";
    const std::string near = api::near_parameter(action, given.name);
    if (near == first) {
      given.name = first;
    } else if (!near.empty()) {
      return typing_error(std::string(action.name) + " has no parameter " + one_line(given.name),
                          near, given.name);
    } else {
      unknown.push_back(given.name);
    }
  }
  return std::nullopt;
}

Status check_values(const api::Action& action, const Parameters& parameters) {
  Parameters known;
  for (const Parameter& given : parameters) {
    if (api::parameter(action, given.name) != nullptr) known.push_back(given);
  }
  for (Error& problem : api::check_parameters(action, known)) {
    // A sentence about a value quotes it.
    const bool quotes = problem.code != ErrorCode::MissingParameter;
    if (quotes && response::is_secret_name(problem.detail)) continue;
    problem.message += kUnlisted;
    return std::move(problem);
  }
  return std::nullopt;
}

std::optional<ExitCode> ask_before(const api::Action& action, const api::Call& call) {
  if (!wants_confirmation(action.effect)) return std::nullopt;
  const std::string_view about = api::main_resource(call.parameters);
  Question question;
  question.effect = std::string(action.name) +
                    (action.effect == api::Effect::Deletes      ? " deletes for good"
                     : action.effect == api::Effect::Interrupts ? " interrupts the service"
                                                                : " costs money");
  if (!about.empty()) question.effect += ", here for " + one_line(about);
  question.effect += ": " + std::string(action.summary) + ".";
  question.wanted = about.empty() ? "yes" : std::string(about);
  question.option = "--yes";
  question.kept = "Nothing was sent.";
  return ask(question);
}

}  // namespace dds::cli
