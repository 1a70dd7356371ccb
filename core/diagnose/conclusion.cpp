#include "core/diagnose/conclusion.h"

#include <algorithm>
#include <string_view>

#include "core/base/utf8.h"
#include "core/diagnose/checks.h"

namespace dds::diagnose {
namespace {

bool explains(const Finding& finding, std::optional<Concern> concern) {
  const Concern own = text_of(finding.kind).concern;
  if (own == Concern::Advice || finding.evidence == Evidence::Suspicion) return false;
  if (!concern || *concern == Concern::Parameter) return true;
  if (*concern != Concern::Signature) return own == *concern;
  const bool only_clock = finding.kind == Kind::ClockOff || finding.kind == Kind::TimestampLocal;
  return !only_clock && finding.kind != Kind::NonceReused;
}

bool does_not_fit(const Diagnosis& diagnosis) {
  return diagnosis.signature_checked && !diagnosis.signature_fits;
}

const Finding* first_suspicion(const Diagnosis& diagnosis) {
  for (const Finding& finding : diagnosis.findings) {
    if (finding.evidence == Evidence::Suspicion) return &finding;
  }
  return nullptr;
}

std::string explained_sentence(const Diagnosis& diagnosis, std::optional<Concern> concern) {
  const Finding* last = &diagnosis.findings.front();
  std::string text = last->sentence;
  for (std::size_t i = 1; i < diagnosis.findings.size(); ++i) {
    const Finding& next = diagnosis.findings[i];
    if (!explains(next, concern)) continue;
    const bool alternative = last->alternative > 0 && next.alternative > 0 &&
                             next.alternative != last->alternative &&
                             text_of(next.kind).concern == text_of(last->kind).concern;
    if (alternative) text += " Or:";
    text += " " + next.sentence;
    last = &next;
  }
  return text;
}

std::string other_key_words(const Circumstances& circumstances) {
  return circumstances.other_key ? " The key at hand has another AccessKey ID." : "";
}

std::string foreign_sentence(const Circumstances& circumstances) {
  // Not "signature: X": that is masked wherever it stands.
  return "The service refused for another reason than the signature (" +
         one_line(circumstances.code) + ").";
}

std::string unexplained_sentence(const Diagnosis& diagnosis, const Circumstances& circumstances) {
  if (does_not_fit(diagnosis)) {
    std::string text =
        "No known mistake gives this signature with the secret given; most likely it was made "
        "with another secret, or over another request than this one.";
    return diagnosis.difference ? text + " " + diagnosis.difference->sentence : text;
  }
  if (diagnosis.signature_checked) {
    return "The signature is right as far as can be told here: paste the service's whole message "
           "with its string to sign to see what it received.";
  }
  if (diagnosis.difference)
    return "No known mistake explains the difference: " + diagnosis.difference->sentence;
  if (circumstances.source == Source::StringToSign) {
    return "Nothing wrong is seen in what the service received: give the request that was sent, "
           "with its signature, or the string that the client signed, to see where they differ.";
  }
  return "Nothing wrong is seen in the request, and the service refused it: give the secret, or "
         "the string that the client signed, to see where they differ." +
         other_key_words(circumstances);
}

std::string nothing_sentence(const Diagnosis& diagnosis, const Circumstances& circumstances) {
  std::string text = "Nothing wrong was found: the signature is right.";
  if (!diagnosis.signature_checked) {
    text =
        "Nothing wrong was found in the request; without the secret its signature could not be "
        "checked." +
        other_key_words(circumstances);
  }
  for (const Finding& advice : diagnosis.findings) text += " " + advice.sentence;
  return text;
}

}  // namespace

bool explains_any(const Diagnosis& diagnosis, std::optional<Concern> concern) {
  return std::any_of(diagnosis.findings.begin(), diagnosis.findings.end(),
                     [&](const Finding& finding) { return explains(finding, concern); });
}

void conclude(Diagnosis& diagnosis, const Circumstances& circumstances) {
  const bool refused = !circumstances.code.empty();
  std::optional<Concern> concern = concern_of(circumstances.code);
  if (does_not_fit(diagnosis) && !refused) concern = Concern::Signature;
  const bool foreign = refused && !concern;
  std::stable_partition(diagnosis.findings.begin(), diagnosis.findings.end(),
                        [&](const Finding& finding) { return explains(finding, concern); });
  const Finding* suspicion = first_suspicion(diagnosis);
  if (!foreign && explains_any(diagnosis, concern)) {
    diagnosis.verdict = Verdict::Explained;
    diagnosis.sentence = explained_sentence(diagnosis, concern);
  } else if (foreign) {
    diagnosis.verdict = Verdict::Unexplained;
    diagnosis.sentence = foreign_sentence(circumstances);
  } else if (suspicion != nullptr && !diagnosis.signature_checked) {
    diagnosis.verdict = Verdict::Suspected;
    diagnosis.sentence = suspicion->sentence;
  } else if (refused || does_not_fit(diagnosis) || diagnosis.difference) {
    diagnosis.verdict = Verdict::Unexplained;
    diagnosis.sentence = unexplained_sentence(diagnosis, circumstances);
  } else {
    diagnosis.verdict = Verdict::NothingWrong;
    diagnosis.sentence = nothing_sentence(diagnosis, circumstances);
  }
}

std::string_view name(Evidence evidence) {
  switch (evidence) {
    case Evidence::Signature: return "signature";
    case Evidence::ClientString: return "client_string";
    case Evidence::Request: return "request";
    case Evidence::Answer: return "answer";
    case Evidence::Elimination: return "elimination";
    case Evidence::Suspicion: return "suspicion";
  }
  return {};
}

std::string_view name(RowVerdict verdict) {
  switch (verdict) {
    case RowVerdict::Same: return "same";
    case RowVerdict::Differs: return "differs";
    case RowVerdict::Unknown: break;
  }
  return "unknown";
}

signing::Credentials to_hide(const Request& request,
                             const std::optional<signing::Credentials>& key) {
  signing::Credentials hidden;
  if (key) hidden = *key;
  if (!request.secret.empty()) hidden.access_key_secret = request.secret;
  if (const Field* token = request.find("SecurityToken"))
    hidden.security_token = Secret(token->value);
  const std::string_view token = find_header(request.headers, "x-acs-security-token");
  if (!token.empty()) hidden.security_token = Secret(token);
  return hidden;
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::Explained: return "explained";
    case Verdict::Suspected: return "suspected";
    case Verdict::NothingWrong: return "nothing_wrong";
    case Verdict::Unexplained: return "unexplained";
  }
  return {};
}

}  // namespace dds::diagnose
