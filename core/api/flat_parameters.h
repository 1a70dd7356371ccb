// Nested values and the flat names under which an RPC call carries them: {"Tag": [{"Key": "a"}]} is
// Tag.1.Key=a. Both ways, so that a form, a pasted JSON document and a command line are one thing.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "core/api/catalogue.h"
#include "core/base/result.h"
#include "core/signing/trace.h"

namespace dds::api {

/// "Tag", 1 -> "Tag.1"; numbers begin at 1. "Tag.1", "Key" -> "Tag.1.Key".
[[nodiscard]] std::string flat_name(std::string_view outer, std::size_t number);
[[nodiscard]] std::string flat_name(std::string_view outer, std::string_view member);

/// The parameters of an object of values, in the order of its members: lists as Name.1, objects as
/// Name.Member, numbers and booleans as texts; null, and lists and objects without a value, are
/// left out. Where `action` takes a text (NodesInfo, Parameters), an object or list goes as its
/// JSON text. An error when `values` is no object or nested deeper than 16 levels.
[[nodiscard]] Result<Parameters> flat_parameters(const Action& action,
                                                 const nlohmann::json& values);

/// The other way: what a form shows for parameters that are there. Numbers and booleans stay texts.
/// Names that the action does not know stay as they are. Gaps in a list's numbers are closed.
[[nodiscard]] nlohmann::json nested_values(const Action& action, const Parameters& parameters);

/// A call's required parameters, filled with the catalogue's examples (or, without one, with a
/// valid value): what a form can begin with, and what is shown as an example. One entry a list.
[[nodiscard]] Parameters example_parameters(const Action& action);

}  // namespace dds::api
