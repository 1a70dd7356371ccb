#include "native/credentials/credential_json.h"

#include <nlohmann/json.hpp>

#include "core/base/ascii.h"

namespace dds::credentials {
namespace {

using nlohmann::json;

Error bad(std::string message) {
  return make_error(ErrorCode::InvalidCredentials, std::move(message), {});
}

std::string field(const json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// `where` starts a sentence: "Profile x".
Result<signing::Credentials> read_fields(const json& object, const std::string& where) {
  std::string mode = field(object, "mode");
  const std::string token = field(object, "sts_token");
  if (mode.empty()) mode = token.empty() ? "AK" : "StsToken";
  const bool sts = lower(mode) == "ststoken";
  if (!sts && lower(mode) != "ak") {
    return bad(where + " has mode " + mode +
               ", which is not supported: use a profile of mode AK or StsToken, or set "
               "ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET.");
  }
  signing::Credentials credentials;
  credentials.access_key_id = field(object, "access_key_id");
  credentials.access_key_secret = Secret(field(object, "access_key_secret"));
  if (sts) credentials.security_token = Secret(token);
  if (credentials.access_key_id.empty()) return bad(where + " has no access_key_id.");
  if (credentials.access_key_secret.empty()) return bad(where + " has no access_key_secret.");
  if (sts && token.empty()) return bad(where + " has mode StsToken but no sts_token.");
  if (const Status problem = signing::validate(credentials))
    return bad(where + ": " + problem->message);
  return credentials;
}

std::string names_of(const json& profiles) {
  std::string names;
  for (const json& profile : profiles) {
    const std::string name = profile.is_object() ? field(profile, "name") : std::string();
    if (name.empty()) continue;
    if (!names.empty()) names += ", ";
    names += name;
  }
  return names;
}

}  // namespace

Result<Profile> read_profile(std::string_view text, std::string_view name) {
  const json document = json::parse(text, nullptr, false);
  const auto profiles = document.is_object() ? document.find("profiles") : document.end();
  if (!document.is_object() || profiles == document.end() || !profiles->is_array()) {
    return make_error(ErrorCode::InvalidJson,
                      "The file is not a configuration of the aliyun CLI: an object with a list "
                      "\"profiles\" is expected.",
                      {});
  }
  std::string wanted(name);
  if (wanted.empty()) wanted = field(document, "current");
  if (wanted.empty()) wanted = "default";
  for (const json& profile : *profiles) {
    if (!profile.is_object() || field(profile, "name") != wanted) continue;
    Result<signing::Credentials> credentials = read_fields(profile, "Profile " + wanted);
    if (!credentials) return credentials.error();
    return Profile{wanted, field(profile, "region_id"), std::move(*credentials)};
  }
  const std::string names = names_of(*profiles);
  return bad("There is no profile " + wanted +
             (names.empty() ? "; the file has none." : "; there are: " + names + "."));
}

Result<signing::Credentials> read_external(std::string_view text) {
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object()) {
    return make_error(ErrorCode::InvalidJson,
                      "Standard input holds no credentials: expected is a JSON object with the "
                      "texts mode (\"AK\"), access_key_id and access_key_secret.",
                      {});
  }
  return read_fields(document, "The JSON on standard input");
}

}  // namespace dds::credentials
