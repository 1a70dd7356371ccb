// A call as a link or as a command line, to be given to somebody else: the action and its
// parameters, never a secret.
//
// The call stands in the link's fragment, which browsers send to no server:
// https://host/page#call=DescribeBackups&DBInstanceId=dds-bp1a7f3c9d2e5b81. Whoever opens it gets a
// filled form; nothing is sent by a link. Pure text work; not tied to any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/call.h"
#include "core/base/result.h"

namespace dds::api {

/// Whether the value must stay here: a password by the catalogue, a name that says so, a value that
/// is masked already or holds something that would be.
[[nodiscard]] bool holds_secret(std::string_view action, const Parameter& parameter);

struct SharedCall {
  Call call;
  std::vector<std::string> left_out;  // names of parameters that hold secrets
};
[[nodiscard]] SharedCall without_secrets(const Call& call);

/// Characters of a link's fragment at most: what every browser and most chats pass on whole.
inline constexpr std::size_t kLongestLink = 8'000;

/// `page` = the page's URL without a fragment, or empty for the fragment alone. Secrets are left
/// out (`without_secrets` names them). An error for a call that is not valid or too long.
[[nodiscard]] Result<std::string> call_link(std::string_view page, const Call& call);

/// Whether a page's fragment, with or without its #, is meant as a call.
[[nodiscard]] bool is_call_link(std::string_view fragment);
/// Reads it strictly: a link that holds a secret, a character that none of ours has, or what no
/// call may have, is refused as a whole. The error is one sentence that shows no value.
[[nodiscard]] Result<Call> read_call_link(std::string_view fragment);

/// `dds DescribeBackups --DBInstanceId dds-...`, each value quoted for a POSIX shell, secrets left
/// out.
[[nodiscard]] std::string command_line(const Call& call);

}  // namespace dds::api
