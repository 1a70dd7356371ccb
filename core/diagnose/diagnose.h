// Why was this signature refused? One sentence about what is wrong, one about how to mend it.
//
// The right string to sign is computed from the request; each known mistake is then made on
// purpose, and the ones that reproduce the signature that was sent (with the secret), or the
// client's own string to sign (when that is given), are what happened. What is visible in the
// request itself, or said by the service's answer, needs neither. Nothing is guessed silently: each
// finding says what it rests on.
//
// Pure and in memory; at most a few thousand HMACs over one request.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/diagnose/answer.h"
#include "core/diagnose/difference.h"
#include "core/diagnose/kinds.h"
#include "core/diagnose/request.h"
#include "core/signing/credentials.h"

namespace dds::diagnose {

struct Question {
  Request request;
  std::optional<ServiceAnswer> answer;  // none: the request's own (HAR), if any
  /// Used only when its id is the request's, or empty. None: the request's own secret (JSON line).
  std::optional<signing::Credentials> key;
  std::string client_string_to_sign;  // empty: the request's own (JSON line), if any
  /// When the request was sent or is to be judged. The answer's Date and a HAR's own time come
  /// first; without any of them clocks are not judged.
  std::optional<Instant> instant;
  std::vector<std::string> used_nonces;  // of earlier requests, where a history knows them
};

/// What a finding rests on.
enum class Evidence {
  Signature,     // making this mistake gives the signature that was sent
  ClientString,  // making this mistake gives the client's string to sign, or is seen in it
  Request,       // it stands in the request
  Answer,        // the service says so
  Elimination,   // the strings to sign are alike, so that only the secret is left
  Suspicion,     // likely, but not proved: the sentence's reader is told so
};
[[nodiscard]] std::string_view name(Evidence evidence);  // "signature", "client_string", ...

struct Finding {
  Kind kind = Kind::SpaceAsPlus;
  Evidence evidence = Evidence::Request;
  std::string parameter;  // or header; may be empty
  std::string sentence;
  std::string remedy;
  /// Findings of the same number were needed together; different numbers above 0 are alternative
  /// explanations of the one signature. 0: stands for itself.
  int alternative = 0;
};

enum class Verdict {
  Explained,     // the findings say what is wrong
  Suspected,     // only suspicions
  NothingWrong,  // as far as could be checked; see the sentence
  Unexplained,   // it was refused or does not fit, and no known mistake explains it
};
[[nodiscard]] std::string_view name(Verdict verdict);  // "explained", ...

enum class RowVerdict { Same, Differs, Unknown };
[[nodiscard]] std::string_view name(RowVerdict verdict);  // "same", "differs", "unknown"

/// One line of the table that compares client and service.
struct CheckRow {
  std::string step;  // Parameters, Order, Encoding, Method and path, Clock, Nonce, Secret
  std::string client;
  std::string service;
  RowVerdict verdict = RowVerdict::Unknown;
  std::string note;                // "differs at byte 118", "2 s apart", "new"
  bool quotes_difference = false;  // `client` and `service` are cut out where the texts differ
};

struct Diagnosis {
  Verdict verdict = Verdict::NothingWrong;
  std::string sentence;  // the whole in one sentence
  std::vector<Finding> findings;
  /// Whether the request's signature was computed and compared.
  bool signature_checked = false;
  bool signature_fits = false;

  std::string client_string_to_sign;  // given, or found out by the mistake; may be empty
  std::string right_string_to_sign;   // RPC v1: the string; ACS3: the canonical request
  std::string server_string_to_sign;  // quoted by the answer; may be empty
  /// Client against right (client against server when there is no right one).
  std::optional<Difference> difference;
  std::vector<CheckRow> rows;
};

[[nodiscard]] Diagnosis diagnose(const Question& question);

/// What must not be in anything that is shown about a request: the secret of the key that was used
/// or that came with the request, and the token that the request carries.
[[nodiscard]] signing::Credentials to_hide(const Request& request,
                                           const std::optional<signing::Credentials>& key);

/// A copy to be shown: texts and sentences masked as `response::redact` does it, and the secret and
/// token of the key; the difference's ranges moved along.
[[nodiscard]] Diagnosis redacted(const Diagnosis& diagnosis, const signing::Credentials* key);

}  // namespace dds::diagnose
