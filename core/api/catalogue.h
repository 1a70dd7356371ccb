// The catalogue of all actions of Dds 2015-12-01: what each does, takes and answers. Forms, help,
// suggestions, search and the emulator's sample answers are made from it.
//
// Read-only and alike for everybody: `catalogue()` reads the embedded text once, at its first use;
// everything that is pointed to lives as long as the program. The facts lie in
// core/api/catalogue/actions.json, which says where they come from. They help a person and stand in
// nobody's way: valid values were taken from a documentation that lags behind the service.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dds::api {

/// What an action does to the account. Decided for each action by hand.
enum class Effect : std::uint8_t {
  Reads,
  Changes,
  Interrupts,  // connections break for a while, or clients may be shut out: restarts, whitelists
  Deletes,     // something is gone for good: an instance, a node, a set, an endpoint
  CostsMoney,  // orders something, or changes what will be charged
};
/// "reads", "changes", "interrupts service", "deletes", "costs money".
[[nodiscard]] std::string_view name(Effect effect);
/// Whether a person should be asked before it is sent: it interrupts service, deletes or costs
/// money.
[[nodiscard]] constexpr bool wants_confirmation(Effect effect) {
  return effect >= Effect::Interrupts;
}

/// Which HTTP methods an action takes.
enum class Methods : std::uint8_t { Both, PostOnly, GetOnly };

enum class FieldType : std::uint8_t {
  String,
  Integer32,
  Integer64,
  Boolean,
  Number,  // float, double
  Object,
  Map,  // an object whose members' names are data
  StringList,
  IntegerList,
  ObjectList,
};
/// "string", "int32", "int64", "boolean", "number", "object", "map", "list of strings", ...
[[nodiscard]] std::string_view name(FieldType type);
[[nodiscard]] constexpr bool is_list(FieldType type) {
  return type == FieldType::StringList || type == FieldType::IntegerList ||
         type == FieldType::ObjectList;
}

/// How a text is written.
enum class TextFormat : std::uint8_t {
  Any,
  UtcSeconds,       // 2026-01-14T06:00:00Z
  UtcMinutes,       // 2026-01-14T06:00Z
  UtcMilliseconds,  // 2026-01-14T06:00:00.000Z
  DailyWindow,      // 03:00Z-04:00Z
  Json,             // a JSON object or list, as text
};
/// "yyyy-MM-ddTHH:mm:ssZ" and the like; "" for Any.
[[nodiscard]] std::string_view pattern(TextFormat format);

struct Range {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

struct Field;

/// A view of fields, which is a std::span wherever one is taken. Newer standard libraries refuse a
/// span of a type within that type.
class FieldView {
 public:
  constexpr FieldView() = default;
  constexpr FieldView(std::span<const Field> fields);
  constexpr operator std::span<const Field>() const;
  [[nodiscard]] constexpr const Field* begin() const { return first_; }
  [[nodiscard]] constexpr const Field* end() const;
  [[nodiscard]] constexpr const Field& front() const { return *first_; }  // not of an empty one
  [[nodiscard]] constexpr std::size_t size() const { return size_; }
  [[nodiscard]] constexpr bool empty() const { return size_ == 0; }

 private:
  const Field* first_ = nullptr;
  std::size_t size_ = 0;
};

/// A parameter or a field of an answer.
struct Field {
  std::string_view name;
  FieldType type = FieldType::String;
  TextFormat format = TextFormat::Any;
  bool required = false;    // parameters only
  bool hidden = false;      // taken, but not normally shown (OwnerId and the like)
  bool deprecated = false;  // still taken or answered, better not used
  bool comma_list = false;  // a text of several values, joined by commas
  /// Other values than `values` may be right: the list is one of examples (zones, versions).
  bool open = false;
  std::span<const std::string_view> values;        // valid ones; empty: not limited to a list
  std::optional<Range> range;                      // of a number, both ends allowed
  std::span<const std::string_view> also_allowed;  // values beside the range, such as -1
  std::string_view default_value;  // what the service takes when it is absent; or ""
  std::string_view example;        // "" when there is none
  std::string_view meaning;        // one sentence, "" where it is not known
  FieldView fields;                // of an object, or of each entry of a list
};

constexpr FieldView::FieldView(std::span<const Field> fields)
    : first_(fields.data()), size_(fields.size()) {}
constexpr FieldView::operator std::span<const Field>() const {
  return {first_, size_};
}
constexpr const Field* FieldView::end() const {
  return first_ + size_;
}

/// A password, which is never shown, kept or given among a command's arguments.
[[nodiscard]] bool is_secret(const Field& field);

struct Action {
  std::string_view name;
  std::string_view group;    // "Backup"
  std::string_view summary;  // one line, without a full stop
  Effect effect = Effect::Reads;
  bool effect_inferred = false;  // by us: no source says so in words
  bool deprecated = false;       // the documentation calls it the older one (inferred)
  std::string_view instead;      // the action that replaces a deprecated one; or ""
  Methods methods = Methods::Both;
  std::span<const Field> parameters;  // required ones first, hidden ones last
  std::span<const Field> answer;

  /// The permission that a RAM user needs: "dds:CreateBackup".
  [[nodiscard]] std::string ram_action() const;
};

class Catalogue {
 public:
  Catalogue() = default;
  Catalogue(Catalogue&&) = default;
  Catalogue& operator=(Catalogue&&) = default;
  Catalogue(const Catalogue&) = delete;  // spans point into it
  Catalogue& operator=(const Catalogue&) = delete;
  ~Catalogue() = default;

  /// What is embedded in the program; reading it again takes a millisecond, so use `catalogue()`.
  [[nodiscard]] static Catalogue read_embedded();

  /// Sorted by name.
  [[nodiscard]] std::span<const Action> actions() const { return actions_; }
  /// Group names in the order in which they are best shown.
  [[nodiscard]] std::span<const std::string_view> groups() const { return groups_; }

  /// Exact spelling; nullptr when there is none.
  [[nodiscard]] const Action* find(std::string_view name) const;
  /// The action that was meant by a misspelt name; nullptr when none is near. One that changes,
  /// interrupts, deletes or costs is never meant by another verb (see KnownWord in suggest.h).
  [[nodiscard]] const Action* find_near(std::string_view name) const;

 private:
  std::vector<Field> fields_;
  std::vector<std::string_view> lists_;  // values and also_allowed of all fields
  std::vector<Action> actions_;
  std::vector<std::string_view> groups_;

  friend class CatalogueReader;
};

/// The one that everybody uses; read at the first call.
[[nodiscard]] const Catalogue& catalogue();

/// The field at a path of names, "DBInstanceId", "Tag.Key". Numbers of lists may stand in it as
/// they are sent ("Tag.1.Key"), and "[]" as documents write lists ("Items[].Id"). nullptr when
/// there is none.
[[nodiscard]] const Field* find_field(std::span<const Field> fields, std::string_view path);
[[nodiscard]] const Field* answer_field(const Action& action, std::string_view path);

/// The field that a parameter's flat name fills, in the service's own spelling: DBInstanceId,
/// ResourceId.1, Tag.1.Key. nullptr for names that the action does not know, and for lists without
/// a number.
[[nodiscard]] const Field* parameter(const Action& action, std::string_view flat_name);

/// The parameter that was probably meant by a flat name that the action does not know, as it would
/// be written ("Tag.1.Key" for "tag.1.key"); "" when none is near.
[[nodiscard]] std::string near_parameter(const Action& action, std::string_view flat_name);

}  // namespace dds::api
