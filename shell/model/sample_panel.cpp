#include "shell/model/sample_panel.h"

#include <utility>

#include "core/response/redact.h"
#include "core/workbench/question.h"

namespace dds::shell {
namespace {

constexpr std::string_view kLanguageKey = "sample_language";

}  // namespace

SamplePanel::SamplePanel(PanelServices services, WorkbenchLine& workbench,
                         std::function<std::string()> endpoint,
                         std::function<std::string_view()> scheme)
    : services_(std::move(services)),
      workbench_(workbench),
      endpoint_(std::move(endpoint)),
      scheme_(std::move(scheme)),
      language_(services_.host->load(kLanguageKey).value_or("curl")) {}

void SamplePanel::show(const api::Call& call) {
  call_ = call;
  // A sample takes them from the environment: their values are no concern of its.
  for (Parameter& parameter : call_.parameters) {
    if (response::is_secret_name(parameter.name)) parameter.value.clear();
  }
  ask();
}

void SamplePanel::choose(std::string_view language) {
  if (language == language_) return;
  language_ = language;
  services_.host->save(kLanguageKey, language_);
  ask();
}

const workbench::Language* SamplePanel::chosen() const {
  for (const workbench::Language& language : languages_) {
    if (language.name == language_) return &language;
  }
  return nullptr;
}

void SamplePanel::ask() {
  code_.reset();
  error_.reset();
  since_ = services_.host->steady();
  services_.changed();
  calls_region_ = false;
  ++asked_;
  if (languages_.empty()) {
    workbench_.ask(workbench::ask_languages(), [this](Result<std::string> text) {
      if (!text) return;  // the sample's own answer says so
      if (Result<std::vector<workbench::Language>> read = workbench::read_languages(*text))
        languages_ = *std::move(read);
      // One that an earlier version knew, perhaps.
      if (!languages_.empty() && chosen() == nullptr) choose(languages_.front().name);
      services_.changed();
    });
  }
  ask_sample(endpoint_(), {});
}

void SamplePanel::ask_sample(const std::string& endpoint, const std::optional<Error>& first) {
  std::string question =
      workbench::ask_sample(language_, call_, services_.region_id(), endpoint, scheme_());
  const auto told = [this, first, own_endpoint = !endpoint.empty(),
                     asked = asked_](Result<std::string> text) {
    if (asked != asked_) return;
    const bool answered = text.ok();
    Result<std::string> read = answered ? workbench::read_sample(*text) : std::move(text);
    // SDKs take a host alone, and the emulator may stand behind a path.
    if (!read && own_endpoint && answered) return ask_sample({}, read.error());
    if (read) {
      code_ = *std::move(read);
      calls_region_ = first.has_value();
    } else {
      error_ = first.value_or(read.error());
    }
    services_.changed();
  };
  workbench_.ask(std::move(question), told);
}

}  // namespace dds::shell
