// Reads the embedded text, line by line (core/api/catalogue/compact.js describes it). That script
// has checked it, so a line that cannot be read is left out rather than reported.
#include <algorithm>
#include <charconv>

#include "core/api/catalogue.h"
#include "core/api/catalogue_text.h"

namespace dds::api {
namespace {

std::string_view take(std::string_view& text, char end) {
  const std::string_view part = text.substr(0, text.find(end));
  text.remove_prefix(std::min(part.size() + 1, text.size()));
  return part;
}

FieldType type_of(char letter) {
  switch (letter) {
    case 'i': return FieldType::Integer32;
    case 'l': return FieldType::Integer64;
    case 'b': return FieldType::Boolean;
    case 'n': return FieldType::Number;
    case 'o': return FieldType::Object;
    case 'm': return FieldType::Map;
    case 'S': return FieldType::StringList;
    case 'L': return FieldType::IntegerList;
    case 'O': return FieldType::ObjectList;
    default: return FieldType::String;
  }
}

TextFormat format_of(std::string_view letter) {
  if (letter == "s") return TextFormat::UtcSeconds;
  if (letter == "m") return TextFormat::UtcMinutes;
  if (letter == "f") return TextFormat::UtcMilliseconds;
  if (letter == "w") return TextFormat::DailyWindow;
  if (letter == "j") return TextFormat::Json;
  return TextFormat::Any;
}

Effect effect_of(char letter) {
  switch (letter) {
    case 'c': return Effect::Changes;
    case 'i': return Effect::Interrupts;
    case 'd': return Effect::Deletes;
    case 'm': return Effect::CostsMoney;
    default: return Effect::Reads;
  }
}

std::optional<Range> range_of(std::string_view text) {
  Range range;
  const char* end = text.data() + text.size();
  const auto least = std::from_chars(text.data(), end, range.least);
  if (least.ec != std::errc{} || end - least.ptr < 3) return std::nullopt;
  if (std::from_chars(least.ptr + 2, end, range.most).ec != std::errc{}) return std::nullopt;
  return range;
}

// Takes the marks before a name.
void read_marks(std::string_view& line, Field& field) {
  for (; !line.empty(); line.remove_prefix(1)) {
    switch (line.front()) {
      case '!': field.required = true; break;
      case '~': field.deprecated = true; break;
      case ',': field.comma_list = true; break;
      case '?': field.open = true; break;
      default: return;
    }
  }
}

unsigned hexadecimal(char digit) {
  return static_cast<unsigned>(digit >= 'a' ? digit - 'a' + 10 : digit - '0');
}

}  // namespace

class CatalogueReader {
 public:
  CatalogueReader(std::string_view text, Catalogue& catalogue) : rest_(text), into_(catalogue) {
    // Spans point into these, so they never grow beyond.
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    const auto bars = static_cast<std::size_t>(std::count(text.begin(), text.end(), '|'));
    into_.actions_.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), '>')));
    into_.fields_.reserve(lines + kMostHidden * into_.actions_.capacity());
    into_.lists_.reserve(bars + lines);
  }

  void read() {
    std::string_view groups = take(rest_, '\n');
    while (!groups.empty()) into_.groups_.push_back(take(groups, '|'));
    hidden_ = read_list();
    while (rest_.starts_with('>')) read_action();
  }

 private:
  static constexpr std::size_t kMostHidden = 4;

  void read_action() {
    std::string_view line = take(rest_, '\n').substr(1);
    Action action;
    action.name = take(line, '\t');
    std::string_view head = take(line, '\t');
    action.summary = take(line, '\t');
    action.instead = line;
    unsigned hidden = 0;
    if (head.size() >= 3) {
      const auto group = static_cast<std::size_t>(head[0] - 'a');
      if (group < into_.groups_.size()) action.group = into_.groups_[group];
      action.effect = effect_of(head[1]);
      hidden = hexadecimal(head.back());
      head = head.substr(2, head.size() - 3);
    }
    action.deprecated = head.find('~') != head.npos;
    action.effect_inferred = head.find('?') != head.npos;
    if (head.find('p') != head.npos) action.methods = Methods::PostOnly;
    if (head.find('g') != head.npos) action.methods = Methods::GetOnly;

    std::vector<Field> parameters = read_list();
    for (std::size_t i = 0; i < hidden_.size() && i < kMostHidden; ++i) {
      if ((hidden & (1U << i)) == 0) continue;
      parameters.push_back(hidden_[i]);
      parameters.back().hidden = true;
    }
    action.parameters = keep(parameters);
    action.answer = keep(read_list());
    into_.actions_.push_back(action);
  }

  // The fields up to the line that ends them; what they have in themselves is kept already.
  std::vector<Field> read_list() {
    std::vector<Field> fields;
    while (!rest_.empty()) {
      const std::string_view line = take(rest_, '\n');
      if (line == ".") break;
      if (!line.empty()) fields.push_back(read_field(line));
    }
    return fields;
  }

  Field read_field(std::string_view line) {
    Field field;
    field.type = type_of(line.front());
    line.remove_prefix(1);
    read_marks(line, field);
    field.name = take(line, '\t');
    while (!line.empty()) {
      std::string_view text = take(line, '\t');
      if (text.empty()) continue;
      const char key = text.front();
      text.remove_prefix(1);
      switch (key) {
        case '@': field.format = format_of(text); break;
        case '|': field.values = keep_texts(text); break;
        case '#': field.range = range_of(text); break;
        case '+': field.also_allowed = keep_texts(text); break;
        case ':': field.default_value = text; break;
        case '=': field.example = text; break;
        case '"': field.meaning = text; break;
        default: break;
      }
    }
    if (field.type == FieldType::Object || field.type == FieldType::ObjectList)
      field.fields = keep(read_list());
    return field;
  }

  std::span<const Field> keep(const std::vector<Field>& fields) {
    if (into_.fields_.size() + fields.size() > into_.fields_.capacity()) return {};
    const std::size_t begin = into_.fields_.size();
    into_.fields_.insert(into_.fields_.end(), fields.begin(), fields.end());
    return {into_.fields_.data() + begin, fields.size()};
  }

  std::span<const std::string_view> keep_texts(std::string_view joined) {
    const std::size_t begin = into_.lists_.size();
    while (!joined.empty() && into_.lists_.size() < into_.lists_.capacity())
      into_.lists_.push_back(take(joined, '|'));
    return {into_.lists_.data() + begin, into_.lists_.size() - begin};
  }

  std::string_view rest_;
  Catalogue& into_;
  std::vector<Field> hidden_;
};

Catalogue Catalogue::read_embedded() {
  Catalogue catalogue;
  CatalogueReader(catalogue_text(), catalogue).read();
  return catalogue;
}

const Catalogue& catalogue() {
  static const Catalogue kOnce = Catalogue::read_embedded();
  return kOnce;
}

}  // namespace dds::api
