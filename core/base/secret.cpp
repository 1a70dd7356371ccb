#include "core/base/secret.h"

namespace dds {

void wipe_memory(void* data, std::size_t size) {
  auto* bytes = static_cast<volatile unsigned char*>(data);
  for (std::size_t i = 0; i < size; ++i) bytes[i] = 0;
}

void wipe_text(std::string& text) {
  // Up to the capacity: an earlier, longer value may still lie behind the end.
  text.resize(text.capacity());
  wipe_memory(text.data(), text.size());
  text.clear();
}

Secret::Secret(std::string_view text) : bytes_(text.begin(), text.end()) {}
Secret::Secret(const Secret& other) = default;
Secret::Secret(Secret&& other) noexcept : bytes_(std::move(other.bytes_)) {
  other.bytes_.clear();
}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe();
    bytes_ = std::vector<char>(other.bytes_);
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    bytes_ = std::move(other.bytes_);
    other.bytes_.clear();
  }
  return *this;
}

Secret::~Secret() {
  wipe();
}

void Secret::wipe() {
  if (!bytes_.empty()) wipe_memory(bytes_.data(), bytes_.size());
  bytes_.clear();
}

std::string shorten_key_id(std::string_view access_key_id) {
  if (access_key_id.size() < 12) return std::string(access_key_id);
  std::string text(access_key_id.substr(0, 4));
  text += "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2";
  text += access_key_id.substr(access_key_id.size() - 2);
  return text;
}

}  // namespace dds
