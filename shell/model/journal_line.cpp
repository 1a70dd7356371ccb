#include "shell/model/journal_line.h"

#include <utility>

namespace dds::shell {

JournalLine::JournalLine(Host& host) : host_(host), arrived_(std::make_shared<Answers>()) {}

void JournalLine::claim(std::string name, Claimed claimed) {
  ++waiting_;
  host_.claim_journal(std::move(name), [arrived = std::weak_ptr<Answers>(arrived_),
                                        claimed = std::move(claimed)](JournalClaim claim) mutable {
    if (const auto answers = arrived.lock())
      answers->push_back({std::move(claim), std::move(claimed)});
  });
}

void JournalLine::forget(std::string name, std::function<bool(const std::string& text)> is_that) {
  claim(std::move(name), [is_that = std::move(is_that)](const JournalClaim& claim) {
    // What cannot be emptied is found again the next time, and told again.
    if (claim.store && is_that(claim.store->text())) static_cast<void>(claim.store->keep(0));
  });
}

std::vector<std::string> JournalLine::names(std::string_view beginning) {
  std::vector<std::string> found;
  for (const std::string& name : host_.journals()) {
    if (std::string_view(name).substr(0, beginning.size()) == beginning)
      found.push_back(name.substr(beginning.size()));
  }
  return found;
}

void JournalLine::advance() {
  if (arrived_->empty()) return;
  Answers answers;
  answers.swap(*arrived_);  // whoever is told may ask again
  for (Answer& one : answers) {
    --waiting_;
    one.claimed(std::move(one.claim));
  }
}

}  // namespace dds::shell
