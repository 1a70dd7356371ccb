// Reading credentials from JSON: the aliyun CLI's config.json and what its External programs print.
// Pure text work; errors name the place and the mode, never a value of a secret.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/signing/credentials.h"

namespace dds::credentials {

struct Profile {
  std::string name;
  std::string region_id;
  signing::Credentials credentials;
};

/// One profile of config.json: `name`, or the file's `current` one when `name` is empty. Modes AK
/// and StsToken in any letter case; an absent mode is inferred from the fields that are there, as
/// the aliyun CLI does.
[[nodiscard]] Result<Profile> read_profile(std::string_view text, std::string_view name);

/// {"mode":"AK"|"StsToken","access_key_id":...,"access_key_secret":...,"sts_token":...}, on
/// standard input.
[[nodiscard]] Result<signing::Credentials> read_external(std::string_view text);

}  // namespace dds::credentials
