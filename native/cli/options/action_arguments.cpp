#include "native/cli/options/action_arguments.h"

#include <algorithm>
#include <array>
#include <map>

namespace dds::cli {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool is_parameter(std::string_view argument) {
  return argument.size() > 2 && argument.starts_with("--") && is_upper(argument[2]);
}

// "--access-key-secret=x", "-AccessKeySecret" -> "accesskeysecret"
std::string bare_name(std::string_view argument) {
  std::string name;
  for (const char c : argument.substr(0, argument.find('='))) {
    if (c == '-' || c == '_') continue;
    name += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return name;
}

}  // namespace

Result<ActionArguments> split_action_arguments(const std::vector<std::string>& arguments) {
  ActionArguments split;
  std::map<std::string, int> count;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!is_parameter(argument)) {
      split.options.push_back(argument);
      continue;
    }
    const std::size_t equals = argument.find('=');
    Parameter parameter;
    parameter.name = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
    if (equals != std::string::npos) {
      parameter.value = argument.substr(equals + 1);
    } else if (i + 1 < arguments.size() && !arguments[i + 1].starts_with("--")) {
      parameter.value = arguments[++i];
    } else {
      return make_error(ErrorCode::MissingParameter,
                        "--" + parameter.name + " wants a value: --" + parameter.name +
                            " VALUE, or --" + parameter.name +
                            "=VALUE when it is empty or begins with --.",
                        parameter.name);
    }
    ++count[parameter.name];
    split.parameters.push_back(std::move(parameter));
  }
  std::map<std::string, int> index;
  for (Parameter& parameter : split.parameters) {
    if (count[parameter.name] < 2) continue;
    const int number = ++index[parameter.name];
    parameter.name += "." + std::to_string(number);
  }
  return split;
}

std::optional<std::string> secret_among(const std::vector<std::string>& arguments) {
  constexpr std::array<std::string_view, 12> kForbidden{
      "accesskeysecret", "secret",   "secretkey", "accesskey",       "accesskeyid", "securitytoken",
      "ststoken",        "password", "token",     "secretaccesskey", "bearertoken", "signature"};
  for (const std::string& argument : arguments) {
    if (!argument.starts_with("-")) continue;
    const std::string name = bare_name(argument);
    if (std::find(kForbidden.begin(), kForbidden.end(), name) == kForbidden.end()) continue;
    return argument.substr(0, argument.find('=')) +
           " is not taken from the arguments, which other users of this machine can read: put the "
           "AccessKey into "
           "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET (and "
           "ALIBABA_CLOUD_SECURITY_TOKEN), into a "
           "profile of ~/.aliyun/config.json, or on standard input with --credentials-stdin.";
  }
  return std::nullopt;
}

bool is_password_parameter(std::string_view name) {
  return name.find("Password") != std::string_view::npos && !name.ends_with("PasswordType");
}

Status check_password(const Parameter& given, std::string_view instead) {
  if (!is_password_parameter(given.name) || given.value == "-") return std::nullopt;
  return make_error(ErrorCode::InvalidParameter,
                    "--" + given.name +
                        " is not taken from the arguments, which other users of this machine can "
                        "read: write --" +
                        given.name + " -" + std::string(instead),
                    given.name);
}

}  // namespace dds::cli
