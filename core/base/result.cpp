#include "core/base/result.h"

namespace dds {

std::string_view sentence(ErrorCode code) {
  switch (code) {
    case ErrorCode::InvalidParameter: return "A parameter has a value that is not allowed.";
    case ErrorCode::MissingParameter: return "A required parameter is missing.";
    case ErrorCode::UnknownAction: return "There is no such action.";
    case ErrorCode::InvalidText: return "The text is not valid UTF-8.";
    case ErrorCode::InvalidTime:
      return "The time is not ISO 8601 in UTC, such as 2024-01-16T11:04:56Z.";
    case ErrorCode::InvalidEndpoint:
      return "The endpoint is neither a host name nor an http(s) URL.";
    case ErrorCode::InvalidCredentials:
      return "The credentials are incomplete: an AccessKey ID and its secret are needed.";
    case ErrorCode::InvalidJson: return "The text is not the JSON that is expected here.";
    case ErrorCode::EmptyBody: return "The answer is empty.";
    case ErrorCode::NotAnAnswer: return "The answer is neither JSON nor XML of the service.";
    case ErrorCode::TruncatedBody: return "The answer is cut off.";
    case ErrorCode::MalformedBody: return "The answer is malformed.";
    case ErrorCode::BodyTooDeep: return "The answer is nested too deeply.";
    case ErrorCode::BodyTooLarge: return "The answer is too large.";
    case ErrorCode::BodyNotUtf8: return "The answer is not valid UTF-8.";
    case ErrorCode::Io: return "A file could not be read or written.";
  }
  return "Something is wrong.";
}

Error make_error(ErrorCode code, std::string detail) {
  return Error{code, std::string(sentence(code)), std::move(detail)};
}

Error make_error(ErrorCode code, std::string message, std::string detail) {
  return Error{code, std::move(message), std::move(detail)};
}

}  // namespace dds
