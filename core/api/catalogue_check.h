// Values against the catalogue: one value and its field, or all parameters of an action. What is
// found is advice for a person at a form. Whether a call is sent all the same is up to the caller:
// the service knows best, and its documentation is not always complete.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/api/catalogue.h"
#include "core/base/result.h"
#include "core/signing/trace.h"

namespace dds::api {

/// One text against its field: type, range, valid values, form of times. The error names
/// `flat_name` (as it is sent, "Tag.1.Key"), what was given and what is allowed. An absent value is
/// checked by `check_parameters`, not here; an empty text is refused for required fields only.
[[nodiscard]] Status check_value(const Field& field, std::string_view flat_name,
                                 std::string_view value);
[[nodiscard]] Status check_value(const Field& field, std::string_view value);

/// What is wrong with the parameters of an action, in the order of its form: required ones that are
/// missing, names that the action does not know (with the nearest one), values that are not
/// allowed. Each is one sentence and names its parameter in `detail`.
[[nodiscard]] std::vector<Error> check_parameters(const Action& action,
                                                  const Parameters& parameters);

/// What a field takes, in words: "30, 50 or 100", "7 to 730, or -1", "yyyy-MM-ddTHH:mmZ",
/// "true or false"; "" when anything is.
[[nodiscard]] std::string allowed_values(const Field& field);

}  // namespace dds::api
