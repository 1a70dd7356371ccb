#include "core/workbench/answer.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "core/response/answer.h"
#include "core/response/body.h"

namespace dds::workbench {
namespace {

using nlohmann::json;
using response::member;
using response::text_at;

Error unreadable() {
  return make_error(ErrorCode::InvalidJson,
                    "The answer of the workbench cannot be read: load the console again.", {});
}

Result<json> open(std::string_view answer, std::string_view name) {
  Result<json> read = response::parse_json(answer);
  if (!read) return unreadable();
  if (const json* error = member(*read, "error")) {
    return make_error(ErrorCode::InvalidParameter, text_at(*error, "message"),
                      text_at(*error, "about"));
  }
  const json* found = member(*read, name);
  if (found == nullptr) return unreadable();
  return json(*found);
}

bool flag_at(const json& object, std::string_view name) {
  return response::boolean_at(object, name).value_or(false);
}

// The enumerator that stands at the name's place; the last one for an unknown name.
template <class Enum, std::size_t kCount>
Enum one_of(const std::array<std::string_view, kCount>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end() - 1, name);
  return static_cast<Enum>(found - names.begin());
}

constexpr std::array<std::string_view, 4> kVerdicts = {"explained", "suspected", "nothing_wrong",
                                                       "unexplained"};
constexpr std::array<std::string_view, 6> kEvidence = {"signature", "client_string", "request",
                                                       "answer",    "elimination",   "suspicion"};
constexpr std::array<std::string_view, 3> kRowVerdicts = {"same", "differs", "unknown"};
constexpr std::array<std::string_view, 3> kSchemes = {"HMAC-SHA1", "HMAC-SHA256",
                                                      "ACS3-HMAC-SHA256"};
constexpr std::array<std::string_view, 3> kChecks = {"not checked", "same", "differs"};

// A number of an enumerator, up to the last one.
template <class Enum>
Enum number_at(const json& object, std::string_view name, Enum last) {
  const auto number = response::integer_at(object, name).value_or(0);
  return static_cast<Enum>(std::clamp<std::int64_t>(number, 0, static_cast<std::int64_t>(last)));
}

diagnose::Range range_of(const json* pair, const std::string& text) {
  if (pair == nullptr || !pair->is_array() || pair->size() != 2) return {};
  std::array<std::size_t, 2> ends{};
  for (std::size_t i = 0; i < 2; ++i) {
    const auto* value = (*pair)[i].get_ptr<const json::number_integer_t*>();
    const json::number_integer_t whole =
        value == nullptr ? 0 : std::max<json::number_integer_t>(*value, 0);
    ends[i] = std::min(static_cast<std::size_t>(whole), text.size());
  }
  return {ends[0], std::max(ends[0], ends[1])};
}

const json& list_at(const json& object, std::string_view name) {
  static const json kNone = json::array();
  const json* list = member(object, name);
  return list != nullptr && list->is_array() ? *list : kNone;
}

diagnose::Finding finding_of(const json& object) {
  diagnose::Finding finding;
  finding.kind = number_at(object, "kind", diagnose::Kind::BlankLineMissing);
  finding.evidence = one_of<diagnose::Evidence>(kEvidence, text_at(object, "evidence"));
  finding.parameter = text_at(object, "parameter");
  finding.sentence = text_at(object, "sentence");
  finding.remedy = text_at(object, "remedy");
  finding.alternative = static_cast<int>(response::integer_at(object, "alternative").value_or(0));
  return finding;
}

diagnose::CheckRow row_of(const json& object) {
  return {text_at(object, "step"), text_at(object, "client"), text_at(object, "service"),
          one_of<diagnose::RowVerdict>(kRowVerdicts, text_at(object, "verdict")),
          text_at(object, "note")};
}

}  // namespace

Result<DiagnosisAnswer> read_diagnosis(std::string_view answer) {
  const Result<json> opened = open(answer, "diagnosis");
  if (!opened) return opened.error();
  const json& object = *opened;
  DiagnosisAnswer out;
  out.request = text_at(object, "request");
  diagnose::Diagnosis& diagnosis = out.diagnosis;
  diagnosis.verdict = one_of<diagnose::Verdict>(kVerdicts, text_at(object, "verdict"));
  diagnosis.sentence = text_at(object, "sentence");
  for (const json& finding : list_at(object, "findings"))
    diagnosis.findings.push_back(finding_of(finding));
  diagnosis.signature_checked = flag_at(object, "signature_checked");
  diagnosis.signature_fits = flag_at(object, "signature_fits");
  diagnosis.client_string_to_sign = text_at(object, "client_string_to_sign");
  diagnosis.right_string_to_sign = text_at(object, "right_string_to_sign");
  diagnosis.server_string_to_sign = text_at(object, "server_string_to_sign");
  if (const json* place = member(object, "difference")) {
    diagnose::Difference difference;
    difference.part = number_at(*place, "part", diagnose::Part::Other);
    difference.parameter = text_at(*place, "parameter");
    difference.sentence = text_at(*place, "sentence");
    difference.client = range_of(member(*place, "client"), diagnosis.client_string_to_sign);
    difference.right = range_of(member(*place, "right"), diagnosis.right_string_to_sign);
    diagnosis.difference = std::move(difference);
  }
  for (const json& row : list_at(object, "rows")) diagnosis.rows.push_back(row_of(row));
  return out;
}

Result<diagnose::Steps> read_trace(std::string_view answer) {
  const Result<json> opened = open(answer, "trace");
  if (!opened) return opened.error();
  diagnose::Steps steps;
  steps.scheme = one_of<signing::Scheme>(kSchemes, text_at(*opened, "scheme"));
  steps.check = one_of<diagnose::SignatureCheck>(kChecks, text_at(*opened, "check"));
  for (const json& object : list_at(*opened, "steps")) {
    diagnose::Step step{one_of<diagnose::StepKind>(diagnose::kStepNames, text_at(object, "name")),
                        text_at(object, "what"),
                        text_at(object, "text"),
                        {}};
    for (const json& range : list_at(object, "changed"))
      step.changed.push_back(range_of(&range, step.text));
    steps.steps.push_back(std::move(step));
  }
  return steps;
}

Result<std::string> read_sample(std::string_view answer) {
  const Result<json> opened = open(answer, "sample");
  if (!opened) return opened.error();
  const auto* text = opened->get_ptr<const std::string*>();
  if (text == nullptr) return unreadable();
  return *text;
}

Result<std::vector<Language>> read_languages(std::string_view answer) {
  const Result<json> opened = open(answer, "languages");
  if (!opened) return opened.error();
  std::vector<Language> languages;
  if (!opened->is_array()) return unreadable();
  for (const json& object : *opened) {
    languages.push_back({text_at(object, "name"), text_at(object, "title"),
                         text_at(object, "ending"), flag_at(object, "tried")});
  }
  return languages;
}

Result<ErrorExplanation> read_explanation(std::string_view answer) {
  const Result<json> opened = open(answer, "explanation");
  if (!opened) return opened.error();
  ErrorExplanation out;
  out.code = text_at(*opened, "code");
  out.status = static_cast<int>(response::integer_at(*opened, "status").value_or(0));
  out.cause = text_at(*opened, "cause");
  out.next = text_at(*opened, "next");
  out.retry = text_at(*opened, "retry");
  out.parameter = text_at(*opened, "parameter");
  out.inferred = flag_at(*opened, "inferred");
  out.more = text_at(*opened, "more");
  return out;
}

}  // namespace dds::workbench
