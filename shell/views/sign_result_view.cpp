// What the diagnosis found: the verdict, each finding with what it rests on, both strings to sign,
// and client against service step by step.
#include <algorithm>
#include <array>
#include <string>

#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"

namespace dds::shell {
namespace {

using diagnose::Diagnosis;
using diagnose::Finding;
using diagnose::RowVerdict;
using diagnose::Verdict;

constexpr float kTwoColumns = 620;  // CSS pixels of the page; below, one under the other

void draw_verdict(Ui& ui, Flow& flow, const Diagnosis& diagnosis) {
  const Palette& c = ui.colors();
  Notice notice{Icon::Cross, c.bad, Role::Alert, diagnosis.sentence, {}, {}, {}};
  switch (diagnosis.verdict) {
    case Verdict::Explained: break;
    case Verdict::Suspected:
      notice.icon = Icon::Attention;
      notice.signal = c.attention;
      break;
    case Verdict::NothingWrong:
      notice.icon = Icon::Check;
      notice.signal = c.good;
      notice.role = Role::Status;
      break;
    case Verdict::Unexplained:
      notice.icon = Icon::Unknown;
      notice.signal = c.attention;
      break;
  }
  if (diagnosis.findings.size() == 1) notice.message = diagnosis.findings.front().remedy;
  draw_notice(ui, flow, notice, {}, "verdict");
  flow.gap(ui.px(12));
}

// "One explanation", "Another explanation": where more than one fits the signature.
std::string_view heading_of(const std::vector<Finding>& findings, std::size_t index) {
  const int most =
      std::max_element(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
        return a.alternative < b.alternative;
      })->alternative;
  const Finding& finding = findings[index];
  const bool first = index == 0 || findings[index - 1].alternative != finding.alternative;
  if (!first || finding.alternative == 0) return {};
  if (most < 2) return {};
  return finding.alternative == 1 ? "One explanation" : "Another explanation";
}

void draw_findings(Ui& ui, Flow& flow, const std::vector<Finding>& findings) {
  const Palette& c = ui.colors();
  if (findings.empty()) return;
  const bool alone = findings.size() == 1;  // then the notice says all but what it rests on
  if (!alone) section(ui, flow, "What was found");
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const Finding& finding = findings[i];
    const bool proved = finding.evidence != diagnose::Evidence::Suspicion;
    if (const std::string_view heading = heading_of(findings, i); !heading.empty()) {
      const ImRect row = flow.take(ui.px(22));
      ui.text_in(row, Face::Small, c.second, heading);
      ui.note(Role::Status, heading, row);
    }
    if (!alone) {
      remark(ui, flow, proved ? Icon::Cross : Icon::Attention, proved ? c.bad : c.attention,
             finding.sentence);
      flow.gap(ui.wrapped(flow.at + ImVec2(ui.px(20), 0), flow.width - ui.px(20), Face::Small,
                          c.second, finding.remedy));
    }
    const std::string_view rests_on = in_words(finding.evidence);
    const ImVec2 at = flow.at + ImVec2(alone ? 0 : ui.px(20), 0);
    flow.gap(ui.wrapped(at, flow.at.x + flow.width - at.x, Face::Small, c.third, rests_on));
    ui.note(Role::Status, rests_on, ImRect(at, ImVec2(at.x + flow.width, flow.at.y)));
    flow.gap(ui.px(8));
  }
  flow.gap(ui.px(4));
}

void draw_text(Ui& ui, Flow& flow, CodeView& view, std::string_view title, const std::string& text,
               std::uint64_t revision, const diagnose::Ranges& ranges) {
  const ImRect row = flow.take(ui.px(22));
  ui.text_in(row, Face::Small, ui.colors().second, title);
  const bool of_rpc = text.find("&%2F&") != std::string::npos;
  view.set(text, revision, of_rpc ? Marking::StringToSign : Marking::None, ranges);
  const ImVec2 top = flow.at;
  view.draw(ui, flow);
  ui.note(Role::Region, title, ImRect(top, flow.at + ImVec2(flow.width, 0)), text);
}

void draw_texts(Ui& ui, ViewState& state, Flow& flow, const Diagnosis& diagnosis,
                std::uint64_t revision) {
  const bool has_client = !diagnosis.client_string_to_sign.empty();
  const std::string& server = diagnosis.server_string_to_sign;
  const bool server_is_right = server == diagnosis.right_string_to_sign;
  diagnose::Ranges client_ranges;
  diagnose::Ranges right_ranges;
  if (diagnosis.difference) {
    client_ranges.push_back(diagnosis.difference->client);
    right_ranges.push_back(diagnosis.difference->right);
  }
  const bool wide = has_client && flow.width >= ui.px(kTwoColumns);
  Flow left{flow.at, wide ? (flow.width - ui.px(12)) / 2 : flow.width};
  if (has_client) {
    draw_text(ui, left, state.signed_text[0], "What the client signed",
              diagnosis.client_string_to_sign, revision, client_ranges);
  }
  Flow right = left;
  if (wide) right.at = flow.at + ImVec2(left.width + ui.px(12), 0);
  if (!wide && has_client) right.gap(ui.px(8));
  if (!diagnosis.right_string_to_sign.empty()) {
    draw_text(ui, right, state.signed_text[1],
              server_is_right ? "What the service signed, as its answer says"
                              : "What is right, from the request",
              diagnosis.right_string_to_sign, revision, right_ranges);
  }
  flow.at.y = std::max(left.at.y, right.at.y) + ui.px(8);
  if (!server.empty() && !server_is_right) {
    draw_text(ui, flow, state.signed_text[2], "What the service signed, as its answer says", server,
              revision, {});
    flow.gap(ui.px(8));
  }
  if (diagnosis.difference)
    remark(ui, flow, Icon::Diamond, ui.colors().attention, diagnosis.difference->sentence);
  flow.gap(ui.px(6));
}

