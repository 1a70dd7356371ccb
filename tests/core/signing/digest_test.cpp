#include "core/signing/digest.h"

#include <cryptopp/hmac.h>
#include <cryptopp/sha.h>
#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace dds::signing;

struct HmacVector {
  const char* name;
  std::string key;
  std::string text;
  std::string_view sha1;
  std::string_view sha256;
};

// RFC 2202, section 3, and RFC 4231, sections 4.2 to 4.8, where both give the same key and text;
// "" where one of them has another key.
std::vector<HmacVector> rfc_vectors() {
  return {
      {"test case 2: a key shorter than a digest", "Jefe", "what do ya want for nothing?",
       "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {"RFC 2202, test case 1", std::string(20, '\x0b'), "Hi There",
       "b617318655057264e28bc0b6fb378c8ef146be00",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"test case 3: 0xdd fifty times", std::string(20, '\xaa'), std::string(50, '\xdd'),
       "125d7342b9ac11cd91a39af48aa17b4f63f175d3",
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {"RFC 2202, test case 6: a key of 80 bytes", std::string(80, '\xaa'),
       "Test Using Larger Than Block-Size Key - Hash Key First",
       "aa4ae5e15272d00e95705637ce8a3b55ed402112", ""},
      {"RFC 4231, test case 6: a key of 131 bytes", std::string(131, '\xaa'),
       "Test Using Larger Than Block-Size Key - Hash Key First", "",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
  };
}

template <class Hash, std::size_t Size>
void agrees_with_the_library(std::array<std::uint8_t, Size> (*ours)(std::string_view,
                                                                    std::string_view,
                                                                    std::string_view)) {
  for (std::size_t length = 0; length <= 2 * Hash::BLOCKSIZE + 1; ++length) {
    const std::string key(length, 'k');
    const std::string text(3 * length, 't');
    CryptoPP::HMAC<Hash> library(reinterpret_cast<const CryptoPP::byte*>(key.data()), key.size());
    library.Update(reinterpret_cast<const CryptoPP::byte*>(text.data()), text.size());
    std::array<std::uint8_t, Size> expected{};
    library.Final(expected.data());
    // However the key is split between its two halves.
    const std::string_view whole = key;
    for (const std::size_t split : {std::size_t{0}, length / 2, length}) {
      CAPTURE(length);
      CAPTURE(split);
      CHECK(hex(ours(whole.substr(0, split), whole.substr(split), text)) == hex(expected));
    }
  }
}

}  // namespace

TEST_CASE("HMAC gives what RFC 2202 and RFC 4231 print") {
  for (const HmacVector& vector : rfc_vectors()) {
    CAPTURE(vector.name);
    if (!vector.sha1.empty()) CHECK(hex(hmac_sha1(vector.key, "", vector.text)) == vector.sha1);
    if (!vector.sha256.empty()) {
      CHECK(hex(hmac_sha256(vector.key, "", vector.text)) == vector.sha256);
    }
  }
}

TEST_CASE("HMAC agrees with the library's for keys of every length up to two blocks") {
  agrees_with_the_library<CryptoPP::SHA1>(hmac_sha1);
  agrees_with_the_library<CryptoPP::SHA256>(hmac_sha256);
}
