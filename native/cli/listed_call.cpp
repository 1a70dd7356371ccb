#include "native/cli/listed_call.h"

#include <array>
#include <string_view>

#include "core/base/utf8.h"
#include "native/cli/confirm.h"

namespace dds::cli {
namespace {

constexpr std::string_view kUnlisted = " (--unlisted sends it as it is.)";

Error typing_error(std::string sentence, std::string_view near, std::string detail) {
  sentence += "; did you mean " + std::string(near) + "?" + std::string(kUnlisted);
  return make_error(ErrorCode::InvalidParameter, std::move(sentence), std::move(detail));
}

// What the call is about, as far as it names it.
std::string_view subject(const Parameters& parameters) {
  constexpr std::array<std::string_view, 5> kNames{"DBInstanceId", "InstanceId", "BackupId",
                                                   "GlobalSecurityGroupId", "DBClusterId"};
  for (const std::string_view name : kNames) {
    const std::string* value = find_parameter(parameters, name);
    if (value != nullptr && !value->empty()) return *value;
  }
  return {};
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

Status list_parameters(const api::Action& action, Parameters& parameters,
                       std::vector<std::string>& unknown) {
  for (Parameter& given : parameters) {
    // RegionId is taken by all: it picks the endpoint.
    if (given.name == "RegionId" || api::parameter(action, given.name) != nullptr) continue;
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

std::optional<ExitCode> ask_before(const api::Action& action, const api::Call& call) {
  if (!wants_confirmation(action.effect)) return std::nullopt;
  const std::string_view about = subject(call.parameters);
  Question question;
  question.effect = std::string(action.name) +
                    (action.effect == api::Effect::Deletes ? " deletes for good" : " costs money");
  if (!about.empty()) question.effect += ", here for " + one_line(about);
  question.effect += ": " + std::string(action.summary) + ".";
  question.wanted = about.empty() ? "yes" : std::string(about);
  question.option = "--yes";
  question.kept = "Nothing was sent.";
  return ask(question);
}

}  // namespace dds::cli
