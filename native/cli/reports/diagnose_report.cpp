#include "native/cli/reports/diagnose_report.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "native/cli/reports/json_output.h"
#include "native/cli/terminal/say.h"
#include "native/cli/terminal/text_table.h"

namespace dds::cli {
namespace {

using diagnose::Diagnosis;
using diagnose::Finding;
using diagnose::Range;

std::size_t whole_character(const std::string& text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

// A piece of one line around the range, and a line of carets below it.
std::string place(std::string_view label, const std::string& text, Range range) {
  constexpr std::size_t kBefore = 40;
  constexpr std::size_t kBehind = 24;
  constexpr std::size_t kLongest = 60;
  const std::size_t line = range.begin == 0 ? 0 : text.rfind('\n', range.begin - 1) + 1;
  std::size_t begin = range.begin - std::min(range.begin, kBefore);
  begin = whole_character(text, std::max(begin, line));
  const std::size_t marked =
      whole_character(text, std::min({range.end, range.begin + kLongest, text.size()}));
  std::size_t end = whole_character(text, std::min(marked + kBehind, text.size()));
  end = std::min(end, text.find('\n', std::min(marked, text.size())));

  const std::string lead = std::string(label) + (begin > line ? "..." : "");
  const std::string before = clean(text.substr(begin, range.begin - begin));
  const std::string middle = clean(text.substr(range.begin, marked - range.begin));
  const std::string after = clean(text.substr(marked, end - marked));
  const bool cut = end < text.size() && text[end] != '\n';
  std::string out = "  " + lead + before + middle + after + (cut ? "...\n" : "\n");
  out += "  " + std::string(display_width(lead + before), ' ');
  return out + std::string(std::max<std::size_t>(display_width(middle), 1), '^') + "\n";
}

std::string difference_text(const Diagnosis& diagnosis) {
  if (!diagnosis.difference) return {};
  const diagnose::Difference& difference = *diagnosis.difference;
  return "\n" + place("client: ", diagnosis.client_string_to_sign, difference.client) +
         place("right:  ", diagnosis.right_string_to_sign, difference.right);
}

OrderedJson side(const std::string& text, Range range) {
  return {{"text", text}, {"begin", range.begin}, {"end", range.end}};
}

OrderedJson difference_json(const Diagnosis& diagnosis) {
  if (!diagnosis.difference) return nullptr;
  const diagnose::Difference& difference = *diagnosis.difference;
  OrderedJson json;
  json["parameter"] = difference.parameter;
  json["sentence"] = difference.sentence;
  json["client"] = side(diagnosis.client_string_to_sign, difference.client);
  json["right"] = side(diagnosis.right_string_to_sign, difference.right);
  return json;
}

OrderedJson finding_json(const Finding& finding, const signing::Credentials* key) {
  OrderedJson json;
  json["id"] = text_of(finding.kind).id;
  json["sentence"] = clean(finding.sentence, key);
  json["remedy"] = finding.remedy;
  json["parameter"] = clean(finding.parameter, key);
  json["evidence"] = name(finding.evidence);
  json["alternative"] = finding.alternative;
  return json;
}

}  // namespace

std::string diagnosis_text(const Diagnosis& diagnosis, const signing::Credentials* key) {
  const Diagnosis shown = redacted(diagnosis, key);
  std::string text = clean(shown.sentence, key) + "\n";
  for (std::size_t i = 0; i < shown.findings.size(); ++i) {
    const Finding& finding = shown.findings[i];
    // Several: each with its own remedy.
    if (shown.findings.size() > 1) text += "\n- " + clean(finding.sentence, key) + "\n";
    text += "  " + finding.remedy + "\n";
  }
  return text + difference_text(shown);
}

std::string diagnosis_json(const Diagnosis& diagnosis, const signing::Credentials* key) {
  const Diagnosis shown = redacted(diagnosis, key);
  OrderedJson json;
  json["verdict"] = name(shown.verdict);
  json["sentence"] = clean(shown.sentence, key);
  json["findings"] = OrderedJson::array();
  for (const Finding& finding : shown.findings)
    json["findings"].push_back(finding_json(finding, key));
  json["signature_checked"] = shown.signature_checked;
  json["signature_fits"] = shown.signature_fits;
  json["difference"] = difference_json(shown);
  json["checks"] = OrderedJson::array();
  for (const diagnose::CheckRow& row : shown.rows) {
    json["checks"].push_back({{"step", row.step},
                              {"client", row.client},
                              {"service", row.service},
                              {"verdict", name(row.verdict)},
                              {"note", row.note}});
  }
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace dds::cli
