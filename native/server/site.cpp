#include "native/server/site.h"

#include <array>
#include <chrono>
#include <optional>
#include <system_error>
#include <utility>

#include "core/base/ascii.h"
#include "core/base/percent.h"
#include "core/base/utf8.h"
#include "native/platform/paths.h"
#include "native/server/proxy_rules.h"

namespace dds::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFile = std::size_t{64} * 1024 * 1024;

HttpResponse plain(int status, std::string text) {
  HttpResponse response;
  response.status = status;
  response.headers.push_back({"Content-Type", "text/plain; charset=utf-8"});
  response.headers.push_back({"Cache-Control", "no-store"});
  response.body = std::move(text);
  return response;
}

// The file below the root that a path means; nothing for everything that is not plainly a name in
// it.
std::optional<fs::path> file_of(const fs::path& root, std::string_view target) {
  const std::string_view raw = target.substr(0, target.find('?'));
  const Result<std::string> decoded = percent_decode(raw);
  if (!decoded || !is_valid_utf8(*decoded)) return std::nullopt;
  std::string_view rest = *decoded;
  if (!rest.starts_with('/')) return std::nullopt;
  rest.remove_prefix(1);
  fs::path path = root;
  if (rest.empty()) return path / "index.html";
  for (;;) {
    const std::size_t slash = rest.find('/');
    const std::string_view segment = rest.substr(0, slash);
    // A leading dot covers "..", "." and hidden files.
    if (segment.empty() || segment.front() == '.') return std::nullopt;
    if (segment.find_first_of(std::string_view("\\:\0", 3)) != std::string_view::npos)
      return std::nullopt;
    path /= std::string(segment);
    if (slash == std::string_view::npos) return path;
    rest.remove_prefix(slash + 1);
  }
}

// Links inside the folder may not lead out of it.
bool lies_below(const fs::path& root, const fs::path& file) {
  std::error_code error;
  const fs::path real_root = fs::canonical(root, error);
  if (error) return false;
  const fs::path real_file = fs::canonical(file, error);
  if (error) return false;
  const auto [end, unused] =
      std::mismatch(real_root.begin(), real_root.end(), real_file.begin(), real_file.end());
  return end == real_root.end();
}

std::string entity_tag(const fs::path& file) {
  std::error_code error;
  const auto size = fs::file_size(file, error);
  const auto written = fs::last_write_time(file, error).time_since_epoch().count();
  return "\"" + std::to_string(size) + "-" + std::to_string(written) + file.extension().string() +
         "\"";
}

struct Variant {
  fs::path file;
  std::string_view coding;  // empty: as it is
};

Variant choose_variant(const fs::path& file, std::string_view accept_encoding) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 2> kCodings{
      {{"br", ".br"}, {"gzip", ".gz"}}};
  std::error_code error;
  for (const auto& [coding, suffix] : kCodings) {
    fs::path sibling = file;
    sibling += suffix;
    if (!accepts_encoding(accept_encoding, coding) || !fs::is_regular_file(sibling, error))
      continue;
    // One that is older than its original is left over from an earlier build.
    if (fs::last_write_time(sibling, error) < fs::last_write_time(file, error)) continue;
    return {sibling, coding};
  }
  return {file, {}};
}

}  // namespace

HttpHeaders security_headers() {
  return {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
       "connect-src 'self' https: http://127.0.0.1:* http://localhost:*; img-src 'self' data: "
       "blob:; "
       "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
       "'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
  };
}

std::string_view content_type(std::string_view file_name) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kTypes{{
      {".html", "text/html; charset=utf-8"},
      {".js", "text/javascript; charset=utf-8"},
      {".mjs", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},
      {".wasm", "application/wasm"},
      {".json", "application/json"},
      {".webmanifest", "application/manifest+json"},
      {".svg", "image/svg+xml"},
      {".png", "image/png"},
      {".ico", "image/x-icon"},
      {".ttf", "font/ttf"},
      {".otf", "font/otf"},
      {".woff2", "font/woff2"},
      {".txt", "text/plain; charset=utf-8"},
  }};
  for (const auto& [suffix, type] : kTypes) {
    if (file_name.ends_with(suffix)) return type;
  }
  return "application/octet-stream";
}

bool accepts_encoding(std::string_view header, std::string_view coding) {
  const std::string codings = lower(header);
  std::string_view rest = codings;
  while (!rest.empty()) {
    std::string_view weight = take_until(rest, ',');
    const std::string_view name = trimmed(take_until(weight, ';'));
    if (name != coding && name != "*") continue;
    const std::size_t q = weight.find("q=");
    return q == std::string_view::npos ||
           weight.find_first_of("123456789", q) != std::string_view::npos;
  }
  return false;
}

HttpResponse serve_file(const fs::path& root, const HttpRequest& request) {
  if (request.method != "GET" && request.method != "HEAD") {
    HttpResponse response = plain(405, "Only GET is served here.\n");
    response.headers.push_back({"Allow", "GET, HEAD"});
    return response;
  }
  std::error_code error;
  if (root.empty() || !fs::is_regular_file(root / "index.html", error)) {
    return plain(404,
                 "The page is not built here: run ./dev build, or name its folder with --site.\n");
  }
  const std::optional<fs::path> file = file_of(root, request.url);
  if (!file || !fs::is_regular_file(*file, error) || !lies_below(root, *file)) {
    return plain(404, "There is no such file.\n");
  }
  const Variant variant = choose_variant(*file, find_header(request.headers, "Accept-Encoding"));
  const std::string tag = entity_tag(variant.file);
  HttpResponse response;
  response.status = 200;
  // no-cache: kept, but asked for again each time, so that a new build is seen at once.
  response.headers.push_back({"Cache-Control", "no-cache"});
  response.headers.push_back({"ETag", tag});
  response.headers.push_back({"Vary", "Accept-Encoding"});
  if (find_header(request.headers, "If-None-Match").find(tag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  Result<std::string> content = platform::read_file(variant.file, kMaxFile);
  if (!content) return plain(500, "The file could not be read.\n");
  response.headers.push_back(
      {"Content-Type", std::string(content_type(file->filename().string()))});
  if (!variant.coding.empty())
    response.headers.push_back({"Content-Encoding", std::string(variant.coding)});
  response.body = std::move(*content);
  return response;
}

}  // namespace dds::server
