#include "core/response/data.h"

#include <utility>

#include <nlohmann/json.hpp>

namespace dds::response {

Data::Data(nlohmann::json value)
    : value_(std::make_shared<const nlohmann::json>(std::move(value))) {}

const nlohmann::json& Data::operator*() const {
  static const nlohmann::json null;
  return value_ ? *value_ : null;
}

}  // namespace dds::response
