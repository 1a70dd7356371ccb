#include "core/diagnose/rows.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/diagnose/checks.h"
#include "core/diagnose/loose_time.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

const Finding* find(const Diagnosis& diagnosis, std::initializer_list<Kind> kinds) {
  for (const Finding& finding : diagnosis.findings) {
    if (std::find(kinds.begin(), kinds.end(), finding.kind) != kinds.end()) return &finding;
  }
  return nullptr;
}

// The texts are compared only when the client's is known.
bool is_known(const Diagnosis& diagnosis) {
  return diagnosis.signature_fits || !diagnosis.client_string_to_sign.empty();
}

// Each part of the texts is compared for itself: where one differs, another may as well.
std::vector<Difference> compare(const Diagnosis& diagnosis) {
  if (!diagnosis.difference) return {};
  return differences(diagnosis.client_string_to_sign, diagnosis.right_string_to_sign);
}

std::string at_byte(const Difference& difference) {
  return "differs at byte " + std::to_string(difference.client.begin + 1);
}

std::string piece(const std::string& text, Range range) {
  constexpr std::size_t kLongest = 40;
  return one_line(std::string_view(text).substr(range.begin, range.end - range.begin), kLongest);
}

CheckRow compared(std::string step, const Diagnosis& diagnosis, std::string same,
                  std::initializer_list<Part> parts) {
  CheckRow row{
      std::move(step), same, same, RowVerdict::Unknown, "the client's text is not known", false};
  const std::vector<Difference> all = compare(diagnosis);
  const auto at = std::find_if(all.begin(), all.end(), [&](const Difference& one) {
    return std::find(parts.begin(), parts.end(), one.part) != parts.end();
  });
  if (at != all.end()) {
    row.client = piece(diagnosis.client_string_to_sign, at->client);
    row.service = piece(diagnosis.right_string_to_sign, at->right);
    row.verdict = RowVerdict::Differs;
    row.note = at_byte(*at);
    row.quotes_difference = true;
  } else if (!all.empty() && all.front().part == Part::Other) {
    row.note = "not told by the hash alone";
  } else if (is_known(diagnosis)) {
    row.verdict = RowVerdict::Same;
    row.note = "same";
  }
  return row;
}

CheckRow parameters_row(const Material& material, const Diagnosis& diagnosis) {
  const std::string right = std::to_string(material.items.size());
  CheckRow row = compared("Parameters", diagnosis, right,
                          {Part::Missing, Part::Extra, Part::Name, Part::Value});
  if (row.verdict != RowVerdict::Differs) return row;
  if (const auto text = read_string_to_sign(diagnosis.client_string_to_sign))
    row.client = std::to_string(text->parameters.size());
  row.service = right;
  return row;
}

CheckRow order_row(const Diagnosis& diagnosis) {
  CheckRow row = compared("Order", diagnosis, "by name", {Part::Order});
  if (row.verdict == RowVerdict::Differs) {
    row.client = "another";
    row.service = "by name";
  }
  return row;
}

CheckRow clock_row(const Request& request, std::optional<Instant> reference) {
  const std::string text = one_line(timestamp_of(request), 40);
  CheckRow row{"Clock", text, "-", RowVerdict::Unknown, "the time of the request is not known"};
  const std::optional<LooseTime> time = read_loose_time(trimmed(text));
  if (!time || !time->strict) {
    row.verdict = RowVerdict::Differs;
    row.note = text.empty() ? "missing" : "not of the right form";
    return row;
  }
  if (!reference) return row;
  constexpr Milliseconds kWindow = std::chrono::minutes(15);
  const Milliseconds apart = std::chrono::abs(time->instant - *reference);
  row.service = format_utc(*reference);
  row.verdict = apart > kWindow ? RowVerdict::Differs : RowVerdict::Same;
  row.note = format_duration(apart) + " apart";
  return row;
}

CheckRow nonce_row(const Request& request, const Diagnosis& diagnosis, bool history) {
  const std::string nonce = one_line(nonce_of(request), 40);
  CheckRow row{"Nonce", nonce, "-", RowVerdict::Unknown, "not known whether it is new"};
  if (find(diagnosis, {Kind::NonceReused, Kind::NonceMissing}) != nullptr) {
    row.verdict = RowVerdict::Differs;
    row.note = nonce.empty() ? "missing" : "used before";
  } else if (history) {
    row.service = "first use";
    row.verdict = RowVerdict::Same;
    row.note = "new";
  }
  return row;
}

bool is_about_key(const Finding& finding) {
  constexpr std::array kKinds{Kind::OtherSecret, Kind::SecretWithBlank, Kind::SecretTransformed,
                              Kind::KeyWithoutAmpersand, Kind::KeyWithAmpersand};
  return std::find(kKinds.begin(), kKinds.end(), finding.kind) != kKinds.end();
}

CheckRow secret_row(const Diagnosis& diagnosis) {
  const auto& findings = diagnosis.findings;
  CheckRow row{"Secret", "-", "-", RowVerdict::Unknown, "unknown"};
  const bool reproduced = std::any_of(findings.begin(), findings.end(), [](const Finding& entry) {
    return entry.evidence == Evidence::Signature;
  });
  if (std::any_of(findings.begin(), findings.end(), is_about_key)) {
    row.verdict = RowVerdict::Differs;
    row.note = "differs";
  } else if (diagnosis.signature_fits || reproduced) {
    row.verdict = RowVerdict::Same;
    row.note = "same";
  } else if (diagnosis.difference) {
    row.client = "cannot be told while the strings differ";
  }
  return row;
}

}  // namespace

std::vector<CheckRow> make_rows(const Question& question, const Material& material,
                                const Diagnosis& diagnosis, std::optional<Instant> reference) {
  std::vector<CheckRow> rows;
  rows.push_back(parameters_row(material, diagnosis));
  rows.push_back(order_row(diagnosis));
  rows.push_back(compared("Encoding", diagnosis, "%XX, upper case", {Part::Encoding}));
  const std::string begin = material.scheme == signing::Scheme::Acs3
                                ? material.method + " " + one_line(material.path)
                                : material.method + "&%2F";
  rows.push_back(compared("Method and path", diagnosis, begin, {Part::Method, Part::Path}));
  if (material.scheme == signing::Scheme::Acs3)
    rows.push_back(compared("Headers and body", diagnosis, "as sent", {Part::Header, Part::Body}));
  rows.push_back(clock_row(question.request, reference));
  rows.push_back(nonce_row(question.request, diagnosis, !question.used_nonces.empty()));
  rows.push_back(secret_row(diagnosis));
  return rows;
}

}  // namespace dds::diagnose
