// Errors as values: `Result<T>` holds either a T or an Error; nothing throws across the core's
// boundary.
//
// An Error is ours (bad input, a body that cannot be read). What the service itself refuses is a
// `response::ApiError` and what the network does is a `TransportError`: both are ordinary answers,
// not Errors. All of these are plain values; whoever holds one owns it. Not tied to any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace dds {

enum class ErrorCode {
  InvalidParameter,    // a parameter's value is not allowed
  MissingParameter,    // a required parameter is absent
  UnknownAction,       // no such action
  InvalidText,         // text is not valid UTF-8
  InvalidTime,         // text is not an ISO-8601 UTC time of the expected form
  InvalidEndpoint,     // not a host or URL that may be called
  InvalidCredentials,  // a key id or secret is missing or malformed
  InvalidJson,         // our own input (profile, state, JSON line) is not the JSON that is wanted
  EmptyBody,           // an answer without a body
  NotAnAnswer,         // a body that is neither JSON nor XML of the service
  TruncatedBody,       // a body that ends early
  MalformedBody,       // a body that starts right and then breaks the syntax
  BodyTooDeep,         // nested deeper than kMaxDepth
  BodyTooLarge,        // longer than the limit
  BodyNotUtf8,         // bytes that are not UTF-8
  Io,                  // a host could not read or write something of its own
};

/// The general sentence for a code, e.g. "The answer is cut off." English, ends with a full stop.
[[nodiscard]] std::string_view sentence(ErrorCode code);

struct Error {
  ErrorCode code = ErrorCode::InvalidParameter;
  /// One sentence for people: what was wrong and what would be right. Never holds a secret.
  std::string message;
  /// Where: parameter name, byte offset, line; may be empty.
  std::string detail;
};

/// An Error whose message is the code's general sentence, optionally with a detail.
[[nodiscard]] Error make_error(ErrorCode code, std::string detail = {});
[[nodiscard]] Error make_error(ErrorCode code, std::string message, std::string detail);

/// Either a value or an Error. Reading the side that is not there is a programming error
/// (undefined).
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : state_(std::in_place_index<0>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
  Result(Error error)
      : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  [[nodiscard]] T& value() & { return *std::get_if<0>(&state_); }
  [[nodiscard]] const T& value() const& { return *std::get_if<0>(&state_); }
  [[nodiscard]] T&& value() && { return std::move(*std::get_if<0>(&state_)); }
  [[nodiscard]] const Error& error() const { return *std::get_if<1>(&state_); }

  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Error> state_;
};

/// A Result without a value: nothing, or what went wrong.
using Status = std::optional<Error>;

}  // namespace dds
