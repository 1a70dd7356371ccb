// The form of an action: a field for each parameter, lists whose entries come and go.
#include <algorithm>
#include <string>

#include "core/api/catalogue_check.h"
#include "shell/views/api_view.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

constexpr float kIndent = 16;     // CSS pixels, of what belongs to an entry
constexpr float kChoiceRow = 30;  // of a list to choose from

// "int32, required".
std::string type_words(const api::Field& field) {
  std::string words(field.type == api::FieldType::String && field.format != api::TextFormat::Any
                        ? field.format == api::TextFormat::Json ? std::string_view("JSON")
                                                                : api::pattern(field.format)
                        : api::name(field.type));
  if (field.required) words += ", required";
  if (field.deprecated) words += ", deprecated";
  if (field.hidden) words += ", not usually shown";
  return words;
}

void draw_name(Ui& ui, Flow& flow, const FormNode& node) {
  const Palette& c = ui.colors();
  const ImRect box = flow.take(ui.line(Face::Text));
  const std::string words = node.entry ? std::string() : type_words(*node.field);
  const float right = ui.text_width(Face::Small, words) + ui.px(8);
  ui.text_in(box, Face::Small, c.third, words, Align::Right);
  ui.text_in(ImRect(box.Min, ImVec2(std::max(box.Min.x, box.Max.x - right), box.Max.y)),
             node.field->required ? Face::Strong : Face::Text, c.text, node.name);
  flow.gap(ui.px(3));
}

// What is allowed, as a sentence of its own.
std::string allowed_sentence(const api::Field& field) {
  std::string words = api::allowed_values(field);
  if (words.size() >= 160 || words == api::pattern(field.format)) return {};
  if (!field.range && !field.values.empty() && !field.open) {
    return (field.values.size() > 1 ? "One of " : "Only ") + words;
  }
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z')
    words[0] = static_cast<char>(words[0] - 'a' + 'A');
  return words;
}

// What the catalogue says below the field.
std::string hint_of(const FormNode& node) {
  const api::Field& field = *node.field;
  std::string hint = node.local;
  const auto add = [&](std::string_view words) {
    if (words.empty()) return;
    if (!hint.empty()) hint += hint.ends_with('.') ? " " : ". ";
    hint += words;
  };
  add(field.meaning);
  add(allowed_sentence(field));
  if (!field.default_value.empty()) add("Default: " + std::string(field.default_value));
  return hint;
}

std::string choices_key(const FormNode& node) {
  return "choices of " + node.name;
}

void draw_choices(Ui& ui, ApiPage& page, FormNode& node, const ImRect& anchor) {
  Flow flow;
  const std::string key = choices_key(node);
  if (!begin_popover(ui, key, anchor, std::max(anchor.GetWidth(), ui.px(280)), flow)) return;
  const std::vector<Suggestion> all = page.suggestions(node);  // only while it is open
  const float row = ui.px(kChoiceRow);
  const ImRect list =
      box_at(flow.at, flow.width, row * static_cast<float>(std::min<std::size_t>(all.size(), 8)));
  begin_panel(ui, key.c_str(), list, true, ui.colors().raised);
  Flow rows{list.Min - ImVec2(0, ImGui::GetScrollY()),
            list.GetWidth() - (all.size() > 8 ? ui.px(10) : 0)};
  bool chosen = false;
  for (const Suggestion& one : all) {
    if (!option(ui, rows.take(row), one.value, one.note, node.text.view() == one.value)) continue;
    node.text.set(one.value);
    page.form().check(node);
    chosen = true;
  }
  ui.extend(rows.at);
  end_panel(ui);
  flow.at.y = list.Max.y;
  ui.extend(list.Max);
  if (chosen) close_popover(ui);
  end_popover(ui);
}

// True when Enter was pressed in it.
bool draw_value(Ui& ui, ApiPage& page, FormNode& node, Flow& flow) {
  const Palette& c = ui.colors();
  const api::Field& field = *node.field;
  draw_name(ui, flow, node);
  const ImRect row = flow.take(ui.control_height());
  ImRect box = row;
  const std::string key = choices_key(node);
  if (page.has_suggestions(node)) {
    box.Max.x -= row.GetHeight() + ui.px(4);
    const ImRect place(ImVec2(row.Max.x - row.GetHeight(), row.Min.y), row.Max);
    if (button(ui, place, "Choose " + node.name,
               {.icon = Icon::ChevronDown, .icon_only = true, .expanded = popover_open(key)}))
      open_popover(ui, key);
  }
  const std::string example =
      field.example.empty() || api::is_secret(field) ? "" : "such as " + std::string(field.example);
  const FieldResult result = text_field(ui, box, node.name, node.text,
                                        {.placeholder = example,
                                         .error = node.error,
                                         .secret = api::is_secret(field),
                                         .mono = field.format == api::TextFormat::Json});
  if (result.left) page.form().check(node);
  draw_choices(ui, page, node, row);
  if (!node.error.empty()) {
    flow.gap(ui.px(4));
    const ImVec2 at = flow.at;
    flow.gap(ui.wrapped(at, flow.width, Face::Small, c.bad, node.error));
    ui.note(Role::Alert, node.error, ImRect(at, flow.at + ImVec2(flow.width, 0)));
  }
  if (const std::string hint = hint_of(node); !hint.empty()) {
    flow.gap(ui.px(4));
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, c.third, hint));
  }
  flow.gap(ui.px(12));
  return result.entered;
}

