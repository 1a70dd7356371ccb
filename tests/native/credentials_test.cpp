#include <doctest/doctest.h>

#include <map>
#include <string>

#include "native/credentials/credential_json.h"
#include "native/credentials/credential_sources.h"
#include "tests/native/temporary_folder.h"

using dds::Result;
using dds::credentials::find_credentials;
using dds::credentials::Found;
using dds::credentials::Profile;
using dds::credentials::Query;
using dds::credentials::read_external;
using dds::credentials::read_profile;
using dds::test::TemporaryFolder;

namespace {

constexpr const char* kConfig = R"({"current":"work","profiles":[
  {"name":"default","mode":"AK","access_key_id":"LTAIdefault","access_key_secret":"default-secret","region_id":"cn-beijing"},
  {"name":"work","mode":"ststoken","access_key_id":"STS.work","access_key_secret":"work-secret","sts_token":"work-token"},
  {"name":"bare","access_key_id":"LTAIbare","access_key_secret":"bare-secret"},
  {"name":"role","mode":"EcsRamRole","ram_role_name":"r"},
  {"name":"half","mode":"AK","access_key_id":"LTAIhalf"},
  {"name":"tokenless","mode":"StsToken","access_key_id":"STS.x","access_key_secret":"hidden-secret"},
  {"name":"blank","mode":"AK","access_key_id":"LTAIblank","access_key_secret":"hidden-secret "}],"meta_path":""})";

using Variables = std::map<std::string, std::string>;

dds::platform::Environment environment(Variables variables) {
  return [variables = std::move(variables)](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(std::string(name));
    if (found == variables.end() || found->second.empty()) return std::nullopt;
    return found->second;
  };
}

Result<Found> find(Variables variables, std::string profile = {},
                   const TemporaryFolder* home = nullptr) {
  if (home != nullptr) variables["HOME"] = home->path().string();
  return find_credentials({std::move(profile), environment(std::move(variables)), {}});
}

}  // namespace

TEST_CASE("the environment's pair and token are taken") {
  const Result<Found> found = find({{"ALIBABA_CLOUD_ACCESS_KEY_ID", "STS.env"},
                                    {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "env-secret"},
                                    {"ALIBABA_CLOUD_SECURITY_TOKEN", "env-token"}});
  REQUIRE(found.ok());
  CHECK(found->credentials.access_key_id == "STS.env");
  CHECK(found->credentials.access_key_secret.reveal() == "env-secret");
  CHECK(found->credentials.security_token.reveal() == "env-token");
  CHECK(found->source == "the environment");
}

