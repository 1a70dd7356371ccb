// The requests that this console sent, newest last, and the text of one of them for the inspector.
//
// Owned by the Model. Entries hold no AccessKey secret; all text for the screen is made by
// `inspect`, which redacts it. Calls of earlier consoles (call_store.h) are shown through the same
// entries: redacted ones, without a connection and without the steps of their signing.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/backup/driver.h"

namespace dds::shell {

/// What the inspector shows of one exchange, redacted, made once for each state of it.
struct InspectorText {
  std::string title;  // the action
  bool sent = true;   // false: what the form would send
  std::string method;
  Parameters parameters;
  std::string canonical;  // RPC v1: the canonical query; ACS3: the canonical request
  std::string string_to_sign;
  std::string signature_method;
  std::string signature;
  std::string authorization;  // ACS3: the header's value
  bool acs3 = false;
  bool steps = true;  // false: a call of an earlier console, whose signing was not kept
  std::string wire;
  std::string answer_head;  // status line and headers
  std::string answer_body;  // pretty JSON, or as it came
  std::string request_id;
  std::string code;
  std::string failure;  // why there is no answer
  int status = 0;       // 0 while there is none
};

struct ExchangeEntry {
  std::uint64_t number = 0;  // of this console, 1, 2, ...; 0 for a request that was not sent
  api::Call call;
  api::SignedRequest request;
  std::shared_ptr<const backup::Connection> connection;  // for redacting; nullptr: kept, redacted
  bool background = false;                               // a read that nobody asked for
  Instant sent;
  std::optional<Instant> answered;
  int status = 0;
  bool refused = false;  // the service's answer carries a Code
  std::string code;
  std::string request_id;
  std::string failure;  // no answer: one sentence
  HttpHeaders answer_headers;
  std::string answer_body;  // cut to kShownBody
  bool answer_cut = false;
  std::string searched;  // lower case: action, parameters without secrets, code, RequestId

  [[nodiscard]] bool went_wrong() const { return refused || status >= 400 || !failure.empty(); }
};

/// Kept calls are numbered apart from this console's.
inline constexpr std::uint64_t kEarlier = std::uint64_t{1} << 63U;

/// A copy that may be kept: everything in it redacted, passwords by the catalogue as well, values
/// and answer cut, no connection, no steps of signing.
[[nodiscard]] ExchangeEntry redacted(const ExchangeEntry& entry, std::size_t longest_body);
/// Fills `searched`.
void index_for_search(ExchangeEntry& entry);

class ExchangeLog {
 public:
  static constexpr std::size_t kKept = 300;
  static constexpr std::size_t kShownBody = std::size_t{512} * 1024;

  /// From the driver's hook, when sent and again when answered. `driver` tells drivers' numbers
  /// apart.
  void record(const backup::Exchange& exchange, std::uint64_t driver,
              const std::shared_ptr<const backup::Connection>& connection);
  /// What would be sent, for looking at only.
  void set_draft(ExchangeEntry entry);

  [[nodiscard]] const std::list<ExchangeEntry>& entries() const { return entries_; }
  [[nodiscard]] std::uint64_t revision() const { return revision_; }

  /// The inspector follows what a person caused (a listing, a change), not the polling behind it,
  /// until one exchange is picked: what is being read must not be replaced every few seconds.
  void pick(std::uint64_t number);
  /// The same with a call of an earlier console.
  void pick_earlier(const ExchangeEntry& entry);
  void follow_newest();
  [[nodiscard]] bool follows() const { return follows_; }
  [[nodiscard]] bool shows_draft() const { return shows_draft_ && draft_.has_value(); }
  [[nodiscard]] const ExchangeEntry* shown() const;
  [[nodiscard]] const InspectorText& shown_text();
  /// nullptr when it is not, or not any more, among the entries.
  [[nodiscard]] const ExchangeEntry* find(std::uint64_t number) const;
  /// Told of each call once it was answered or failed.
  std::function<void(const ExchangeEntry&)> on_ended;
  /// Forgets everything: the log holds what was sent with a key that is forgotten now.
  void clear();

 private:
  struct Known {
    std::uint64_t driver;
    std::uint64_t theirs;
    std::uint64_t ours;
  };
  std::list<ExchangeEntry> entries_;
  std::vector<Known> open_;
  std::optional<ExchangeEntry> draft_;
  std::optional<ExchangeEntry> earlier_;
  std::uint64_t last_number_ = 0;
  std::uint64_t picked_ = 0;
  bool follows_ = true;
  bool shows_draft_ = false;
  std::uint64_t revision_ = 1;
  std::uint64_t text_revision_ = 0;
  std::uint64_t text_number_ = 0;
  InspectorText text_;
};

[[nodiscard]] InspectorText inspect(const ExchangeEntry& entry);

}  // namespace dds::shell
