// Writes the questions that the workbench answers, one function for each. A question may hold a
// secret: whoever asked wipes it afterwards (`wipe_text`); no copy of it is left behind here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/api/call.h"
#include "core/base/time.h"
#include "core/signing/credentials.h"

namespace dds::workbench {

/// A request that was pasted, in any form that `diagnose::read_request` takes.
struct PastedRequest {
  std::string_view request;
  std::string_view answer = {};  // of the service, in any form that `diagnose::read_answer` takes
  /// Used only for a request of its own AccessKey ID. nullptr: none.
  const signing::Credentials* key = nullptr;
  std::string_view client_string_to_sign = {};
  /// When it was sent or is to be judged. None: the answer or the request itself may say so.
  std::optional<Instant> instant = {};
  /// The clock that it is judged by when the service says that the clock is what is wrong.
  std::optional<Instant> now = {};
};

/// Why was it refused? Answered for `read_diagnosis`.
[[nodiscard]] std::string ask_diagnosis(const PastedRequest& pasted);
/// How is it signed, step by step? Uses request and key. Answered for `read_trace`.
[[nodiscard]] std::string ask_trace(const PastedRequest& pasted);
/// That call as code; `language` by its name. An empty endpoint means the region's. Answered for
/// `read_sample`.
[[nodiscard]] std::string ask_sample(std::string_view language, const api::Call& call,
                                     std::string_view region_id, std::string_view endpoint,
                                     std::string_view scheme = {});
/// Which languages are there? Answered for `read_languages`.
[[nodiscard]] std::string ask_languages();
/// What does that error code mean? Answered for `read_explanation`.
[[nodiscard]] std::string ask_error(std::string_view code);

/// Appends the text as a JSON string, quotes included; what is not UTF-8 becomes U+FFFD. Where
/// `out` has to move to a larger place, the old one is wiped.
void append_json_text(std::string& out, std::string_view text);

}  // namespace dds::workbench
