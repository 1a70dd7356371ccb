#include <algorithm>
#include <cstddef>
#include <string>

#include "core/base/secret.h"
#include "shell/model/words.h"
#include "shell/views/views.h"
#include "shell/widgets/button.h"
#include "shell/widgets/choice.h"
#include "shell/widgets/popover.h"
#include "shell/widgets/text_field.h"

namespace dds::shell {
namespace {

void heading(Ui& ui, Flow& flow, std::string_view text) {
  const ImRect box = flow.take(ui.line(Face::Text));
  ui.text_in(box, Face::Strong, ui.colors().text, text);
  ui.note(Role::Heading, text, box);
  flow.gap(ui.px(4));
}

void paragraph(Ui& ui, Flow& flow, std::string_view text) {
  flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, ui.colors().second, text));
}

// Buttons at the foot of a popover; the flow ends below them.
bool foot(Ui& ui, Flow& flow, std::string_view primary) {
  flow.gap(ui.px(12));
  const ImRect row = flow.take(ui.control_height());
  return button(ui, box_at(row.Min, button_width(ui, primary), row.GetHeight()), primary,
                {.kind = ButtonKind::Primary});
}

}  // namespace

void draw_region_popover(Ui& ui, Model& model, const ImRect& anchor) {
  Flow flow;
  if (!begin_popover(ui, kRegionPopover, anchor, ui.px(340), flow)) return;
  const bool appearing = ImGui::IsWindowAppearing();
  if (appearing) {
    model.connection.region_filter.clear();
    ui.focus.request("Filter regions");
  }
  heading(ui, flow, "Region");
  const FieldResult field = text_field(
      ui, flow.take(ui.control_height()), "Filter regions", model.connection.region_filter,
      {.placeholder = "Name or id, such as cn-hangzhou", .icon = Icon::Search});
  flow.gap(ui.px(8));
  const std::string typed = lower(trimmed(model.connection.region_filter.view()));
  std::string chosen;
  std::string only;
  int matches = 0;
  const ImRect list = box_at(flow.at, flow.width, ui.px(8 * 30));
  begin_panel(ui, "regions", list, true, ui.colors().raised);
  if (appearing) {
    const auto known = api::known_regions();
    const auto current = std::find_if(known.begin(), known.end(), [&](const auto& region) {
      return region.region_id == model.connection.region_id();
    });
    const auto above = static_cast<float>(std::max<std::ptrdiff_t>(current - known.begin() - 2, 0));
    if (current != known.end()) ImGui::SetScrollY(above * ui.px(30));
  }
  Flow rows{list.Min - ImVec2(0, ImGui::GetScrollY()), list.GetWidth() - ui.px(10)};
  for (const api::RegionEndpoint& region : api::known_regions()) {
    const bool fits = typed.empty() || lower(region.region_id).find(typed) != std::string::npos ||
                      lower(region.name).find(typed) != std::string::npos;
    if (!fits) continue;
    ++matches;
    only = region.region_id;
    const bool current = region.region_id == model.connection.region_id();
    if (option(ui, rows.take(ui.px(30)), region.region_id, region.name, current))
      chosen = region.region_id;
  }
  if (matches == 0) {
    Flow none{list.Min + ImVec2(ui.px(8), ui.px(4)), list.GetWidth() - ui.px(16)};
    paragraph(ui, none, "No known region is called that. Enter takes it as a new region's id.");
  }
  end_panel(ui);
  flow.at.y = list.Max.y;
  ui.extend(list.Max);
  if (field.entered && matches == 1) chosen = only;
  if (field.entered && matches == 0 && !typed.empty()) chosen = typed;
  if (!chosen.empty() && !model.choose_region(chosen)) close_popover(ui);
  end_popover(ui);
}

