// Two answers beside each other, or below each other where it is narrow: signs and colours for what
// differs, long equal parts folded.
#include <algorithm>
#include <string>

#include "core/base/utf8.h"
#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/button.h"
#include "shell/widgets/menu.h"

namespace dds::shell {
namespace {

constexpr float kWidth = 1080;  // CSS pixels
constexpr float kNarrow = 640;
constexpr float kLine = 20;

// A line of one side: tinted, its sign, its text; empty where the other side has no counterpart.
void draw_line(Ui& ui, const ImRect& box, std::string_view sign, Color signal,
               std::string_view text) {
  if (!sign.empty()) {
    ui.fill(box, tint(ui.colors(), signal));
    ui.text_in(box_at(box.Min + ImVec2(ui.px(4), 0), ui.px(12), box.GetHeight()), Face::MonoSmall,
               signal, sign);
  }
  ui.text_in(ImRect(box.Min + ImVec2(ui.px(18), 0), box.Max), Face::MonoSmall, ui.colors().text,
             text);
}

struct Signs {
  std::string_view left, right, word;
};

Signs signs_of(ComparedRow::Kind kind) {
  switch (kind) {
    case ComparedRow::Kind::Changed: return {"-", "+", "changed: "};
    case ComparedRow::Kind::Removed: return {"-", "", "removed: "};
    case ComparedRow::Kind::Added: return {"", "+", "added: "};
    case ComparedRow::Kind::Equal:
    case ComparedRow::Kind::Folded: break;
  }
  return {};
}

// What a screen reader hears of a row.
std::string said(const ComparedRow& row, const Signs& signs) {
  const std::string left(row.left);
  std::string text(signs.word);
  if (!signs.left.empty()) text += left;
  if (!signs.left.empty() && !signs.right.empty()) text += " -> ";
  if (!signs.right.empty()) text += row.right;
  return one_line(text, 200);
}

void draw_rows(Ui& ui, CallCompare& compare, Flow& flow, bool narrow) {
  const Palette& c = ui.colors();
  const float height = ui.px(kLine);
  const float half = narrow ? flow.width : (flow.width - ui.px(12)) / 2;
  std::size_t unfold = compare.rows().size();
  for (std::size_t i = 0; i < compare.rows().size(); ++i) {
    const ComparedRow& row = compare.rows()[i];
    const Signs signs = signs_of(row.kind);
    if (row.kind == ComparedRow::Kind::Folded) {
      const ImRect box = flow.take(ui.px(24));
      ui.fill(box, c.sunken);
      const std::string label = "Show " + std::to_string(row.count) + " equal lines";
      if (link(ui, box.Min + ImVec2(ui.px(18), ui.px(2)), Face::Small, label,
               "fold " + std::to_string(row.from)))
        unfold = i;
      continue;
    }
    const bool both = narrow && row.kind == ComparedRow::Kind::Changed;
    const ImRect box = flow.take(both ? height * 2 : height);
    // Long answers have more lines than a frame has time for.
    if (!ImGui::IsRectVisible(box.Min, box.Max)) continue;
    const ImRect left = box_at(box.Min, half, height);
    const ImRect right =
        both ? box_at(box.Min + ImVec2(0, height), half, height)
             : box_at(ImVec2(narrow ? box.Min.x : box.Max.x - half, box.Min.y), half, height);
    const bool equal = row.kind == ComparedRow::Kind::Equal;
    if (equal || !signs.left.empty()) draw_line(ui, left, signs.left, c.bad, row.left);
    if ((equal && !narrow) || !signs.right.empty())
      draw_line(ui, right, signs.right, c.good, row.right);
    if (!signs.word.empty()) ui.note(Role::Status, said(row, signs), box);
  }
  if (unfold < compare.rows().size()) {
    compare.unfold(unfold);
    ui.draw_again();
  }
}

}  // namespace

void draw_compare_dialog(Ui& ui, Model& model) {
  CallCompare& compare = model.calls.compare;
  const Palette& c = ui.colors();
  Flow flow;
  if (!begin_dialog(ui, kCompareDialog, kWidth, flow)) return;
  dialog_head(ui, flow, "Two answers compared", compare.summary());
  const bool narrow = flow.width < ui.px(kNarrow);
  const auto side = [&](const ImRect& box, std::string_view sign, Color signal,
                        const std::string& title) {
    ui.text_in(box, Face::Strong, signal, sign);
    ui.text_in(ImRect(box.Min + ImVec2(ui.px(18), 0), box.Max), Face::Strong, c.text, title);
  };
  const ImRect heads = flow.take(ui.px(24));
  const float half = narrow ? flow.width : (flow.width - ui.px(12)) / 2;
  side(box_at(heads.Min, half, heads.GetHeight()), "-", c.bad, compare.left_title());
  side(narrow ? flow.take(ui.px(24)) : ImRect(ImVec2(heads.Max.x - half, heads.Min.y), heads.Max),
       "+", c.good, compare.right_title());
  flow.gap(ui.px(4));
  draw_rows(ui, compare, flow, narrow);
  flow.gap(ui.px(12));
  ImVec2 at = flow.at;
  if (compare.folded() && button_at(ui, at, "Show all equal lines")) {
    compare.unfold_all();
    ui.draw_again();
  }
  if (button_at(ui, at, "Done")) close_popover(ui);
  flow.gap(ui.control_height());
  ui.extend(flow.at);
  end_popover(ui);
}

}  // namespace dds::shell