struct VerdictLook {
  Icon icon;
  Color color;
  std::string_view word;
};

VerdictLook look_of(const Palette& c, const diagnose::CheckRow& row) {
  const auto word = [&row](std::string_view usual) {
    return row.note.empty() ? usual : std::string_view(row.note);
  };
  switch (row.verdict) {
    case RowVerdict::Same: return {Icon::Check, c.good, word("same")};
    case RowVerdict::Differs: return {Icon::Cross, c.bad, word("differs")};
    case RowVerdict::Unknown: break;
  }
  return {Icon::Diamond, c.attention, word("unknown")};
}

// Step, client, service, verdict; in a narrow page client and service stand below the step.
void draw_rows(Ui& ui, Flow& flow, const std::vector<diagnose::CheckRow>& rows) {
  const Palette& c = ui.colors();
  const bool wide = flow.width >= ui.px(kTwoColumns);
  const float padding = ui.px(10);
  float verdict = ui.px(90);
  for (const diagnose::CheckRow& row : rows)
    verdict = std::max(verdict, badge_width(ui, look_of(c, row).word) + padding);
  verdict = std::min(verdict, flow.width * 0.5F);
  const float step = ui.px(130);
  const float text = (flow.width - step - verdict - padding * 2) / 2;
  const std::array<float, 4> left = {padding, padding + step, padding + step + text,
                                     flow.width - verdict - padding};
  const auto cell = [&](const ImRect& row, std::size_t i) {
    const float end = i == 3 ? flow.width - padding : left[i + 1] - ui.px(8);
    return ImRect(ImVec2(row.Min.x + left[i], row.Min.y), ImVec2(row.Min.x + end, row.Max.y));
  };
  if (wide) {
    const ImRect head = flow.take(ui.px(30));
    constexpr std::array<std::string_view, 4> kTitles = {"Step", "Client", "Service", "Verdict"};
    for (std::size_t i = 0; i < kTitles.size(); ++i)
      ui.text_in(cell(head, i), Face::Small, c.second, kTitles[i]);
    ui.line_below(head, c.line);
  }
  for (const diagnose::CheckRow& one : rows) {
    const VerdictLook look = look_of(c, one);
    const float line = ui.px(measure::kRow);
    const float below = ui.px(20);  // of client and service each, in a narrow page
    const ImRect row = flow.take(wide ? line : line + below * 2 + ui.px(4));
    if (one.verdict == RowVerdict::Differs) ui.fill(row, c.chosen);
    ImRect first(row.Min, ImVec2(row.Max.x, row.Min.y + line));
    ui.text_in(cell(first, 0), Face::Text, c.text, one.step);
    const ImVec2 sign = wide
                            ? cell(first, 3).Min
                            : ImVec2(row.Max.x - padding - badge_width(ui, look.word), first.Min.y);
    badge(ui, sign + ImVec2(0, (line - ui.px(kBadgeHeight)) / 2), look.icon, look.word, look.color);
    if (wide) {
      ui.text_in(cell(first, 1), Face::Mono, c.text, one.client);
      ui.text_in(cell(first, 2), Face::Mono, c.text, one.service);
    } else {
      ImRect inside = first;
      inside.Max.y = inside.Min.y + below;
      inside.TranslateY(line - below);
      for (const auto* side : {&one.client, &one.service}) {
        inside.TranslateY(below);
        inside.Min.x = row.Min.x;
        inside.Max.x = row.Max.x;
        inside.Expand(ImVec2(-padding, 0));
        ui.text_in(inside, Face::Small, c.third, side == &one.client ? "Client" : "Service");
        inside.Min.x += ui.px(56);
        ui.text_in(inside, Face::Mono, c.text, *side);
      }
    }
    ui.line_below(row, c.line);
    ui.note(Role::Status, one.step, row,
            one.client + " | " + one.service + " | " + std::string(look.word));
  }
  flow.gap(ui.px(12));
}

}  // namespace

void draw_diagnosis(Ui& ui, Model& model, ViewState& state, Flow& flow) {
  SignPage& page = model.sign_page;
  const Diagnosis& diagnosis = page.told().diagnosis;
  const std::string& about = page.told().request;
  const float height = ui.wrapped(flow.at, flow.width, Face::Small, ui.colors().second, about);
  ui.note(Role::Status, about, box_at(flow.at, flow.width, height));
  flow.gap(height + ui.px(10));
  draw_verdict(ui, flow, diagnosis);
  draw_findings(ui, flow, diagnosis.findings);
  draw_texts(ui, state, flow, diagnosis, page.revision());
  draw_rows(ui, flow, diagnosis.rows);
  ImVec2 at = flow.at;
  if (button_at(ui, at, "Copy the explanation", {.icon = Icon::Copy}))
    model.host().copy_to_clipboard(page.explanation());
  if (!page.opened() && button_at(ui, at, "Change what was pasted")) {
    page.change();
    keep_focus(ui, "Request");
  }
  flow.gap(ui.control_height() + ui.px(20));
}

}  // namespace dds::shell
