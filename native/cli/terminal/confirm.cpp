#include "native/cli/terminal/confirm.h"

#include <string_view>

#include "core/base/ascii.h"
#include "core/base/utf8.h"
#include "native/cli/terminal/say.h"
#include "native/platform/input.h"
#include "native/platform/output.h"

namespace dds::cli {

std::optional<ExitCode> ask(const Question& question) {
  if (!question.effect.empty()) note(question.effect);
  if (!platform::is_input_terminal() || !platform::is_terminal(platform::Stream::Error))
    return wrong_usage("There is no terminal to confirm this on; say it with " + question.option +
                       ". " + question.kept);
  platform::write(platform::Stream::Error, clean("Type " + question.wanted + " to go on: "));
  const std::optional<std::string> typed = platform::read_line();
  if (!typed) {
    note("");
    complain(question.kept);
    return ExitCode::Interrupted;
  }
  if (trimmed(*typed) == question.wanted) return std::nullopt;
  return wrong_usage("\"" + one_line(*typed) + "\" is not " + question.wanted + ". " +
                     question.kept);
}

}  // namespace dds::cli
