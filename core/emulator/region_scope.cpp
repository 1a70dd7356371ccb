#include "core/emulator/region_scope.h"

#include <algorithm>

#include "core/api/endpoint.h"

namespace dds::emulator {
namespace {

constexpr std::string_view kCentral = "mongodb.aliyuncs.com";
constexpr std::string_view kDomain = ".aliyuncs.com";

std::string_view region_of(std::string_view host) {
  if (!host.ends_with(kDomain)) return {};
  host.remove_suffix(kDomain.size());
  for (const std::string_view prefix : {"mongodb.", "mongodb-vpc."}) {
    if (host.starts_with(prefix)) return host.substr(prefix.size());
  }
  return {};
}

}  // namespace

RegionScope::RegionScope(std::string_view host)
    : host_(host), own_region_(region_of(host)), central_(host == kCentral) {}

bool RegionScope::serves(std::string_view region_id) const {
  if (!own_region_.empty()) return region_id == own_region_;
  if (!central_) return true;
  const auto regions = api::known_regions();
  return std::any_of(regions.begin(), regions.end(), [&](const api::RegionEndpoint& region) {
    return region.region_id == region_id && region.public_host == host_;
  });
}

std::string RegionScope::default_region() const {
  return own_region_.empty() ? "cn-hangzhou" : std::string(own_region_);
}

bool is_closed_region(std::string_view region_id) {
  return region_id == "ap-south-1" || region_id == "ap-southeast-2";
}

bool is_region(std::string_view region_id) {
  const auto regions = api::known_regions();
  return std::any_of(regions.begin(), regions.end(), [&](const api::RegionEndpoint& region) {
    return region.region_id == region_id && !is_closed_region(region_id);
  });
}

}  // namespace dds::emulator
