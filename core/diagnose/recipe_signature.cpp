#include <algorithm>
#include <cstdint>
#include <span>
#include <utility>

#include "core/base/percent.h"
#include "core/diagnose/recipe.h"
#include "core/diagnose/words.h"
#include "core/signing/digest.h"

namespace dds::diagnose {
namespace {

using Bytes = std::vector<std::uint8_t>;

template <class Array>
Bytes bytes_of(const Array& digest) {
  return Bytes(digest.begin(), digest.end());
}

std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Copies of the secret are wiped when they are done with.
Secret kept(std::string text) {
  Secret secret(text);
  wipe_text(text);
  return secret;
}

Secret surrounded(const Secret& key, std::string_view before, std::string_view after) {
  std::string text;
  text.reserve(before.size() + key.size() + after.size());  // so that it does not move about
  text.append(before).append(key.reveal()).append(after);
  return kept(std::move(text));
}

std::string upper_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

Secret key_of(const Material& material, const Recipe& recipe, const Secret& secret) {
  const std::string_view text = secret.reveal();
  switch (recipe.key) {
    case Key::Right:
    case Key::SecretAlone:
    case Key::SecretAndAmpersand: return secret;
    case Key::Hashed256: return kept(signing::hex(signing::sha256(text)));
    case Key::Hashed256Raw: {
      const signing::Sha256Digest digest = signing::sha256(text);
      return kept(std::string(digest.begin(), digest.end()));
    }
    case Key::Hashed1: return kept(signing::hex(signing::sha1(text)));
    case Key::Base64: return kept(signing::base64(as_bytes(text)));
    case Key::PercentEncoded: return kept(percent_encode(text));
    case Key::LowerCase: return kept(lower(text));
    case Key::UpperCase: return kept(upper_case(text));
    case Key::AccessKeyId: return Secret(material.access_key_id);
    case Key::Trimmed: return Secret(trimmed(text));
    case Key::Empty: return {};
  }
  return secret;
}

std::string_view suffix_of(const Material& material, const Recipe& recipe) {
  if (recipe.key == Key::SecretAlone) return {};
  if (recipe.key == Key::SecretAndAmpersand) return "&";
  return material.scheme == signing::Scheme::Acs3 ? std::string_view() : std::string_view("&");
}

Bytes digest_of(std::string_view text, const Material& material, const Recipe& recipe,
                const Secret& key, std::string_view suffix) {
  const bool sha256 =
      recipe.digest == Digest::Sha256 ||
      (recipe.digest != Digest::Sha1 && material.scheme != signing::Scheme::RpcV1Sha1);
  if (recipe.digest == Digest::Exchanged) {
    const Secret whole = surrounded(key, {}, suffix);
    return sha256 ? bytes_of(signing::hmac_sha256(text, {}, whole.reveal()))
                  : bytes_of(signing::hmac_sha1(text, {}, whole.reveal()));
  }
  return sha256 ? bytes_of(signing::hmac_sha256(key.reveal(), suffix, text))
                : bytes_of(signing::hmac_sha1(key.reveal(), suffix, text));
}

std::string written(const Bytes& digest, Writing writing, bool acs3) {
  if (writing == Writing::Right) writing = acs3 ? Writing::HexLower : Writing::Base64;
  switch (writing) {
    case Writing::Right:
    case Writing::Base64: return signing::base64(digest);
    case Writing::HexLower: return signing::hex(digest);
    case Writing::HexUpper: return upper_case(signing::hex(digest));
    case Writing::Base64OfHex: return signing::base64(as_bytes(signing::hex(digest)));
    case Writing::PercentEncoded: return percent_encode(signing::base64(digest));
    case Writing::UrlSafe:
    case Writing::Unpadded:
    case Writing::PlusAsBlank: break;
  }
  std::string text = signing::base64(digest);
  if (writing == Writing::PlusAsBlank) std::replace(text.begin(), text.end(), '+', ' ');
  if (writing == Writing::UrlSafe) {
    std::replace(text.begin(), text.end(), '+', '-');
    std::replace(text.begin(), text.end(), '/', '_');
  }
  if (writing == Writing::Unpadded) text.erase(std::min(text.find('='), text.size()));
  return text;
}

}  // namespace

std::string signature_of(std::string_view string_to_sign, const Material& material,
                         const Recipe& recipe, const Secret& secret) {
  Secret key = key_of(material, recipe, secret);
  if (!recipe.key_before.empty() || !recipe.key_after.empty())
    key = surrounded(key, recipe.key_before, recipe.key_after);
  const Bytes digest =
      digest_of(string_to_sign, material, recipe, key, suffix_of(material, recipe));
  return written(digest, recipe.writing, material.scheme == signing::Scheme::Acs3);
}

}  // namespace dds::diagnose
