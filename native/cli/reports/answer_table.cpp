#include "native/cli/reports/answer_table.h"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "core/base/utf8.h"

namespace dds::cli {
namespace {

using nlohmann::json;

// What is read first comes first; the rest follows by name.
constexpr std::array<std::string_view, 28> kFirst{"DBInstanceId",
                                                  "DBInstanceDescription",
                                                  "DBInstanceStatus",
                                                  "DBInstanceType",
                                                  "Engine",
                                                  "EngineVersion",
                                                  "ClusterBackupId",
                                                  "BackupId",
                                                  "BackupJobId",
                                                  "BackupjobId",
                                                  "BackupStatus",
                                                  "JobState",
                                                  "Progress",
                                                  "BackupProgressStatus",
                                                  "BackupStatus",
                                                  "BackupMethod",
                                                  "BackupMode",
                                                  "JobMode",
                                                  "BackupType",
                                                  "BackupStartTime",
                                                  "BackupEndTime",
                                                  "BackupSize",
                                                  "RegionId",
                                                  "RegionName",
                                                  "ZoneId",
                                                  "DBInstanceClass",
                                                  "DBInstanceStorage",
                                                  "StorageType"};

std::string cell(const json& value) {
  std::string text;
  if (value.is_string()) {
    text = value.get<std::string>();
  } else if (!value.is_null()) {
    text = value.dump(-1, ' ', false, json::error_handler_t::replace);
  }
  for (char& c : text) {
    if ((c >= 0 && c < ' ') || c == 0x7F) c = ' ';
  }
  return replace_invalid_utf8(text);
}

bool is_list_of_objects(const json& value) {
  return value.is_array() && !value.empty() &&
         std::all_of(value.begin(), value.end(), [](const json& item) { return item.is_object(); });
}

struct List {
  std::string name;
  std::vector<const json*> rows;
};

// {"DBInstances":{"DBInstance":[...]}}, {"Items":[...]}, and the single object that XML makes of a
// list of one.
List find_list(const json& answer) {
  for (const auto& [name, value] : answer.items()) {
    const json* list = nullptr;
    if (is_list_of_objects(value)) {
      list = &value;
    } else if (value.is_object() && value.size() == 1) {
      const json& inner = *value.begin();
      const bool plural = name == value.begin().key() + "s";
      if (is_list_of_objects(inner) || (plural && inner.is_object())) list = &inner;
    }
    if (list == nullptr) continue;
    List found;
    found.name = name;
    if (list->is_object()) {
      found.rows.push_back(list);
    } else {
      for (const json& row : *list) found.rows.push_back(&row);
    }
    return found;
  }
  return {};
}

std::size_t rank(const std::string& name) {
  return static_cast<std::size_t>(std::find(kFirst.begin(), kFirst.end(), name) - kFirst.begin());
}

std::vector<std::string> column_names(const List& list) {
  std::vector<std::string> names;
  for (const json* row : list.rows) {
    for (const auto& [name, value] : row->items()) {
      if (value.is_structured()) continue;
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
  }
  std::stable_sort(names.begin(), names.end(), [](const std::string& a, const std::string& b) {
    return std::pair(rank(a), std::string_view(a)) < std::pair(rank(b), std::string_view(b));
  });
  return names;
}

void render_rows(const List& list, std::size_t room, Table& table) {
  TextTable rows;
  rows.titles = column_names(list);
  for (const json* row : list.rows) {
    std::vector<std::string>& cells = rows.rows.emplace_back();
    for (const std::string& name : rows.titles) {
      const auto found = row->find(name);
      cells.push_back(found == row->end() ? std::string() : cell(*found));
    }
  }
  table = render(rows, room);
}

}  // namespace

Table render_table(const json& answer, int columns) {
  Table table;
  if (!answer.is_object()) {
    table.text = cell(answer) + "\n";
    return table;
  }
  const List list = find_list(answer);
  if (!list.rows.empty()) {
    render_rows(list, static_cast<std::size_t>(std::max(columns, 20)), table);
    table.text += "\n";
  }
  std::size_t width = 0;
  for (const auto& [name, value] : answer.items()) {
    if (list.rows.empty() || name != list.name) width = std::max(width, name.size());
  }
  for (const auto& [name, value] : answer.items()) {
    if (!list.rows.empty() && name == list.name) continue;
    std::string text = padded(name, width) + "  " + cell(value);
    while (!text.empty() && text.back() == ' ') text.pop_back();
    table.text += text + "\n";
  }
  return table;
}

}  // namespace dds::cli
