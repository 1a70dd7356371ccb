// What came back from the service: an Answer (it did what was asked) or an ApiError (it refused),
// from JSON or XML.
//
// Decide by `Code`, never by the HTTP status: lists disagree on statuses, and a 200 may carry a
// Code. Source: "Error responses" of the product documentation and the behaviour of the official
// clients.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/http.h"
#include "core/response/data.h"

namespace dds::response {

inline constexpr std::size_t kMaxBody =
    std::size_t{32} * 1024 * 1024;     // bytes that are parsed at most
inline constexpr int kMaxDepth = 100;  // levels of nesting that are parsed at most

enum class BodyFormat { Json, Xml };

struct Answer {
  int status = 200;
  std::string request_id;
  /// The body as JSON, whichever format came. From XML: element names become keys, repeated
  /// elements arrays, all leaves strings; a list with a single element stays an object, so read
  /// lists through `read_list` (lists.h).
  Data data;
  BodyFormat format = BodyFormat::Json;
};

struct ApiError {
  int status = 0;
  std::string code;
  std::string message;  // may quote the server's string to sign: redact before showing
  std::string request_id;
  std::string host_id;               // trimmed
  std::string recommend;             // a link, may be empty
  std::string access_denied_detail;  // JSON text, may be empty
  std::optional<Milliseconds>
      retry_after;  // header x-acs-retry-after, in milliseconds; a day at most
};

/// Throttling, Throttling.User, Rejected.Throttling...: any code with "Throttling" in it.
[[nodiscard]] bool is_throttling(const ApiError& error);

using Reply = std::variant<Answer, ApiError>;

/// Reads any answer; its first byte, not its content type, says whether it is JSON or XML. An error
/// status with a body that is not the service's (nothing at all, JSON without a Code) is an Error
/// whose message names the HTTP status; so is a web page with any status. Bodies that are neither
/// JSON nor XML, cut off, empty, not UTF-8, nested deeper than kMaxDepth or longer than kMaxBody
/// are Errors; nothing crashes. A redirect without a Code is an Error that names where it leads.
[[nodiscard]] Result<Reply> parse(const HttpResponse& response);

// Reading fields: by whatever letter case the service uses, from JSON or XML, absent ones as
// nullptr or nothing.

/// Member of an object by name: exact first, then ignoring ASCII case; nullptr when absent or not
/// an object.
[[nodiscard]] const nlohmann::json* member(const nlohmann::json& object, std::string_view name);
/// Member as text: strings as they are, numbers and booleans as the service would print them, lists
/// and objects as JSON, "" when absent or null.
[[nodiscard]] std::string text_at(const nlohmann::json& object, std::string_view name);
/// Member as a whole number: 5, "5"; nothing when absent or not a number of 64 bits.
[[nodiscard]] std::optional<std::int64_t> integer_at(const nlohmann::json& object,
                                                     std::string_view name);
/// Member as a truth value: true, "true", 1, "1" and their opposites; nothing otherwise.
[[nodiscard]] std::optional<bool> boolean_at(const nlohmann::json& object, std::string_view name);
/// Member as a time (any form that `parse_utc` reads); nothing when absent, empty or something
/// else.
[[nodiscard]] std::optional<Instant> time_at(const nlohmann::json& object, std::string_view name);

}  // namespace dds::response
