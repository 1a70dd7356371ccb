// The console's line to the workbench: questions go to the host, answers are handed on from within
// `advance`, and to nobody once whoever asked has gone or asked again.
//
// Owned by the Model; the parts that ask hold a reference.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shell/host.h"

namespace dds::shell {

class WorkbenchLine {
 public:
  using Answered = std::function<void(Result<std::string>)>;

  explicit WorkbenchLine(Host& host);
  WorkbenchLine(const WorkbenchLine&) = delete;
  WorkbenchLine& operator=(const WorkbenchLine&) = delete;

  /// `answered` is called exactly once, from within a later `advance`; never after this has ended.
  void ask(std::string question, Answered answered);
  void advance();

 private:
  struct Answer {
    Result<std::string> text;
    Answered answered;
  };
  using Answers = std::vector<Answer>;

  Host& host_;
  std::shared_ptr<Answers> arrived_;  // the host's completions hold it weakly
};

}  // namespace dds::shell
