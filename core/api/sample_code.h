// A call written down as code in another language, to be copied: curl, the command lines, the
// official SDKs, plain standard libraries, Terraform.
//
// A sample holds no secret: the AccessKey comes from the environment variables that the official
// clients read, and so do passwords among the parameters, whose values are not looked at. Values
// are quoted for each language, so that whatever text they are, it arrives as it is. Pure text
// work; nothing is sent.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/api/call.h"
#include "core/base/result.h"

namespace dds::api {

enum class Language : std::uint8_t {
  Curl,            // a POSIX shell script with curl and openssl
  Dds,             // this project's command line
  AliyunCli,       // the official command line
  Python,          // the official SDK
  PythonStandard,  // the standard library alone
  Java,
  Go,
  TypeScript,
  Node,
  CSharp,
  Php,
  Cpp,  // libcurl and OpenSSL
  Terraform,
};

struct LanguageFacts {
  Language language = Language::Curl;
  std::string_view name;    // as it is typed: "python-standard"
  std::string_view title;   // for people: "Python, standard library"
  std::string_view ending;  // of a file's name, without the dot: "py"
  bool tried = false;       // samples of it are run by the tests of this project
};

/// All, in the order in which they are best shown.
[[nodiscard]] std::span<const LanguageFacts> languages();
[[nodiscard]] const LanguageFacts& facts(Language language);
[[nodiscard]] std::string_view name(Language language);
/// Without the dot.
[[nodiscard]] std::string_view file_ending(Language language);
/// By its name in any letter case, or a usual other name (js, sh, c#, tf). The error lists the
/// names or says which was probably meant.
[[nodiscard]] Result<Language> parse_language(std::string_view text);

/// Where the sample sends to.
struct SampleTarget {
  std::string region_id = "cn-hangzhou";
  std::string endpoint;  // a host or an http(s) URL; empty: the region's public host
  /// How requests are signed where that is a choice: "acs3" or "rpc-v1"; empty: each language's own
  /// way. `dds` is told; what has RPC v1 written out says so where ACS3 is wanted.
  std::string scheme = {};
};

/// The call as code. An Error when the call, the region or the endpoint is not valid, when
/// Terraform has no resource for the action, and when the language cannot hold a value (a shell's
/// argument takes no NUL) or reach the endpoint (an SDK takes no path).
[[nodiscard]] Result<std::string> sample_code(Language language, const Call& call,
                                              const SampleTarget& target);

}  // namespace dds::api
