#include <algorithm>
#include <array>
#include <string>

#include "core/base/text.h"
#include "core/response/redact.h"
#include "shell/model/exchange_har.h"
#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/popover.h"

namespace dds::shell {
namespace {

struct TabInfo {
  InspectorTab tab;
  std::string_view label;
  std::string_view explanation;
  std::string_view acs3 = {};  // where it is another one
};

constexpr std::array<TabInfo, 6> kTabs = {{
    {InspectorTab::Params, "Params",
     "1 of 5. All parameters, those common to every request included, sorted by name.",
     "1 of 5. The action's parameters, sorted by name; what every request has in common travels in "
     "headers."},
    {InspectorTab::Canonical, "Canonical",
     "2 of 5. The canonical query: names and values percent-encoded, joined by = and &, sorted by "
     "name.",
     "2 of 5. The canonical request: method, path, query, headers, their names, and the SHA-256 of "
     "the body, a line each."},
    {InspectorTab::StringToSign, "String to sign",
     "3 of 5. The method, the path and the canonical query, each percent-encoded once more, joined "
     "by &.",
     "3 of 5. The name of the algorithm, and the SHA-256 of the canonical request."},
    {InspectorTab::Signature, "Signature",
     "4 of 5. HMAC over the string to sign; the key is the secret and an &.",
     "4 of 5. HMAC-SHA256 over the string to sign, in hex; the key is the secret itself."},
    {InspectorTab::Wire, "Wire", "5 of 5. What travels. Signature and token are masked here."},
    {InspectorTab::Answer, "Answer", "What came back."},
}};

void draw_tabs(Ui& ui, Model& model, Flow& flow) {
  const Palette& c = ui.colors();
  const auto width_of_all = [&](Face face) {
    float width = 0;
    for (const TabInfo& tab : kTabs) width += ui.text_width(face, tab.label);
    return width;
  };
  constexpr auto kGaps = static_cast<float>(kTabs.size() - 1);
  const float least = ui.px(4);
  // Where six words do not fit, the smaller size is tried, then two rows.
  Face face = Face::Text;
  if (width_of_all(face) + least * kGaps > flow.width) face = Face::Small;
  const float spare = flow.width - width_of_all(face);
  const bool two_rows = spare < least * kGaps;
  const float gap = two_rows ? ui.px(12) : std::min(spare / kGaps, ui.px(18));
  const float height = ui.px(two_rows ? 28 : 34);
  ImRect box = flow.take(height);
  if (two_rows) flow.take(height);
  ui.line_below(ImRect(box.Min, ImVec2(box.Max.x, flow.at.y)), c.line);
  float x = box.Min.x;
  for (std::size_t i = 0; i < kTabs.size(); ++i) {
    const TabInfo& tab = kTabs[i];
    if (two_rows && i == kTabs.size() / 2) {
      box.TranslateY(height);
      x = box.Min.x;
    }
    const bool chosen = model.tab == tab.tab;
    const float width = ui.text_width(face, tab.label);
    const ImRect place(ImVec2(x, box.Min.y), ImVec2(x + width, box.Max.y));
    ImRect hit = place;
    hit.Expand(ImVec2(gap / 2, 0));
    Widget widget;
    widget.role = Role::Tab;
    widget.label = tab.label;
    widget.selected = chosen;
    const Interaction on = ui.interact(tab.label, hit, std::move(widget));
    if (on.pressed) model.tab = tab.tab;
    ui.text_in(place, face, chosen || on.hovered ? c.text : c.second, tab.label);
    if (chosen) ui.fill(ImRect(ImVec2(place.Min.x, place.Max.y - ui.px(2)), place.Max), c.accent);
    if (on.focused && ui.focus.ring()) ui.focus_ring(place, ui.px(2));
    x = place.Max.x + gap;
  }
}

void draw_status(Ui& ui, const ExchangeEntry& entry, ImVec2 at, float right) {
  const Palette& c = ui.colors();
  std::string word;
  Icon icon = Icon::Check;
  Color color = c.good;
  if (entry.number == 0) {
    word = "not sent";
    icon = Icon::Ring;
    color = c.second;
  } else if (entry.status != 0) {
    word = std::to_string(entry.status);
    if (entry.refused || entry.status >= 400 || !entry.failure.empty()) {
      icon = Icon::Cross;
      color = c.bad;
    }
  } else if (!entry.failure.empty()) {
    word = "no answer";
    icon = Icon::Cross;
    color = c.bad;
  } else {
    word = "waiting";
    icon = Icon::Play;
    color = c.running;
  }
  if (at.x + badge_width(ui, word) > right) return;
  at.x += badge(ui, ImVec2(at.x, at.y + ui.px(1)), icon, word, color) + ui.px(8);
  // As much of it as fits whole.
  const std::string took =
      entry.answered ? format_duration(*entry.answered - entry.sent) : std::string();
  const std::string& method = entry.request.http.method;
  const std::string dot(middle_dot());
  // What was kept of an earlier call does not say how it was signed.
  const std::string scheme = entry.connection == nullptr                           ? ""
                             : entry.request.trace.scheme == signing::Scheme::Acs3 ? dot + "acs3"
                                                                                   : dot + "rpc-v1";
  const std::string with_method = took.empty() ? method : took + dot + method;
  for (const std::string& more : {with_method + scheme, with_method, took}) {
    if (ui.text_width(Face::Small, more) > right - at.x) continue;
    ui.text_in(ImRect(at, ImVec2(right, at.y + ui.px(22))), Face::Small, c.second, more);
    return;
  }
}

// Label to the left, value to copy to the right.
void value_row(Ui& ui, Flow& flow, float name_width, std::string_view name,
               std::string_view value) {
  const ImRect row = flow.take(ui.px(24));
  ui.text_in(box_at(row.Min, name_width - ui.px(8), row.GetHeight()), Face::Small,
             ui.colors().second, name);
  copyable(
      ui,
      ImRect(ImVec2(row.Min.x + name_width, row.Min.y + ui.px(1)), row.Max - ImVec2(0, ui.px(1))),
      name, value);
}

std::string all_parameters(const InspectorText& text) {
  std::string all;
  for (const Parameter& parameter : text.parameters)
    all += parameter.name + "=" + parameter.value + "\n";
  return all;
}

std::string shown_part(const InspectorText& text, InspectorTab tab) {
  switch (tab) {
    case InspectorTab::Params: return all_parameters(text);
    case InspectorTab::Canonical: return text.canonical;
    case InspectorTab::StringToSign: return text.string_to_sign;
    case InspectorTab::Signature: return text.acs3 ? text.authorization : text.signature;
    case InspectorTab::Wire: return text.wire;
    case InspectorTab::Answer: return text.answer_head + "\n\n" + text.answer_body;
  }
  return {};
}

void draw_body(Ui& ui, Model& model, ViewState& state, Flow& flow, const InspectorText& text) {
  const Palette& c = ui.colors();
  const std::uint64_t revision =
      model.exchanges.revision() * 8 + static_cast<std::uint64_t>(model.tab);
  const auto code = [&](const std::string& part, Marking marking) {
    state.code.set(part, revision, marking);
    state.code.draw(ui, flow);
    flow.gap(ui.px(10));
  };
  float names = ui.px(84);
  if (model.tab == InspectorTab::Params) {
    for (const Parameter& one : text.parameters)
      names = std::max(names, ui.text_width(Face::Small, one.name) + ui.px(14));
    names = std::min(names, flow.width * 0.55F);
  }
  const bool of_signing = model.tab == InspectorTab::Canonical ||
                          model.tab == InspectorTab::StringToSign ||
                          model.tab == InspectorTab::Signature;
  if (of_signing && text.string_to_sign.empty()) {
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, c.second,
                        text.steps
                            ? "A bearer token is sent as it is: nothing is signed."
                            : "The steps of signing are not kept beyond the console that signed.") +
             ui.px(8));
    return;
  }
  switch (model.tab) {
    case InspectorTab::Params:
      for (const Parameter& one : text.parameters) value_row(ui, flow, names, one.name, one.value);
      flow.gap(ui.px(8));
      break;
    case InspectorTab::Canonical:
      code(text.canonical, text.acs3 ? Marking::None : Marking::Query);
      break;
    case InspectorTab::StringToSign:
      code(text.string_to_sign, text.acs3 ? Marking::None : Marking::StringToSign);
      ui.text(flow.at, Face::Small, c.second,
              std::to_string(text.string_to_sign.size()) + " bytes");
      flow.gap(ui.px(24));
      break;
    case InspectorTab::Signature:
      value_row(ui, flow, names, "Method", text.signature_method);
      value_row(ui, flow, names, "HMAC key",
                std::string(response::kMask) + (text.acs3 ? "" : " + &"));
      value_row(ui, flow, names, "Signature", text.signature);
      if (text.acs3) {
        flow.gap(ui.px(6));
        code(text.authorization, Marking::None);
      }
      flow.gap(ui.px(8));
      break;
    case InspectorTab::Wire: code(text.wire, Marking::None); break;
    case InspectorTab::Answer:
      if (!text.failure.empty()) {
        flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, c.bad, text.failure) + ui.px(8));
      } else if (text.status == 0) {
        flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, c.second,
                            text.sent ? "Waiting for the answer."
                                      : "Nothing was sent: this is what the form would send.") +
                 ui.px(8));
      }
      if (text.status != 0) code(text.answer_head + "\n\n" + text.answer_body, Marking::Json);
      break;
  }
  if (model.tab != InspectorTab::Answer && model.tab != InspectorTab::Params) {
    if (!text.request_id.empty()) value_row(ui, flow, names, "RequestId", text.request_id);
    if (!text.code.empty()) value_row(ui, flow, names, "Code", text.code);
  } else if (!text.code.empty()) {
    value_row(ui, flow, names, "Code", text.code);
  }
}

