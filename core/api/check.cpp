#include "core/api/check.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/base/utf8.h"

namespace dds::api {
namespace {

constexpr std::size_t kLongestId = 64;
constexpr std::size_t kLongestToken = 64;
constexpr std::size_t kLongestDescription = 256;

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_word(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

}  // namespace

Error invalid(std::string_view parameter, std::string message) {
  return make_error(ErrorCode::InvalidParameter, std::move(message), std::string(parameter));
}

std::string shown(std::string_view text) {
  return "\"" + one_line(text) + "\"";
}

bool is_before(std::string_view version, int major, int minor) {
  int told_major = 0;
  int told_minor = 0;
  const char* end = version.data() + version.size();
  const auto read = std::from_chars(version.data(), end, told_major);
  if (read.ec != std::errc{} || read.ptr == end || *read.ptr != '.') return false;
  if (std::from_chars(read.ptr + 1, end, told_minor).ec != std::errc{}) return false;
  return told_major < major || (told_major == major && told_minor < minor);
}

Status check_instance_id(std::string_view parameter, std::string_view id) {
  const std::string name(parameter);
  if (id.empty()) {
    return make_error(
        ErrorCode::MissingParameter,
        name + " is missing; give the id of an instance, such as dds-bp1a7f3c9d2e5b81.", name);
  }
  if (id.size() > kLongestId || !std::all_of(id.begin(), id.end(), is_word)) {
    return invalid(parameter,
                   name + " is " + shown(id) +
                       "; an id is of letters, digits and dashes, such as dds-bp1a7f3c9d2e5b81.");
  }
  // Not so for d-...: shards are called that, but so is the instance in the examples of the
  // documentation.
  if (id.starts_with("s-")) {
    return invalid(parameter,
                   name + " is " + shown(id) +
                       ", which is a mongos node and holds no data; give the id of its cluster, "
                       "which begins with dds-.");
  }
  return std::nullopt;
}

Status check_backup_id(std::string_view id) {
  if (id.empty()) {
    return make_error(ErrorCode::MissingParameter,
                      "BackupId is missing; give the id of a backup set, such as 5664091, or of a "
                      "cluster backup, such as cb-o8c2ugnxo26kx.",
                      "BackupId");
  }
  if (id.size() > kLongestId || !std::all_of(id.begin(), id.end(), is_word)) {
    return invalid("BackupId", "BackupId is " + shown(id) +
                                   "; one id is of letters, digits and dashes, such as 5664091 or "
                                   "cb-o8c2ugnxo26kx.");
  }
  return std::nullopt;
}

Status check_client_token(std::string_view token) {
  if (token.empty()) {
    return make_error(ErrorCode::MissingParameter,
                      "ClientToken is missing; give one that is new for each instance, of 1 to 64 "
                      "ASCII characters.",
                      "ClientToken");
  }
  const bool printable =
      std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (token.size() > kLongestToken || !printable) {
    return invalid("ClientToken", "ClientToken is " + shown(token) +
                                      "; allowed are 1 to 64 printable ASCII characters.");
  }
  return std::nullopt;
}

Status check_description(std::string_view description) {
  const auto allowed = [](char c) { return is_word(c) || static_cast<unsigned char>(c) >= 0x80; };
  const bool good =
      description.size() >= 2 && description.size() <= kLongestDescription &&
      allowed(description.front()) &&
      (is_letter(description.front()) || static_cast<unsigned char>(description.front()) >= 0x80) &&
      std::all_of(description.begin(), description.end(), allowed) && is_valid_utf8(description);
  if (good) return std::nullopt;
  return invalid("DBInstanceDescription",
                 "DBInstanceDescription is " + shown(description) +
                     "; it begins with a letter, then letters, digits, \"_\" and \"-\", 2 to 256 "
                     "characters.");
}

}  // namespace dds::api
