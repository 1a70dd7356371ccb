// Where the AccessKey pair comes from: the environment, a profile of the aliyun CLI, or JSON on
// standard input. Never from arguments, which every user of the machine can read.
//
// Files and programs are only read; nothing is written, and no mode that would fetch credentials
// from elsewhere is followed. Source of names and fields: the aliyun CLI's configuration and the
// SDKs' default credential chain.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/signing/credentials.h"
#include "native/platform/paths.h"

namespace dds::credentials {

struct Found {
  signing::Credentials credentials;
  bool bearer = false;    // the security token is a bearer token, without a key (api::SignOptions)
  std::string region_id;  // the profile's; empty when there is none
  std::string source;  // for people: "the environment", "profile default of ~/.aliyun/config.json"
};

struct Query {
  std::string profile;  // --profile; empty when not given
  platform::Environment environment;
  std::filesystem::path config_file;  // empty: ~/.aliyun/config.json
};

/// In this order: the profile that was asked for by name; ALIBABA_CLOUD_ACCESS_KEY_ID,
/// ALIBABA_CLOUD_ACCESS_KEY_SECRET and ALIBABA_CLOUD_SECURITY_TOKEN; without a pair there,
/// ALIBABA_CLOUD_BEARER_TOKEN; the profile
/// ALIBABA_CLOUD_PROFILE, else the file's `current` one. Half a pair is an error that names the
/// missing half. ALIBABA_CLOUD_CLI_PROFILE_DISABLED=true leaves the file out.
[[nodiscard]] Result<Found> find_credentials(const Query& query);

}  // namespace dds::credentials
