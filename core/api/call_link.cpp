#include "core/api/call_link.h"

#include <algorithm>

#include "core/api/catalogue.h"
#include "core/api/sample_parts.h"
#include "core/base/ascii.h"
#include "core/base/percent.h"
#include "core/response/redact.h"

namespace dds::api {
namespace {

constexpr std::string_view kBegin = "call=";
constexpr std::string_view kFormat = "Format";

Error broken(const std::string& reason) {
  return make_error(ErrorCode::InvalidText, "This link to a call cannot be used: " + reason, {});
}

std::string_view without_hash(std::string_view fragment) {
  if (fragment.starts_with('#')) fragment.remove_prefix(1);
  return fragment;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
}

bool has_secret_name(std::string_view action, std::string_view name) {
  Field own;
  own.name = name.substr(name.rfind('.') + 1);
  if (is_secret(own) || response::is_secret_name(own.name) || response::is_secret_name(name))
    return true;
  const Action* known = catalogue().find(action);
  const Field* field = known == nullptr ? nullptr : parameter(*known, name);
  return field != nullptr && is_secret(*field);
}

}  // namespace

bool holds_secret(std::string_view action, const Parameter& parameter) {
  return has_secret_name(action, parameter.name) ||
         parameter.value.find(response::kMask) != std::string::npos ||
         response::redact(parameter.value) != parameter.value;
}

SharedCall without_secrets(const Call& call) {
  SharedCall shared{{call.action, {}, call.format}, {}};
  for (const Parameter& parameter : call.parameters) {
    if (holds_secret(call.action, parameter)) {
      shared.left_out.push_back(parameter.name);
    } else {
      shared.call.parameters.push_back(parameter);
    }
  }
  return shared;
}

Result<std::string> call_link(std::string_view page, const Call& call) {
  const Call shared = without_secrets(call).call;
  if (Status wrong = validate(shared)) return *std::move(wrong);
  std::string fragment = std::string(kBegin) + shared.action;
  for (const Parameter& parameter : shared.parameters)
    fragment += "&" + parameter.name + "=" + percent_encode(parameter.value);
  if (shared.format == Format::Xml) fragment += "&Format=XML";
  if (fragment.size() > kLongestLink) {
    return make_error(ErrorCode::InvalidParameter,
                      "This call takes a link of " + std::to_string(fragment.size()) +
                          " characters, more than the " + std::to_string(kLongestLink) +
                          " that every browser passes on; export it as HAR instead.",
                      {});
  }
  return std::string(page) + "#" + fragment;
}

bool is_call_link(std::string_view fragment) {
  return without_hash(fragment).starts_with(kBegin);
}

Result<Call> read_call_link(std::string_view fragment) {
  fragment = without_hash(fragment);
  if (fragment.size() > kLongestLink)
    return broken("it is longer than " + std::to_string(kLongestLink) + " characters.");
  if (std::any_of(fragment.begin(), fragment.end(), [](char c) { return c <= ' ' || c > '~'; }))
    return broken("it holds characters that must be percent-encoded.");
  if (!fragment.starts_with(kBegin)) return broken("it does not begin with call=.");
  fragment.remove_prefix(kBegin.size());
  Call call;
  call.action = take_until(fragment, '&');
  while (!fragment.empty()) {
    std::string_view value = take_until(fragment, '&');
    const bool has_value = value.find('=') != std::string_view::npos;
    const std::string name(take_until(value, '='));
    if (!has_value) return broken("a part of it has no \"=\".");
    Result<std::string> decoded = percent_decode(value);
    if (!decoded || std::any_of(decoded->begin(), decoded->end(), is_control))
      return broken("a value is not percent-encoded text.");
    if (name == kFormat && (*decoded == "XML" || *decoded == "JSON")) {
      call.format = *decoded == "XML" ? Format::Xml : Format::Json;
    } else {
      call.parameters.push_back({name, *std::move(decoded)});
    }
  }
  if (const Status wrong = validate(call)) return broken(wrong->message);
  for (const Parameter& parameter : call.parameters) {
    if (holds_secret(call.action, parameter))
      return broken(parameter.name + " holds a secret, which no link may carry.");
  }
  return call;
}

std::string command_line(const Call& call) {
  const Call shared = without_secrets(call).call;
  std::string line = "dds " + shared.action;
  for (const auto& [name, value] : shared.parameters) {
    // Joined where the value could be taken for an option, or for none.
    const bool joined = value.empty() || value.starts_with('-');
    line += " --" + name + (joined ? "=" : " ") + samples::shell_word(value);
  }
  if (shared.format == Format::Xml) line += " --format XML";
  return line;
}

}  // namespace dds::api
