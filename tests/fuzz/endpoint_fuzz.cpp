// Endpoints, proxies, regions and calls as anybody might type them.
#include <string>

#include "core/api/call.h"
#include "core/api/create_backup.h"
#include "core/api/endpoint.h"
#include "core/base/utf8.h"
#include "tests/fuzz/harness.h"

using namespace dds;
using namespace dds::api;
using fuzz::must;

namespace {

void check_error(const Error& error) {
  must(!error.message.empty() && error.message.ends_with('.'), "an error is a sentence");
  must(is_valid_utf8(error.message) && is_valid_utf8(error.detail), "an error is valid UTF-8");
  must(error.message.find('\n') == std::string::npos, "an error is one line");
  must(error.message.size() < 1000, "an error is short");
}

void check_endpoint(std::string_view input) {
  const Result<Endpoint> endpoint = parse_endpoint(input, true);
  if (!endpoint) return check_error(endpoint.error());
  must(!endpoint->host.empty() && endpoint->port >= 1 && endpoint->port <= 65'535,
       "an endpoint has a host and a port");
  must(endpoint->path.starts_with('/') && endpoint->path.ends_with('/'),
       "a path begins and ends with a slash");
  const std::string url = endpoint->url();
  must(url.find_first_of("@?#\\ ") == std::string::npos,
       "an endpoint has no user info, query or fragment");
  const Result<Endpoint> again = parse_endpoint(url, true);
  must(again.ok() && again->url() == url, "an endpoint's URL is that endpoint");
  const Result<Endpoint> strict = parse_endpoint(input);
  must(strict.ok() == (endpoint->scheme == "https" || endpoint->loopback()),
       "http is for loopback only");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text_of(data, size);
  const std::string text(input);
  check_endpoint(input);
  for (const RouteKind kind :
       {RouteKind::Direct, RouteKind::ProxyPath, RouteKind::ProxyQuery, RouteKind::SameOrigin}) {
    const Result<std::string> url = routed_url({kind, text}, "https://mongodb.aliyuncs.com/?a=%2F");
    if (!url)
      check_error(url.error());
    else
      must(url->starts_with("http"), "a routed URL is an http(s) URL");
    const Result<std::string> other = routed_url({kind, "http://127.0.0.1:8620"}, input);
    if (!other) check_error(other.error());
  }
  if (const Result<std::string> host = public_host(input)) {
    must(parse_endpoint(*host).ok(), "a region's host is an endpoint");
  } else {
    check_error(host.error());
  }
  if (const Result<Call> call =
          create_backup({text, std::nullopt, static_cast<std::int32_t>(size) - 2, text})) {
    must(!validate(*call), "a call that was made is valid");
  } else {
    check_error(call.error());
  }
  for (const Call& call : {Call{text, {}, Format::Json}, Call{"X", {{text, text}}, Format::Json}}) {
    if (const Status error = validate(call)) check_error(*error);
  }
  if (const Result<BackupMethod> method = parse_backup_method(input); !method)
    check_error(method.error());
  return 0;
}
