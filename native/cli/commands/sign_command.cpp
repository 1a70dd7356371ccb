#include "native/cli/commands/commands.h"

#include <iostream>
#include <optional>

#include "core/base/secret.h"
#include "core/signing/sign_line.h"
#include "native/cli/options/option_parser.h"
#include "native/platform/output.h"

namespace dds::cli {

ExitCode sign_command(const CommandLine& line) {
  OptionParser parser("sign < lines.jsonl",
                      "Signs each JSON line of standard input and prints the steps of its "
                      "signature as a JSON line, so\n"
                      "that any implementation can be held against this one. A bad line gives "
                      "{\"error\":...} and, at\n"
                      "the end, exit code 2.",
                      "  echo "
                      "'{\"kind\":\"rpc1-sha1\",\"method\":\"POST\",\"secret\":\"testsecret\","
                      "\"params\":{\"Action\":"
                      "\"DescribeRegions\"}}' | dds sign\n");
  if (const std::optional<ExitCode> ended = parser.parse(line.arguments)) return *ended;
  bool all_good = true;
  std::string text;
  while (std::getline(std::cin, text)) {
    const signing::SignedLine answer = signing::sign_line(text);
    wipe_memory(text.data(), text.size());
    all_good = all_good && answer.ok;
    if (!platform::write(platform::Stream::Out, answer.answer + "\n")) break;
  }
  wipe_text(text);
  return all_good ? ExitCode::Done : ExitCode::Usage;
}

}  // namespace dds::cli