// What a press changes about the lists; done once everything is drawn.
struct ListChange {
  FormNode* list = nullptr;
  int removed = -1;  // -1: a new entry
};

bool draw_node(Ui& ui, ApiPage& page, FormNode& node, Flow& flow, ListChange& change) {
  if (node.takes_text()) return draw_value(ui, page, node, flow);
  bool entered = false;
  draw_name(ui, flow, node);
  if (!node.entry && !node.field->meaning.empty())
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, ui.colors().third, node.field->meaning) +
             ui.px(4));
  if (!node.error.empty()) {
    draw_notice(ui, flow, Role::Alert, Icon::Cross, ui.colors().bad, node.error);
    flow.gap(ui.px(6));
  }
  Flow inside{flow.at + ImVec2(ui.px(kIndent), 0), flow.width - ui.px(kIndent)};
  for (std::size_t i = 0; i < node.inner.size(); ++i) {
    FormNode& one = *node.inner[i];
    entered = draw_node(ui, page, one, inside, change) || entered;
    if (!node.is_list()) continue;
    ImVec2 at = inside.at - ImVec2(0, ui.px(4));
    if (button_at(ui, at, "Remove " + one.name, {.kind = ButtonKind::Quiet, .icon = Icon::Close}))
      change = {&node, static_cast<int>(i)};
    inside.gap(ui.control_height() + ui.px(4));
  }
  flow.at.y = inside.at.y;
  if (node.is_list()) {
    ImVec2 at = flow.at;
    if (button_at(ui, at, "Add " + std::string(node.name), {.icon = Icon::Plus}))
      change = {&node, -1};
    flow.gap(ui.control_height() + ui.px(12));
  }
  return entered;
}

bool draw_others(Ui& ui, ApiPage& page, Flow& flow) {
  std::vector<OtherParameter>& others = page.form().others();
  if (others.empty()) return false;
  bool entered = false;
  section(ui, flow, "Others", "which the catalogue does not know; sent as they are");
  int removed = -1;
  for (std::size_t i = 0; i < others.size(); ++i) {
    ImRect row = flow.take(ui.control_height() + ui.line(Face::Text) + ui.px(3));
    ui.text(row.Min, Face::Text, ui.colors().text, others[i].name);
    row.Min.y += ui.line(Face::Text) + ui.px(3);
    const ImRect place(ImVec2(row.Max.x - row.GetHeight(), row.Min.y), row.Max);
    if (button(ui, place, "Remove " + others[i].name, {.icon = Icon::Close, .icon_only = true}))
      removed = static_cast<int>(i);
    row.Max.x = place.Min.x - ui.px(4);
    entered = text_field(ui, row, others[i].name, others[i].value).entered || entered;
    flow.gap(ui.px(12));
  }
  if (removed >= 0) others.erase(others.begin() + removed);
  return entered;
}

}  // namespace

void draw_api_form(Ui& ui, Model& model, ViewState& /*state*/, Flow& flow) {
  ApiPage& page = model.api_page;
  ApiForm& form = page.form();
  Flow column{flow.at, std::min(flow.width, ui.px(640))};
  if (form.nodes().empty() && form.others().empty()) {
    say_nothing(ui, column, "No parameters", "This action takes none beside the common ones.");
    flow.at.y = column.at.y;
    return;
  }
  bool entered = false;
  ListChange change;
  std::size_t left_out = 0;
  for (const std::unique_ptr<FormNode>& node : form.nodes()) {
    if (page.shows(*node)) {
      entered = draw_node(ui, page, *node, column, change) || entered;
    } else {
      ++left_out;
    }
  }
  entered = draw_others(ui, page, column) || entered;
  if (left_out > 0 && !page.required_only) {
    const std::string more = "Show " + std::to_string(left_out) + " rarely used";
    ImVec2 at = column.at;
    if (button_at(ui, at, more, {.kind = ButtonKind::Quiet, .icon = Icon::ChevronDown}))
      page.show_hidden = true;
    column.gap(ui.control_height() + ui.px(8));
  }
  if (change.list != nullptr) {
    if (change.removed < 0) {
      form.add_entry(*change.list);
      ui.focus.request(change.list->inner.back()->name);
    } else {
      form.remove_entry(*change.list, static_cast<std::size_t>(change.removed));
    }
    ui.draw_again();
  }
  if (entered) model.send_call();
  flow.at.y = column.at.y;
}

}  // namespace dds::shell
