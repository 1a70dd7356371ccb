#include "shell/model/api_page.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "core/api/catalogue_check.h"
#include "core/api/endpoint.h"
#include "core/api/flat_parameters.h"
#include "core/backup/call_end.h"
#include "core/response/redact.h"
#include "shell/model/words.h"

namespace dds::shell {
namespace {

constexpr std::size_t kMostRecent = 20;
constexpr std::size_t kMostFavourites = 131;
constexpr std::size_t kShownRaw = std::size_t{512} * 1024;
constexpr std::size_t kMostSuggestions = 200;

std::optional<TimeForm> time_form(api::TextFormat format) {
  switch (format) {
    case api::TextFormat::UtcSeconds: return TimeForm::Seconds;
    case api::TextFormat::UtcMinutes: return TimeForm::Minutes;
    case api::TextFormat::UtcMilliseconds: return TimeForm::Milliseconds;
    default: return std::nullopt;
  }
}

bool names_instance(const api::Field& field) {
  return field.name.ends_with("InstanceId") || field.name == "ResourceId" ||
         field.name == "SourceDBInstance" || field.name == "DBClusterId";
}

// DestRegion and SrcRegion as well.
bool names_region(const api::Field& field) {
  return field.name.ends_with("RegionId") || field.name.ends_with("Region");
}

bool names_backup(const api::Field& field) {
  return field.name == "BackupId" || field.name == "BackupJobId";
}

// An instant that is still to come: when nodes are switched, until when something is kept.
bool is_ahead(const api::Field& field) {
  return field.name == "SwitchTime" || field.name.ends_with("ExpireTime");
}

bool is_example(const ExchangeEntry& entry) {
  return find_header(entry.answer_headers, "x-dds-emulator") == "not simulated";
}

}  // namespace

ApiPage::ApiPage(PanelServices services, bool has_page_origin, const ExchangeLog& exchanges,
                 const InstanceList& instances, const SetHistory& history)
    : services_(std::move(services)),
      has_page_origin_(has_page_origin),
      exchanges_(exchanges),
      instances_(instances),
      history_(history),
      favourites_(remembered("api_favourites")),
      recent_(remembered("api_recent")) {}

// Names of actions, joined by commas; what is not one is left out.
std::vector<std::string> ApiPage::remembered(std::string_view key) const {
  std::vector<std::string> names;
  const std::string text = services_.host->load(key).value_or(std::string());
  std::string_view rest = text;
  while (!rest.empty() && names.size() < kMostFavourites) {
    const std::string_view name = take_until(rest, ',');
    if (!name.empty() && name.size() < 100) names.emplace_back(name);
  }
  return names;
}

void ApiPage::remember(std::string_view key, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += ',';
    text += name;
  }
  services_.host->save(key, text);
}

void ApiPage::find() {
  found_once_ = true;
  found_ = api::search(api::catalogue(), search.view());
  if (list_ != ApiList::All) {
    const std::vector<std::string>& kept = list_ == ApiList::Recent ? recent_ : favourites_;
    std::vector<api::Match> some;
    for (const std::string& name : kept) {
      for (const api::Match& match : found_) {
        if (match.action->name == name) some.push_back(match);
      }
    }
    found_ = std::move(some);
  }
  services_.changed();
}

const std::vector<api::Match>& ApiPage::found() {
  if (!found_once_) find();
  return found_;
}

void ApiPage::choose_list(ApiList list) {
  list_ = list;
  find();
}

bool ApiPage::is_favourite(std::string_view action) const {
  return std::find(favourites_.begin(), favourites_.end(), action) != favourites_.end();
}

void ApiPage::toggle_favourite() {
  if (action() == nullptr) return;
  const std::string name(action()->name);
  if (std::erase(favourites_, name) == 0) favourites_.push_back(name);
  remember("api_favourites", favourites_);
  if (list_ == ApiList::Favourites) find();
  services_.changed();
}

ApiPage::Opened& ApiPage::opened(const api::Action& action) {
  std::unique_ptr<Opened>& place = opened_[std::string(action.name)];
  if (!place) {
    place = std::make_unique<Opened>();
    place->form = std::make_unique<ApiForm>(action, [host = services_.host](Instant instant) {
      return local_time(instant, host->utc_offset_minutes(instant), host->now()) + " local time";
    });
  }
  return *place;
}

ApiPage::Opened* ApiPage::current() const {
  if (form_ == nullptr) return nullptr;
  const auto found = opened_.find(form_->action().name);
  return found == opened_.end() ? nullptr : found->second.get();
}

void ApiPage::open_action(const api::Action& action) {
  if (on_opened) on_opened();
  form_ = opened(action).form.get();
  unlisted_.clear();
  send_error.clear();
  tab = ApiTab::Form;
  show_answer();
  services_.changed();
}

void ApiPage::open(const api::Call& call) {
  const api::Action* known = api::catalogue().find(call.action);
  if (known == nullptr) {
    form_ = nullptr;
    unlisted_ = "The catalogue has no action " + call.action + ".";
    if (const api::Action* near = api::catalogue().find_near(call.action))
      unlisted_ += " " + std::string(near->name) + " is the nearest.";
    services_.changed();
    return;
  }
  open_action(*known);
  form_->clear();
  form_->fill(call.parameters);
}

