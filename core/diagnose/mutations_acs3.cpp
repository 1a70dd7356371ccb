#include <set>
#include <utility>

#include "core/api/endpoint.h"
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

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

// One host as clients write it: with or without its port, in other letters, as a part of a URL.
void add_spellings(std::set<std::string>& hosts, const std::string& host) {
  if (host.empty()) return;
  const std::string bare = host.substr(0, host.rfind(':'));
  for (const std::string& spelling : {host, bare, bare + ":443", bare + ":80"}) {
    hosts.insert({spelling, lower(spelling), upper(spelling)});
  }
  hosts.insert({"https://" + host, "http://" + host, host + "/", "https://" + host + "/"});
}

// All hosts of the service; "dds." is what official SDKs make for a region that they do not know.
void add_region(std::set<std::string>& hosts, const std::string& region) {
  for (const char* const name : {"mongodb.", "mongodb-vpc.", "dds."})
    hosts.insert(name + region + ".aliyuncs.com");
}

// What a client may have taken for the host, where only a hash of it is known: the hosts that the
// request names, in other spellings, what a proxy was told, those of the service.
std::set<std::string> likely_hosts(const Material& material) {
  std::set<std::string> hosts{"", "mongodb.aliyuncs.com", "mongodb-inner.aliyuncs.com"};
  add_spellings(hosts, material.host);
  add_spellings(hosts, material.url_host);
  for (const char* const name : {"x-forwarded-host", "x-original-host", "x-host", "origin"})
    add_spellings(hosts, std::string(trimmed(find_header(material.headers, name))));
  for (const api::RegionEndpoint& region : api::known_regions())
    add_region(hosts, std::string(region.region_id));
  for (const Item& item : material.items) {
    if (item.name == "RegionId") add_region(hosts, item.value);
  }
  return hosts;
}

void add_hosts(Mutations& list, const Material& material) {
  if (!material.seen_host.empty()) add_host(list, material, material.seen_host);
  for (const std::string& host : likely_hosts(material)) {
    const std::size_t before = list.size();
    add_host(list, material, host);
    // Many: most are tried alone.
    const bool near = host == material.url_host || host == "mongodb.aliyuncs.com" || host.empty();
    if (list.size() > before) list.back().alone = !near;
  }
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
