// A text that must not be seen: an AccessKey secret or a security token.
//
// It has no stream operator and no JSON conversion; its bytes are overwritten when it is destroyed,
// assigned or moved from. Whoever needs the bytes (signing, a password field) asks for `reveal()`
// by name and keeps no copy.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace dds {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string_view text);
  Secret(const Secret& other);
  Secret(Secret&& other) noexcept;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  /// The bytes, valid until the next change of this object.
  [[nodiscard]] std::string_view reveal() const { return {bytes_.data(), bytes_.size()}; }
  [[nodiscard]] bool empty() const { return bytes_.empty(); }
  [[nodiscard]] std::size_t size() const { return bytes_.size(); }

 private:
  void wipe();
  std::vector<char>
      bytes_;  // not std::string: a short string would stay behind in a moved-from object
};

/// Overwrites memory in a way that the compiler may not leave out. For buffers outside a Secret.
void wipe_memory(void* data, std::size_t size);

/// Overwrites a string's bytes, then empties it.
void wipe_text(std::string& text);

/// `LTAI5tQ3xxxx9f` -> `LTAI••••9f`: enough to recognise a key, too little to use it. Under 8 bytes
/// the whole text is shown only if it is a key ID (IDs are public); pass secrets to `redact()`
/// instead.
[[nodiscard]] std::string shorten_key_id(std::string_view access_key_id);

}  // namespace dds