bool ApiPage::shows(const FormNode& node) const {
  const api::Field& field = *node.field;
  if (node.has_value() || !node.error.empty()) return true;
  if (required_only) return field.required;
  return show_hidden || !(field.hidden || field.deprecated);
}

std::vector<Suggestion> ApiPage::suggestions(const FormNode& node) const {
  const api::Field& field = *node.field;
  std::vector<Suggestion> all;
  const auto add = [&](std::string_view value, std::string note = {}) {
    if (!value.empty() && all.size() < kMostSuggestions)
      all.push_back({std::string(value), std::move(note)});
  };
  if (field.type == api::FieldType::Boolean) {
    add("true");
    add("false");
  }
  for (const std::string_view value : field.values)
    add(value, value == field.default_value ? "default" : std::string());
  if (!field.values.empty()) return all;
  if (names_instance(field)) {
    for (const InstanceRow& row : instances_.rows())
      add(row.instance.id,
          row.instance.title() == row.instance.id ? row.kind_line : row.instance.title());
  } else if (names_region(field)) {
    for (const api::RegionEndpoint& region : api::known_regions())
      add(region.region_id, std::string(region.name));
  } else if (names_backup(field)) {
    for (const api::BackupSet& set : history_.sets()) {
      std::string note = history_.instance().title();
      if (set.ended) {
        const int offset = services_.host->utc_offset_minutes(*set.ended);
        note += ", " + local_time(*set.ended, offset, services_.host->now());
      }
      add(field.name == "BackupId" ? set.id : set.job_id, std::move(note));
    }
  } else if (const std::optional<TimeForm> form = time_form(field.format)) {
    struct Step {
      int hours;
      std::string_view words;
    };
    const bool ahead = is_ahead(field);
    if (!ahead) add(format_utc(services_.host->now(), *form), "now");
    for (const Step& step :
         {Step{1, "1 h"}, Step{24, "1 d"}, Step{7 * 24, "7 d"}, Step{30 * 24, "30 d"}}) {
      const std::chrono::hours hours(ahead ? step.hours : -step.hours);
      add(format_utc(services_.host->now() + hours, *form),
          (ahead ? "in " : "") + std::string(step.words) + (ahead ? "" : " ago"));
    }
  } else if (!field.default_value.empty()) {
    add(field.default_value, "default");
  }
  return all;
}

bool ApiPage::has_suggestions(const FormNode& node) const {
  const api::Field& field = *node.field;
  if (field.type == api::FieldType::Boolean || !field.values.empty() ||
      !field.default_value.empty() || time_form(field.format))
    return true;
  if (names_instance(field)) return !instances_.rows().empty();
  if (names_backup(field)) return !history_.sets().empty();
  return names_region(field);
}

void ApiPage::fill_example() {
  Parameters wanted;
  for (Parameter& one : api::example_parameters(form_->action())) {
    const api::Field* field = api::parameter(form_->action(), one.name);
    if (field == nullptr || api::is_secret(*field)) continue;
    if (field->name == "RegionId") one.value = services_.region_id();
    if (field->name == "DBInstanceId" && !instances_.rows().empty())
      one.value = instances_.rows().front().instance.id;
    wanted.push_back(std::move(one));
  }
  // What was typed stays.
  for (const Parameter& typed : form_->parameters())
    std::erase_if(wanted, [&](const Parameter& one) { return one.name == typed.name; });
  form_->fill(wanted);
  services_.changed();
}

api::Call ApiPage::call() const {
  return {std::string(form_->action().name), form_->parameters(), api::Format::Json};
}

bool ApiPage::is_backup() const {
  return form_ != nullptr && action()->name == "CreateBackup";
}

std::string ApiPage::obstacle() const {
  const Opened* now = current();
  if (now != nullptr && now->answer.waiting) return "The answer is not there yet.";
  if (!services_.session()) return "There is no key to sign with, or nobody has connected yet.";
  return {};
}

std::string ApiPage::question() const {
  const api::Action& about = *action();
  std::string question;
  const Opened* now = current();
  if (now != nullptr && now->answer.unknown)
    question = backup::effect_unknown_sentence(about.name) + " ";
  if (!api::wants_confirmation(about.effect)) return question;
  question += about.effect == api::Effect::Deletes ? "What it deletes is gone for good."
              : about.effect == api::Effect::Interrupts
                  ? "Connections may break, or clients be shut out."
                  : "It orders something, or changes what will be charged.";
  for (const Parameter& one : form_->parameters()) {
    if (one.name == "DBInstanceId" || one.name == "DBClusterId" || one.name == "InstanceId" ||
        one.name == "ReplicationGroupId") {
      const InstanceRow* row = instances_.find(one.value);
      question += " It is about " + (row == nullptr ? one.value : row->instance.title());
      if (row != nullptr && row->instance.title() != one.value) question += " (" + one.value + ")";
      question += ".";
    }
  }
  return question;
}

