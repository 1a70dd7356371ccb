// Reading the lists of an answer.
//
// The law: an empty list is one that the service says to be empty. Anything else that holds no
// entries (no member of that name, null, a text, a number, an object with other members) is no
// list, and reading it is an Error. Otherwise a garbled answer would pass for "no backup runs",
// "no such set", "nothing is left", and the next step would rest on it.
//
// Source of the shapes: API reference of the actions, and how the gateway renders their answers.
// What is inferred: that a list of one may come as a lone object (XML cannot tell the two apart;
// what converts XML to JSON does the same), and an array where the object around one is documented.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/response/answer.h"

namespace dds::response {

struct ListName {
  std::string_view list;   // "Backups"
  std::string_view entry;  // "Backup": what holds the entries, in an object around them
  /// Documented without an object around its entries: in JSON an array, in XML the list's own
  /// element once for each entry. `entry` is then accepted, but not expected.
  bool plain = false;
};

/// Each is an object. They live as long as the JSON that they were read from.
using Entries = std::vector<const nlohmann::json*>;

/// The list of an answer to `action`. Empty only for `[]` and for XML's empty element. An Error
/// names the list: it is not there, it is no list, or an entry is no object.
[[nodiscard]] Result<Entries> read_list(const Answer& answer, std::string_view action,
                                        const ListName& name);

/// A list inside of an entry, which the service may leave out: nothing when there is no such
/// member, or null or `{}` in its place. An Error as above.
[[nodiscard]] Result<std::optional<Entries>> read_inner_list(const nlohmann::json& entry,
                                                             BodyFormat format,
                                                             const ListName& name);

/// The member that tells an entry from the others: a text or a whole number, as text. Empty when it
/// is absent or anything else: an entry without an id is none that could be named.
[[nodiscard]] std::string id_at(const nlohmann::json& entry, std::string_view name);

/// The Error for an entry of `list` that lacks what a reader needs; `lacks`: "a BackupId".
[[nodiscard]] Error incomplete_entry(std::string_view list, std::string_view lacks);

}  // namespace dds::response
