#include "native/cli/reports/fault_help.h"

#include <string_view>

#include "core/emulator/faults.h"
#include "native/cli/terminal/text_table.h"

namespace dds::cli {
namespace {

using emulator::FaultKind;

struct Words {
  std::string_view action;
  std::string_view rate;
  std::string_view meaning;
};

Words words_of(FaultKind kind) {
  switch (kind) {
    case FaultKind::Refused: return {"*", "x1", "connection reset, no effect"};
    case FaultKind::LostBefore: return {"CreateBackup", "x1", "connection lost, no effect"};
    case FaultKind::LostAfter: return {"CreateBackup", "x1", "connection lost after the effect"};
    case FaultKind::TimeOutBefore: return {"CreateBackup", "x1", "no answer, no effect"};
    case FaultKind::TimeOutAfter: return {"CreateBackup", "x1", "no answer, with effect"};
    case FaultKind::Slow: return {"Describe*", "20%", "the right answer, late"};
    case FaultKind::Error500: return {"*", "5%", "InternalError, no effect"};
    case FaultKind::Error500After: return {"CreateBackup", "x1", "InternalError after the effect"};
    case FaultKind::Unavailable503: return {"*", "5%", "ServiceUnavailable, no effect"};
    case FaultKind::Unavailable503After:
      return {"CreateBackup", "x1", "ServiceUnavailable after the effect"};
    case FaultKind::Throttled: return {"*", "20%", "Throttling.User, no effect"};
    case FaultKind::CutOff: return {"DescribeBackups", "x3", "the answer's body ends early"};
    case FaultKind::WrongType: return {"Describe*", "x3", "a wrong content type"};
    case FaultKind::Portal: return {"*", "x1", "a login page instead of the service, no effect"};
    case FaultKind::Duplicate: return {"CreateBackup", "x1", "delivered twice"};
    case FaultKind::GarbledBefore:
      return {"CreateBackup", "x1", "any bytes instead of an answer, no effect"};
    case FaultKind::GarbledAfter:
      return {"CreateBackup", "x1", "any bytes instead of an answer, with effect"};
    case FaultKind::Delayed:
      return {"CreateBackup", "x1", "no answer; it arrives up to an hour later"};
    case FaultKind::DateLies: return {"*", "20%", "the answer's Date is up to an hour off"};
    case FaultKind::NonceForgotten:
      return {"CreateBackup", "20%", "which nonces were used is forgotten before"};
    case FaultKind::JobFails: return {"CreateBackup", "x1", "the job that it starts fails"};
    case FaultKind::JobHangs: return {"CreateBackup", "x1", "the job that it starts never ends"};
  }
  return {};
}

}  // namespace

std::string fault_help() {
  constexpr std::size_t kWidth = 37;
  std::string text =
      "Faults that --faults takes, several separated by commas (x3: the next three requests of "
      "that "
      "action;\n20%: so many of them):\n";
  const auto add = [&text](const std::string& example, std::string_view meaning) {
    text += "  " + padded(example, kWidth) + " " + std::string(meaning) + "\n";
  };
  for (const FaultKind kind : emulator::all_fault_kinds()) {
    const Words words = words_of(kind);
    add(std::string(words.action) + ":" + std::string(emulator::fault_name(kind)) + ":" +
            std::string(words.rate),
        words.meaning);
  }
  add("*:any:20%", "any of these but the last three");
  add("skew=20", "the service's clock is 20 minutes ahead (-20: behind)");
  add("seed=7", "another course of the percentages");
  return text;
}

}  // namespace dds::cli
