// Parts of the API page that have files of their own.
#pragma once

#include "shell/views/views.h"

namespace dds::shell {

void draw_api_form(Ui& ui, Model& model, ViewState& state, Flow& flow);
/// What came back, in what is left of the page down to `bottom`.
void draw_api_answer(Ui& ui, Model& model, ViewState& state, Flow& flow, float bottom);

/// What it answers and which permission it needs.
void draw_api_reference(Ui& ui, Model& model, Flow& flow);

}  // namespace dds::shell
