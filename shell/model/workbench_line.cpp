#include "shell/model/workbench_line.h"

#include <utility>

namespace dds::shell {

WorkbenchLine::WorkbenchLine(Host& host) : host_(host), arrived_(std::make_shared<Answers>()) {}

void WorkbenchLine::ask(std::string question, Answered answered) {
  host_.ask_workbench(std::move(question),
                      [arrived = std::weak_ptr<Answers>(arrived_),
                       answered = std::move(answered)](Result<std::string> text) mutable {
                        if (const auto answers = arrived.lock())
                          answers->push_back({std::move(text), std::move(answered)});
                      });
}

void WorkbenchLine::advance() {
  if (arrived_->empty()) return;
  Answers answers;
  answers.swap(*arrived_);  // whoever is told may ask again
  for (Answer& one : answers) one.answered(std::move(one.text));
}

}  // namespace dds::shell
