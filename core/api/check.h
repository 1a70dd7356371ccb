// Checks that several actions share. Each gives nothing, or an Error that names the parameter,
// what was given and what is allowed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace dds::api {

/// An InvalidParameter Error about that parameter.
[[nodiscard]] Error invalid(std::string_view parameter, std::string message);

/// What was given, quoted and on one line, for a sentence.
[[nodiscard]] std::string shown(std::string_view text);

/// Whether an engine version such as "4.2" is before major.minor; one that cannot be read is not.
[[nodiscard]] bool is_before(std::string_view version, int major, int minor);

/// The id of an instance, dds-...: letters, digits, dashes, 64 at most; not a mongos node (s-...).
[[nodiscard]] Status check_instance_id(std::string_view parameter, std::string_view id);

/// BackupId: digits, or cb-... for cluster backups; letters, digits and dashes, 64 at most.
[[nodiscard]] Status check_backup_id(std::string_view id);

/// ClientToken: printable ASCII, 1 to 64 characters (API references of CreateDBInstance,
/// CreateShardingDBInstance). It must be new for each instance that is to be created. How long the
/// service remembers one is documented nowhere: use it again only for the same run.
[[nodiscard]] Status check_client_token(std::string_view token);

/// DBInstanceDescription: begins with a letter, then letters, digits, "_" and "-", 2 to 256
/// characters (API reference). Letters beyond ASCII pass: the Chinese reference allows them.
[[nodiscard]] Status check_description(std::string_view description);

}  // namespace dds::api