// What else can be done with the exchange, behind the other buttons; in a new row where the panel
// is too narrow.
void draw_ways_on(Ui& ui, Model& model, Flow& flow, ImVec2 at, const ExchangeEntry& entry) {
  constexpr std::string_view kAsCode = "As code";
  constexpr std::string_view kExplain = "Explain";
  const auto place = [&](std::string_view label) {
    if (at.x + button_width(ui, label) <= flow.at.x + flow.width) return;
    flow.gap(ui.px(6));
    at = flow.take(ui.control_height()).Min;
  };
  place(kAsCode);
  if (button_at(ui, at, kAsCode, {.icon = Icon::Code})) {
    model.samples.show(entry.call);
    open_popover(ui, kSampleDialog);
  }
  if (!refused_for_signature(entry)) return;
  place(kExplain);
  if (button_at(ui, at, kExplain, {.icon = Icon::Sign})) model.explain_exchange(entry);
}

}  // namespace

void draw_inspector(Ui& ui, Model& model, ViewState& state, const ImRect& box) {
  const Palette& c = ui.colors();
  begin_panel(ui, "inspector", box, false, c.raised);
  ui.draw()->AddRectFilled(box.Min, ImVec2(box.Min.x + ui.hairline(), box.Max.y), c.line);
  const float margin = ui.px(12);
  const ExchangeEntry* entry = model.exchanges.shown();
  Flow flow{box.Min + ImVec2(margin, ui.px(8)), box.GetWidth() - margin * 2};
  const ImRect head = flow.take(ui.px(30));
  const ImRect close =
      box_at(ImVec2(head.Max.x - ui.px(22), head.Min.y + ui.px(1)), ui.px(28), ui.px(28));
  const std::string title = entry == nullptr ? "Inspector" : entry->call.action;
  const float width = std::min(ui.text_width(Face::Strong, title) + 1, head.GetWidth() - ui.px(30));
  const ImRect title_box = box_at(head.Min, width, head.GetHeight());
  ui.text_in(title_box, Face::Strong, c.text, title);
  ui.note(Role::Heading, title, title_box);
  if (entry != nullptr) {
    draw_status(ui, *entry, ImVec2(title_box.Max.x + ui.px(10), head.Min.y + ui.px(4)),
                close.Min.x - ui.px(4));
  }
  if (button(ui, close, "Close inspector",
             {.kind = ButtonKind::Quiet, .icon = Icon::Close, .icon_only = true})) {
    model.close_side();
  }
  flow.gap(ui.px(2));
  if (entry == nullptr) {
    flow.gap(ui.px(16));
    ui.wrapped(flow.at, flow.width, Face::Text, c.second,
               "Every request that is sent shows here, step by step: parameters, canonical query, "
               "string to sign, "
               "signature, what travelled and what came back.");
    end_panel(ui);
    return;
  }
  draw_tabs(ui, model, flow);
  const InspectorText& text = model.exchanges.shown_text();
  const ImRect rest(ImVec2(box.Min.x + ui.hairline(), flow.at.y), box.Max);
  begin_panel(ui, "inspector body", rest, true, c.raised);
  Flow body{ImVec2(box.Min.x + margin, rest.Min.y + ui.px(12) - ImGui::GetScrollY()), flow.width};
  const TabInfo& tab = kTabs[static_cast<std::size_t>(model.tab)];
  const std::string_view explanation =
      !text.steps && tab.tab == InspectorTab::Params
          ? "The action's own parameters, as they were kept: secrets masked."
      : text.acs3 && !tab.acs3.empty() ? tab.acs3
                                       : tab.explanation;
  body.gap(ui.wrapped(body.at, body.width, Face::Small, c.second, explanation) + ui.px(10));
  draw_body(ui, model, state, body, text);
  body.gap(ui.px(6));
  ImVec2 at = body.take(ui.control_height()).Min;
  if (button_at(ui, at, "Copy", {.icon = Icon::Copy}))
    model.host().copy_to_clipboard(shown_part(text, model.tab));
  if (model.exchanges.shows_draft() && model.form.is_open()) {
    if (button_at(ui, at, "Back to the form", {.kind = ButtonKind::Plain})) model.back_to_form();
  } else if (!model.exchanges.follows()) {
    if (button_at(ui, at, "Follow the newest")) model.exchanges.follow_newest();
  }
  draw_ways_on(ui, model, body, at, *entry);
  draw_sample_dialog(ui, model, state);
  ui.extend(body.at + ImVec2(0, ui.px(16)));
  end_panel(ui);
  end_panel(ui);
}

}  // namespace dds::shell
