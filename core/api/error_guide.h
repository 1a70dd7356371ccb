// What the service's error codes mean: why a request was refused, what to do next, and whether the
// same request may be sent again.
//
// Codes and HTTP statuses: "Error codes" of the product documentation, the pages of single actions
// and the error lists of the API gateway. Sentences are this project's own. The lists disagree on
// some statuses: decide by the code.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace dds::api {

enum class Retry : std::uint8_t {
  AfterMending,  // the same request is refused again: something has to be changed first
  Later,         // it passes by itself: again after a wait, with a new nonce
  /// It passes by itself, but the request may have taken effect: what only reads may be sent again,
  /// anything else only after looking.
  LaterIfHarmless,
};
/// "after mending", "later", "later, if it only reads".
[[nodiscard]] std::string_view name(Retry retry);

struct ErrorGuide {
  std::string_view code;
  int status = 0;          // HTTP, as most lists have it; 0: in no list
  std::string_view cause;  // one sentence
  std::string_view next;   // one sentence
  Retry retry = Retry::AfterMending;
  bool inferred = false;  // cause or step is concluded from the code and its text alone
};

/// Sorted by code, as the service spells it.
[[nodiscard]] std::span<const ErrorGuide> error_guides();

/// The guide of a code: exact first, then of the patterns Throttling*, Missing{ParameterName} and
/// Invalid{ParameterName} ("InvalidVpcId.NotFound": the parameter VpcId). Nothing for a code that
/// neither a list nor a pattern has.
struct ErrorExplanation {
  const ErrorGuide* guide = nullptr;
  std::string parameter;  // of a pattern: the parameter that is meant; or ""
};
[[nodiscard]] std::optional<ErrorExplanation> explain_error(std::string_view code);

/// The service's own page about a code.
[[nodiscard]] std::string error_centre_url(std::string_view code);

}  // namespace dds::api
