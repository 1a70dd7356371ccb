#include "native/cli/session/dry_run.h"

#include <variant>

#include "core/api/sign_call.h"
#include "core/response/redact.h"
#include "native/cli/terminal/say.h"
#include "native/platform/clock.h"
#include "native/platform/nonce.h"

namespace dds::cli {

ExitCode print_dry_run(const api::Call& call, const Session& session) {
  const Result<api::SignedRequest> request = api::sign_call(
      call, session.connection.credentials, session.connection.endpoint, platform::now(),
      platform::random_nonce(), api::options_for(call, session.connection.sign));
  if (!request) return wrong_usage(request.error().message);
  const HttpRequest shown = response::redacted(request->http);
  std::string text = shown.method + " " + shown.url + "\n";
  for (const HttpHeader& header : shown.headers) text += header.name + ": " + header.value + "\n";
  if (!shown.body.empty()) text += "\n" + shown.body + "\n";
  put(response::redact(text, session.connection.credentials));
  note("(dry run: nothing was sent)");
  return ExitCode::Done;
}

ExitCode print_first_request(backup::Operation& operation, const Session& session) {
  const backup::Step step = operation.handle(backup::Started{}, platform::moment());
  if (const auto* send = std::get_if<backup::Send>(&step))
    return print_dry_run(send->call, session);
  note("(dry run: nothing would be sent)");
  return ExitCode::Done;
}

}  // namespace dds::cli
