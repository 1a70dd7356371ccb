// What the service refuses: an error code with its HTTP status and message, from the one table in
// refusal.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace dds::emulator {

struct Refusal {
  int status = 400;
  std::string code;
  std::string message;
  bool not_simulated = false;       // the real service would do it: said in a header as well
  std::int64_t retry_after_ms = 0;  // of throttling: in the header x-acs-retry-after
};

template <class T>
using Outcome = std::variant<T, Refusal>;

/// A code of the table; one that is not in it becomes an InternalError (a test sees to it that
/// there is none).
[[nodiscard]] Refusal refuse(std::string_view code);

/// The gateway's pattern Missing{ParameterName}: "DBInstanceId is mandatory for this action."
[[nodiscard]] Refusal refuse_missing(std::string_view parameter);

/// The gateway's pattern Invalid{ParameterName}: "Specified parameter Format is not valid."
[[nodiscard]] Refusal refuse_common(std::string_view parameter);

/// InvalidParameter with the parameter's name in its message.
[[nodiscard]] Refusal refuse_value(std::string_view parameter);

/// UnsupportedOperation: "The emulator does not simulate <what>."
[[nodiscard]] Refusal refuse_not_simulated(std::string_view what);

}  // namespace dds::emulator
