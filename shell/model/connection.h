// Where requests go and who sends them: what the connection bar shows and edits, and whether it
// works.
//
// Owned by the Model, which makes a session of it. Credentials live here in memory only and are
// wiped when forgotten.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/backup/driver.h"
#include "shell/console.h"
#include "shell/model/problem.h"
#include "shell/model/text_input.h"

namespace dds::shell {

enum class EndpointKind { Region, Emulator, Custom };

enum class ConnectionState {
  NoKey,         // nothing to sign with
  Disconnected,  // there is a key; nobody has asked yet
  Connecting,
  Connected,
  Failed,  // see `problem`
};

class Connection {
 public:
  explicit Connection(Start start);

  // What is in force.
  [[nodiscard]] const std::string& region_id() const { return region_id_; }
  [[nodiscard]] EndpointKind endpoint_kind() const { return endpoint_kind_; }
  [[nodiscard]] bool emulator() const { return endpoint_kind_ == EndpointKind::Emulator; }
  /// One of the service's own hosts: requests there act on real instances.
  [[nodiscard]] bool real_service() const;
  /// The host and port to show, or the text that is not an endpoint.
  [[nodiscard]] const std::string& endpoint_shown() const { return endpoint_shown_; }
  /// Its URL; "" for the region's own host, and for a text that is no endpoint.
  [[nodiscard]] std::string endpoint_url() const;
  [[nodiscard]] const api::Route& route() const { return route_; }
  [[nodiscard]] signing::Scheme scheme() const { return scheme_; }
  [[nodiscard]] bool has_page_origin() const { return !page_origin_.empty(); }
  [[nodiscard]] const std::string& page_origin() const { return page_origin_; }
  /// Where links to calls lead; empty where there is no page.
  [[nodiscard]] const std::string& page_url() const { return page_url_; }
  [[nodiscard]] bool offers_emulator() const { return !emulator_url_.empty(); }
  [[nodiscard]] const std::string& emulator_url() const { return emulator_url_; }
  [[nodiscard]] const std::optional<signing::Credentials>& credentials() const {
    return credentials_;
  }
  /// They are a bearer token, which signs nothing (api::SignOptions).
  [[nodiscard]] bool bearer() const { return bearer_; }
  [[nodiscard]] const std::string& credentials_source() const { return source_; }
  /// A key that was typed, used or not: nothing but this console knows it.
  [[nodiscard]] bool holds_typed_key() const {
    return typed_key_ || !secret.empty() || !token.empty();
  }

  /// Tells accounts apart: the same key at the same service is the same account, in every region.
  [[nodiscard]] std::string account() const;

  /// All of it as the driver wants it, or what is missing or wrong.
  [[nodiscard]] Result<backup::Connection> make() const;

  // Changes; each gives an error, and changes nothing, when the value is not allowed.
  [[nodiscard]] Status set_region(std::string_view region_id);
  [[nodiscard]] Status set_endpoint(EndpointKind kind, std::string_view custom);
  [[nodiscard]] Status set_route(api::RouteKind kind, std::string_view proxy);
  void set_scheme(signing::Scheme scheme) { scheme_ = scheme_choice = scheme; }
  /// Takes the three typed fields, or the token alone when `types_bearer`; on success they are
  /// wiped.
  [[nodiscard]] Status use_typed_key();
  void forget_key();

  /// What became of a request that went this way: one that was not answered by the service shows
  /// the connection as failed, the next answer as connected again. While the first listing runs,
  /// its end says it; and a refusal is about the request or the key, not about the way.
  void heard(const backup::Exchange& ended, SteadyInstant now);

  // The typed values of the popovers.
  TextInput region_filter{64};
  TextInput endpoint_text{256};
  TextInput proxy_text{256};
  TextInput key_id{128};
  TextInput secret{256};
  TextInput token{4096};
  bool types_bearer = false;  // the token is a bearer token, and the only field
  EndpointKind endpoint_choice = EndpointKind::Region;
  api::RouteKind route_choice = api::RouteKind::Direct;
  signing::Scheme scheme_choice = signing::Scheme::RpcV1Sha1;
  std::string endpoint_error, proxy_error, key_error;

  ConnectionState state = ConnectionState::NoKey;
  std::optional<Problem> problem;
  std::optional<SteadyInstant> since;  // of the state

 private:
  [[nodiscard]] Result<api::Endpoint> endpoint() const;
  void refresh_shown();

  std::string region_id_;
  EndpointKind endpoint_kind_ = EndpointKind::Region;
  std::string custom_endpoint_;
  std::string emulator_url_;
  std::string endpoint_shown_;
  api::Route route_;
  signing::Scheme scheme_ = signing::Scheme::RpcV1Sha1;
  std::string page_origin_;
  std::string page_url_;
  std::optional<signing::Credentials> credentials_;
  bool bearer_ = false;
  bool typed_key_ = false;
  std::string source_;
};

/// "direct", "proxy path", "proxy query", "same origin".
[[nodiscard]] std::string_view short_name(api::RouteKind kind);

}  // namespace dds::shell
