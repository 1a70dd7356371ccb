// Whatever is pasted: it is read or refused in one sentence, and what is diagnosed and shown stays
// within its texts.
#include <algorithm>
#include <string>

#include "core/base/utf8.h"
#include "core/diagnose/diagnose.h"
#include "core/diagnose/steps.h"
#include "core/signing/rpc_v1.h"
#include "tests/fuzz/harness.h"

using namespace dds;
using namespace dds::diagnose;
using fuzz::must;

namespace {

void check_error(const Error& error) {
  must(!error.message.empty() && error.message.ends_with('.'), "an error is a sentence");
  must(is_valid_utf8(error.message), "an error is valid UTF-8");
  must(error.message.find('\n') == std::string::npos, "an error is one line");
  must(error.message.size() < 1000, "an error is short");
}

void check_range(Range range, const std::string& text, const char* what) {
  must(range.begin <= range.end && range.end <= text.size(), what);
}

void check_steps(const Request& request) {
  const Result<Steps> steps = trace_steps(request);
  if (!steps) return check_error(steps.error());
  for (const Steps& shown : {*steps, redacted(*steps)}) {
    for (const Step& step : shown.steps) {
      for (const Range range : step.changed)
        check_range(range, step.text, "a mark lies within its step");
    }
  }
  // The signing core's own text, where it signs such a request at all.
  if (request.kind == SignatureKind::Acs3) return;
  Parameters parameters;
  for (const Fields* fields : {&request.query, &request.form}) {
    for (const Field& field : *fields) {
      if (field.name != "Signature") parameters.push_back({field.name, field.value});
    }
  }
  const auto right = signing::sign_rpc_v1(request.method, parameters, Secret("secret"));
  must(!right || right->string_to_sign == steps->string_to_sign,
       "the string to sign is the signing core's");
}

void check_diagnosis(const Question& question) {
  const Diagnosis plain = diagnose::diagnose(question);
  for (const Diagnosis& diagnosis : {plain, redacted(plain, nullptr)}) {
    must(!diagnosis.sentence.empty() && is_valid_utf8(diagnosis.sentence),
         "a diagnosis is a sentence");
    must(diagnosis.sentence.find('\n') == std::string::npos, "a diagnosis is one line");
    must(diagnosis.verdict != Verdict::Explained || !diagnosis.findings.empty(),
         "an explanation has a finding");
    if (!diagnosis.difference) continue;
    check_range(diagnosis.difference->client, diagnosis.client_string_to_sign,
                "a difference lies within the client's text");
    check_range(diagnosis.difference->right, diagnosis.right_string_to_sign,
                "a difference lies within the right text");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = fuzz::text_of(data, size);
  const Result<ServiceAnswer> answer = read_answer(input);
  if (!answer) check_error(answer.error());
  const Result<Request> request = read_request(input);
  if (!request) {
    check_error(request.error());
    return 0;
  }
  check_steps(*request);
  Question question;
  question.request = *request;
  question.request.secret = {};  // thousands of HMACs each are the tests' business
  question.instant = Instant(Seconds(1'705'403'096));
  check_diagnosis(question);
  if (answer) {
    question.answer = *answer;
    check_diagnosis(question);
  }
  question.client_string_to_sign = input;
  check_diagnosis(question);
  return 0;
}
