// A call of one action, before it is signed: what the user or an operation wants, free of transport
// and credentials.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/signing/trace.h"

namespace dds::api {

/// The API version of product Dds; sent as `Version` with every call.
inline constexpr std::string_view kVersion = "2015-12-01";

enum class Format { Json, Xml };

struct Call {
  std::string action;     // e.g. "CreateBackup"
  Parameters parameters;  // the action's own, flat: lists as Name.1, nested ones as Tag.1.Key
  Format format = Format::Json;
};

/// Checks a call of any action: the action's name is a word of letters and digits, parameter names
/// are of the form Name, Name.1, Name.1.Key, unique and not one of the common parameters, values
/// are valid UTF-8. The error names the parameter, what was given and what is allowed.
[[nodiscard]] Status validate(const Call& call);

/// What a call is about, as far as its parameters name it: the instance, else the backup set or
/// another resource; empty when they name none.
[[nodiscard]] std::string_view main_resource(const Parameters& parameters);

/// True for the actions that only read (Describe*, List*, Check*): these may be sent again after
/// any failure.
[[nodiscard]] bool is_read_only(std::string_view action);

}  // namespace dds::api
