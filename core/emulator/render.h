// Answers as bytes: a JSON value once, written as JSON or derived from it as XML, with the
// gateway's headers.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "core/api/call.h"
#include "core/emulator/refusal.h"
#include "core/http.h"

namespace dds::emulator {

/// `<?xml ...?><root>...</root>`. Members become elements; a list becomes as many elements of its
/// name as it has entries (inferred for lists without an item name, such as BackupJobs); an empty
/// list directly below the root stays as one empty element, so that a reader sees that it is there.
/// Text that XML cannot hold becomes U+FFFD.
[[nodiscard]] std::string to_xml(const nlohmann::json& content, std::string_view root);

/// In answers that the emulator made up, and in refusals of what the service would do.
inline constexpr std::string_view kMarkName = "x-dds-emulator";
inline constexpr std::string_view kNotSimulated = "not simulated";

/// What every answer needs to know.
struct AnswerFrame {
  api::Format format = api::Format::Xml;  // the service's default
  std::string request_id;
  std::string host_id;
  Instant service_now;  // for the Date header: one clock dates sets and answers
  /// Whether the emulator does what the action does; where it only looks so, a header says it.
  bool simulated = true;
};

/// 200 with `content` and the RequestId in it; XML's root is <ActionResponse>.
[[nodiscard]] HttpResponse render_answer(const AnswerFrame& frame, std::string_view action,
                                         nlohmann::json content);

/// RequestId, HostId, Code, Message, Recommend; XML's root is <Error>.
[[nodiscard]] HttpResponse render_refusal(const AnswerFrame& frame, const Refusal& refusal);

/// The answer to OPTIONS: what gateway hosts were seen to answer. Authorization is not among the
/// headers.
[[nodiscard]] HttpResponse render_preflight(const AnswerFrame& frame);

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 1123).
[[nodiscard]] std::string http_date(Instant instant);

}  // namespace dds::emulator
