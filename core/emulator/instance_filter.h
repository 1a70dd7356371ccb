// Which instances DescribeDBInstances lists, and names that follow from an instance's id.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/emulator/incoming.h"
#include "core/emulator/records.h"
#include "core/emulator/refusal.h"

namespace dds::emulator {

inline constexpr std::string_view kResourceGroup = "rg-acfmyiu4ekp2x7a";

/// Stable number of an id, for names that are made up from it.
[[nodiscard]] std::uint64_t fingerprint(std::string_view id);
[[nodiscard]] std::string vpc_of(const Instance& instance);  // one VPC a region
[[nodiscard]] std::string vswitch_of(const Instance& instance);
/// `node` 0 is the primary's address, 1 the secondary's.
[[nodiscard]] std::string connection_domain(const Instance& instance, int node);

/// Borrows the texts of the request that it was read from.
struct InstanceFilter {
  const Incoming* incoming = nullptr;
  std::string_view type =
      "replicate";  // the documented default: sharded clusters are listed only when asked for
  std::vector<std::pair<std::string_view, std::string_view>> tags;  // key, value ("" = any)

  [[nodiscard]] bool matches(const Instance& instance) const;
};

/// InvalidParameter for a value outside the documented ones, InvalidStatus.NotFound for a status
/// that does not exist.
[[nodiscard]] Outcome<InstanceFilter> read_instance_filter(const Incoming& incoming);

}  // namespace dds::emulator
