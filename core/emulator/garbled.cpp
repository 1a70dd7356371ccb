#include "core/emulator/garbled.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "core/base/ascii.h"
#include "core/emulator/random.h"

namespace dds::emulator {
namespace {

// An answer on its way, in its parts.
struct Parts {
  std::string line = "HTTP/1.1 200 OK";
  HttpHeaders headers;  // without Content-Length
  std::string length;   // the value of Content-Length; empty: none
  std::string body;
};

Parts parts_of(const HttpResponse& answer) {
  Parts parts;
  parts.line = "HTTP/1.1 " + std::to_string(answer.status) + " Told";
  for (const HttpHeader& header : answer.headers) {
    if (!equal_ignoring_case(header.name, "content-length")) parts.headers.push_back(header);
  }
  parts.body = answer.body;
  parts.length = std::to_string(answer.body.size());
  return parts;
}

std::string text_of(const Parts& parts) {
  std::string text = parts.line + "\r\n";
  for (const HttpHeader& header : parts.headers) text += header.name + ": " + header.value + "\r\n";
  if (!parts.length.empty()) text += "Content-Length: " + parts.length + "\r\n";
  return text + "\r\n" + parts.body;
}

std::string random_bytes(std::uint64_t seed) {
  Random random(seed);
  std::string bytes(static_cast<std::size_t>(random.between(1, 600)), '\0');
  for (char& byte : bytes) byte = static_cast<char>(random.between(0, 255));
  if (bytes.front() == 'H') bytes.front() = 'h';  // never by chance a status line
  return bytes;
}

HttpResult no_answer() {
  return TransportError{TransportFailure::Garbled, Departure::MayHaveLeft,
                        "The emulator plays an answer that is not HTTP, or is not whole."};
}

HttpResult answered(int status, HttpHeaders headers, std::string body) {
  return HttpResponse{status, std::move(headers), std::move(body)};
}

Garbled broken(std::string_view shape, std::string bytes) {
  return {std::string(shape), std::move(bytes), no_answer()};
}

Garbled with_line(std::string_view shape, const HttpResponse& answer, std::string_view line) {
  Parts parts = parts_of(answer);
  parts.line = line;
  return broken(shape, text_of(parts));
}

Garbled with_header(std::string_view shape, const HttpResponse& answer, std::string_view text) {
  const Parts parts = parts_of(answer);
  std::string whole = text_of(parts);
  whole.insert(parts.line.size() + 2, std::string(text) + "\r\n");
  return broken(shape, std::move(whole));
}

Garbled with_length(std::string_view shape, const HttpResponse& answer, std::string length) {
  Parts parts = parts_of(answer);
  parts.length = std::move(length);
  return broken(shape, text_of(parts));
}

Garbled chunked(std::string_view shape, const HttpResponse& answer, std::string_view chunks) {
  Parts parts = parts_of(answer);
  parts.length.clear();
  parts.headers.push_back({"Transfer-Encoding", "chunked"});
  parts.body = chunks;
  return broken(shape, text_of(parts));
}

Garbled cut(const HttpResponse& answer, std::uint64_t place) {
  std::string whole = text_of(parts_of(answer));
  const auto at = static_cast<std::size_t>(place % whole.size());
  whole.resize(at);
  return broken("cut at " + std::to_string(at), std::move(whole));
}

Garbled short_body(const HttpResponse& answer) {
  const std::size_t half = answer.body.size() / 2;
  Garbled garbled = with_length("length too short", answer, std::to_string(half));
  garbled.heard = answered(answer.status, parts_of(answer).headers, answer.body.substr(0, half));
  return garbled;
}

Garbled with_body(std::string_view shape, const HttpResponse& answer, std::string body) {
  HttpResponse other = answer;
  other.body = std::move(body);
  return {std::string(shape), text_of(parts_of(other)),
          answered(other.status, parts_of(other).headers, other.body)};
}

Garbled without_body(std::string_view shape, const HttpResponse& answer, int status) {
  Parts parts = parts_of(answer);
  parts.line = "HTTP/1.1 " + std::to_string(status) + " Told";
  parts.length = status == 204 || status == 304 ? "" : "0";
  parts.body.clear();
  return {std::string(shape), text_of(parts), answered(status, parts.headers, {})};
}

Garbled twice(const HttpResponse& answer) {
  const std::string whole = text_of(parts_of(answer));
  return {"told twice", whole + whole,
          answered(answer.status, parts_of(answer).headers, answer.body)};
}

Garbled false_gzip(const HttpResponse& answer) {
  HttpResponse other = answer;
  other.headers.push_back({"Content-Encoding", "gzip"});
  return {"gzip claimed", text_of(parts_of(other)),
          answered(other.status, parts_of(other).headers, other.body)};
}

// Above any line that a client takes.
constexpr std::size_t kLongLine = std::size_t{120} * 1024;

std::string many_headers() {
  std::string lines;
  while (lines.size() < 3 * kLongLine) lines += "x-filler: " + std::string(500, 'x') + "\r\n";
  lines.resize(lines.size() - 2);
  return lines;
}

using Make = Garbled (*)(const HttpResponse&, std::uint64_t);

// `cut` comes first: it has a place for each byte, the others have one.
constexpr std::array<Make, 41> kShapes{
    cut,
    [](const HttpResponse&, std::uint64_t) { return broken("nothing", ""); },
    [](const HttpResponse&, std::uint64_t n) { return broken("random bytes", random_bytes(n)); },
    [](const HttpResponse& answer, std::uint64_t) { return broken("HTTP/0.9", answer.body); },
    [](const HttpResponse&, std::uint64_t) {
      return broken("a page without a head", "<html><body>Welcome</body></html>\n");
    },
    [](const HttpResponse&, std::uint64_t) { return broken("empty lines", "\r\n\r\n\r\n"); },
    [](const HttpResponse& answer, std::uint64_t) {
      return broken("a space first", " " + text_of(parts_of(answer)));
    },
    [](const HttpResponse&, std::uint64_t) {
      return broken("a TLS alert", std::string("\x15\x03\x03\x00\x02\x02\x28", 7));
    },
    [](const HttpResponse&, std::uint64_t) {
      return broken("an HTTP/2 frame", std::string("\x00\x00\x00\x04\x00\x00\x00\x00\x00", 9));
    },
    [](const HttpResponse&, std::uint64_t) {
      return broken("another protocol", "SSH-2.0-OpenSSH_9.2p1\r\n");
    },
    [](const HttpResponse&, std::uint64_t) {
      return broken("a mail server", "220 mail.example ESMTP\r\n500 5.5.1 What?\r\n");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_line("HTTP/4.2", answer, "HTTP/4.2 200 OK");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_line("HTTP/9", answer, "HTTP/9 200 OK");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_line("no status", answer, "HTTP/1.1");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_line("words for a status", answer, "HTTP/1.1 OK");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_line("a status of letters", answer, "HTTP/1.1 2x0 OK");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_line("a status too large", answer, "HTTP/1.1 99999 OK");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_line("no version", answer, "HTTP 200 OK");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_line("another name", answer, "ICY 200 OK");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_line("NUL in the status line", answer, std::string_view("HTTP/1.1\0 200 OK", 16));
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_line("an endless status line", answer,
                       "HTTP/1.1 200 " + std::string(kLongLine, 'x'));
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_header("a header without colon", answer, "x-acs-request-id R1");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_header("NUL in a header", answer, std::string_view("x-acs-\0id: R1", 13));
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_header("a header line above 100 KB", answer,
                         "x-filler: " + std::string(kLongLine, 'x'));
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_header("headers above 256 KB", answer, many_headers());
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_length("length too long", answer, std::to_string(answer.body.size() + 1));
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_length("length of words", answer, "many");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return chunked("a chunk of words", answer, "many\r\n{}\r\n0\r\n\r\n");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return chunked("a chunk too long", answer, "fff\r\n{}");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return chunked("a chunk above all numbers", answer, "fffffffffffffffffff\r\n{}");
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return chunked("chunks without end", answer, "2\r\n{}\r\n");
    },
    [](const HttpResponse&, std::uint64_t) {
      return broken("only an interim answer", "HTTP/1.1 100 Continue\r\n\r\n");
    },
    [](const HttpResponse& answer, std::uint64_t) { return short_body(answer); },
    [](const HttpResponse& answer, std::uint64_t n) {
      return with_body("a binary body", answer, random_bytes(n));
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_body("half a body", answer, answer.body.substr(0, answer.body.size() / 2));
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return with_body("NUL in the body", answer, std::string(1, '\0') + answer.body);
    },
    [](const HttpResponse& answer, std::uint64_t) {
      return without_body("an empty body", answer, 200);
    },
    [](const HttpResponse& answer, std::uint64_t) { return without_body("204", answer, 204); },
    [](const HttpResponse& answer, std::uint64_t) { return without_body("304", answer, 304); },
    [](const HttpResponse& answer, std::uint64_t) { return twice(answer); },
    [](const HttpResponse& answer, std::uint64_t) { return false_gzip(answer); },
};

}  // namespace

Garbled garble(const HttpResponse& answer, std::uint64_t number) {
  return kShapes[static_cast<std::size_t>(number % kShapes.size())](answer,
                                                                    number / kShapes.size());
}

std::vector<std::uint64_t> garbled_numbers(const HttpResponse& answer) {
  std::vector<std::uint64_t> numbers;
  const std::size_t places = text_of(parts_of(answer)).size();
  for (std::size_t place = 0; place < places; ++place) numbers.push_back(place * kShapes.size());
  for (std::size_t shape = 1; shape < kShapes.size(); ++shape) numbers.push_back(shape);
  return numbers;
}

}  // namespace dds::emulator
