// Which regions an endpoint serves. The service's hosts serve their own regions only; any other
// host (loopback) is the emulator itself and serves all.
#pragma once

#include <string>
#include <string_view>

namespace dds::emulator {

class RegionScope {
 public:
  /// `host` in lower case, without a port.
  explicit RegionScope(std::string_view host);

  [[nodiscard]] bool serves(std::string_view region_id) const;

  /// What a listing without RegionId shows: the host's own region, cn-hangzhou for the central host
  /// and for the emulator (inferred).
  [[nodiscard]] std::string default_region() const;

 private:
  std::string_view host_;
  std::string_view
      own_region_;  // of mongodb.<region>.aliyuncs.com and mongodb-vpc.<region>.aliyuncs.com
  bool central_ = false;
};

/// One of the regions that a user can have; those that are closed do not count.
[[nodiscard]] bool is_region(std::string_view region_id);
[[nodiscard]] bool is_closed_region(std::string_view region_id);

}  // namespace dds::emulator
