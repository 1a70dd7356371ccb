#include <utility>

#include "core/diagnose/mutations.h"
#include "core/diagnose/words.h"
#include "core/signing/acs3.h"

namespace dds::diagnose {
namespace {

void add_header(Mutations& list, Kind kind, std::function<void(Recipe&)> apply,
                std::string detail = {}, std::string parameter = {}) {
  list.push_back({kind, Place::Headers, std::move(parameter), std::move(detail), std::move(apply)});
}

void add_host(Mutations& list, const Material& material, const std::string& host) {
  if (host == material.host) return;
  add_header(
      list, Kind::HostDiffers,
      [host](Recipe& recipe) {
        recipe.host_changed = true;
        recipe.host = host;
      },
      ": " + (host.empty() ? std::string("an empty one") : host) + " was signed");
}

// What a client may have taken for the host: with or without its port, the central one, in other
// letters, or what a proxy was told.
void add_hosts(Mutations& list, const Material& material) {
  const std::string bare = material.host.substr(0, material.host.rfind(':'));
  for (const std::string& host :
       {bare, bare + ":443", bare + ":80", lower(material.host), "https://" + material.host,
        material.host + "/", std::string("mongodb.aliyuncs.com"), material.url_host,
        std::string()}) {
    add_host(list, material, host);
  }
  for (const char* const name : {"x-forwarded-host", "x-original-host", "x-host", "origin"}) {
    const std::string_view other = trimmed(find_header(material.headers, name));
    if (!other.empty()) add_host(list, material, std::string(other));
  }
  // "mongodb.cn-hangzhou.aliyuncs.com" and the central host of the product.
  if (bare.starts_with("mongodb-vpc.")) add_host(list, material, "mongodb." + bare.substr(12));
  if (bare.starts_with("mongodb.")) add_host(list, material, "mongodb-vpc." + bare.substr(8));
}

void add_payload(Mutations& list, Kind kind, const std::string& payload, std::string detail) {
  add_header(
      list, kind,
      [payload](Recipe& recipe) {
        recipe.payload_changed = true;
        recipe.payload = payload;
      },
      std::move(detail));
}

void add_payloads(Mutations& list, const Material& material) {
  const std::string right = signing::sha256_hex(material.body);
  const std::string given(trimmed(find_header(material.headers, "x-acs-content-sha256")));
  if (!given.empty() && given != right)
    add_payload(list, Kind::BodyChanged, given,
                "the one in x-acs-content-sha256, which was signed");
  const std::string empty = signing::sha256_hex({});
  if (!material.body.empty() && given != empty)
    add_payload(list, Kind::BodyChanged, empty, "that of an empty body, which was signed");
  if (!material.body.empty()) {
    add_payload(list, Kind::BodyChanged, signing::sha256_hex(material.body + "\n"),
                "that of the same body with a line feed behind it, which was signed");
    add_payload(list, Kind::BodyChanged, signing::sha256_hex(trimmed(material.body)),
                "that of the same body without blanks at its ends, which was signed");
  }
  add_payload(list, Kind::ContentHashMissing, "", ": an empty text was signed in its place");
  add_payload(list, Kind::ContentHashMissing, "UNSIGNED-PAYLOAD",
              ": UNSIGNED-PAYLOAD was signed in its place");
}

}  // namespace

void add_acs3_mutations(Mutations& list, const Material& material) {
  add_header(list, Kind::HeaderNotTrimmed, [](Recipe& recipe) { recipe.headers_untrimmed = true; });
  add_header(list, Kind::HeadersNotSorted, [](Recipe& recipe) { recipe.headers_as_sent = true; });
  add_header(list, Kind::HeadersNotLowerCase, [](Recipe& recipe) { recipe.names_as_sent = true; });
  add_header(list, Kind::BlankLineMissing,
             [](Recipe& recipe) { recipe.blank_line_missing = true; });
  for (const std::string& name : material.signed_headers) {
    const std::string header = lower(trimmed(name));
    add_header(
        list, Kind::HeaderNotSigned, [header](Recipe& recipe) { recipe.header_left_out = header; },
        "named in SignedHeaders but not signed", header);
    list.back().alone = true;
  }
  add_hosts(list, material);
  add_payloads(list, material);
}

}  // namespace dds::diagnose