void draw_endpoint_popover(Ui& ui, Model& model, const ImRect& anchor) {
  Flow flow;
  if (!begin_popover(ui, kEndpointPopover, anchor, ui.px(440), flow)) return;
  Connection& connection = model.connection;
  heading(ui, flow, "Endpoint");
  if (connection.emulator()) {
    paragraph(ui, flow,
              "Requests go to the emulator: nothing here touches a real instance or costs money.");
  } else if (connection.real_service()) {
    paragraph(
        ui, flow,
        "Requests go to the real service: backups are made of real instances and are billed.");
  } else {
    paragraph(ui, flow, "Requests go to an endpoint of your own.");
  }
  flow.gap(ui.px(10));
  const Result<std::string> host = api::public_host(connection.region_id());
  if (connection.offers_emulator()) {
    if (radio_card(ui, flow, "Emulator", connection.endpoint_choice == EndpointKind::Emulator,
                   {.text = connection.emulator_url()})) {
      connection.endpoint_choice = EndpointKind::Emulator;
    }
    flow.gap(ui.px(6));
  }
  if (radio_card(ui, flow, "Region's endpoint", connection.endpoint_choice == EndpointKind::Region,
                 {.note = "(real service)", .text = host ? *host : host.error().message})) {
    connection.endpoint_choice = EndpointKind::Region;
  }
  flow.gap(ui.px(6));
  if (radio_card(ui, flow, "Custom endpoint", connection.endpoint_choice == EndpointKind::Custom,
                 {.text = "A host, host:port or https address; http only on this machine."})) {
    connection.endpoint_choice = EndpointKind::Custom;
    ui.focus.request("Endpoint address");
  }
  bool send = false;
  if (connection.endpoint_choice == EndpointKind::Custom) {
    flow.gap(ui.px(10));
    const FieldResult field = labelled_field(ui, flow, "Endpoint address", connection.endpoint_text,
                                             {.placeholder = "mongodb.cn-hangzhou.aliyuncs.com",
                                              .error = connection.endpoint_error,
                                              .mono = true});
    if (field.edited) connection.endpoint_error.clear();
    if (field.left && !connection.endpoint_text.empty()) {
      const Result<api::Endpoint> checked =
          api::parse_endpoint(trimmed(connection.endpoint_text.view()));
      connection.endpoint_error = checked ? std::string() : checked.error().message;
    }
    send = field.entered;
  }
  if (foot(ui, flow, "Use endpoint")) send = true;
  if (send && model.use_endpoint()) close_popover(ui);
  end_popover(ui);
}

