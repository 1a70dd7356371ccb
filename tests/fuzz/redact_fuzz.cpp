// Any text around a secret: it does not come out.
#include <string>

#include "core/base/utf8.h"
#include "core/response/redact.h"
#include "tests/fuzz/harness.h"

using namespace dds;
using fuzz::must;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text_of(data, size);
  const std::string out = response::redact(input);
  must(!is_valid_utf8(input) || is_valid_utf8(out), "valid UTF-8 stays valid");
  (void)response::is_secret_name(input);

  const std::string token = "q7Zk9xTokenValue31";
  const std::string before(input.substr(0, size / 2));
  const std::string after(input.substr(size / 2));
  for (const std::string& planted :
       {"&SecurityToken=" + token + "&", "%26Signature%3D" + token + "%26",
        "\n\"AccessKeySecret\":\"" + token + "\"", "<SecurityToken>" + token + "</SecurityToken>",
        "\nx-acs-security-token: " + token + "\n"}) {
    must(response::redact(before + planted + after).find(token) == std::string::npos,
         "no planted secret comes out");
  }
  signing::Credentials credentials;
  credentials.access_key_secret = Secret(token);
  must(response::redact(before + token + after, credentials).find(token) == std::string::npos,
       "no known secret comes out");

  HttpRequest request;
  request.url = before;
  request.body = after;
  request.headers = {{before, after}, {"Authorization", token}};
  must(response::redacted(request).headers[1].value.find(token) == std::string::npos,
       "no secret header comes out");
  return 0;
}
