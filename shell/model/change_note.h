// A note that a change which costs money or destroys something is about to be sent: durable before
// it leaves, taken away once its outcome is known. A console that finds one knows that the request
// may have been sent, looks what became of it, and repeats nothing meanwhile.
//
// One journal of the host for each kind and instance, with a line of checked_line.h; a second line
// once an order has made its instance. Plain text without secrets. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/backup/journal.h"
#include "core/base/result.h"
#include "core/base/time.h"

namespace dds::shell {

struct ChangeNote {
  Instant at;            // when it was confirmed, just before it was sent
  std::string endpoint;  // as in a JournalHead
  std::string key_id;
  std::string instance_id;  // whose page it belongs to
  std::string title;        // that instance's name
  std::string subject;      // "Backup set 5664", where it is not the instance itself
  std::string target;       // the set or instance that is to go; a restore: the new one's name
  std::string made;         // a restore: the new instance, once known
};

/// The first line, line feed included.
[[nodiscard]] std::string to_line(const ChangeNote& note);
/// The second one: the order has made this instance.
[[nodiscard]] std::string made_line(std::string_view instance_id);
/// EmptyBody: nothing stands there, or a first line that was cut off.
[[nodiscard]] Result<ChangeNote> read_change_note(std::string_view text);

}  // namespace dds::shell
