// The signature step by step, each with what it changed.
#include <string>

#include "core/response/redact.h"
#include "shell/views/views.h"
#include "shell/widgets/badge.h"

namespace dds::shell {
namespace {

Marking marking_of(const diagnose::Step& step) {
  if (step.kind == diagnose::StepKind::CanonicalQuery) return Marking::Query;
  if (step.kind == diagnose::StepKind::StringToSign && step.text.find("&%2F&") != std::string::npos)
    return Marking::StringToSign;
  return Marking::None;
}

void draw_check(Ui& ui, Flow& flow, diagnose::SignatureCheck check) {
  const Palette& c = ui.colors();
  switch (check) {
    case diagnose::SignatureCheck::Same:
      remark(ui, flow, Icon::Check, c.good, "It is the signature that was sent.");
      break;
    case diagnose::SignatureCheck::Differs:
      remark(ui, flow, Icon::Cross, c.bad, "Another signature was sent.");
      break;
    case diagnose::SignatureCheck::NotChecked: break;
  }
}

}  // namespace

void draw_trace(Ui& ui, Model& model, ViewState& state, Flow& flow) {
  const Palette& c = ui.colors();
  const SignPage& page = model.sign_page;
  section(ui, flow, "How it is signed rightly",
          page.trace_error() ? std::string_view() : signing::method_name(page.trace().scheme));
  flow.gap(ui.px(4));
  if (page.trace_error()) {
    remark(ui, flow, Icon::Attention, c.attention, page.trace_error()->message);
    return;
  }
  const std::vector<diagnose::Step>& steps = page.trace().steps;
  state.trace_steps.resize(steps.size());
  bool signed_here = false;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const diagnose::Step& step = steps[i];
    const bool signature = step.kind == diagnose::StepKind::Signature;
    signed_here |= signature;
    const std::string title = std::to_string(i + 1) + "  " + std::string(name(step.kind));
    // Of a text with masks nobody knows how long it was.
    const bool whole = step.text.find(response::kMask) == std::string::npos;
    section(ui, flow, title, whole ? std::to_string(step.text.size()) + " bytes" : std::string());
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, c.second, step.what) + ui.px(6));
    state.trace_steps[i].set(step.text, page.revision(), marking_of(step), step.changed);
    const ImVec2 top = flow.at;
    state.trace_steps[i].draw(ui, flow);
    ui.note(Role::Region, name(step.kind), ImRect(top, flow.at + ImVec2(flow.width, 0)), step.text);
    flow.gap(ui.px(6));
    if (signature) draw_check(ui, flow, page.trace().check);
    flow.gap(ui.px(10));
  }
  if (!signed_here) {
    remark(ui, flow, Icon::Dash, c.third,
           "The signature itself takes the secret of the request's AccessKey ID.");
  }
}

}  // namespace dds::shell
