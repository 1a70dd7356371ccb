// Exchanges as a HAR file (HTTP Archive 1.2), which browsers' tools, proxies and
// `diagnose::read_request` read.
//
// Everything is redacted once more on its way in: signatures, tokens, passwords and authorization
// are masked, whoever made the entry. Credentials that stand somewhere else than in their own
// places (`redact` with credentials) are the caller's to mask before. Pure text work.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "core/base/time.h"
#include "core/http.h"

namespace dds::api {

struct HarEntry {
  HttpRequest request;
  Instant sent;
  std::optional<Instant> answered;
  int status = 0;  // 0: no answer; `failure` says why
  HttpHeaders answer_headers;
  std::string answer_body;
  bool answer_cut = false;  // the body was longer
  std::string failure;
};

/// The whole file: valid HAR 1.2 in UTF-8, one entry a line. `version` is this program's.
[[nodiscard]] std::string har(std::span<const HarEntry> entries, std::string_view version);

}  // namespace dds::api
