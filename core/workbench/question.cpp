#include "core/workbench/question.h"

#include <utility>

#include "core/base/utf8.h"

namespace dds::workbench {
namespace {

// Room for the text in its longest form; a string that moved to a larger place would leave its
// bytes in the old one.
void make_room(std::string& out, std::size_t more) {
  if (out.capacity() - out.size() >= more) return;
  std::string larger;
  larger.reserve(out.size() * 2 + more);
  larger = out;
  wipe_text(out);
  out.swap(larger);
}

// One JSON object, member by member.
class Writer {
 public:
  explicit Writer(std::string_view ask) { text("ask", ask); }

  void text(std::string_view name, std::string_view value) {
    begin(name);
    append_json_text(out_, value);
  }
  void time(std::string_view name, std::optional<Instant> value) {
    if (value) text(name, format_utc(*value, TimeForm::Milliseconds));
  }
  void pairs(std::string_view name, const Parameters& values) {
    begin(name);
    out_ += '[';
    for (const Parameter& value : values) {
      out_ += out_.back() == '[' ? "[" : ",[";
      append_json_text(out_, value.name);
      out_ += ',';
      append_json_text(out_, value.value);
      out_ += ']';
    }
    out_ += ']';
  }
  void key(const signing::Credentials* key) {
    if (key == nullptr) return;
    text("key_id", key->access_key_id);
    text("secret", key->access_key_secret.reveal());
    text("token", key->security_token.reveal());
  }

  [[nodiscard]] std::string take() {
    make_room(out_, 1);
    out_ += '}';
    return std::move(out_);
  }

 private:
  void begin(std::string_view name) {
    make_room(out_, name.size() + 8);
    out_ += out_.empty() ? '{' : ',';
    append_json_text(out_, name);
    out_ += ':';
  }

  std::string out_;
};

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  make_room(out, text.size() * 6 + 4);
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x80) {
      const std::size_t from = at;
      if (next_code_point(text, at) == 0xFFFD) {
        out += "\xEF\xBF\xBD";
      } else {
        out += text.substr(from, at - from);
      }
      continue;
    }
    ++at;
    if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F) {
      out += static_cast<char>(byte);
    } else {
      out += "\\u00";
      out += kDigits[byte >> 4U];
      out += kDigits[byte & 15U];
    }
  }
  out += '"';
}

std::string ask_diagnosis(const PastedRequest& pasted) {
  Writer writer("diagnose");
  writer.text("request", pasted.request);
  writer.text("answer", pasted.answer);
  writer.key(pasted.key);
  writer.text("client_string", pasted.client_string_to_sign);
  writer.time("instant", pasted.instant);
  writer.time("now", pasted.now);
  return writer.take();
}

std::string ask_trace(const PastedRequest& pasted) {
  Writer writer("trace");
  writer.text("request", pasted.request);
  writer.key(pasted.key);
  return writer.take();
}

std::string ask_sample(std::string_view language, const api::Call& call, std::string_view region_id,
                       std::string_view endpoint, std::string_view scheme) {
  Writer writer("sample");
  writer.text("language", language);
  writer.text("action", call.action);
  writer.text("format", call.format == api::Format::Xml ? "XML" : "JSON");
  writer.pairs("parameters", call.parameters);
  writer.text("region", region_id);
  writer.text("endpoint", endpoint);
  writer.text("scheme", scheme);
  return writer.take();
}

std::string ask_languages() {
  return Writer("languages").take();
}

std::string ask_error(std::string_view code) {
  Writer writer("explain");
  writer.text("code", code);
  return writer.take();
}

}  // namespace dds::workbench
