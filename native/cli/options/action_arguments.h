// The arguments of `dds <Action> --Param value`: which are the action's parameters and which are
// our own options; and the ones that must never be arguments, because every user of the machine can
// read them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/signing/trace.h"

namespace dds::cli {

struct ActionArguments {
  Parameters
      parameters;  // --Name value, --Name=value; one that is repeated becomes Name.1, Name.2, ...
  std::vector<std::string> options;  // everything else, in order
};

/// Parameter names start with an upper-case letter, options with a lower-case one. A parameter
/// without a value is an error.
[[nodiscard]] Result<ActionArguments> split_action_arguments(
    const std::vector<std::string>& arguments);

/// The sentence against a secret among the arguments (--access-key-secret, --sts-token,
/// --AccessKeySecret=...), without its value; absent if there is none.
[[nodiscard]] std::optional<std::string> secret_among(const std::vector<std::string>& arguments);

/// Parameters that are secrets of their own (AccountPassword, ...): their value must be "-", which
/// means that it is read from standard input.
[[nodiscard]] bool is_password_parameter(std::string_view name);

/// The error when such a value stands among the arguments; `instead` is what becomes of "-", as the
/// end of a sentence.
[[nodiscard]] Status check_password(const Parameter& given, std::string_view instead);

}  // namespace dds::cli
