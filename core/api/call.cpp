#include "core/api/call.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/ascii.h"
#include "core/base/utf8.h"

namespace dds::api {
namespace {

// Set by signing; a call that brought its own would be signed over something else than it sends.
constexpr std::array<std::string_view, 12> kCommon = {
    "AccessKeyId",   "Action",           "BearerToken",     "Format",
    "SecurityToken", "Signature",        "SignatureMethod", "SignatureNonce",
    "SignatureType", "SignatureVersion", "Timestamp",       "Version"};
constexpr std::size_t kLongestAction = 128;
constexpr std::size_t kLongestName = 256;

bool is_letter(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_number(std::string_view part) {
  return !part.empty() && part.front() != '0' && part.size() <= 9 &&
         std::all_of(part.begin(), part.end(), is_digit);
}

bool is_word(std::string_view part) {
  return !part.empty() && is_letter(part.front()) &&
         std::all_of(part.begin(), part.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-'; });
}

// Name, Name.1, Name.1.Key, Outer.1.Inner.2: words and numbers from 1, a word first.
bool is_parameter_name(std::string_view name) {
  if (name.size() > kLongestName) return false;
  bool first = true;
  while (true) {
    const std::size_t dot = name.find('.');
    const std::string_view part = name.substr(0, dot);
    if (!is_word(part) && (first || !is_number(part))) return false;
    if (dot == std::string_view::npos) return true;
    first = false;
    name.remove_prefix(dot + 1);
  }
}

// In any letter case: "timestamp" is a slip, not another parameter.
bool is_common(std::string_view name) {
  return std::any_of(kCommon.begin(), kCommon.end(), [&](std::string_view common) {
    return std::equal(common.begin(), common.end(), name.begin(), name.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
  });
}

Error invalid(std::string message, std::string_view parameter) {
  return make_error(ErrorCode::InvalidParameter, std::move(message), std::string(parameter));
}

Status check_parameter(const Parameter& parameter, std::set<std::string_view>& seen) {
  const std::string name = one_line(parameter.name);
  if (!is_parameter_name(parameter.name)) {
    return invalid(
        "\"" + name +
            "\" is not a parameter's name; names look like DBInstanceId, NodeId.1 or Tag.1.Key.",
        name);
  }
  if (is_common(parameter.name)) {
    return invalid("Parameter " + name + " is set when the request is signed; leave it out.", name);
  }
  if (!seen.insert(parameter.name).second) {
    return invalid("Parameter " + name + " is given twice; give it once, or number a list as " +
                       name + ".1, " + name + ".2.",
                   name);
  }
  if (const std::size_t at = find_invalid_utf8(parameter.value); at != std::string_view::npos) {
    return make_error(ErrorCode::InvalidText,
                      "The value of " + name + " is not valid UTF-8 at byte " + std::to_string(at) +
                          "; give it as UTF-8 text.",
                      name);
  }
  return {};
}

}  // namespace

Status validate(const Call& call) {
  const auto is_word_char = [](char c) { return is_letter(c) || is_digit(c); };
  if (call.action.empty() || call.action.size() > kLongestAction ||
      !is_letter(call.action.front()) ||
      !std::all_of(call.action.begin(), call.action.end(), is_word_char)) {
    return make_error(ErrorCode::UnknownAction,
                      "\"" + one_line(call.action) +
                          "\" is not the name of an action; a name is a word of letters and "
                          "digits, such as DescribeBackups.",
                      "Action");
  }
  std::set<std::string_view> seen;
  for (const Parameter& parameter : call.parameters) {
    if (Status wrong = check_parameter(parameter, seen)) return wrong;
  }
  return {};
}

std::string_view main_resource(const Parameters& parameters) {
  constexpr std::array<std::string_view, 9> kNames{
      "DBInstanceId", "InstanceId", "DBClusterId",           "SrcDBInstanceId", "SourceDBInstance",
      "ResourceId.1", "BackupId",   "GlobalSecurityGroupId", "NodeId"};
  for (const std::string_view name : kNames) {
    const std::string* value = find_parameter(parameters, name);
    if (value != nullptr && !value->empty()) return *value;
  }
  return {};
}

bool is_read_only(std::string_view action) {
  for (const std::string_view verb : {"Describe", "List", "Check"}) {
    // The verb as a whole word: a "Checkout..." would not only read.
    if (action.starts_with(verb) && action.size() > verb.size() && action[verb.size()] >= 'A' &&
        action[verb.size()] <= 'Z') {
      return true;
    }
  }
  return false;
}

}  // namespace dds::api
