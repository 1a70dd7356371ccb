#include "native/server/site.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "tests/native/temporary_folder.h"

using dds::find_header;
using dds::HttpRequest;
using dds::HttpResponse;
using dds::server::serve_file;
using dds::test::TemporaryFolder;

namespace {

HttpRequest get(std::string path, dds::HttpHeaders headers = {}) {
  HttpRequest request;
  request.url = std::move(path);
  request.headers = std::move(headers);
  return request;
}

}  // namespace

TEST_CASE("the page and its files come with their types") {
  const TemporaryFolder site;
  site.write("index.html", "<!doctype html>");
  site.write("dds.wasm", "wasm");
  site.write("js/boot.js", "1");
  const HttpResponse page = serve_file(site.path(), get("/"));
  CHECK(page.status == 200);
  CHECK(page.body == "<!doctype html>");
  CHECK(find_header(page.headers, "Content-Type") == "text/html; charset=utf-8");
  CHECK(find_header(serve_file(site.path(), get("/dds.wasm?v=1")).headers, "Content-Type") ==
        "application/wasm");
  CHECK(serve_file(site.path(), get("/js/boot.js")).body == "1");
  CHECK(dds::server::content_type("x.unknown") == "application/octet-stream");
}

TEST_CASE("nothing outside the folder, hidden or half-named is there") {
  const TemporaryFolder outside;
  outside.write("secret.txt", "secret");
  outside.write("site/index.html", "page");
  outside.write("site/.git/config", "hidden");
  outside.write("site/js/a.js", "1");
  const std::filesystem::path root = outside.path() / "site";
  std::filesystem::create_symlink(outside.path() / "secret.txt", root / "link.txt");
  std::filesystem::create_directory_symlink(outside.path(), root / "up");
  for (const char* path : {"/../secret.txt",
                           "/%2e%2e/secret.txt",
                           "/..%2fsecret.txt",
                           "/js/../../secret.txt",
                           "//secret.txt",
                           "/js//a.js",
                           "/js/./a.js",
                           "/.git/config",
                           "/%2egit/config",
                           "/link.txt",
                           "/up/secret.txt",
                           "/js",
                           "/js/",
                           "/nothing",
                           "/a%00.js",
                           "/%zz",
                           "/..\\secret.txt",
                           "secret.txt",
                           "",
                           "/index.html/",
                           "/%ff"}) {
    CAPTURE(path);
    const HttpResponse response = serve_file(root, get(path));
    CHECK(response.status == 404);
    CHECK(response.body.find("secret") == std::string::npos);
  }
}

TEST_CASE("precompressed siblings go to those who take them") {
  const TemporaryFolder site;
  site.write("index.html", "page");
  site.write("a.js", "plain");
  site.write("a.js.br", "brotli");
  site.write("a.js.gz", "gzip");
  const auto body = [&](const char* accept) {
    return serve_file(site.path(), get("/a.js", {{"Accept-Encoding", accept}})).body;
  };
  CHECK(body("gzip, deflate, br") == "brotli");
  CHECK(body("gzip") == "gzip");
  CHECK(body("br;q=0, gzip;q=0.5") == "gzip");
  CHECK(body("identity") == "plain");
  CHECK(body("") == "plain");
  CHECK(body("brr") == "plain");
  const HttpResponse response = serve_file(site.path(), get("/a.js", {{"Accept-Encoding", "br"}}));
  CHECK(find_header(response.headers, "Content-Encoding") == "br");
  CHECK(find_header(response.headers, "Content-Type") == "text/javascript; charset=utf-8");
  CHECK(find_header(response.headers, "Vary") == "Accept-Encoding");
}

TEST_CASE("a sibling that is older than its file is left over and not sent") {
  const TemporaryFolder site;
  site.write("index.html", "page");
  const std::filesystem::path sibling = site.write("a.js.br", "old");
  const std::filesystem::path file = site.write("a.js", "new");
  std::filesystem::last_write_time(sibling,
                                   std::filesystem::last_write_time(file) - std::chrono::hours(1));
  CHECK(serve_file(site.path(), get("/a.js", {{"Accept-Encoding", "br"}})).body == "new");
}

TEST_CASE("a file that is known already is not sent again, a changed one is") {
  const TemporaryFolder site;
  const std::filesystem::path file = site.write("index.html", "page");
  const HttpResponse first = serve_file(site.path(), get("/"));
  const std::string tag(find_header(first.headers, "ETag"));
  CHECK_FALSE(tag.empty());
  CHECK(find_header(first.headers, "Cache-Control") == "no-cache");
  const HttpResponse again = serve_file(site.path(), get("/", {{"If-None-Match", tag}}));
  CHECK(again.status == 304);
  CHECK(again.body.empty());
  site.write("index.html", "page, changed");
  CHECK(serve_file(site.path(), get("/", {{"If-None-Match", tag}})).status == 200);
}

TEST_CASE("only GET and HEAD are served, and a missing page is explained") {
  const TemporaryFolder site;
  HttpRequest post = get("/");
  post.method = "POST";
  CHECK(serve_file(site.path(), post).status == 405);
  const HttpResponse missing = serve_file(site.path(), get("/"));
  CHECK(missing.status == 404);
  CHECK(missing.body.find("./dev build") != std::string::npos);
}

TEST_CASE("the content security policy allows no inline script and no foreign one") {
  const dds::HttpHeaders headers = dds::server::security_headers();
  const std::string policy(find_header(headers, "Content-Security-Policy"));
  CHECK(policy.find("default-src 'none'") != std::string::npos);
  CHECK(policy.find("script-src 'self' 'wasm-unsafe-eval';") != std::string::npos);
  CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(policy.find("unsafe-inline") == std::string::npos);
  CHECK(find_header(headers, "X-Content-Type-Options") == "nosniff");
  CHECK(find_header(headers, "Referrer-Policy") == "no-referrer");
  CHECK(find_header(headers, "Cross-Origin-Opener-Policy") == "same-origin");
}
