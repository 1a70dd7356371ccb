// Which mistakes, made on purpose, give what the client made?
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/secret.h"
#include "core/diagnose/mutations.h"
#include "core/diagnose/recipe.h"

namespace dds::diagnose {

struct Named {
  Kind kind = Kind::SpaceAsPlus;
  std::string parameter;
  std::string detail;
};

/// One explanation: the mistakes that were needed together, and the texts they make.
struct Hit {
  std::vector<Named> mistakes;
  Made made;
};

/// One mistake where one is enough, else some of encoding together, else two of any kind. Several
/// hits are alternatives. Nothing when the right recipe fits or none does.
[[nodiscard]] std::vector<Hit> search_signature(const Material& material, const Secret& secret);

/// The same for a string to sign that is known (ACS3: or a canonical request).
[[nodiscard]] std::vector<Hit> search_text(const Material& material, const std::string& text);

/// Mistakes of key, digest and writing alone, over a string to sign that is known.
[[nodiscard]] std::vector<Hit> search_key(const Material& material,
                                          const std::string& string_to_sign, const Secret& secret);

/// Names the mistakes of encoding that the request's own text shows on the wire, each with what it
/// would make if the client signed as it sent.
[[nodiscard]] std::vector<Hit> suspect_wire(const Material& material);

}  // namespace dds::diagnose
