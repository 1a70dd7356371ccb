// The page's files, from one folder: types, entity tags, precompressed siblings, and never anything
// outside it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/http.h"

namespace dds::server {

/// Headers that every answer of `dds serve` carries: the content security policy and its
/// companions.
///
/// connect-src: the console talks to its own origin, to the service (any https host: the endpoint
/// and the CORS proxy are the user's to choose, and cannot be listed beforehand) and to emulators
/// and proxies on this machine.
[[nodiscard]] HttpHeaders security_headers();

/// Answers GET and HEAD for a path of the request line ("/" is index.html). Precompressed siblings
/// (.br, .gz) are sent to clients that accept them. 404 for what is not there, 405 for other
/// methods; paths that try to leave the folder, hidden files and folders are not there.
[[nodiscard]] HttpResponse serve_file(const std::filesystem::path& root,
                                      const HttpRequest& request);

/// "application/wasm" for "dds.wasm"; application/octet-stream when unknown.
[[nodiscard]] std::string_view content_type(std::string_view file_name);

/// Whether an Accept-Encoding header takes that coding: named (or *) with a quality above zero.
[[nodiscard]] bool accepts_encoding(std::string_view header, std::string_view coding);

}  // namespace dds::server
