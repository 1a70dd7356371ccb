#include "shell/model/change_note.h"

#include <nlohmann/json.hpp>

#include "core/backup/checked_line.h"
#include "core/response/body.h"

namespace dds::shell {
namespace {

using json = nlohmann::json;
using response::text_at;

constexpr int kVersion = 1;

std::string line(const json& content) {
  return backup::checked_line(content.dump(-1, ' ', false, json::error_handler_t::replace));
}

}  // namespace

std::string to_line(const ChangeNote& note) {
  return line({{"kind", "change"},
               {"version", kVersion},
               {"at", note.at.time_since_epoch().count()},
               {"endpoint", note.endpoint},
               {"key", note.key_id},
               {"instance", note.instance_id},
               {"title", note.title},
               {"subject", note.subject},
               {"target", note.target}});
}

std::string made_line(std::string_view instance_id) {
  return line({{"kind", "made"}, {"instance", instance_id}});
}

Result<ChangeNote> read_change_note(std::string_view text) {
  ChangeNote note;
  bool begun = false;
  for (std::size_t end = 0; (end = text.find('\n')) != std::string_view::npos;
       text.remove_prefix(end + 1)) {
    const auto body = backup::checked_content(text.substr(0, end));
    const Result<json> content = response::parse_json(body.value_or(""));
    if (!content || !content->is_object())
      return make_error(ErrorCode::MalformedBody, "A line does not match its checksum.", {});
    const std::string kind = text_at(*content, "kind");
    if (!begun) {
      const auto at = response::integer_at(*content, "at");
      if (kind != "change" || response::integer_at(*content, "version") != kVersion || !at)
        return make_error(ErrorCode::InvalidJson, "It was not written by this version.", {});
      begun = true;
      note.at = Instant{Milliseconds{*at}};
      note.endpoint = text_at(*content, "endpoint");
      note.key_id = text_at(*content, "key");
      note.instance_id = text_at(*content, "instance");
      note.title = text_at(*content, "title");
      note.subject = text_at(*content, "subject");
      note.target = text_at(*content, "target");
    } else if (kind == "made") {
      note.made = text_at(*content, "instance");
    }
  }
  if (!begun) return make_error(ErrorCode::EmptyBody, "Nothing stands there.", {});
  return note;
}

}  // namespace dds::shell
