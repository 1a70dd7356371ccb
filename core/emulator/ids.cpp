#include "core/emulator/ids.h"

namespace dds::emulator {

IdSource::IdSource(std::uint64_t seed) : random_(mix(seed ^ 0x1D5ULL)) {}

// Numbers grow with gaps: other users of the service make backups too.
std::string IdSource::next_job_id() {
  return std::to_string(last_job_ += random_.between(1, 9));
}

std::string IdSource::next_set_id() {
  return std::to_string(last_set_ += random_.between(1, 400));
}

std::string IdSource::next_cluster_backup_id() {
  return "cb-" + letters(16);
}

std::string IdSource::next_name(std::string_view prefix) {
  return std::string(prefix) + letters(13);
}

std::string IdSource::next_order_id() {
  return std::to_string(random_.between(210'000'000'000'000, 219'999'999'999'999));
}

std::string IdSource::letters(int count) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += kLetters[static_cast<std::size_t>(random_.between(0, 35))];
  }
  return text;
}

std::string request_id(std::uint64_t seed, std::uint64_t count) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  Random random(mix(seed) ^ mix(count * 2 + 1));
  std::string id;
  id.reserve(36);
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) id += '-';
    std::uint64_t digit = random.next() & 15U;
    if (i == 12) digit = 5;                 // the version
    if (i == 16) digit = 8 + (digit & 3U);  // the variant of RFC 4122
    id += kHex[static_cast<std::size_t>(digit)];
  }
  return id;
}

}  // namespace dds::emulator
