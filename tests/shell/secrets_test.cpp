// Secrets never reach what is shown, copied or kept.
#include <doctest/doctest.h>
#include <imgui_internal.h>

#include <algorithm>

#include "tests/shell/harness.h"

using namespace dds;
using namespace dds::testing;
using shell::Role;

namespace {

constexpr std::string_view kSecret = "testsecret";

void check_clean(Scenario& scenario) {
  const std::string said = scenario.everything_said();
  CHECK(said.find(kSecret) == std::string::npos);
  CHECK(scenario.host.clipboard.find(kSecret) == std::string::npos);
  for (const auto& [key, value] : scenario.host.saved)
    CHECK(value.find(kSecret) == std::string::npos);
}

// The characters that still stand in ImGui's queues, in the order they were typed.
std::string left_in_queues() {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  std::string left;
  const ImVector<ImWchar>& queue = context.IO.InputQueueCharacters;
  for (int i = 0; i < queue.Capacity; ++i) left += static_cast<char>(queue.Data[i] & 0x7F);
  for (const ImVector<ImGuiInputEvent>* events :
       {&context.InputEventsQueue, &context.InputEventsTrail}) {
    for (int i = 0; i < events->Capacity; ++i) {
      const ImGuiInputEvent& event = events->Data[i];
      if (event.Type == ImGuiInputEventType_Text) left += static_cast<char>(event.Text.Char & 0x7F);
    }
  }
  return left;
}

// In any of the buffers in which ImGui edits text, its unused ends included.
bool edited_text_holds(std::string_view text) {
  const ImGuiContext& context = *ImGui::GetCurrentContext();
  const auto holds = [text](const auto& buffer) {
    return std::search(buffer.Data, buffer.Data + buffer.Size, text.begin(), text.end(),
                       [](auto a, char b) { return static_cast<int>(a) == b; }) !=
           buffer.Data + buffer.Size;
  };
  const ImGuiInputTextState& state = context.InputTextState;
  return holds(state.TextW) || holds(state.TextA) || holds(state.InitialTextA) ||
         holds(context.InputTextDeactivatedState.TextA);
}

}  // namespace

TEST_CASE(
    "the secret is in no label, value, description, copy or preference, in any tab of the "
    "inspector") {
  Scenario scenario({.with_key = false});
  scenario.click(Role::Button, "Key");
  scenario.type("AccessKey ID", "testid");
  scenario.type("AccessKey secret", kSecret);
  check_clean(scenario);
  CHECK(scenario.find(Role::Textbox, "AccessKey secret")->secret);
  CHECK(scenario.find(Role::Textbox, "AccessKey secret")->value.empty());
  scenario.click(Role::Button, "Use key");
  REQUIRE(scenario.sees(Role::Row, "orders"));
  for (const std::string_view tab :
       {"Params", "Canonical", "String to sign", "Signature", "Wire", "Answer"}) {
    scenario.click(Role::Tab, tab);
    scenario.click(Role::Button, "Copy");
    check_clean(scenario);
  }
}

TEST_CASE("the signature that travelled is masked in the inspector's wire text") {
  Scenario scenario;
  scenario.click(Role::Tab, "Wire");
  scenario.click(Role::Button, "Copy");
  CHECK(scenario.host.clipboard.find("Action=DescribeDBInstances") != std::string::npos);
  const std::size_t at = scenario.host.clipboard.find("Signature=");
  REQUIRE(at != std::string::npos);
  CHECK(scenario.host.clipboard.substr(at + 10, 3) == "\xE2\x80\xA2");
}

TEST_CASE("ImGui keeps no copy of a secret when its field is left") {
  Scenario scenario({.with_key = false});
  scenario.click(Role::Button, "Key");
  scenario.type("AccessKey secret", "horse-battery");
  scenario.click(Role::Textbox, "AccessKey ID");
  scenario.key(ImGuiKey_Z, false, true);
  check_clean(scenario);
  CHECK(scenario.find(Role::Textbox, "AccessKey ID")->value.empty());
}

TEST_CASE("ImGui keeps no copy of a secret when the keyboard leaves its field") {
  Scenario scenario({.with_key = false});
  scenario.click(Role::Button, "Key");
  scenario.type("AccessKey secret", "horse-battery");
  CHECK(edited_text_holds("battery"));
  SUBCASE("to the field above") {
    scenario.key(ImGuiKey_Tab, true);
    CHECK(scenario.find(Role::Textbox, "AccessKey ID")->focused);
  }
  SUBCASE("to the field below") {
    scenario.key(ImGuiKey_Tab);
    CHECK(scenario.find(Role::Textbox, "Security token")->focused);
  }
  SUBCASE("by Escape, which closes the panel") {
    scenario.key(ImGuiKey_Escape);
  }
  CHECK_FALSE(edited_text_holds("battery"));
  CHECK(left_in_queues().find("tery") == std::string::npos);
}
