// The API page: any action of the service, found by typing, with its form and its answer.
//
// Owned by the Model. A call that is sent from here is sent once; CreateBackup goes through the
// backup form, which follows it and never repeats it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/api/call.h"
#include "core/api/catalogue.h"
#include "core/api/catalogue_search.h"
#include "core/response/answer.h"
#include "shell/model/answer_table.h"
#include "shell/model/answer_tree.h"
#include "shell/model/api_form.h"
#include "shell/model/exchange_log.h"
#include "shell/model/instance_list.h"
#include "shell/model/panel_services.h"
#include "shell/model/problem.h"
#include "shell/model/set_history.h"

namespace dds::shell {

enum class ApiList { All, Favourites, Recent };
enum class ApiTab { Form, Answer, Reference };
enum class AnswerLook { Tree, Table, Raw };

/// A value that can be chosen instead of typed.
struct Suggestion {
  std::string value;
  std::string note;  // "orders", "24 h ago"
};

/// What became of the last call that was sent from an action's form.
struct ApiAnswer {
  bool waiting = false;
  SteadyInstant sent{};
  std::optional<Milliseconds> took;
  std::uint64_t exchange = 0;  // in the log; 0: none
  int status = 0;
  std::string request_id;
  std::optional<response::Answer> answer;
  std::optional<Problem> problem;
  bool unknown = false;  // it changes something, and may have done so
  bool example = false;  // the emulator does not simulate it
};

class ApiPage {
 public:
  ApiPage(PanelServices services, bool has_page_origin, const ExchangeLog& exchanges,
          const InstanceList& instances, const SetHistory& history);

  // The list of actions.
  TextInput search{8192};  // room for a link
  void find();             // the search or the choice of lists changed
  void choose_list(ApiList list);
  [[nodiscard]] ApiList list() const { return list_; }
  [[nodiscard]] const std::vector<api::Match>& found();
  [[nodiscard]] bool is_favourite(std::string_view action) const;
  void toggle_favourite();

  // The action that is open, if any.
  [[nodiscard]] const api::Action* action() const {
    return form_ == nullptr ? nullptr : &form_->action();
  }
  [[nodiscard]] ApiForm& form() { return *form_; }
  std::function<void()> on_opened;  // another action: what was said about the last one goes
  void open_action(const api::Action& action);
  /// That action's form, with these values in it and no others. An action that the catalogue does
  /// not have gives `unlisted`.
  void open(const api::Call& call);
  [[nodiscard]] const std::string& unlisted() const { return unlisted_; }
  void close() { form_ = nullptr; }

  ApiTab tab = ApiTab::Form;
  bool required_only = false;
  bool show_hidden = false;
  [[nodiscard]] bool shows(const FormNode& node) const;
  /// Values of known kinds: what the catalogue lists, instances, regions, backup sets, instants.
  [[nodiscard]] std::vector<Suggestion> suggestions(const FormNode& node) const;
  [[nodiscard]] bool has_suggestions(const FormNode& node) const;
  void fill_example();
  [[nodiscard]] api::Call call() const;

  // Sending.
  /// Why nothing can be sent now; empty when it can.
  [[nodiscard]] std::string obstacle() const;
  /// What to ask before it is sent; empty: nothing.
  [[nodiscard]] std::string question() const;
  /// CreateBackup: the backup form sends it.
  [[nodiscard]] bool is_backup() const;
  /// Sends what the form says, once. False: the form says what is wrong.
  bool send();
  /// Why it was not sent, when no field says it; shown until something else is opened or sent.
  std::string send_error;
  /// Stops waiting for the answer. What was sent may take its effect all the same.
  void cancel();
  [[nodiscard]] const ApiAnswer* answer() const;

  // Looking at the answer.
  AnswerLook look = AnswerLook::Tree;
  AnswerTree tree;
  AnswerTable table;
  /// Pretty JSON, masked, cut at half a megabyte; made when it is first asked for.
  [[nodiscard]] const std::string& raw();
  [[nodiscard]] std::uint64_t answer_revision() const { return answer_revision_; }
  [[nodiscard]] const signing::Credentials* credentials() const;

  /// The account is another one: answers go, what was typed stays but for passwords.
  void forget_answers();
  /// All of it, passwords that were typed too.
  void forget();

 private:
  struct Opened {
    std::unique_ptr<ApiForm> form;
    ApiAnswer answer;
    std::shared_ptr<Session> session;  // while waiting
    std::uint64_t call = 0;            // of its driver
    std::uint64_t generation = 0;
    std::shared_ptr<const backup::Connection> connection;  // of the answer: masks its secrets
  };
  [[nodiscard]] Opened& opened(const api::Action& action);
  [[nodiscard]] Opened* current() const;
  void take(Opened& to, std::variant<response::Reply, backup::NotReplied> outcome);
  void show_answer();
  void remember(std::string_view key, const std::vector<std::string>& names);
  [[nodiscard]] std::vector<std::string> remembered(std::string_view key) const;

  PanelServices services_;
  bool has_page_origin_;
  const ExchangeLog& exchanges_;
  const InstanceList& instances_;
  const SetHistory& history_;
  ApiList list_ = ApiList::All;
  bool found_once_ = false;
  std::vector<api::Match> found_;
  std::vector<std::string> favourites_;
  std::vector<std::string> recent_;  // newest first
  std::map<std::string, std::unique_ptr<Opened>, std::less<>> opened_;
  ApiForm* form_ = nullptr;
  std::string unlisted_;
  std::uint64_t generation_ = 0;
  std::uint64_t answer_revision_ = 0;
  std::uint64_t raw_revision_ = 0;
  std::string raw_;
};

}  // namespace dds::shell
