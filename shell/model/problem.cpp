#include "shell/model/problem.h"

#include <utility>

#include "core/response/brief_message.h"
#include "core/response/redact.h"

namespace dds::shell {
namespace {

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// The codes are those of the error tables of the service's documentation; "Forbedden" is its own
// spelling.
Problem classify(const response::ApiError& error) {
  Problem problem;
  const std::string_view code = error.code;
  if (code == "SignatureDoesNotMatch") {
    problem.kind = ProblemKind::WrongKey;
    problem.what =
        "The service computed another signature: the secret does not belong to this key.";
    problem.steps = {NextStep::EditKey, NextStep::ShowRequest};
  } else if (starts_with(code, "InvalidAccessKeyId")) {
    problem.kind = ProblemKind::WrongKey;
    problem.what = code == "InvalidAccessKeyId.Inactive"
                       ? "This AccessKey is disabled."
                       : "The service does not know this AccessKey ID.";
    problem.steps = {NextStep::EditKey};
  } else if (starts_with(code, "InvalidSecurityToken") ||
             starts_with(code, "MissingSecurityToken")) {
    problem.kind = ProblemKind::WrongKey;
    problem.what = "The security token is wrong or has expired; a new temporary key is needed.";
    problem.steps = {NextStep::EditKey};
  } else if (starts_with(code, "InvalidTimeStamp") || starts_with(code, "IllegalTimestamp")) {
    problem.kind = ProblemKind::Refused;
    problem.what =
        "This machine's clock is too far from the service's: set it right, then try again.";
    problem.steps = {NextStep::TryAgain, NextStep::ShowRequest};
  } else if (starts_with(code, "Forbidden") || starts_with(code, "Forbedden") ||
             code == "NoPermission") {
    problem.kind = ProblemKind::Denied;
    problem.what = "This key is not allowed to do that.";
    problem.steps = {NextStep::EditKey, NextStep::ShowRequest};
  } else if (response::is_throttling(error)) {
    problem.kind = ProblemKind::Throttled;
    problem.what = "The service asks to send less often.";
    problem.steps = {NextStep::TryAgain};
  } else {
    problem.what = "The service refused the request.";
    problem.steps = {NextStep::TryAgain, NextStep::ShowRequest};
  }
  return problem;
}

std::string_view no_answer(api::RouteKind route) {
  switch (route) {
    case api::RouteKind::Direct:
      return "The browser got no answer that it may show (CORS): take another route.";
    case api::RouteKind::SameOrigin:  // a page may always read what its own server says
      return "The browser got no answer: this page's own server is not there.";
    default:
      return "The browser got no answer that it may show: the proxy is not there, or does not "
             "allow this page.";
  }
}

}  // namespace

std::string_view label(NextStep step) {
  switch (step) {
    case NextStep::TryAgain: return "Try again";
    case NextStep::EditKey: return "Change key";
    case NextStep::EditEndpoint: return "Change endpoint";
    case NextStep::EditRoute: return "Change route";
    case NextStep::UseSameOrigin: return "Use this page's own server";
    case NextStep::ShowRequest: return "Show request";
    case NextStep::CheckBackups: return "Check backups";
    case NextStep::BackUpAgain: return "Back up again";
    case NextStep::CopyDetails: return "Copy details";
  }
  return {};
}

std::string Problem::details() const {
  std::string text = what;
  if (!message.empty()) text += "\n" + message;
  if (!code.empty()) text += "\nCode: " + code;
  if (!request_id.empty()) text += "\nRequestId: " + request_id;
  return text;
}

Problem problem_of(const response::ApiError& error, const signing::Credentials& credentials) {
  Problem problem = classify(error);
  problem.message = response::redact(response::brief_message(error.message), credentials);
  constexpr std::size_t kLongest = 300;
  if (problem.message.size() > kLongest) {
    std::size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(problem.message[cut]) & 0xC0U) == 0x80U) --cut;
    problem.message.resize(cut);
    problem.message += "\xE2\x80\xA6";
  }
  problem.code = error.code;
  problem.request_id = error.request_id;
  problem.steps.push_back(NextStep::CopyDetails);
  return problem;
}

Problem problem_of(const backup::NotReplied& failure, const api::Route& route,
                   bool has_page_origin) {
  Problem problem;
  problem.kind = ProblemKind::NotReached;
  if (const auto* transport = std::get_if<TransportError>(&failure.cause)) {
    problem.what = std::string(sentence(transport->failure));
    problem.message = response::redact(transport->detail);
    if (transport->failure == TransportFailure::Blocked) {
      problem.what = no_answer(route.kind);
      if (route.kind == api::RouteKind::Direct) {
        problem.kind = ProblemKind::Blocked;
      } else if (!problem.message.empty()) {
        problem.what = std::exchange(problem.message, {});  // a redirect
      }
      if (has_page_origin && route.kind != api::RouteKind::SameOrigin)
        problem.steps.push_back(NextStep::UseSameOrigin);
      problem.steps.push_back(NextStep::EditRoute);
    } else if (transport->behind_proxy) {
      problem.steps = {NextStep::EditEndpoint, NextStep::EditRoute};
    } else if (transport->failure == TransportFailure::TooLarge) {
      problem.steps = {NextStep::ShowRequest};
    } else if (route.kind != api::RouteKind::Direct) {
      if (transport->departure == Departure::NothingLeft)
        problem.what = "The route was not reached: " + problem.what;
      if (has_page_origin && route.kind != api::RouteKind::SameOrigin)
        problem.steps.push_back(NextStep::UseSameOrigin);
      problem.steps.push_back(NextStep::EditRoute);
    } else {
      problem.steps.push_back(NextStep::EditEndpoint);
    }
  } else if (failure.answered) {
    problem.kind = ProblemKind::NotTheService;
    problem.what =
        "Something answered, but not the service: the endpoint or the route leads elsewhere.";
    problem.message = failure.describe();
    problem.steps = {NextStep::EditEndpoint, NextStep::EditRoute};
  } else {
    problem = problem_of(*std::get_if<Error>(&failure.cause));
  }
  problem.steps.insert(problem.steps.begin(), NextStep::TryAgain);
  problem.steps.push_back(NextStep::CopyDetails);
  return problem;
}

Problem problem_of(const Error& error) {
  Problem problem;
  problem.what = error.message;
  switch (error.code) {
    case ErrorCode::InvalidCredentials:
      problem.kind = ProblemKind::WrongKey;
      problem.steps = {NextStep::EditKey};
      break;
    case ErrorCode::InvalidEndpoint:
      problem.steps = {NextStep::EditEndpoint, NextStep::EditRoute};
      break;
    default: break;
  }
  return problem;
}

}  // namespace dds::shell