void draw_route_popover(Ui& ui, Model& model, const ImRect& anchor) {
  Flow flow;
  if (!begin_popover(ui, kRoutePopover, anchor, ui.px(440), flow)) return;
  Connection& connection = model.connection;
  heading(ui, flow, "Route to the service");
  paragraph(
      ui, flow,
      "A browser shows an answer only when the server allows this page to see it (CORS). "
      "A proxy that you trust can allow it. The secret never leaves this console on any route.");
  flow.gap(ui.px(10));
  const auto card = [&](api::RouteKind kind, std::string_view name, std::string_view text,
                        bool disabled = false) {
    if (radio_card(ui, flow, name, connection.route_choice == kind,
                   {.text = text, .disabled = disabled})) {
      connection.route_choice = kind;
      connection.proxy_error.clear();
    }
    flow.gap(ui.px(6));
  };
  card(api::RouteKind::Direct, "Direct", "Straight to the endpoint.");
  card(api::RouteKind::SameOrigin, "Same origin",
       connection.has_page_origin() ? "Through this page's own server, " + connection.page_origin()
                                    : "Only where the console is a page; this one is a program.",
       !connection.has_page_origin());
  card(api::RouteKind::ProxyPath, "Proxy, address in the path",
       "<proxy>/https://mongodb.aliyuncs.com/");
  card(api::RouteKind::ProxyQuery, "Proxy, address in the query",
       "<proxy>?url=https%3A%2F%2Fmongodb.aliyuncs.com%2F");
  bool send = false;
  if (connection.route_choice == api::RouteKind::ProxyPath ||
      connection.route_choice == api::RouteKind::ProxyQuery) {
    flow.gap(ui.px(4));
    const FieldResult field =
        labelled_field(ui, flow, "Proxy address", connection.proxy_text,
                       {.placeholder = "https://proxy.example.com/cors",
                        .error = connection.proxy_error,
                        .mono = true},
                       "The proxy sees the request and the answer, not the secret.");
    if (field.edited) connection.proxy_error.clear();
    send = field.entered;
  } else if (!connection.proxy_error.empty()) {
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, ui.colors().bad, connection.proxy_error));
  }
  flow.gap(ui.px(6));
  heading(ui, flow, "Signature");
  const auto scheme = [&](signing::Scheme which, std::string_view name, std::string_view text) {
    if (radio_card(ui, flow, name, connection.scheme_choice == which, {.text = text}))
      connection.scheme_choice = which;
    flow.gap(ui.px(6));
  };
  scheme(signing::Scheme::Acs3, "ACS3-HMAC-SHA256",
         "Version 3, in headers. From a page it needs a proxy or the page's own server.");
  scheme(signing::Scheme::RpcV1Sha1, "RPC v1, HMAC-SHA1",
         "Version 1, in a form that browsers send to any server. Answers as XML need it.");
  if (foot(ui, flow, "Use route")) send = true;
  if (send && model.use_route()) close_popover(ui);
  end_popover(ui);
}

void draw_key_popover(Ui& ui, Model& model, const ImRect& anchor) {
  Flow flow;
  if (!begin_popover(ui, kKeyPopover, anchor, ui.px(400), flow)) return;
  Connection& connection = model.connection;
  const Palette& c = ui.colors();
  heading(ui, flow, "AccessKey");
  if (connection.credentials()) {
    const bool temporary =
        !connection.bearer() && !connection.credentials()->security_token.empty();
    const std::string shown =
        "In use: " +
        (connection.bearer() ? std::string("a bearer token")
                             : shorten_key_id(connection.credentials()->access_key_id)) +
        ", " + connection.credentials_source() + (temporary ? ", temporary (token)." : ".");
    paragraph(ui, flow, shown);
  } else {
    paragraph(ui, flow, "No key is in use.");
  }
  // All of it fits a window of 640 x 400 pixels, which is a usual one at twice the size.
  paragraph(ui, flow, "A typed key stays in memory until this console is closed.");
  const std::string_view history =
      "Calls that the history keeps, with secrets masked, stay until they are forgotten there.";
  const ImVec2 at_history = flow.at;
  paragraph(ui, flow, history);
  ui.note(Role::Status, history, ImRect(at_history, flow.at + ImVec2(flow.width, 0)));
  flow.gap(ui.px(12));
  FieldResult fields[3];
  const bool bearer = connection.types_bearer;
  if (!bearer) {
    fields[0] = labelled_field(ui, flow, "AccessKey ID", connection.key_id,
                               {.placeholder = "LTAI\xE2\x80\xA6", .mono = true});
    flow.gap(ui.px(10));
    fields[1] = labelled_field(ui, flow, "AccessKey secret", connection.secret,
                               {.secret = true, .mono = true});
    flow.gap(ui.px(10));
  }
  fields[2] = labelled_field(
      ui, flow, bearer ? "Bearer token" : "Security token", connection.token,
      {.placeholder = bearer ? "" : "only for a temporary key", .secret = true, .mono = true});
  bool send = false;
  for (const FieldResult& field : fields) {
    send = send || field.entered;
    if (field.edited) connection.key_error.clear();
  }
  if (!connection.key_error.empty()) {
    flow.gap(ui.px(8));
    const float top = flow.at.y;
    flow.gap(ui.wrapped(flow.at, flow.width, Face::Small, c.bad, connection.key_error));
    ui.note(Role::Alert, connection.key_error,
            ImRect(ImVec2(flow.at.x, top), ImVec2(flow.at.x + flow.width, flow.at.y)));
  }
  flow.gap(ui.px(12));
  ImVec2 at = flow.take(ui.control_height()).Min;
  if (button_at(ui, at, bearer ? "Use token" : "Use key", {.kind = ButtonKind::Primary}))
    send = true;
  if (connection.credentials() && button_at(ui, at, "Forget key")) model.forget_key();
  if (button_at(ui, at, bearer ? "AccessKey instead" : "Bearer token instead",
                {.kind = ButtonKind::Quiet})) {
    connection.types_bearer = !bearer;
    connection.token.clear();
    ui.draw_again();
  }
  const int running = model.counts().running;
  if (connection.credentials() && running > 0) {
    flow.gap(ui.px(8));
    paragraph(ui, flow,
              "Forgetting the key stops watching what is under way (" + std::to_string(running) +
                  "); it goes on at the service.");
  }
  if (send && model.use_key()) close_popover(ui);
  end_popover(ui);
}

