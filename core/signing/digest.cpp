#include "core/signing/digest.h"

#include <cryptopp/sha.h>

#include <cstring>

#include "core/base/secret.h"

namespace dds::signing {
namespace {

const CryptoPP::byte* bytes_of(std::string_view text) {
  return reinterpret_cast<const CryptoPP::byte*>(text.data());
}

template <class Hash>
void update(Hash& hash, std::string_view text) {
  if (!text.empty()) hash.Update(bytes_of(text), text.size());
}

template <class Hash>
using Block = std::array<CryptoPP::byte, Hash::BLOCKSIZE>;

// RFC 2104: a key longer than one block stands for its digest; a shorter one ends in zeros.
template <class Hash>
void put_key(Block<Hash>& block, std::string_view key, std::string_view key_suffix) {
  block.fill(0);
  if (key.size() + key_suffix.size() <= block.size()) {
    if (!key.empty()) std::memcpy(block.data(), key.data(), key.size());
    if (!key_suffix.empty()) {
      std::memcpy(block.data() + key.size(), key_suffix.data(), key_suffix.size());
    }
    return;
  }
  Hash hash;
  update(hash, key);
  update(hash, key_suffix);
  hash.TruncatedFinal(block.data(), Hash::DIGESTSIZE);
}

template <class Hash>
void update_padded(Hash& hash, Block<Hash> key, CryptoPP::byte pad) {
  for (CryptoPP::byte& byte : key) byte ^= pad;
  hash.Update(key.data(), key.size());
  wipe_memory(key.data(), key.size());
}

// RFC 2104 over the library's hash. The library's own HMAC keeps its key in memory of its own that
// it makes for every request, throws for long keys, and took two thirds of the time of a signature
// (tests/bench/core_bench.cpp).
template <class Hash>
auto hmac(std::string_view key, std::string_view key_suffix, std::string_view text) {
  constexpr CryptoPP::byte kInner = 0x36;
  constexpr CryptoPP::byte kOuter = 0x5C;
  Block<Hash> block;
  put_key<Hash>(block, key, key_suffix);
  std::array<std::uint8_t, Hash::DIGESTSIZE> digest;
  Hash hash;
  update_padded(hash, block, kInner);
  update(hash, text);
  hash.TruncatedFinal(digest.data(), digest.size());  // and begins anew
  update_padded(hash, block, kOuter);
  hash.Update(digest.data(), digest.size());
  hash.TruncatedFinal(digest.data(), digest.size());
  wipe_memory(block.data(), block.size());
  return digest;
}

}  // namespace

Sha1Digest hmac_sha1(std::string_view key, std::string_view key_suffix, std::string_view text) {
  return hmac<CryptoPP::SHA1>(key, key_suffix, text);
}

Sha256Digest hmac_sha256(std::string_view key, std::string_view key_suffix, std::string_view text) {
  return hmac<CryptoPP::SHA256>(key, key_suffix, text);
}

Sha1Digest sha1(std::string_view bytes) {
  CryptoPP::SHA1 hash;
  update(hash, bytes);
  Sha1Digest digest;
  hash.TruncatedFinal(digest.data(), digest.size());
  return digest;
}

Sha256Digest sha256(std::string_view bytes) {
  CryptoPP::SHA256 hash;
  update(hash, bytes);
  Sha256Digest digest;
  hash.TruncatedFinal(digest.data(), digest.size());
  return digest;
}

std::string base64(std::span<const std::uint8_t> bytes) {
  static constexpr char kAlphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text((bytes.size() + 2) / 3 * 4, '=');
  char* out = text.data();
  const auto put = [&out](unsigned group, int digits) {
    for (unsigned shift = 18; digits > 0; --digits, shift -= 6)
      *out++ = kAlphabet[(group >> shift) & 63U];
  };
  const std::uint8_t* in = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 3; left -= 3, in += 3) {
    put(static_cast<unsigned>(in[0] << 16) | static_cast<unsigned>(in[1] << 8) | in[2], 4);
  }
  if (left == 2) put(static_cast<unsigned>(in[0] << 16) | static_cast<unsigned>(in[1] << 8), 3);
  if (left == 1) put(static_cast<unsigned>(in[0] << 16), 2);
  return text;
}

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 15U];
  }
  return text;
}

}  // namespace dds::signing
