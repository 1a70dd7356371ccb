#include "native/server/address_rules.h"

#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <span>

namespace dds::server {
namespace {

struct Range {
  std::uint32_t network;
  int prefix;
};

constexpr std::uint32_t ip(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
  return a << 24U | b << 16U | c << 8U | d;
}

constexpr std::array kReserved{
    Range{ip(0, 0, 0, 0), 8},      Range{ip(10, 0, 0, 0), 8},     Range{ip(100, 64, 0, 0), 10},
    Range{ip(127, 0, 0, 0), 8},    Range{ip(169, 254, 0, 0), 16}, Range{ip(172, 16, 0, 0), 12},
    Range{ip(192, 0, 0, 0), 24},   Range{ip(192, 0, 2, 0), 24},   Range{ip(192, 88, 99, 0), 24},
    Range{ip(192, 168, 0, 0), 16}, Range{ip(198, 18, 0, 0), 15},  Range{ip(198, 51, 100, 0), 24},
    Range{ip(203, 0, 113, 0), 24}, Range{ip(224, 0, 0, 0), 4},    Range{ip(240, 0, 0, 0), 4},
};

bool is_public_v4(std::uint32_t address) {
  for (const Range& range : kReserved) {
    if ((address ^ range.network) >> static_cast<unsigned>(32 - range.prefix) == 0) return false;
  }
  return true;
}

std::uint32_t v4_at(std::span<const unsigned char, 16> bytes, std::size_t offset) {
  return ip(bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3]);
}

bool is_public_v6(std::span<const unsigned char, 16> bytes) {
  // IPv4 in disguise: mapped (::ffff:a.b.c.d), translated (64:ff9b::a.b.c.d) and 6to4
  // (2002:a.b.c.d::).
  constexpr std::array<unsigned char, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  constexpr std::array<unsigned char, 12> kTranslated{0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0};
  if (std::memcmp(bytes.data(), kMapped.data(), kMapped.size()) == 0)
    return is_public_v4(v4_at(bytes, 12));
  if (std::memcmp(bytes.data(), kTranslated.data(), kTranslated.size()) == 0) {
    return is_public_v4(v4_at(bytes, 12));
  }
  if (bytes[0] == 0x20 && bytes[1] == 0x02) return is_public_v4(v4_at(bytes, 2));
  // Only 2000::/3 is given out for the public Internet; Teredo and documentation lie inside it.
  if (bytes[0] >> 5U != 1) return false;
  if (bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 0x02) return false;
  return !(bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8);
}

}  // namespace

bool is_public_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return is_public_v4(ntohl(v4.sin_addr.s_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    return is_public_v6(std::span<const unsigned char, 16>(v6.sin6_addr.s6_addr));
  }
  return false;
}

}  // namespace dds::server
