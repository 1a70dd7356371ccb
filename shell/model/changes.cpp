#include "shell/model/changes.h"

#include <algorithm>
#include <utility>

#include "core/backup/checked_line.h"
#include "core/base/secret.h"
#include "core/base/utf8.h"
#include "core/response/redact.h"
#include "shell/model/set_history.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

constexpr Milliseconds kLookAgain{2'000};  // while another console holds a note

// What the journals of noted kinds begin with; a kind without one is not noted.
struct Noted {
  ChangeKind kind;
  std::string_view names;
};
constexpr Noted kNoted[] = {{ChangeKind::Restore, "restore-"},
                            {ChangeKind::DeleteSet, "delete-"},
                            {ChangeKind::Release, "release-"}};

std::string_view names_of(ChangeKind kind) {
  for (const Noted& one : kNoted) {
    if (one.kind == kind) return one.names;
  }
  return {};
}

std::string note_name(ChangeKind kind, std::string_view instance_id) {
  return std::string(names_of(kind)) + std::string(instance_id);
}

std::uint64_t mark_of(std::string_view note) {
  return backup::crc32(note.substr(0, note.find('\n'))) + std::uint64_t{1};
}

// What is to go; a restore: the name of what is to be made.
std::string target_of(const ChangeOperation& operation) {
  if (const auto* set = std::get_if<std::shared_ptr<backup::DeleteSet>>(&operation))
    return (*set)->progress().backup_id;
  if (const auto* one = std::get_if<std::shared_ptr<backup::ReleaseTemporary>>(&operation))
    return (*one)->progress().instance_id;
  const auto* restore = std::get_if<std::shared_ptr<backup::RestoreInstance>>(&operation);
  if (restore == nullptr || !(*restore)->progress().plan) return {};
  return (*restore)->progress().plan->request.description;
}

std::string made_by(const ChangeOperation& operation) {
  const auto* restore = std::get_if<std::shared_ptr<backup::RestoreInstance>>(&operation);
  return restore == nullptr ? std::string() : (*restore)->progress().instance_id;
}

// What looks after a change that an earlier console sent, or was about to send.
ChangeOperation looking_after(ChangeKind kind, const ChangeNote& note, std::uint64_t seed) {
  switch (kind) {
    case ChangeKind::DeleteSet:
      return backup::DeleteSet::sent_before(note.instance_id, note.target, seed);
    case ChangeKind::Release: return backup::ReleaseTemporary::sent_before(note.target, seed);
    default: break;
  }
  backup::RestoreOptions options;
  options.jitter_seed = seed;
  return std::make_shared<backup::RestoreInstance>(note.instance_id, note.made, note.at, options);
}

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
  Problem problem =
      problem_of(change.progress,
                 change.session ? change.session->connection->credentials : signing::Credentials());
  if (change.progress.refusal) {
    problem.message = problem.what + " " + problem.message;
    problem.what = change.progress.sentence + ".";
  }
  // Trying again is for the panel to offer, with its form as it was.
  std::erase(problem.steps, NextStep::TryAgain);
  return problem;
}

}  // namespace

Change& Changes::add(ChangeOperation operation, const std::string& instance_id, std::string title) {
  Change change;
  change.number = ++last_number_;
  change.instance_id = instance_id;
  change.title = std::move(title);
  change.since = since_text(*services_.host);
  change.operation = std::move(operation);
  change.progress = progress_of(change.operation);
  items_.push_back(std::move(change));
  return items_.back();
}

void Changes::start(ChangeOperation operation, const std::shared_ptr<Session>& session,
                    const api::Instance& instance, std::string subject) {
  Change& change = add(std::move(operation), instance.id, instance.title());
  change.subject = std::move(subject);
  change.session = session;
  const std::uint64_t number = change.number;
  const ChangeKind kind = change.kind();
  std::set<std::uint64_t> replaced;
  std::erase_if(items_, [&](const Change& one) {
    if (one.running() || one.kind() != kind || one.instance_id != instance.id) return false;
    if (one.subject != change.subject) return false;
    if (one.mark != 0) replaced.insert(one.mark);
    return true;
  });
  if (names_of(kind).empty()) return follow(change);
  journals_.claim(note_name(kind, instance.id),
                  [this, number, replaced = std::move(replaced)](JournalClaim claim) {
                    begin(number, replaced, std::move(claim));
                  });
  services_.changed();
}

