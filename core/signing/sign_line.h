// One line of `dds sign`: a JSON object in, the steps of its signature out. Pure, so that the
// native command and its WebAssembly twin give the same bytes, and any other implementation can be
// held against them.
//
// The line holds a secret, which never comes back in an answer, nor in an error.
#pragma once

#include <string>
#include <string_view>

namespace dds::signing {

struct SignedLine {
  std::string answer;  // one line of JSON, without the line break
  bool ok = false;     // false: the answer is {"error":"one sentence"}
};

/// In, `rpc1-sha1` and `rpc1-sha256`: {"kind","method","secret","params":{name:text}}, all
/// parameters but Signature. Out: {"canonical_query","string_to_sign","signature"}. In, `acs3`:
/// {"kind","method","access_key_id","secret","query":{},"headers":{},"body":""}, the headers as
/// they are to be signed. Out: {"canonical_request","string_to_sign","signature","authorization"}.
/// All of these are required and every value is a text; other members are ignored. A member or a
/// parameter that is given twice is an error, because JSON readers disagree on which one counts.
[[nodiscard]] SignedLine sign_line(std::string_view json_line);

}  // namespace dds::signing
