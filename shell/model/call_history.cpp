#include "shell/model/call_history.h"

#include <algorithm>

#include "core/api/call_link.h"
#include "core/base/ascii.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

constexpr std::string_view kVersion = DDS_VERSION;

std::string joined(const std::vector<std::string>& names) {
  std::string all;
  for (const std::string& name : names) add_part(all, name);
  return all;
}

Milliseconds took(const ExchangeEntry& entry) {
  return entry.answered ? *entry.answered - entry.sent : Milliseconds::max();
}

// "200", "400 BackupJobExists", a sentence; what the column says, for sorting.
std::string answer_text(const ExchangeEntry& entry) {
  return entry.status == 0 ? entry.failure : std::to_string(entry.status) + " " + entry.code;
}

int compared(const std::string& a, const std::string& b) {
  return a.compare(b);
}

// Below, equal, above: -, 0, +.
int compare_calls(const ExchangeEntry& a, const ExchangeEntry& b, CallColumn column) {
  switch (column) {
    case CallColumn::Sent: break;
    case CallColumn::Action: return compared(a.call.action, b.call.action);
    case CallColumn::Resource:
      return api::main_resource(a.call.parameters).compare(api::main_resource(b.call.parameters));
    case CallColumn::Answer: return compared(answer_text(a), answer_text(b));
    case CallColumn::Took: return (took(a) > took(b)) - (took(a) < took(b));
    case CallColumn::RequestId: return compared(a.request_id, b.request_id);
  }
  if (a.sent == b.sent) return (a.number > b.number) - (a.number < b.number);
  return a.sent > b.sent ? 1 : -1;
}

}  // namespace

CallHistory::CallHistory(Host& host, ExchangeLog& log, std::string page_url,
                         std::function<void()> changed)
    : host_(host),
      log_(log),
      page_url_(std::move(page_url)),
      changed_(std::move(changed)),
      store_(host) {
  log_.on_ended = [this](const ExchangeEntry& entry) { store_.keep(entry); };
}

void CallHistory::later(std::function<void()> task) {
  tasks_.push_back(std::move(task));
  changed_();
}

void CallHistory::advance(SteadyInstant now) {
  for (const std::function<void()>& task : std::exchange(tasks_, {})) {
    task();
    changed_();
  }
  store_.write(now);
}

void CallHistory::say(std::string text, bool problem) {
  notice = {std::move(text), problem};
}

void CallHistory::open() {
  later([this] { read_kept(); });
  show_new();
}

void CallHistory::read_kept() {
  earlier_.clear();
  for (CallStore::Kept& kept : store_.read()) {
    // What the log still has, with all its steps, stands there.
    if (kept.ours == 0 || log_.find(kept.ours) == nullptr)
      earlier_.push_back(std::move(kept.entry));
  }
  stale_ = true;
}

const ExchangeEntry* CallHistory::find(std::uint64_t number) const {
  if (number < kEarlier) return log_.find(number);
  for (const ExchangeEntry& entry : earlier_) {
    if (entry.number == number) return &entry;
  }
  return nullptr;
}

std::size_t CallHistory::new_calls() const {
  const auto& entries = log_.entries();
  std::size_t count = 0;
  for (auto entry = entries.rbegin(); entry != entries.rend() && entry->number > newest_; ++entry) {
    if (passes(*entry)) ++count;
  }
  return count;
}

void CallHistory::show_new() {
  newest_ = log_.entries().empty() ? 0 : log_.entries().back().number;
  stale_ = true;
  changed_();
}

void CallHistory::show_only_refused(bool only) {
  only_refused_ = only;
  stale_ = true;
}

void CallHistory::show_background(bool show) {
  with_background_ = show;
  stale_ = true;
}

void CallHistory::sort(CallColumn column) {
  descending_ = column == sorted_by_ ? !descending_ : column == CallColumn::Sent;
  sorted_by_ = column;
  stale_ = true;
}

bool CallHistory::passes(const ExchangeEntry& entry) const {
  return (with_background_ || !entry.background) && (!only_refused_ || entry.went_wrong()) &&
         (filtered_by_.empty() || entry.searched.find(filtered_by_) != std::string::npos);
}

const std::vector<std::uint64_t>& CallHistory::order() {
  const auto& entries = log_.entries();
  // Forgotten, or too many: then the oldest are not there any more.
  const std::uint64_t oldest = entries.empty() ? 0 : entries.front().number;
  if (newest_ == 0 && !entries.empty()) show_new();  // nothing stood there that could move
  std::string wanted = lower(trimmed(filter.view()));
  if (!stale_ && wanted == filtered_by_ && oldest == oldest_) return order_;
  filtered_by_ = std::move(wanted);
  oldest_ = oldest;
  stale_ = false;
  all_ = 0;
  std::vector<const ExchangeEntry*> rows;
  const auto take = [&](const ExchangeEntry& entry) {
    ++all_;
    if (!passes(entry)) return;
    // Newest first as they come; each behind those that are not above it.
    std::size_t at = rows.size();
    const auto above = [&](const ExchangeEntry& other) {
      const int way = compare_calls(entry, other, sorted_by_);
      return descending_ ? way > 0 : way < 0;
    };
    while (at > 0 && above(*rows[at - 1])) --at;
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at), &entry);
  };
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    if (entry->number <= newest_) take(*entry);
  }
  for (const ExchangeEntry& entry : earlier_) take(entry);
  order_.clear();
  for (const ExchangeEntry* row : rows) order_.push_back(row->number);
  return order_;
}

