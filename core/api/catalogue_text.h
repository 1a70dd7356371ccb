// The catalogue as it is embedded: made by core/api/catalogue/compact.js, which describes its form.
#pragma once

#include <string_view>

namespace dds::api {

[[nodiscard]] std::string_view catalogue_text();

}  // namespace dds::api
