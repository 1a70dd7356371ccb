// What an answer holds, as JSON that is only read.
//
// A handle: copies share the JSON, and whoever merely passes answers on, as nearly everybody does,
// is spared nlohmann/json's header. Whoever looks inside includes <nlohmann/json.hpp>.
#pragma once

#include <memory>

#include <nlohmann/json_fwd.hpp>

namespace dds::response {

class Data {
 public:
  Data() = default;  // null
  explicit Data(nlohmann::json value);

  /// Lives as long as any copy of this.
  [[nodiscard]] const nlohmann::json& operator*() const;
  [[nodiscard]] const nlohmann::json* operator->() const { return &**this; }

 private:
  std::shared_ptr<const nlohmann::json> value_;  // nullptr: null
};

}  // namespace dds::response
