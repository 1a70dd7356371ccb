// What went wrong, in the three parts that every error on screen has: one sentence, the service's
// Code and RequestId, and the next steps. Plain values; texts are redacted when the Problem is
// made.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/api/endpoint.h"
#include "core/backup/operation.h"
#include "core/response/answer.h"
#include "core/signing/credentials.h"

namespace dds::shell {

enum class NextStep {
  TryAgain,
  EditKey,
  EditEndpoint,
  EditRoute,
  UseSameOrigin,
  ShowRequest,
  CheckBackups,  // open the instance's page with its recent backup sets
  BackUpAgain,   // open the form again
  CopyDetails,
};
/// What its button says.
[[nodiscard]] std::string_view label(NextStep step);

enum class ProblemKind { WrongKey, Denied, NotReached, Blocked, NotTheService, Throttled, Refused };

struct Problem {
  ProblemKind kind = ProblemKind::Refused;
  std::string what;        // one sentence
  std::string message;     // the service's own words, when they add something
  std::string code;        // of the service, may be empty
  std::string request_id;  // may be empty
  std::vector<NextStep> steps;
  /// All of it, to copy.
  [[nodiscard]] std::string details() const;
};

[[nodiscard]] Problem problem_of(const response::ApiError& error,
                                 const signing::Credentials& credentials);
[[nodiscard]] Problem problem_of(const backup::NotReplied& failure, const api::Route& route,
                                 bool has_page_origin);
[[nodiscard]] Problem problem_of(const Error& error);

}  // namespace dds::shell