void CallHistory::inspect_call(std::uint64_t number) {
  const ExchangeEntry* entry = find(number);
  if (entry == nullptr) return;
  if (number >= kEarlier) return log_.pick_earlier(*entry);
  log_.pick(number);
}

std::string CallHistory::title(std::uint64_t number) const {
  const ExchangeEntry* entry = find(number);
  if (entry == nullptr) return {};
  const int offset = host_.utc_offset_minutes(entry->sent);
  return entry->call.action + ", " + local_date(entry->sent, offset, host_.now()) + " " +
         local_clock(entry->sent, offset);
}

void CallHistory::copy_row(std::uint64_t number) {
  const ExchangeEntry* entry = find(number);
  if (entry == nullptr) return;
  host_.copy_to_clipboard(utc_time(entry->sent) + "\t" + entry->call.action + "\t" +
                          std::string(api::main_resource(entry->call.parameters)) + "\t" +
                          std::to_string(entry->status) + "\t" + entry->code + "\t" +
                          entry->request_id);
}

void CallHistory::copy_link(std::uint64_t number) {
  later([this, number] {
    if (const ExchangeEntry* entry = find(number)) copy_link(redacted(*entry, kKeptBody).call);
  });
}

void CallHistory::copy_link(const api::Call& call) {
  const api::SharedCall shared = api::without_secrets(call);
  std::string text = api::command_line(shared.call);
  if (has_page()) {
    Result<std::string> link = api::call_link(page_url_, shared.call);
    if (!link) return say(link.error().message, true);
    text = *std::move(link);
  }
  host_.copy_to_clipboard(text);
  std::string what =
      has_page() ? "The link to this call is copied" : "The call is copied as a command line";
  if (!shared.left_out.empty()) what += ", without " + joined(shared.left_out);
  say(what + ". It holds no secret.");
}

api::HarEntry CallHistory::har_entry(const ExchangeEntry& entry) const {
  ExchangeEntry clean = redacted(entry, ExchangeLog::kShownBody);
  return {std::move(clean.request.http),
          clean.sent,
          clean.answered,
          clean.status,
          std::move(clean.answer_headers),
          std::move(clean.answer_body),
          clean.answer_cut,
          std::move(clean.failure)};
}

void CallHistory::copy_har(std::uint64_t number) {
  later([this, number] {
    const ExchangeEntry* entry = find(number);
    if (entry == nullptr) return;
    const api::HarEntry one = har_entry(*entry);
    host_.copy_to_clipboard(api::har({&one, 1}, kVersion));
    say("The call is copied as HAR. Signature and secrets are masked in it.");
  });
}

void CallHistory::save_har() {
  later([this] {
    std::vector<api::HarEntry> entries;
    for (const std::uint64_t number : order()) {
      if (const ExchangeEntry* entry = find(number)) entries.push_back(har_entry(*entry));
    }
    // A HAR is read from its beginning.
    std::reverse(entries.begin(), entries.end());
    const Result<std::string> place = host_.save_file(
        "dds-calls-" + format_utc(host_.now()).substr(0, 10) + ".har", api::har(entries, kVersion));
    if (!place) return say(place.error().message, true);
    say(counted(entries.size(), "call") + " saved as " + *place +
        ". Signatures and secrets are masked in it.");
  });
}

void CallHistory::open_call(std::uint64_t number) {
  const ExchangeEntry* entry = find(number);
  if (entry == nullptr) return;
  api::SharedCall shared = api::without_secrets(redacted(*entry, kKeptBody).call);
  on_open_call(shared.call, shared.left_out);
}

void CallHistory::compare_from(std::uint64_t number) {
  first_ = number;
  changed_();
}

void CallHistory::compare_with(std::uint64_t second) {
  later([this, first = std::exchange(first_, 0), second] {
    const ExchangeEntry* left = find(first);
    const ExchangeEntry* right = find(second);
    if (left == nullptr || right == nullptr) return;
    // The older one is what there was before.
    if (left->sent > right->sent) std::swap(left, right);
    const auto answer = [](const ExchangeEntry& entry) {
      const InspectorText text = inspect(entry);
      return text.failure.empty() ? "HTTP " + std::to_string(text.status) + "\n" + text.answer_body
                                  : text.failure;
    };
    compare.open(title(left->number), answer(*left), title(right->number), answer(*right));
    compared_ = true;
  });
}

bool CallHistory::take_compared() {
  return std::exchange(compared_, false);
}

void CallHistory::forget() {
  store_.forget();
  log_.clear();
  earlier_.clear();
  compare.clear();
  selected_ = first_ = newest_ = 0;
  stale_ = true;
  changed_();
}

}  // namespace dds::shell
