// What is to be said of a single call that ended without its answer, by the console and the command
// line in the same words.
#pragma once

#include <string>
#include <string_view>

#include "core/backup/operation.h"
#include "core/response/answer.h"

namespace dds::backup {

/// The action may have changed something, and nothing says whether it did: no answer came that can
/// be read, or a refusal that does not blame the caller (refusal.h). Never of an action that only
/// reads, nor of throttling, which has no effect.
[[nodiscard]] bool is_effect_unknown(std::string_view action, const NotReplied& why);
[[nodiscard]] bool is_effect_unknown(std::string_view action, const response::ApiError& refusal);

/// "Whether CreateBackup took effect is not known: look before it is sent again."
[[nodiscard]] std::string effect_unknown_sentence(std::string_view action);

/// What would make an answer that was too large smaller, as a sentence; empty where it was not too
/// large, or the action has no parameter for it.
[[nodiscard]] std::string smaller_answer_advice(std::string_view action, const NotReplied& why);

}  // namespace dds::backup
