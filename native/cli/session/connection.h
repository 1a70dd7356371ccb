// From options, environment and profile to a connection: who calls, which host, how it is signed.
#pragma once

#include <string>
#include <string_view>

#include "core/backup/driver.h"
#include "core/base/result.h"
#include "native/cli/options/common_options.h"
#include "native/platform/paths.h"

namespace dds::cli {

struct Session {
  backup::Connection connection;
  std::string region;              // that the endpoint was chosen by
  bool endpoint_chosen = false;    // by --endpoint or ALIBABA_CLOUD_ENDPOINT, not by the region
  std::string credentials_source;  // for people
  backup::LimiterOptions limits;   // of all that the command sends
  std::size_t at_once = backup::kMostInFlight;  // backups or instances that are worked on
};

/// Region: --region, the profile's, ALIBABA_CLOUD_REGION_ID, cn-hangzhou. Endpoint: --endpoint,
/// ALIBABA_CLOUD_ENDPOINT, the region's public host. Reads standard input when --credentials-stdin
/// is given.
[[nodiscard]] Result<Session> connect(const CommonOptions& options,
                                      const platform::Environment& environment);

/// Where that region is reached with this session: at the endpoint that was chosen, else at its own
/// public host. `region_id` must be one that `public_host` takes.
[[nodiscard]] api::Endpoint endpoint_of(const Session& session, std::string_view region_id);

/// "--region cn-hangzhou" or "--endpoint http://...": what a command to copy needs to reach the
/// same service.
[[nodiscard]] std::string reach_options(const Session& session);

/// Whether the action's RegionId is required (or a listing is empty without it), so that the
/// connection's region is sent when none was given. Source: parameter tables of the API reference.
[[nodiscard]] bool wants_region_id(std::string_view action);

}  // namespace dds::cli
