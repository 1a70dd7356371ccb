// The Sign page: a request that was pasted, each step of its signature, and why it was refused.
//
// What was pasted stays here, with the signature and whatever secret it holds, and goes to the
// workbench only; what the page shows afterwards comes from there, masked. Owned by the Model.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "core/signing/credentials.h"
#include "core/workbench/answer.h"
#include "shell/model/panel_services.h"
#include "shell/model/text_input.h"
#include "shell/model/workbench_line.h"

namespace dds::shell {

enum class SignState {
  Pasting,  // the fields are there; `error` says why the last attempt came to nothing
  Asking,
  Told,
};

class SignPage {
 public:
  /// `key` gives the console's own, or nullptr.
  SignPage(PanelServices services, WorkbenchLine& workbench,
           std::function<const signing::Credentials*()> key);
  ~SignPage();
  SignPage(const SignPage&) = delete;
  SignPage& operator=(const SignPage&) = delete;

  /// As if it had been pasted and asked about; with the console's key, whose request it probably
  /// is. What a person has typed stays, behind "Paste another".
  void open(std::string_view request);
  /// Asks about what is in the fields, or what was opened.
  void explain();
  /// Empty fields.
  void paste_another();
  /// Back to the fields with what is in them.
  void change();

  // The fields.
  TextInput request{4096};
  TextInput answer{4096};
  TextInput client_string{4096};  // to sign
  bool use_key = false;           // counts only while there is a key

  [[nodiscard]] SignState state() const { return state_; }
  /// What is asked about was opened from elsewhere, not pasted.
  [[nodiscard]] bool opened() const { return !opened_.empty(); }
  [[nodiscard]] SteadyInstant since() const { return since_; }  // of asking
  [[nodiscard]] const signing::Credentials* key() const { return key_(); }
  /// Its detail is the field that it is about: "request", "answer", or "".
  [[nodiscard]] const std::optional<Error>& error() const { return error_; }

  // What was told.
  [[nodiscard]] const workbench::DiagnosisAnswer& told() const { return told_; }
  [[nodiscard]] const diagnose::Steps& trace() const { return trace_; }
  [[nodiscard]] const std::optional<Error>& trace_error() const { return trace_error_; }
  /// Another one each time that something else was told.
  [[nodiscard]] std::uint64_t revision() const { return revision_; }
  /// The diagnosis in plain text, to copy.
  [[nodiscard]] std::string explanation() const;

 private:
  void take_diagnosis(Result<workbench::DiagnosisAnswer> read);
  void arrived();

  PanelServices services_;
  WorkbenchLine& workbench_;
  std::function<const signing::Credentials*()> key_;
  std::string opened_;
  SignState state_ = SignState::Pasting;
  SteadyInstant since_{};
  std::optional<Error> error_;
  workbench::DiagnosisAnswer told_;
  diagnose::Steps trace_;
  std::optional<Error> trace_error_;
  int missing_ = 0;  // answers that are still to come
  std::uint64_t revision_ = 0;
};

/// What a finding rests on, in a sentence.
[[nodiscard]] std::string_view in_words(diagnose::Evidence evidence);

}  // namespace dds::shell
