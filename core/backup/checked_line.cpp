#include "core/backup/checked_line.h"

#include <array>
#include <cstddef>

namespace dds::backup {
namespace {

constexpr std::size_t kChecksumLength = 8;

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit)
      value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1U) : value >> 1U;
    table[i] = value;
  }
  return table;
}
constexpr std::array<std::uint32_t, 256> kTable = make_table();

std::string hex(std::uint32_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(kChecksumLength, '0');
  for (std::size_t i = kChecksumLength; i > 0; --i, value >>= 4U)
    text[i - 1] = kDigits[value & 15U];
  return text;
}

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t value = 0xFFFFFFFFU;
  for (const char byte : bytes)
    value = kTable[(value ^ static_cast<unsigned char>(byte)) & 0xFFU] ^ (value >> 8U);
  return value ^ 0xFFFFFFFFU;
}

std::string checked_line(std::string_view content) {
  return hex(crc32(content)) + ' ' + std::string(content) + '\n';
}

std::optional<std::string_view> checked_content(std::string_view line) {
  if (line.size() < kChecksumLength + 2 || line[kChecksumLength] != ' ') return std::nullopt;
  const std::string_view content = line.substr(kChecksumLength + 1);
  if (line.substr(0, kChecksumLength) != hex(crc32(content))) return std::nullopt;
  return content;
}

}  // namespace dds::backup
