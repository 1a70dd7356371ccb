// Lines of a file that is only ever appended: each carries its own checksum, so that what a kill or
// another program did to it is noticed. The CRC-32 of the content as eight hex digits, a blank, the
// content, a line feed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace dds::backup {

/// CRC-32 (ISO 3309, the one of zip and PNG).
[[nodiscard]] std::uint32_t crc32(std::string_view bytes);

/// `content` has no line feed.
[[nodiscard]] std::string checked_line(std::string_view content);

/// The content of a line without its line feed; nothing when it does not match its checksum.
[[nodiscard]] std::optional<std::string_view> checked_content(std::string_view line);

}  // namespace dds::backup
