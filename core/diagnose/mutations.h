// Every known mistake as a change of the right recipe.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/base/secret.h"
#include "core/diagnose/kinds.h"
#include "core/diagnose/recipe.h"

namespace dds::diagnose {

/// Mistakes of one place exclude each other; those of Encoding are often made together.
enum class Place { Parameters, Encoding, Order, StringToSign, Headers, Key, Writing };

struct Mutation {
  Kind kind = Kind::SpaceAsPlus;
  Place place = Place::Parameters;
  std::string parameter;  // that the sentence names; empty: where the texts differ
  std::string detail;     // for the sentence; MarksKept: the characters that would stay
  std::function<void(Recipe&)> apply;
  /// One of many for single parameters: not combined with others.
  bool alone = false;
};
using Mutations = std::vector<Mutation>;

/// Those that change what is signed.
[[nodiscard]] Mutations text_mutations(const Material& material);
/// Those that change the key, the digest or how it is written.
[[nodiscard]] Mutations key_mutations(const Material& material, const Secret& secret);

/// The parts of `text_mutations`.
void add_encoding_mutations(Mutations& list, const Material& material);
void add_parameter_mutations(Mutations& list, const Material& material);
void add_acs3_mutations(Mutations& list, const Material& material);

}  // namespace dds::diagnose
