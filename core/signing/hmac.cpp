#include "core/signing/hmac.h"

#include <cryptopp/hmac.h>
#include <cryptopp/sha.h>

#include <array>
#include <cstdint>

namespace dds::signing {
namespace {

const CryptoPP::byte* bytes_of(std::string_view text) {
  return reinterpret_cast<const CryptoPP::byte*>(text.data());  // NOLINT: Crypto++'s byte is unsigned char
}

template <class Hash>
std::string keyed(std::string_view key, std::string_view text) {
  std::array<CryptoPP::byte, Hash::DIGESTSIZE> digest{};
  CryptoPP::HMAC<Hash> hmac(bytes_of(key), key.size());
  hmac.Update(bytes_of(text), text.size());
  hmac.Final(digest.data());
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

}  // namespace

std::string hmac_sha1(std::string_view key, std::string_view text) { return keyed<CryptoPP::SHA1>(key, text); }
std::string hmac_sha256(std::string_view key, std::string_view text) { return keyed<CryptoPP::SHA256>(key, text); }

std::string sha256(std::string_view text) {
  std::array<CryptoPP::byte, CryptoPP::SHA256::DIGESTSIZE> digest{};
  CryptoPP::SHA256 hash;
  hash.Update(bytes_of(text), text.size());
  hash.Final(digest.data());
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

std::string to_hex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

std::string to_base64(std::string_view bytes) {
  constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const auto at = [&](std::size_t k) {
      return k < left ? static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i + k])) : 0U;
    };
    const std::uint32_t group = (at(0) << 16U) | (at(1) << 8U) | at(2);
    text += kAlphabet[(group >> 18U) & 63U];
    text += kAlphabet[(group >> 12U) & 63U];
    text += left > 1 ? kAlphabet[(group >> 6U) & 63U] : '=';
    text += left > 2 ? kAlphabet[group & 63U] : '=';
  }
  return text;
}

}  // namespace dds::signing
