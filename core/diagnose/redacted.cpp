#include "core/diagnose/diagnose.h"
#include "core/diagnose/mask.h"
#include "core/diagnose/steps.h"
#include "core/response/redact.h"

namespace dds::diagnose {
namespace {

std::string masked_text(std::string_view text, const signing::Credentials* key) {
  return mask(text, {}, key).text;
}

void mask_with_range(std::string& text, Range* range, const signing::Credentials* key) {
  const Masked masked = mask(text, range ? Ranges{*range} : Ranges{}, key);
  if (range != nullptr) *range = masked.ranges.empty() ? Range{} : masked.ranges.front();
  text = masked.text;
}

}  // namespace

Diagnosis redacted(const Diagnosis& diagnosis, const signing::Credentials* key) {
  Diagnosis out = diagnosis;
  Difference* difference = out.difference ? &*out.difference : nullptr;
  mask_with_range(out.client_string_to_sign, difference ? &difference->client : nullptr, key);
  mask_with_range(out.right_string_to_sign, difference ? &difference->right : nullptr, key);
  mask_with_range(out.server_string_to_sign, nullptr, key);
  for (CheckRow& row : out.rows) {
    const bool hidden = difference != nullptr && response::is_secret_name(difference->parameter) &&
                        row.verdict == RowVerdict::Differs && row.quotes_difference;
    row.client = hidden ? std::string(response::kMask) : masked_text(row.client, key);
    row.service = hidden ? std::string(response::kMask) : masked_text(row.service, key);
  }
  return out;
}

Steps redacted(const Steps& steps) {
  Steps out = steps;
  for (Step& step : out.steps) {
    if (step.kind == StepKind::Signature) {
      step.text = response::kMask;
      step.changed = {{0, step.text.size()}};
      continue;
    }
    Masked masked = mask(step.text, step.changed);
    step.text = std::move(masked.text);
    step.changed = std::move(masked.ranges);
  }
  out.string_to_sign = response::redact(steps.string_to_sign);
  if (!out.expected_signature.empty()) out.expected_signature = response::kMask;
  if (!out.sent_signature.empty()) out.sent_signature = response::kMask;
  return out;
}

}  // namespace dds::diagnose
