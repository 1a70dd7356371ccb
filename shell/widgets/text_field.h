// One line of text to type: label above (drawn by the caller or by `labelled_field`), placeholder,
// error below, secret ones as dots. Edits a TextInput in place; text may also come from outside
// (the page's mirrored <input>).
#pragma once

#include <optional>
#include <string_view>

#include "shell/model/text_input.h"
#include "shell/widgets/icons.h"
#include "shell/widgets/ui.h"

namespace dds::shell {

struct FieldSpec {
  std::string_view placeholder = {};
  std::string_view error = {};
  std::string_view disabled_because = {};
  std::optional<Icon> icon = {};
  bool secret = false;
  bool mono = false;
};

struct FieldResult {
  bool edited = false;
  bool left = false;  // lost the caret in this frame: the moment to check it
  bool active = false;
  bool entered = false;  // Enter
};

FieldResult text_field(Ui& ui, const ImRect& box, std::string_view label, TextInput& text,
                       const FieldSpec& spec = {});

/// Label above, field, error or hint below; moves the flow.
FieldResult labelled_field(Ui& ui, Flow& flow, std::string_view label, TextInput& text,
                           const FieldSpec& spec = {}, std::string_view hint = {});

}  // namespace dds::shell
