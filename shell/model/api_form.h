// The form of any action, made from the catalogue: a text for each value, lists whose entries come
// and go, objects with members.
//
// Owned by the ApiPage, one for each action that was opened: what was typed stays.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/catalogue.h"
#include "core/base/time.h"
#include "core/signing/trace.h"
#include "shell/model/text_input.h"

namespace dds::shell {

/// A value to type, an object with members, or a list with entries.
struct FormNode {
  FormNode(const api::Field& of, std::string flat_name, bool is_entry);

  const api::Field* field;
  /// As it stands in the form: "Tag.1.Key". Entries that are left empty are not counted when it is
  /// sent.
  std::string name;
  bool entry;         // of a list
  TextInput text;     // of a value
  std::string error;  // of what was typed, once the field was left
  std::string local;  // an instant in UTC, as local time
  std::vector<std::unique_ptr<FormNode>> inner;

  [[nodiscard]] bool is_list() const { return !entry && api::is_list(field->type); }
  [[nodiscard]] bool takes_text() const { return !is_list() && field->fields.empty(); }
  [[nodiscard]] bool has_value() const;
};

/// A parameter that the catalogue does not know, as it was given.
struct OtherParameter {
  std::string name;
  TextInput value{4096};
};

class ApiForm {
 public:
  /// `local` says an instant in local time.
  using LocalTime = std::function<std::string(Instant)>;
  ApiForm(const api::Action& action, LocalTime local);

  [[nodiscard]] const api::Action& action() const { return action_; }
  [[nodiscard]] const std::vector<std::unique_ptr<FormNode>>& nodes() const { return nodes_; }
  [[nodiscard]] std::vector<OtherParameter>& others() { return others_; }

  /// Empties the form.
  void clear();
  /// Puts values in, beside what is there; those with names that the action lacks become others.
  void fill(const Parameters& parameters);
  /// What was typed, in the order of the form.
  [[nodiscard]] Parameters parameters() const;

  void add_entry(FormNode& list);
  void remove_entry(FormNode& list, std::size_t index);

  /// The field was left, or its value chosen: checks it.
  void check(FormNode& node) const;
  /// Checks all; what is missing as well. False: the fields say why, `first_wrong` is the first.
  bool check_all();
  [[nodiscard]] const std::string& first_wrong() const { return first_wrong_; }

 private:
  [[nodiscard]] FormNode* locate(std::string_view flat_name);
  void check_inner(FormNode& node, bool wanted);

  const api::Action& action_;
  LocalTime local_;
  std::vector<std::unique_ptr<FormNode>> nodes_;
  std::vector<OtherParameter> others_;
  std::string first_wrong_;
};

}  // namespace dds::shell
