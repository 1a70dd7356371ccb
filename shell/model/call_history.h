// The History page: what was called, in this console and in earlier ones of this host; searched,
// sorted, opened again, compared, given away as a link or as HAR.
//
// Owned by the Model. What takes reading, serialising or comparing is done in `advance`, not in a
// frame; intents only ask for it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/har.h"
#include "shell/host.h"
#include "shell/model/call_compare.h"
#include "shell/model/call_store.h"
#include "shell/model/exchange_log.h"
#include "shell/model/text_input.h"

namespace dds::shell {

enum class CallColumn { Sent, Action, Resource, Answer, Took, RequestId };

/// One sentence over the page, until it is dismissed or another page is opened.
struct PageNotice {
  std::string text;
  bool problem = false;
};

class CallHistory {
 public:
  /// `page_url` = where a link leads, or empty: then calls are copied as command lines.
  CallHistory(Host& host, ExchangeLog& log, std::string page_url, std::function<void()> changed);

  void advance(SteadyInstant now);
  [[nodiscard]] std::optional<SteadyInstant> next_wake() const { return store_.next_wake(); }
  /// The page is opened: what is kept is read anew, new calls take their places.
  void open();
  /// Writes what is not written yet, at once.
  void close() { store_.write(std::nullopt); }

  // The list.
  TextInput filter{128};
  [[nodiscard]] bool only_refused() const { return only_refused_; }
  [[nodiscard]] bool with_background() const { return with_background_; }
  void show_only_refused(bool only);
  void show_background(bool show);
  [[nodiscard]] CallColumn sorted_by() const { return sorted_by_; }
  [[nodiscard]] bool descending() const { return descending_; }
  /// The same column again turns the direction.
  void sort(CallColumn column);
  /// Numbers of the calls that pass, in the order of the table. Calls that were made since the page
  /// was opened wait until `show_new`: rows must not move under the pointer.
  [[nodiscard]] const std::vector<std::uint64_t>& order();
  [[nodiscard]] std::size_t all() const { return all_; }  // without filters
  [[nodiscard]] std::size_t new_calls() const;
  void show_new();
  [[nodiscard]] const ExchangeEntry* find(std::uint64_t number) const;
  [[nodiscard]] bool anything() const { return !log_.entries().empty() || !earlier_.empty(); }

  void select(std::uint64_t number) { selected_ = number; }
  [[nodiscard]] std::uint64_t selected() const { return selected_; }
  /// Into the inspector.
  void inspect_call(std::uint64_t number);

  // What can be done with one.
  void copy_row(std::uint64_t number);
  void copy_link(std::uint64_t number);
  /// The same for a call that need not have been sent.
  void copy_link(const api::Call& call);
  [[nodiscard]] bool has_page() const { return !page_url_.empty(); }
  void copy_har(std::uint64_t number);
  /// What is listed, as a file.
  void save_har();
  /// Tells the model to open the call's form, with the names of what could not be filled in.
  std::function<void(const api::Call&, const std::vector<std::string>&)> on_open_call;
  void open_call(std::uint64_t number);

  // Comparing: a first one is chosen, then a second one.
  void compare_from(std::uint64_t number);
  [[nodiscard]] std::uint64_t first() const { return first_; }  // 0: none
  [[nodiscard]] std::string first_title() const { return title(first_); }
  void compare_with(std::uint64_t second);
  void stop_comparing() { first_ = 0; }
  CallCompare compare;
  /// True once after a comparison is ready to be shown.
  [[nodiscard]] bool take_compared();

  /// This console's calls and the kept ones of all.
  void forget();
  [[nodiscard]] const std::string& store_problem() const { return store_.problem(); }
  PageNotice notice;

 private:
  void later(std::function<void()> task);
  void read_kept();
  [[nodiscard]] bool passes(const ExchangeEntry& entry) const;
  [[nodiscard]] std::string title(std::uint64_t number) const;
  [[nodiscard]] api::HarEntry har_entry(const ExchangeEntry& entry) const;
  void say(std::string text, bool problem = false);

  Host& host_;
  ExchangeLog& log_;
  std::string page_url_;
  std::function<void()> changed_;
  CallStore store_;
  std::vector<std::function<void()>> tasks_;
  std::vector<ExchangeEntry> earlier_;  // newest first
  std::vector<std::uint64_t> order_;
  std::size_t all_ = 0;
  bool stale_ = true;
  std::string filtered_by_;
  std::uint64_t newest_ = 0;  // of this console's, in the list
  std::uint64_t oldest_ = 0;  // of this console's, when the list was made
  bool only_refused_ = false;
  bool with_background_ = true;
  CallColumn sorted_by_ = CallColumn::Sent;
  bool descending_ = true;
  std::uint64_t selected_ = 0;
  std::uint64_t first_ = 0;
  bool compared_ = false;
};

}  // namespace dds::shell
