#include "shell/model/changes.h"

#include <algorithm>
#include <utility>

#include "core/response/redact.h"
#include "shell/model/set_history.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

std::string since_text(Host& host) {
  const Instant now = host.now();
  const int offset = host.utc_offset_minutes(now);
  std::string text = "Since " + local_clock(now, offset).substr(0, 5);
  if (offset != 0) text += " (" + local_clock(now, 0).substr(0, 5) + " UTC)";
  return text;
}

std::shared_ptr<backup::Operation> plain(const ChangeOperation& operation) {
  return std::visit([](const auto& one) -> std::shared_ptr<backup::Operation> { return one; },
                    operation);
}

backup::OperationProgress progress_of(const ChangeOperation& operation) {
  backup::OperationProgress progress = std::visit(
      [](const auto& one) -> backup::OperationProgress { return one->progress(); }, operation);
  progress.sentence = response::redact(progress.sentence);
  progress.problem = response::redact(progress.problem);
  return progress;
}

// Its own sentence says what became of it: more than that the service refused.
Problem problem_of_end(const Change& change) {
  Problem problem = problem_of(change.progress, change.session->connection->credentials);
  if (change.progress.refusal) {
    problem.message = problem.what + " " + problem.message;
    problem.what = change.progress.sentence + ".";
  }
  // Trying again is for the panel to offer, with its form as it was.
  std::erase(problem.steps, NextStep::TryAgain);
  return problem;
}

}  // namespace

void Changes::start(ChangeOperation operation, const std::shared_ptr<Session>& session,
                    const api::Instance& instance, std::string subject) {
  Change change;
  change.number = ++last_number_;
  change.instance_id = instance.id;
  change.title = instance.title();
  change.subject = std::move(subject);
  change.since = since_text(*services_.host);
  change.operation = std::move(operation);
  change.session = session;
  change.progress = progress_of(change.operation);
  std::erase_if(items_, [&](const Change& one) {
    return !one.running() && one.kind() == change.kind() && one.instance_id == change.instance_id &&
           one.subject == change.subject;
  });
  items_.push_back(std::move(change));
  const std::uint64_t number = last_number_;
  const auto id =
      session->driver->start(plain(items_.back().operation), [this, number] { update(number); });
  for (Change& one : items_) {
    if (one.number == number) one.operation_id = id;
  }
  services_.changed();
}

void Changes::update(std::uint64_t number) {
  const auto found = std::find_if(items_.begin(), items_.end(),
                                  [&](const Change& one) { return one.number == number; });
  if (found == items_.end() || !found->running()) return;
  Change& change = *found;
  change.progress = progress_of(change.operation);
  services_.changed();
  if (change.running()) return;
  if (change.progress.outcome != backup::Outcome::Done) change.problem = problem_of_end(change);
  change.session.reset();
  ended_(change);
}

void Changes::dismiss(std::uint64_t number) {
  std::erase_if(items_, [&](const Change& one) { return one.number == number && !one.running(); });
  services_.changed();
}

void Changes::dismiss_ended() {
  std::erase_if(items_, [](const Change& one) { return !one.running() && !one.unknown(); });
  services_.changed();
}

void Changes::stop_all() {
  for (Change& change : items_) {
    if (!change.running()) continue;
    change.session->driver->stop(change.operation_id);
    change.progress.outcome = backup::Outcome::Unknown;
    change.progress.sentence = "It is no longer watched, and may have been carried out";
    change.progress.problem.clear();
    change.problem = problem_of_end(change);
    change.session.reset();
  }
  services_.changed();
}

const Change* Changes::newest(ChangeKind kind, std::string_view instance_id) const {
  const auto found = std::find_if(items_.rbegin(), items_.rend(), [&](const Change& one) {
    return one.kind() == kind && one.instance_id == instance_id;
  });
  return found == items_.rend() ? nullptr : &*found;
}

const Change* Changes::headline() const {
  for (const Change& change : items_) {
    if (change.running()) return &change;
  }
  return items_.empty() ? nullptr : &items_.back();
}

}  // namespace dds::shell