void draw_connection_popover(Ui& ui, Model& model, const ImRect& anchor) {
  Flow flow;
  if (!begin_popover(ui, kConnectionPopover, anchor, ui.px(420), flow)) return;
  Connection& connection = model.connection;
  heading(ui, flow, "Connection");
  std::string sentence;
  switch (connection.state) {
    case ConnectionState::NoKey: sentence = "There is no AccessKey to sign requests with."; break;
    case ConnectionState::Disconnected:
      sentence = "Nothing has been asked of the service yet.";
      break;
    case ConnectionState::Connecting: sentence = "Waiting for the first answer."; break;
    case ConnectionState::Connected:
      sentence = "The service answered and accepted the key";
      if (connection.since) {
        const Instant since = ui.now - (ui.steady - *connection.since);
        sentence += ", " + age_text(ui.now, since);
        ui.wake_at(age_changes_at(ui.now, since));
      }
      sentence += ".";
      break;
    case ConnectionState::Failed: break;
  }
  if (!sentence.empty()) paragraph(ui, flow, sentence);
  if (connection.problem) {
    const Problem problem = *connection.problem;
    draw_problem(ui, model, flow, problem, {}, "connection problem");
    if (model.wanted_popover != Popover::None) close_popover(ui);
  }
  flow.gap(ui.px(10));
  // Narrow windows have no chip for some of these: the way to them is here.
  const auto row = [&](std::string_view name, std::string_view value, std::string_view change,
                       Popover popover) {
    ImRect box = flow.take(ui.px(24));
    const float width = ui.text_width(Face::Text, change);
    const ImVec2 at(box.Max.x - width, box.GetCenter().y - ui.line(Face::Text) / 2);
    if (link(ui, at, Face::Text, change)) {
      model.wanted_popover = popover;
      close_popover(ui);
    }
    box.Max.x = at.x - ui.px(8);
    fact(ui, box, ui.px(76), name, value);
  };
  row("Endpoint", connection.endpoint_shown(), "Change endpoint", Popover::Endpoint);
  row("Region", connection.region_id(), "Change region", Popover::Region);
  row("Route", short_name(connection.route().kind), "Change route", Popover::Route);
  flow.gap(ui.px(10));
  ImVec2 at = flow.take(ui.control_height()).Min;
  if (connection.state == ConnectionState::NoKey) {
    if (button_at(ui, at, "Enter a key", {.kind = ButtonKind::Primary})) {
      model.wanted_popover = Popover::Key;
      close_popover(ui);
    }
  } else if (button_at(
                 ui, at,
                 connection.state == ConnectionState::Disconnected ? "Connect" : "Connect again",
                 {.kind = ButtonKind::Primary})) {
    model.connect();
  }
  end_popover(ui);
}

}  // namespace dds::shell
