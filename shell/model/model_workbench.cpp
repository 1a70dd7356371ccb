// What the model does for the workbench: any action, links to calls, signatures looked into.
#include <array>
#include <optional>
#include <string>

#include "core/api/call_link.h"
#include "shell/model/exchange_har.h"
#include "shell/model/model.h"

namespace dds::shell {

void Model::open_found(const FoundItem& item) {
  switch (item.kind) {
    case FoundKind::Instance: return open_instance(item.id);
    case FoundKind::Action: return open_call({item.id, {}, api::Format::Json});
    case FoundKind::Page: break;
  }
  struct Named {
    std::string_view name;
    Page page;
  };
  constexpr std::array<Named, 8> kPages{{{"Instances", Page::Instances},
                                         {"Coverage", Page::Coverage},
                                         {"Back up many", Page::Fleet},
                                         {"Activity", Page::Activity},
                                         {"API", Page::Api},
                                         {"Sign", Page::Sign},
                                         {"History", Page::History},
                                         {"Settings", Page::Settings}}};
  for (const Named& one : kPages) {
    if (one.name == item.id) go_to(one.page);
  }
}

void Model::open_call(const api::Call& call) {
  api_page.open(call);
  go_to(Page::Api);
}

// Signed as it would be sent at this moment, looked at only.
Status Model::show_draft(api::Call call) {
  touch();
  if (!session_) {
    return make_error(ErrorCode::InvalidCredentials,
                      "There is no AccessKey to sign the request with: give one under Key.", {});
  }
  const backup::Connection& shared = *session_->connection;
  Result<api::SignedRequest> request =
      api::sign_call(call, shared.credentials, shared.endpoint, host_.now(), host_.nonce(),
                     api::options_for(call, shared.sign));
  if (!request) return request.error();
  if (Result<std::string> url = api::routed_url(shared.route, request->http.url))
    request->http.url = std::move(*url);
  ExchangeEntry draft;
  draft.call = std::move(call);
  draft.request = std::move(*request);
  draft.connection = session_->connection;
  draft.sent = host_.now();
  exchanges.set_draft(std::move(draft));
  show_inspector();
  return {};
}

void Model::show_form_request() {
  if (!form.is_open()) return;
  const Result<api::CreateBackupParameters> parameters = form.parameters(connection.region_id());
  if (!parameters) return;
  const Result<api::Call> call = api::create_backup(*parameters);
  const Status wrong = call ? show_draft(*call) : Status(call.error());
  if (wrong) form.send_error = wrong->message;
}

void Model::show_call_request() {
  if (api_page.action() == nullptr) return;
  const Status wrong = show_draft(api_page.call());
  api_page.send_error = wrong ? wrong->message : std::string();
}

void Model::send_call() {
  touch();
  if (api_page.action() == nullptr || !api_page.obstacle().empty()) return;
  api_page.send_error.clear();
  if (!api_page.form().check_all()) {
    api_page.tab = ApiTab::Form;
  } else if (api_page.is_backup()) {
    fill_backup_form();
  } else if (!api_page.question().empty()) {
    question_ = true;
  } else {
    api_page.send();
  }
}

void Model::fill_backup_form() {
  const api::Call call = api_page.call();
  for (const Parameter& one : call.parameters) {
    const bool known = one.name == "DBInstanceId" || one.name == "BackupMethod" ||
                       one.name == "BackupRetentionPeriod" || one.name == "RegionId";
    if (known) continue;
    api_page.send_error = "The backup form, which sends CreateBackup and follows it, has no " +
                          one.name + ": leave it empty, or use the command line.";
    return;
  }
  const std::string* id = find_parameter(call.parameters, "DBInstanceId");
  if (id == nullptr || instances.find(*id) == nullptr) {
    api_page.send_error = "No instance that is listed here has this id.";
    return;
  }
  const std::string* region = find_parameter(call.parameters, "RegionId");
  if (region != nullptr && *region != connection.region_id()) {
    api_page.send_error = "The console is connected to " + connection.region_id() + ": choose " +
                          *region + " as its region first, or leave RegionId empty.";
    return;
  }
  const std::string* method = find_parameter(call.parameters, "BackupMethod");
  std::optional<api::BackupMethod> chosen;
  for (const api::MethodChoice& choice : api::method_choices(instances.find(*id)->instance)) {
    if (method == nullptr || api::name(choice.method) != *method) continue;
    if (!choice.allowed) {
      api_page.send_error = "This instance does not take " + *method + ". " + choice.reason;
      return;
    }
    chosen = choice.method;
  }
  open_form(*id);
  if (chosen) form.choose(*chosen);
  if (const std::string* days = find_parameter(call.parameters, "BackupRetentionPeriod")) {
    form.keep_for_ever = *days == "-1";
    if (!form.keep_for_ever) form.days.set(*days);
  }
}

void Model::open_link(std::string_view fragment) {
  if (!api::is_call_link(fragment)) return;
  const Result<api::Call> call = api::read_call_link(fragment);
  touch();
  if (call) {
    open_call(*call);
    calls.notice = {"Filled in from a link. Nothing was sent.", false};
  } else {
    calls.notice = {call.error().message, true};
  }
}

void Model::open_sign(std::string_view request) {
  sign_page.open(request);
  go_to(Page::Sign);
}

void Model::explain_exchange(const ExchangeEntry& entry) {
  std::string har = har_entry(entry);
  open_sign(har);
  wipe_text(har);
}

}  // namespace dds::shell