bool ApiPage::send() {
  services_.changed();
  const std::shared_ptr<Session> session = services_.session();
  Opened* now = current();
  send_error.clear();
  if (now == nullptr || is_backup() || !obstacle().empty()) return false;
  if (!form_->check_all()) {
    tab = ApiTab::Form;
    return false;
  }
  const std::string name(action()->name);
  std::erase(recent_, name);
  recent_.insert(recent_.begin(), name);
  if (recent_.size() > kMostRecent) recent_.pop_back();
  remember("api_recent", recent_);
  if (list_ == ApiList::Recent) find();
  now->answer = {};
  now->answer.waiting = true;
  now->answer.sent = services_.host->steady();
  now->session = session;
  now->connection = session->connection;
  now->generation = ++generation_;
  tab = ApiTab::Answer;
  show_answer();
  now->call = session->driver->call(
      call(), [this, now, mine = generation_](std::variant<response::Reply, backup::NotReplied> r) {
        if (now->generation != mine) return;
        take(*now, std::move(r));
      });
  return true;
}

void ApiPage::take(Opened& to, std::variant<response::Reply, backup::NotReplied> outcome) {
  ApiAnswer& answer = to.answer;
  const std::string_view name = to.form->action().name;
  answer.waiting = false;
  answer.took = services_.host->steady() - answer.sent;
  const auto& entries = exchanges_.entries();
  const auto mine = std::find_if(entries.rbegin(), entries.rend(), [&](const ExchangeEntry& entry) {
    return entry.call.action == name;
  });
  if (mine != entries.rend()) {
    answer.exchange = mine->number;
    answer.status = mine->status;
    answer.example = is_example(*mine);
  }
  to.session.reset();
  if (auto* failed = std::get_if<backup::NotReplied>(&outcome)) {
    answer.unknown = backup::is_effect_unknown(name, *failed);
    answer.problem = problem_of(*failed, to.connection->route, has_page_origin_);
    if (const std::string advice = backup::smaller_answer_advice(name, *failed); !advice.empty())
      answer.problem->message += (answer.problem->message.empty() ? "" : " ") + advice;
    std::erase(answer.problem->steps, NextStep::TryAgain);  // that would be the list of instances
  } else {
    response::Reply& reply = *std::get_if<response::Reply>(&outcome);
    if (auto* refused = std::get_if<response::ApiError>(&reply)) {
      answer.request_id = refused->request_id;
      answer.unknown = backup::is_effect_unknown(name, *refused);
      answer.problem = problem_of(*refused, to.connection->credentials);
      if (answer.unknown) answer.problem->what = "The service reports a failure.";
      std::erase(answer.problem->steps, NextStep::TryAgain);
    } else {
      answer.answer = std::move(*std::get_if<response::Answer>(&reply));
      answer.request_id = answer.answer->request_id;
    }
  }
  if (&to == current()) show_answer();
  services_.changed();
}

void ApiPage::cancel() {
  Opened* now = current();
  if (now == nullptr || !now->answer.waiting) return;
  now->generation = ++generation_;
  now->session->driver->stop(now->call);
  now->session.reset();
  now->answer.waiting = false;
  now->answer.unknown = !api::is_read_only(action()->name);
  Problem stopped;
  stopped.what = now->answer.unknown ? "Nobody waits for the answer any more; the request may have "
                                       "taken effect."
                                     : "The request was stopped.";
  now->answer.problem = std::move(stopped);
  services_.changed();
}

const ApiAnswer* ApiPage::answer() const {
  const Opened* now = current();
  return now == nullptr || !now->connection ? nullptr : &now->answer;
}

const signing::Credentials* ApiPage::credentials() const {
  const Opened* now = current();
  return now == nullptr || !now->connection ? nullptr : &now->connection->credentials;
}

void ApiPage::show_answer() {
  ++answer_revision_;
  tree.clear();
  table.clear();
  const Opened* now = current();
  if (now == nullptr || !now->answer.answer) return;
  tree.show(*now->answer.answer->data, action());
  table.show(*now->answer.answer->data, now->connection->credentials);
  if (look == AnswerLook::Table && !table.has_rows()) look = AnswerLook::Tree;
}

const std::string& ApiPage::raw() {
  if (raw_revision_ == answer_revision_) return raw_;
  raw_revision_ = answer_revision_;
  raw_.clear();
  const Opened* now = current();
  if (now == nullptr || !now->answer.answer) return raw_;
  raw_ = masked_beginning(
      now->answer.answer->data->dump(2, ' ', false, nlohmann::json::error_handler_t::replace),
      kShownRaw, now->connection->credentials);
  return raw_;
}

void ApiPage::forget_answers() {
  tree.clear();
  table.clear();
  ++answer_revision_;
  raw_.clear();
  for (auto& [name, opened] : opened_) {
    opened->generation = ++generation_;
    if (opened->session) opened->session->driver->stop(opened->call);
    opened->session.reset();
    opened->connection.reset();
    opened->answer = {};
  }
}

void ApiPage::forget() {
  forget_answers();
  form_ = nullptr;
  opened_.clear();
}

}  // namespace dds::shell
