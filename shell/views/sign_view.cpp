// The Sign page: the fields to paste into. What was told about them is in sign_result_view.cpp and
// sign_trace_view.cpp.
#include <algorithm>
#include <string>

#include "shell/views/views.h"
#include "shell/widgets/badge.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/text_area.h"

namespace dds::shell {
namespace {

constexpr float kTwoColumns = 620;  // CSS pixels of the page; below, one under the other
constexpr std::string_view kPasteAnother = "Paste another";

void draw_head(Ui& ui, Model& model, Flow& flow) {
  constexpr std::string_view kTitle = "Why was this signature refused?";
  SignPage& page = model.sign_page;
  const ImRect row = flow.take(ui.control_height());
  page_title(ui, row, kTitle, "");
  if (page.state() == SignState::Told || page.opened()) {
    const float width = button_width(ui, kPasteAnother);
    ImRect place(ImVec2(row.Max.x - width, row.Min.y), row.Max);
    // Below the title where there is no room beside it.
    if (ui.text_width(Face::Title, kTitle) + width + ui.px(8) > row.GetWidth()) {
      flow.gap(ui.px(8));
      place = flow.take(ui.control_height());
      place.Max.x = place.Min.x + width;
    }
    if (button(ui, place, kPasteAnother)) {
      page.paste_another();
      keep_focus(ui, "Request");
    }
  }
  flow.gap(ui.px(10));
}

std::string_view error_of(const SignPage& page, std::string_view field) {
  return page.error() && page.error()->detail == field ? std::string_view(page.error()->message)
                                                       : std::string_view();
}

// What is not about one of the fields.
void draw_error(Ui& ui, Flow& flow, const SignPage& page) {
  if (!page.error()) return;
  const std::string& field = page.error()->detail;
  if (!page.opened() && (field == "request" || field == "answer")) return;
  const Palette& c = ui.colors();
  draw_notice(ui, flow, {Icon::Attention, c.bad, Role::Alert, page.error()->message, {}, {}, {}},
              {}, "sign");
  flow.gap(ui.px(12));
}

void draw_key_choice(Ui& ui, Flow& flow, SignPage& page) {
  const signing::Credentials* key = page.key();
  std::string label = "Use the key of this console";
  if (key != nullptr) label += " (" + shorten_key_id(key->access_key_id) + ")";
  ImRect box = flow.take(ui.control_height());
  box.Max.x = std::min(box.Max.x, box.Min.x + ui.text_width(Face::Text, label) + ui.px(32));
  const bool pressed = checkbox(ui, box, label, key != nullptr && page.use_key,
                                key == nullptr ? "There is no key: enter one in the top bar." : "");
  if (pressed) page.use_key = !page.use_key;
  flow.gap(ui.wrapped(flow.at + ImVec2(ui.px(24), 0), flow.width - ui.px(24), Face::Small,
                      ui.colors().third,
                      "With the secret every known mistake is tried until one gives the signature "
                      "that was sent. It stays in memory.") +
           ui.px(12));
}

// True when the request shall be explained.
bool draw_fields(Ui& ui, Flow& flow, SignPage& page) {
  bool entered = labelled_area(ui, flow, 150, "Request", page.request,
                               {.placeholder = "A URL, a curl command, an entry of a HAR file, a "
                                               "line of dds sign, raw HTTP, or the service's "
                                               "error with its string to sign",
                                .error = error_of(page, "request")})
                     .entered;
  flow.gap(ui.px(12));
  const bool wide = flow.width >= ui.px(kTwoColumns);
  Flow left{flow.at, wide ? (flow.width - ui.px(12)) / 2 : flow.width};
  entered |= labelled_area(ui, left, 96, "Answer of the service", page.answer,
                           {.placeholder = "If there is one: JSON, XML, HTTP or its message",
                            .error = error_of(page, "answer")})
                 .entered;
  Flow right = left;
  if (wide) right.at = flow.at + ImVec2(left.width + ui.px(12), 0);
  if (!wide) right.gap(ui.px(12));
  entered |= labelled_area(ui, right, 96, "String to sign of the client", page.client_string,
                           {.placeholder = "If the client can print it"})
                 .entered;
  flow.at.y = std::max(left.at.y, right.at.y) + ui.px(10);
  draw_key_choice(ui, flow, page);
  const bool asking = page.state() == SignState::Asking;
  ImVec2 at = flow.at;
  const bool pressed =
      button_at(ui, at, "Explain", {.kind = ButtonKind::Primary, .disabled = asking});
  flow.gap(ui.control_height() + ui.px(12));
  return (pressed || entered) && !asking;
}

void draw_asking(Ui& ui, Flow& flow, const SignPage& page) {
  if (page.state() != SignState::Asking || !wait_for(ui, page.since())) return;
  const ImRect row = flow.take(ui.px(24));
  constexpr std::string_view kWords = "Looking into the signature";
  state_line(ui, row, Icon::Play, ui.colors().running, kWords, ui.colors().text);
  ui.note(Role::Status, kWords, row);
}

}  // namespace

void draw_sign(Ui& ui, Model& model, ViewState& state, const ImRect& box) {
  SignPage& sign = model.sign_page;
  PageFlow page = begin_page(ui, "sign", box);
  Flow& flow = page.flow;
  draw_head(ui, model, flow);
  if (sign.state() == SignState::Told) {
    draw_diagnosis(ui, model, state, flow);
    draw_trace(ui, model, state, flow);
  } else if (sign.opened()) {
    draw_error(ui, flow, sign);
    draw_asking(ui, flow, sign);
    if (sign.state() == SignState::Pasting) {
      ImVec2 at = flow.at;
      if (button_at(ui, at, "Try again", {.kind = ButtonKind::Primary})) sign.explain();
      flow.gap(ui.control_height());
    }
  } else {
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Text, ui.colors().second,
                        "Paste a request that the service refused. Nothing is sent anywhere.") +
             ui.px(12));
    draw_error(ui, flow, sign);
    if (draw_fields(ui, flow, sign)) {
      sign.explain();
      keep_focus(ui, kPasteAnother);
    }
    draw_asking(ui, flow, sign);
  }
  end_page(ui, flow);
}

}  // namespace dds::shell
