#include "native/credentials/credential_sources.h"

#include <optional>

#include "core/api/sign_call.h"
#include "native/credentials/credential_json.h"

namespace dds::credentials {
namespace {

constexpr std::string_view kId = "ALIBABA_CLOUD_ACCESS_KEY_ID";
constexpr std::string_view kSecret = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
constexpr std::string_view kToken = "ALIBABA_CLOUD_SECURITY_TOKEN";
constexpr std::string_view kBearer = "ALIBABA_CLOUD_BEARER_TOKEN";
constexpr std::size_t kMaxConfig = std::size_t{4} * 1024 * 1024;

Error missing(std::string_view set, std::string_view absent) {
  return make_error(ErrorCode::InvalidCredentials,
                    std::string(set) + " is set but " + std::string(absent) + " is not: set both.",
                    {});
}

std::optional<Result<Found>> from_environment(const platform::Environment& environment) {
  const std::optional<std::string> id = environment(kId);
  const std::optional<std::string> secret = environment(kSecret);
  Found found;
  if (!id && !secret) {
    const std::optional<std::string> bearer = environment(kBearer);
    if (!bearer) return std::nullopt;
    found.bearer = true;
    found.credentials.access_key_id = api::kBearerId;
    found.credentials.security_token = Secret(*bearer);
    found.source = "the environment";
    return found;
  }
  if (!id) return missing(kSecret, kId);
  if (!secret) return missing(kId, kSecret);
  found.credentials.access_key_id = *id;
  found.credentials.access_key_secret = Secret(*secret);
  if (const std::optional<std::string> token = environment(kToken)) {
    found.credentials.security_token = Secret(*token);
  }
  found.source = "the environment";
  if (const Status problem = signing::validate(found.credentials)) {
    return make_error(ErrorCode::InvalidCredentials, "In the environment: " + problem->message, {});
  }
  return found;
}

std::filesystem::path config_file(const Query& query) {
  if (!query.config_file.empty()) return query.config_file;
  const std::optional<std::string> home = query.environment("HOME");
  return home ? std::filesystem::path(*home) / ".aliyun" / "config.json" : std::filesystem::path();
}

std::string profile_name(const Query& query) {
  return query.profile.empty() ? query.environment("ALIBABA_CLOUD_PROFILE").value_or("")
                               : query.profile;
}

Result<Profile> from_file(const Query& query) {
  const std::filesystem::path path = config_file(query);
  Result<std::string> text = platform::read_file(path, kMaxConfig);
  if (!text) return text.error();
  Result<Profile> profile = read_profile(*text, profile_name(query));
  wipe_text(*text);
  if (!profile) {
    Error error = profile.error();
    error.message = path.string() + ": " + error.message;
    return error;
  }
  return profile;
}

bool file_left_out(const Query& query) {
  return query.environment("ALIBABA_CLOUD_CLI_PROFILE_DISABLED").value_or("") == "true";
}

bool file_exists(const Query& query) {
  std::error_code error;
  const std::filesystem::path path = config_file(query);
  return !path.empty() && std::filesystem::exists(path, error);
}

}  // namespace

Result<Found> find_credentials(const Query& query) {
  if (query.profile.empty()) {
    if (std::optional<Result<Found>> found = from_environment(query.environment))
      return std::move(*found);
    if (file_left_out(query) || !file_exists(query)) {
      return make_error(ErrorCode::InvalidCredentials,
                        "No AccessKey was found: set " + std::string(kId) + " and " +
                            std::string(kSecret) +
                            " in the environment, or make a profile with \"aliyun configure\" "
                            "(~/.aliyun/config.json).",
                        {});
    }
  }
  Result<Profile> profile = from_file(query);
  if (!profile) return profile.error();
  Found found;
  found.credentials = std::move(profile->credentials);
  found.region_id = std::move(profile->region_id);
  found.source = "profile " + profile->name + " of " + config_file(query).string();
  return found;
}

}  // namespace dds::credentials