void Changes::begin(std::uint64_t number, const std::set<std::uint64_t>& replaced,
                    JournalClaim claim) {
  Change* change = find(number);
  if (change == nullptr || !change->running()) return;
  if (!claim.store)
    return end(
        *change, backup::Ending::Refused, "Nothing was sent",
        claim.held ? "Another window of this console has one like it under way." : claim.problem);
  const std::string& text = claim.store->text();
  if (!text.empty() && !replaced.contains(mark_of(text))) {
    const Result<ChangeNote> earlier = read_change_note(text);
    if (earlier || earlier.error().code != ErrorCode::EmptyBody) {
      const ChangeKind kind = change->kind();
      const std::string instance_id = change->instance_id;
      items_.remove_if([number](const Change& one) { return one.number == number; });
      return take_note(kind, instance_id, std::move(claim.store));
    }
  }
  ChangeNote note;
  note.at = services_.host->now();
  note.endpoint = change->session->connection->endpoint.url();
  note.key_id = shorten_key_id(change->session->connection->credentials.access_key_id);
  note.instance_id = change->instance_id;
  note.title = change->title;
  note.subject = change->subject;
  note.target = target_of(change->operation);
  const std::string line = to_line(note);
  Status wrong = claim.store->keep(0);
  if (!wrong) wrong = claim.store->append(line);
  if (wrong) return end(*change, backup::Ending::Refused, "Nothing was sent", wrong->message);
  change->mark = mark_of(line);
  change->store = std::move(claim.store);
  follow(*change);
}

void Changes::follow(Change& change) {
  const std::uint64_t number = change.number;
  const auto id =
      change.session->driver->start(plain(change.operation), [this, number] { update(number); });
  if (Change* started = find(number)) started->operation_id = id;
  services_.changed();
}

// One that is not driven, or not any more.
void Changes::end(Change& change, backup::Ending ending, std::string sentence,
                  std::string problem) {
  change.progress.ending = ending;
  change.progress.sentence = std::move(sentence);
  change.progress.problem = std::move(problem);
  change.problem = problem_of_end(change);
  change.store.reset();
  change.session.reset();
  services_.changed();
}

void Changes::update(std::uint64_t number) {
  Change* change = find(number);
  if (change == nullptr || !change->running()) return;
  change->progress = progress_of(change->operation);
  services_.changed();
  if (change->store && !change->made_noted) {
    if (const std::string made = made_by(change->operation); !made.empty())
      change->made_noted = !change->store->append(made_line(made));
  }
  if (change->running()) return;
  if (change->progress.ending != backup::Ending::Succeeded)
    change->problem = problem_of_end(*change);
  // What cannot be taken away is looked after once more by the next console.
  if (change->store && !change->unknown() && !change->store->keep(0)) change->mark = 0;
  change->store.reset();
  change->session.reset();
  ended_(*change);
}

// --- what earlier consoles left

void Changes::look() {
  looked_ = services_.host->steady();
  for (const Noted& noted : kNoted) {
    std::vector<std::string> ids = journals_.names(noted.names);
    for (const Change& one : items_) {
      const bool listed = std::find(ids.begin(), ids.end(), one.instance_id) != ids.end();
      if (!listed && one.kind() == noted.kind && one.elsewhere) ids.push_back(one.instance_id);
    }
    for (const std::string& id : ids) {
      const bool known = std::any_of(items_.begin(), items_.end(), [&](const Change& one) {
        return one.kind() == noted.kind && one.instance_id == id && !one.left && !one.elsewhere &&
               (one.running() || one.mark != 0);
      });
      if (known || !asked_.insert(note_name(noted.kind, id)).second) continue;
      journals_.claim(note_name(noted.kind, id), [this, kind = noted.kind, id](JournalClaim claim) {
        asked_.erase(note_name(kind, id));
        found(kind, id, std::move(claim));
      });
    }
  }
}

void Changes::advance(SteadyInstant now) {
  const std::optional<SteadyInstant> wake = next_wake();
  if (wake && *wake <= now) look();
}

std::optional<SteadyInstant> Changes::next_wake() const {
  for (const Change& one : items_) {
    if (one.elsewhere) return looked_ + kLookAgain;
  }
  return std::nullopt;
}

void Changes::drop_left(ChangeKind kind, std::string_view instance_id) {
  std::erase_if(items_, [&](const Change& one) {
    return one.kind() == kind && one.instance_id == instance_id && (one.left || one.elsewhere);
  });
  services_.changed();
}

