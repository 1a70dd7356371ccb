#include "native/cli/session/connection.h"

#include <iostream>
#include <iterator>
#include <utility>

#include "core/api/catalogue.h"
#include "native/credentials/credential_json.h"
#include "native/credentials/credential_sources.h"
#include "native/platform/signals.h"

namespace dds::cli {
namespace {

constexpr std::string_view kDefaultRegion = "cn-hangzhou";

Result<credentials::Found> credentials_from_stdin() {
  constexpr std::size_t kLongest = std::size_t{64} * 1024;
  std::string text;
  char c = 0;
  while (text.size() <= kLongest && std::cin.get(c)) text += c;
  Result<signing::Credentials> read = credentials::read_external(text);
  wipe_text(text);
  if (!read) return read.error();
  credentials::Found found;
  found.credentials = std::move(*read);
  found.source = "standard input";
  return found;
}

Result<credentials::Found> find(const CommonOptions& options,
                                const platform::Environment& environment) {
  if (!options.credentials_stdin)
    return credentials::find_credentials({options.profile, environment, {}});
  if (!options.profile.empty()) {
    return make_error(ErrorCode::InvalidParameter,
                      "Give --profile or --credentials-stdin, not both.", {});
  }
  return credentials_from_stdin();
}

}  // namespace

Result<Session> connect(const CommonOptions& options, const platform::Environment& environment) {
  Result<credentials::Found> found = find(options, environment);
  // What was read so far may have been broken off.
  if (platform::interrupted())
    return make_error(ErrorCode::Io, "Interrupted; nothing was sent.", {});
  if (!found) return found.error();
  Session session;
  session.region = options.region;
  if (session.region.empty()) session.region = found->region_id;
  if (session.region.empty()) session.region = environment("ALIBABA_CLOUD_REGION_ID").value_or("");
  if (session.region.empty()) session.region = kDefaultRegion;
  // Checked even when an endpoint is given: it is sent as RegionId by some actions.
  Result<std::string> host = api::public_host(session.region);
  if (!host) return host.error();
  std::string endpoint = options.endpoint;
  if (endpoint.empty()) endpoint = environment("ALIBABA_CLOUD_ENDPOINT").value_or("");
  session.endpoint_chosen = !endpoint.empty();
  Result<api::Endpoint> parsed =
      api::parse_endpoint(session.endpoint_chosen ? endpoint : *host, options.insecure);
  if (!parsed) {
    if (options.insecure || !api::parse_endpoint(endpoint, true)) return parsed.error();
    return make_error(
        ErrorCode::InvalidEndpoint,
        "An http endpoint is for this machine only: use https, or add --insecure to send requests "
        "unencrypted on purpose.",
        {});
  }
  session.connection.credentials = std::move(found->credentials);
  session.connection.endpoint = std::move(*parsed);
  session.connection.sign = options.sign;
  session.connection.sign.bearer = found->bearer;
  session.limits = options.limits;
  session.at_once = options.at_once;
  session.credentials_source = std::move(found->source);
  return session;
}

api::Endpoint endpoint_of(const Session& session, std::string_view region_id) {
  if (session.endpoint_chosen) return session.connection.endpoint;
  const Result<std::string> host = api::public_host(region_id);
  if (!host) return session.connection.endpoint;
  Result<api::Endpoint> endpoint = api::parse_endpoint(*host);
  return endpoint ? *std::move(endpoint) : session.connection.endpoint;
}

std::string reach_options(const Session& session) {
  if (!session.endpoint_chosen) return "--region " + session.region;
  return "--endpoint " + session.connection.endpoint.url();
}

bool wants_region_id(std::string_view action) {
  // A listing of a region, though the service has a default for it.
  if (action == "DescribeDBInstances") return true;
  const api::Action* known = api::catalogue().find(action);
  const api::Field* region = known == nullptr ? nullptr : api::parameter(*known, "RegionId");
  return region != nullptr && region->required;
}

}  // namespace dds::cli
