// A signature step by step, each step with what it changed, so that a view can mark it.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/secret.h"
#include "core/diagnose/range.h"
#include "core/diagnose/request.h"
#include "core/signing/trace.h"

namespace dds::diagnose {

enum class StepKind {
  Parameters,
  Sorted,
  CanonicalQuery,
  CanonicalHeaders,
  CanonicalRequest,
  StringToSign,
  Signature,
  Wire,
};
/// By number, in the field's terms.
inline constexpr std::array<std::string_view, 8> kStepNames{
    "Parameters",        "Sorted",         "Canonical query", "Canonical headers",
    "Canonical request", "String to sign", "Signature",       "Wire"};
[[nodiscard]] constexpr std::string_view name(StepKind kind) {
  return kStepNames[static_cast<std::size_t>(kind)];
}

struct Step {
  StepKind kind = StepKind::Parameters;
  std::string what;  // one sentence: what this step does to the one before
  std::string text;
  Ranges changed;  // of `text`: what this step made
};

enum class SignatureCheck { NotChecked, Same, Differs };

struct Steps {
  signing::Scheme scheme = signing::Scheme::RpcV1Sha1;
  std::vector<Step> steps;  // the signature only when a secret was given
  std::string string_to_sign;
  std::string expected_signature;  // empty without a secret
  std::string sent_signature;      // empty when the request carries none
  SignatureCheck check = SignatureCheck::NotChecked;
};

/// How the request is rightly signed. RPC v1: parameters, sorted, canonical query, string to sign,
/// signature. ACS3: canonical query, canonical headers, canonical request, string to sign,
/// signature. A request without any signature is shown as RPC v1. An error: parameters that no
/// signature can be made over.
[[nodiscard]] Result<Steps> trace_steps(const Request& request, const Secret* secret = nullptr);

/// The same with everything masked that `response::redact` masks, ranges moved along.
[[nodiscard]] Steps redacted(const Steps& steps);

}  // namespace dds::diagnose