void Changes::found(ChangeKind kind, const std::string& instance_id, JournalClaim claim) {
  const Change* known = newest(kind, instance_id);
  if (known != nullptr && known->running() && !known->elsewhere) return;
  if (claim.store) return take_note(kind, instance_id, std::move(claim.store));
  if (known != nullptr && known->elsewhere && claim.held) {
    Change& one = *find(known->number);
    const std::string title = lookup_.title(instance_id);  // perhaps listed since
    if (std::exchange(one.title, title) != title) services_.changed();
  }
  if (!claim.held || (known != nullptr && known->elsewhere)) return;
  drop_left(kind, instance_id);
  ChangeNote nothing;
  nothing.instance_id = instance_id;
  Change& change = add(looking_after(kind, nothing, 0), instance_id, lookup_.title(instance_id));
  change.elsewhere = true;
  change.progress.sentence = "Under way in another window of this console";
}

void Changes::take_note(ChangeKind kind, const std::string& instance_id,
                        std::unique_ptr<JournalStore> store) {
  drop_left(kind, instance_id);
  Result<ChangeNote> note = read_change_note(store->text());
  if (!note && note.error().code == ErrorCode::EmptyBody) {
    static_cast<void>(store->keep(0));
    return;
  }
  const std::uint64_t mark = mark_of(store->text());
  if (!note) {
    ChangeNote nothing;
    nothing.instance_id = instance_id;
    Change& change = add(looking_after(kind, nothing, 0), instance_id, lookup_.title(instance_id));
    change.mark = mark;
    return end(change, backup::Ending::Unknown,
               "What an earlier console noted of a change here cannot be read",
               note.error().message + " Look at the instance before it is done again.");
  }
  const std::shared_ptr<Session> session = services_.session();
  const bool ours = session && note->endpoint == session->connection->endpoint.url() &&
                    note->key_id == shorten_key_id(session->connection->credentials.access_key_id);
  const bool known = !note->made.empty();
  if (ours && kind == ChangeKind::Restore && !known) note->made = lookup_.made_by(*note);
  Change& change = add(looking_after(kind, *note, services_.seed()), instance_id, note->title);
  change.subject = note->subject;
  change.mark = mark;
  const std::string at =
      local_time(note->at, services_.host->utc_offset_minutes(note->at), services_.host->now());
  change.since = "Sent by an earlier console, " + at;
  if (ours && (kind != ChangeKind::Restore || !note->made.empty())) {
    change.session = session;
    change.store = std::move(store);
    change.made_noted = known;
    return follow(change);
  }
  change.left = true;
  end(change, backup::Ending::Unknown,
      kind == ChangeKind::Restore ? "It is not known whether the new instance was ordered"
                                  : "It is not known whether it was carried out",
      ours ? "A console that has ended sent the order on " + at +
                 ", or was about to; the listing shows no instance named \"" +
                 one_line(note->target) + "\" that was made since."
           : "A console that has ended sent it on " + at + ", or was about to, with the key " +
                 one_line(note->key_id) + " at " + one_line(note->endpoint, 200) +
                 ": with that key and endpoint it is looked after.");
}

// --- what a person does

void Changes::dismiss(std::uint64_t number) {
  for (const Change& one : items_) {
    if (one.number != number || one.running() || one.mark == 0) continue;
    journals_.forget(note_name(one.kind(), one.instance_id),
                     [mark = one.mark](const std::string& text) { return mark_of(text) == mark; });
  }
  std::erase_if(items_, [&](const Change& one) { return one.number == number && !one.running(); });
  services_.changed();
}

void Changes::dismiss_ended() {
  std::erase_if(items_, [](const Change& one) { return !one.running() && !one.unknown(); });
  services_.changed();
}

void Changes::stop_all() {
  for (Change& change : items_) {
    if (!change.running() || change.elsewhere) continue;
    change.session->driver->stop(change.operation_id);
    change.left = change.mark != 0;
    end(change, backup::Ending::Unknown, "It is no longer watched, and may have been carried out",
        {});
  }
  services_.changed();
}

Change* Changes::find(std::uint64_t number) {
  const auto found = std::find_if(items_.begin(), items_.end(),
                                  [&](const Change& one) { return one.number == number; });
  return found == items_.end() ? nullptr : &*found;
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
