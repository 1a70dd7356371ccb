#include "native/cli/commands/commands.h"

#include <iostream>
#include <optional>
#include <utility>

#include "core/base/secret.h"
#include "core/diagnose/diagnose.h"
#include "native/cli/options/option_parser.h"
#include "native/cli/reports/diagnose_report.h"
#include "native/cli/terminal/say.h"
#include "native/credentials/credential_sources.h"
#include "native/platform/clock.h"
#include "native/platform/input.h"

namespace dds::cli {
namespace {

constexpr const char* kDescription =
    "Says why a signature was refused, and how to mend it. The request is read from standard "
    "input: a URL,\n"
    "a curl command, a HAR, a JSON line as dds sign reads it, raw HTTP, each also with the answer "
    "behind it, or\n"
    "the service's error alone. With the secret (from the environment or a profile, when it is of "
    "the "
    "request's AccessKey\n"
    "ID) every known mistake is tried until one gives the signature that was sent. Nothing is "
    "sent anywhere.";
constexpr const char* kExamples =
    "  dds diagnose < request.txt\n"
    "  dds diagnose --file request.har --output json\n"
    "  dds diagnose --file curl.txt --answer answer.json     # with what the service said\n"
    "  echo \"curl 'https://mongodb.aliyuncs.com/?Action=DescribeRegions&...'\" | dds diagnose "
    "--at now\n";

struct Texts {
  std::string file;
  std::string answer;
  std::string string_to_sign;
  std::string profile;
  std::string at;
  std::size_t entry = 0;
  std::string output = "text";
};

void declare(options::OptionSet& options, Texts& texts) {
  options.add_option("--file", texts.file, "the request, instead of standard input");
  options.add_option(
      "--entry", texts.entry,
      "which entry of a HAR, counted from 1 (default: the signed one that was refused)");
  options.add_option("--answer", texts.answer,
                     "what the service answered: a file with JSON, XML, HTTP or the message alone");
  options.add_option("--client-string", texts.string_to_sign,
                     "a file with the string to sign that the client made, where it can print it");
  options.add_option(
      "--at", texts.at,
      "when the request was sent: 2024-01-16T11:04:56Z, or now (default: the Date of "
      "the answer, the time in a HAR, else the clock is not judged)");
  options.add_option("--profile", texts.profile,
                     "profile of ~/.aliyun/config.json to take the AccessKey from");
  options.add_option("--output", texts.output, "text or json (default text)");
}

Result<std::string> read_stdin() {
  if (platform::is_input_terminal()) note("Paste the request, then press Ctrl-D on a new line.");
  std::string text;
  char block[16384];
  while (std::cin.read(block, sizeof block) || std::cin.gcount() > 0) {
    text.append(block, static_cast<std::size_t>(std::cin.gcount()));
    if (text.size() > diagnose::kMaxPasted) break;  // refused by its reader
  }
  wipe_memory(block, sizeof block);
  return text;
}

Result<std::string> read_text(const std::string& file) {
  return file.empty() ? read_stdin() : platform::read_input(file, diagnose::kMaxPasted);
}

// None at all is fine; one that was meant and is wrong is not.
Result<std::optional<signing::Credentials>> find_key(const Texts& texts,
                                                     const platform::Environment& environment) {
  Result<credentials::Found> found =
      credentials::find_credentials({texts.profile, environment, {}});
  if (found) return std::optional(std::move(found->credentials));
  const bool meant = !texts.profile.empty() || environment("ALIBABA_CLOUD_ACCESS_KEY_ID") ||
                     environment("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
  if (meant) return found.error();
  return std::optional<signing::Credentials>();
}

Status read_answer_file(const Texts& texts, diagnose::Question& question) {
  if (texts.answer.empty()) return {};
  const Result<std::string> text = platform::read_input(texts.answer, diagnose::kMaxPasted);
  if (!text) return text.error();
  Result<diagnose::ServiceAnswer> answer = diagnose::read_answer(*text);
  if (!answer) return answer.error();
  question.answer = *std::move(answer);
  return {};
}

Status read_client_string(const Texts& texts, diagnose::Question& question) {
  if (texts.string_to_sign.empty()) return {};
  Result<std::string> text = platform::read_input(texts.string_to_sign, diagnose::kMaxRequest);
  if (!text) return text.error();
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  question.client_string_to_sign = *std::move(text);
  return {};
}

// A request that was pasted may be old: the clock counts when the service spoke of it, or when
// asked for.
Status choose_instant(const Texts& texts, diagnose::Question& question) {
  const auto& answer = question.answer ? question.answer : question.request.answer;
  const std::string code = answer ? answer->code : std::string();
  if (texts.at == "now" || (texts.at.empty() && code.starts_with("InvalidTimeStamp"))) {
    question.instant = platform::now();
    return {};
  }
  if (texts.at.empty()) return {};
  const Result<Instant> instant = parse_utc(texts.at);
  if (!instant) {
    return make_error(ErrorCode::InvalidTime,
                      "--at takes a time in UTC such as 2024-01-16T11:04:56Z, or now.", "--at");
  }
  question.instant = *instant;
  return {};
}

Result<diagnose::Question> read_question(const Texts& texts,
                                         const platform::Environment& environment) {
  diagnose::Question question;
  Result<std::string> text = read_text(texts.file);
  if (!text) return text.error();
  Result<diagnose::Request> request = diagnose::read_request(*text, texts.entry);
  wipe_text(*text);
  if (!request) return request.error();
  question.request = *std::move(request);
  if (Status bad = read_answer_file(texts, question)) return *std::move(bad);
  if (Status bad = read_client_string(texts, question)) return *std::move(bad);
  if (Status bad = choose_instant(texts, question)) return *std::move(bad);
  Result<std::optional<signing::Credentials>> key = find_key(texts, environment);
  if (!key) return key.error();
  question.key = *std::move(key);
  return question;
}

}  // namespace

ExitCode diagnose_command(const CommandLine& line) {
  OptionParser parser("diagnose [options] < request", kDescription, kExamples);
  Texts texts;
  declare(parser.option_set(), texts);
  parser.explain_code(ExitCode::Done, "explained");
  parser.explain_code(ExitCode::Refused,
                      "nothing wrong found, no explanation, or only a suspicion");
  if (const std::optional<ExitCode> ended = parser.parse(line.arguments)) return *ended;
  if (texts.output != "text" && texts.output != "json")
    return wrong_usage("--output takes text or json; \"" + texts.output + "\" was given.");
  const Result<diagnose::Question> question = read_question(texts, line.environment);
  if (!question) return wrong_usage(question.error().message);
  const diagnose::Diagnosis diagnosis = diagnose::diagnose(*question);
  const signing::Credentials key = diagnose::to_hide(question->request, question->key);
  put(texts.output == "json" ? diagnosis_json(diagnosis, &key) : diagnosis_text(diagnosis, &key));
  return diagnosis.verdict == diagnose::Verdict::Explained ? ExitCode::Done : ExitCode::Refused;
}

}  // namespace dds::cli