TEST_CASE("half a pair names the missing half, and never the other's value") {
  const Result<Found> no_id = find({{"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "env-secret"}});
  REQUIRE_FALSE(no_id.ok());
  CHECK(no_id.error().message.find("ALIBABA_CLOUD_ACCESS_KEY_ID is not") != std::string::npos);
  CHECK(no_id.error().message.find("env-secret") == std::string::npos);
  const Result<Found> no_secret = find({{"ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx"}});
  REQUIRE_FALSE(no_secret.ok());
  CHECK(no_secret.error().message.find("ALIBABA_CLOUD_ACCESS_KEY_SECRET is not") !=
        std::string::npos);
}

TEST_CASE("a secret that was pasted with a blank is refused without being shown") {
  const Result<Found> found = find({{"ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx"},
                                    {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "env-secret "}});
  REQUIRE_FALSE(found.ok());
  CHECK(found.error().message.find("env-secret") == std::string::npos);
}

TEST_CASE("without the environment the file's current profile is taken, or the one named") {
  const TemporaryFolder home;
  home.write(".aliyun/config.json", kConfig);
  const Result<Found> current = find({}, {}, &home);
  REQUIRE(current.ok());
  CHECK(current->credentials.access_key_id == "STS.work");
  CHECK(current->credentials.security_token.reveal() == "work-token");
  const Result<Found> by_variable = find({{"ALIBABA_CLOUD_PROFILE", "default"}}, {}, &home);
  REQUIRE(by_variable.ok());
  CHECK(by_variable->credentials.access_key_id == "LTAIdefault");
  CHECK(by_variable->region_id == "cn-beijing");
  const Result<Found> by_option = find({{"ALIBABA_CLOUD_PROFILE", "default"}}, "bare", &home);
  REQUIRE(by_option.ok());
  CHECK(by_option->credentials.access_key_id == "LTAIbare");
  CHECK(by_option->source.find("profile bare") != std::string::npos);
}

TEST_CASE("a profile that was asked for by name wins over the environment") {
  const TemporaryFolder home;
  home.write(".aliyun/config.json", kConfig);
  const Variables pair{{"ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIenv"},
                       {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "env-secret"}};
  CHECK(find(pair, {}, &home)->credentials.access_key_id == "LTAIenv");
  CHECK(find(pair, "default", &home)->credentials.access_key_id == "LTAIdefault");
}

TEST_CASE("the file can be left out, and where there is nothing at all both ways are named") {
  const TemporaryFolder home;
  home.write(".aliyun/config.json", kConfig);
  CHECK_FALSE(find({{"ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true"}}, {}, &home).ok());
  const TemporaryFolder empty;
  const Result<Found> nothing = find({}, {}, &empty);
  REQUIRE_FALSE(nothing.ok());
  CHECK(nothing.error().message.find("ALIBABA_CLOUD_ACCESS_KEY_ID") != std::string::npos);
  CHECK(nothing.error().message.find("aliyun configure") != std::string::npos);
  CHECK_FALSE(find({}, "work", &empty).ok());
}

TEST_CASE("modes in any letter case; others are named with what is possible") {
  CHECK(read_profile(kConfig, "work").ok());
  const Result<Profile> role = read_profile(kConfig, "role");
  REQUIRE_FALSE(role.ok());
  CHECK(role.error().message.find("EcsRamRole") != std::string::npos);
  CHECK(role.error().message.find("AK or StsToken") != std::string::npos);
}

TEST_CASE("a profile that lacks something says what, and shows no secret") {
  for (const auto& [name, missing] : std::map<std::string, std::string>{
           {"half", "access_key_secret"}, {"tokenless", "sts_token"}, {"blank", "blank"}}) {
    const Result<Profile> profile = read_profile(kConfig, name);
    REQUIRE_FALSE(profile.ok());
    CHECK(profile.error().message.find(missing) != std::string::npos);
    CHECK(profile.error().message.find("hidden-secret") == std::string::npos);
  }
}

TEST_CASE("an unknown profile lists those that there are") {
  const Result<Profile> profile = read_profile(kConfig, "wrok");
  REQUIRE_FALSE(profile.ok());
  CHECK(profile.error().message.find("default, work, bare") != std::string::npos);
}

TEST_CASE("files that are no configuration are errors, not crashes") {
  for (const char* text :
       {"", "{", "[]", "null", "{}", "{\"profiles\":{}}", "{\"profiles\":[1,null,{}]}",
        "{\"current\":5,\"profiles\":[{\"name\":7}]}",
        "{\"profiles\":[{\"name\":\"default\",\"mode\":3}]}"}) {
    CAPTURE(text);
    CHECK_FALSE(read_profile(text, "").ok());
  }
}

TEST_CASE("standard input takes what the aliyun CLI's external programs print") {
  const auto ak = read_external(R"({"mode":"AK","access_key_id":"LTAIx","access_key_secret":"s"})");
  REQUIRE(ak.ok());
  CHECK(ak->security_token.empty());
  const auto sts = read_external(
      R"({"mode":"StsToken","access_key_id":"STS.x","access_key_secret":"s","sts_token":"t"})");
  REQUIRE(sts.ok());
  CHECK(sts->security_token.reveal() == "t");
  CHECK_FALSE(read_external("").ok());
  CHECK_FALSE(read_external("LTAIx s").ok());
  const auto broken =
      read_external(R"({"mode":"AK","access_key_id":"LTAIx","access_key_secret":"hidden-secret" )");
  REQUIRE_FALSE(broken.ok());
  CHECK(broken.error().message.find("hidden-secret") == std::string::npos);
}
