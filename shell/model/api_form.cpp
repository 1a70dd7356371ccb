#include "shell/model/api_form.h"

#include <charconv>
#include <utility>

#include "core/api/catalogue_check.h"
#include "core/api/flat_parameters.h"
#include "core/base/time.h"

namespace dds::shell {
namespace {

// A pasted call must not make a form without end.
constexpr std::size_t kMostEntries = 200;
constexpr std::size_t kTextRoom = 4096;
constexpr std::size_t kJsonRoom = std::size_t{64} * 1024;

using Nodes = std::vector<std::unique_ptr<FormNode>>;

void add_members(FormNode& node) {
  for (const api::Field& field : node.field->fields)
    node.inner.push_back(
        std::make_unique<FormNode>(field, api::flat_name(node.name, field.name), false));
}

void rename(FormNode& node, std::string name) {
  node.name = std::move(name);
  for (std::size_t i = 0; i < node.inner.size(); ++i) {
    FormNode& inner = *node.inner[i];
    rename(inner, node.is_list() ? api::flat_name(node.name, i + 1)
                                 : api::flat_name(node.name, inner.field->name));
  }
}

void collect(const FormNode& node, const std::string& name, Parameters& out) {
  if (node.takes_text()) {
    if (!node.text.empty()) out.push_back({name, std::string(node.text.view())});
    return;
  }
  std::size_t number = 0;
  for (const std::unique_ptr<FormNode>& inner : node.inner) {
    if (!inner->has_value()) continue;
    collect(
        *inner,
        node.is_list() ? api::flat_name(name, ++number) : api::flat_name(name, inner->field->name),
        out);
  }
}

void empty(FormNode& node) {
  node.text.clear();
  node.error.clear();
  node.local.clear();
  if (node.is_list()) node.inner.clear();
  for (const std::unique_ptr<FormNode>& inner : node.inner) empty(*inner);
}

}  // namespace

FormNode::FormNode(const api::Field& of, std::string flat_name, bool is_entry)
    : field(&of), name(std::move(flat_name)), entry(is_entry) {
  if (takes_text()) {
    text = TextInput(of.format == api::TextFormat::Json ? kJsonRoom : kTextRoom);
  } else if (!is_list()) {
    add_members(*this);
  }
}

bool FormNode::has_value() const {
  if (takes_text()) return !text.empty();
  for (const std::unique_ptr<FormNode>& one : inner) {
    if (one->has_value()) return true;
  }
  return false;
}

ApiForm::ApiForm(const api::Action& action, LocalTime local)
    : action_(action), local_(std::move(local)) {
  for (const api::Field& field : action.parameters)
    nodes_.push_back(std::make_unique<FormNode>(field, std::string(field.name), false));
}

void ApiForm::clear() {
  for (const std::unique_ptr<FormNode>& node : nodes_) empty(*node);
  others_.clear();
  first_wrong_.clear();
}

void ApiForm::add_entry(FormNode& list) {
  if (list.inner.size() >= kMostEntries) return;
  list.inner.push_back(std::make_unique<FormNode>(
      *list.field, api::flat_name(list.name, list.inner.size() + 1), true));
}

void ApiForm::remove_entry(FormNode& list, std::size_t index) {
  list.inner.erase(list.inner.begin() + static_cast<std::ptrdiff_t>(index));
  rename(list, list.name);
}

FormNode* ApiForm::locate(std::string_view flat_name) {
  const Nodes* among = &nodes_;
  FormNode* list = nullptr;
  std::size_t from = 0;
  while (true) {
    const std::size_t dot = flat_name.find('.', from);
    const std::string_view part = flat_name.substr(from, dot - from);
    FormNode* found = nullptr;
    if (list != nullptr) {
      std::size_t number = 0;
      const auto read = std::from_chars(part.data(), part.data() + part.size(), number);
      if (read.ec != std::errc{} || read.ptr != part.data() + part.size()) return nullptr;
      if (number == 0 || number > kMostEntries) return nullptr;
      while (list->inner.size() < number) add_entry(*list);
      found = list->inner[number - 1].get();
    } else {
      for (const std::unique_ptr<FormNode>& node : *among) {
        if (node->field->name == part) found = node.get();
      }
    }
    if (found == nullptr) return nullptr;
    if (dot == std::string_view::npos) return found->takes_text() ? found : nullptr;
    list = found->is_list() ? found : nullptr;
    among = &found->inner;
    from = dot + 1;
  }
}

void ApiForm::fill(const Parameters& parameters) {
  for (const Parameter& parameter : parameters) {
    // Asked first: finding a place makes the entries of lists on the way.
    FormNode* node =
        api::parameter(action_, parameter.name) == nullptr ? nullptr : locate(parameter.name);
    if (node != nullptr) {
      node->text.set(parameter.value);
      check(*node);
    } else {
      others_.emplace_back();
      others_.back().name = parameter.name;
      others_.back().value.set(parameter.value);
    }
  }
}

Parameters ApiForm::parameters() const {
  Parameters parameters;
  for (const std::unique_ptr<FormNode>& node : nodes_) {
    if (node->has_value()) collect(*node, node->name, parameters);
  }
  for (const OtherParameter& other : others_)
    parameters.push_back({other.name, std::string(other.value.view())});
  return parameters;
}

void ApiForm::check(FormNode& node) const {
  node.error.clear();
  node.local.clear();
  if (node.text.empty()) return;
  if (const Status wrong = api::check_value(*node.field, node.name, node.text.view())) {
    node.error = wrong->message;
  } else if (const Result<Instant> instant = parse_utc(node.text.view())) {
    node.local = local_(*instant);
  }
}

// `wanted`: the parameter itself is required, or the entry that it belongs to has other values.
void ApiForm::check_inner(FormNode& node, bool wanted) {
  const bool missing = wanted && node.field->required && !node.entry && !node.has_value();
  if (node.takes_text()) check(node);
  if (missing) {
    node.error = std::string(node.field->name) + " is required";
    const std::string allowed = api::allowed_values(*node.field);
    node.error += allowed.empty() ? "." : ": " + allowed + ".";
  } else if (!node.takes_text()) {
    node.error.clear();
  }
  if (!node.error.empty() && first_wrong_.empty()) first_wrong_ = node.name;
  for (const std::unique_ptr<FormNode>& inner : node.inner) check_inner(*inner, node.has_value());
}

bool ApiForm::check_all() {
  first_wrong_.clear();
  for (const std::unique_ptr<FormNode>& node : nodes_) check_inner(*node, true);
  return first_wrong_.empty();
}

}  // namespace dds::shell
