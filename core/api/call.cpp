#include "core/api/call.h"

#include <algorithm>
#include <array>
#include <set>

#include "core/base/utf8.h"

namespace dds::api {
namespace {

// Set by signing; a call that brought its own would be signed over something else than it sends.
constexpr std::array<std::string_view, 10> kCommon = {
    "AccessKeyId",      "Action",        "Format",    "SecurityToken", "Signature",
    "SignatureMethod",  "SignatureNonce", "SignatureVersion", "Timestamp", "Version"};

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Name, Name.1, Name.1.Key, Outer.1.Inner.2
bool is_parameter_name(std::string_view name) {
  bool at_start = true;
  for (const char c : name) {
    if (c == '.') {
      if (at_start) return false;
      at_start = true;
      continue;
    }
    if (!is_letter(c) && !is_digit(c) && c != '_' && c != '-') return false;
    at_start = false;
  }
  return !name.empty() && !at_start && is_letter(name.front());
}

Error invalid(std::string message, std::string_view parameter) {
  return make_error(ErrorCode::InvalidParameter, std::move(message), std::string(parameter));
}

}  // namespace

Status validate(const Call& call) {
  const auto is_word = [](char c) { return is_letter(c) || is_digit(c); };
  if (call.action.empty() || !is_letter(call.action.front()) ||
      !std::all_of(call.action.begin(), call.action.end(), is_word)) {
    return make_error(ErrorCode::UnknownAction,
                      "\"" + replace_invalid_utf8(call.action) + "\" is not the name of an action; a name is a word such as DescribeBackups.",
                      "Action");
  }
  std::set<std::string_view> seen;
  for (const Parameter& parameter : call.parameters) {
    const std::string shown = replace_invalid_utf8(parameter.name);
    if (!is_parameter_name(parameter.name)) {
      return invalid("\"" + shown + "\" is not a parameter's name; names look like DBInstanceId, NodeId.1 or Tag.1.Key.", shown);
    }
    if (std::find(kCommon.begin(), kCommon.end(), parameter.name) != kCommon.end()) {
      return invalid("Parameter " + shown + " is set by signing and cannot be given.", shown);
    }
    if (!seen.insert(parameter.name).second) {
      return invalid("Parameter " + shown + " is given twice; give it once, or number a list as " + shown + ".1, " + shown + ".2.", shown);
    }
    if (!is_valid_utf8(parameter.value)) {
      return make_error(ErrorCode::InvalidText, "The value of " + shown + " is not valid UTF-8.", shown);
    }
  }
  return std::nullopt;
}

bool is_read_only(std::string_view action) {
  return action.starts_with("Describe") || action.starts_with("List") || action.starts_with("Check");
}

}  // namespace dds::api
