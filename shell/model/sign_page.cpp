#include "shell/model/sign_page.h"

#include <utility>

#include "core/base/ascii.h"
#include "core/base/secret.h"
#include "core/workbench/question.h"

namespace dds::shell {

SignPage::SignPage(PanelServices services, WorkbenchLine& workbench,
                   std::function<const signing::Credentials*()> key)
    : services_(std::move(services)), workbench_(workbench), key_(std::move(key)) {}

SignPage::~SignPage() {
  wipe_text(opened_);
}

void SignPage::open(std::string_view text) {
  wipe_text(opened_);
  opened_ = text;
  use_key = key_() != nullptr;
  explain();
}

void SignPage::explain() {
  error_.reset();
  services_.changed();
  const bool is_opened = opened();
  const std::string_view asked = is_opened ? std::string_view(opened_) : request.view();
  if (trimmed(asked).empty()) {
    error_ =
        make_error(ErrorCode::MissingParameter, "Paste the request that was refused.", "request");
    state_ = SignState::Pasting;
    return;
  }
  workbench::PastedRequest pasted{.request = asked, .now = services_.host->now()};
  if (!is_opened) {
    pasted.answer = answer.view();
    pasted.client_string_to_sign = trimmed(client_string.view());
  }
  if (use_key) pasted.key = key_();
  state_ = SignState::Asking;
  since_ = services_.host->steady();
  missing_ = 2;
  const std::uint64_t revision = ++revision_;
  workbench_.ask(workbench::ask_diagnosis(pasted), [this, revision](Result<std::string> text) {
    if (revision != revision_) return;
    take_diagnosis(text ? workbench::read_diagnosis(*text)
                        : Result<workbench::DiagnosisAnswer>(text.error()));
    arrived();
  });
  workbench_.ask(workbench::ask_trace(pasted), [this, revision](Result<std::string> text) {
    if (revision != revision_) return;
    Result<diagnose::Steps> read =
        text ? workbench::read_trace(*text) : Result<diagnose::Steps>(text.error());
    trace_error_ = read ? std::nullopt : std::optional(read.error());
    trace_ = read ? *std::move(read) : diagnose::Steps{};
    arrived();
  });
}

void SignPage::take_diagnosis(Result<workbench::DiagnosisAnswer> read) {
  if (read) {
    told_ = *std::move(read);
  } else {
    error_ = read.error();
  }
}

void SignPage::arrived() {
  if (--missing_ > 0) return;
  state_ = error_ ? SignState::Pasting : SignState::Told;
  services_.changed();
}

void SignPage::paste_another() {
  // What was typed before something was opened is still there.
  if (!opened()) {
    request.clear();
    answer.clear();
    client_string.clear();
  }
  change();
}

void SignPage::change() {
  ++revision_;
  wipe_text(opened_);
  error_.reset();
  state_ = SignState::Pasting;
  services_.changed();
}

std::string SignPage::explanation() const {
  const diagnose::Diagnosis& diagnosis = told_.diagnosis;
  std::string text = diagnosis.sentence + "\n";
  for (const diagnose::Finding& finding : diagnosis.findings) {
    if (diagnosis.findings.size() > 1) text += "\n- " + finding.sentence;
    text += "\n  " + finding.remedy + "\n  " + std::string(in_words(finding.evidence)) + "\n";
  }
  text += "\n" + told_.request + "\n";
  const auto add = [&text](std::string_view name, const std::string& value) {
    if (!value.empty()) text += "\n" + std::string(name) + "\n" + value + "\n";
  };
  add("What the client signed", diagnosis.client_string_to_sign);
  add("What is right", diagnosis.right_string_to_sign);
  add("What the service says it signed", diagnosis.server_string_to_sign);
  text += "\n";
  for (const diagnose::CheckRow& row : diagnosis.rows) {
    text += row.step + ": " + row.client + " | " + row.service;
    if (!row.note.empty()) text += " | " + row.note;
    text += "\n";
  }
  return text;
}

std::string_view in_words(diagnose::Evidence evidence) {
  switch (evidence) {
    case diagnose::Evidence::Signature:
      return "Proved: making this mistake gives the signature that was sent.";
    case diagnose::Evidence::ClientString: return "Seen in the string that the client signed.";
    case diagnose::Evidence::Request: return "Seen in the request.";
    case diagnose::Evidence::Answer: return "The service says so.";
    case diagnose::Evidence::Elimination:
      return "Concluded: the strings to sign are alike, so that only the secret is left.";
    case diagnose::Evidence::Suspicion: break;
  }
  return "Likely, but not proved.";
}

}  // namespace dds::shell
