// Starts `dds` as a user would and keeps what it says. Every output is held against the secrets
// that the program was given: one that shows up fails the test, wherever it was said.
#pragma once

#include <sys/types.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace dds::test {

inline constexpr int kHeldInput = 4096;  // bytes that wait to be read, at most

struct Start {
  std::string program;  // instead of `dds`: a path
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;  // all of it
  std::string input;                               // standard input
  bool terminal = false;       // stdout and stderr are one terminal, read as `out`
  bool keyboard = false;       // with `terminal`: stdin is that terminal too, see `type`
  bool closed_output = false;  // nobody reads stdout
  bool no_output = false;      // there is no stdout at all, as after >&-
  bool full_output = false;    // stdout is a device without room
  bool nohup = false;          // SIGHUP is ignored from the start
  /// Standard input stays open until `wait`, and `Program` is made once the program has begun to
  /// read it: `input` must be longer than kHeldInput then.
  bool hold_input = false;
  long largest_file = 0;  // bytes that a file may have, as on a full disk; 0: no limit
};

struct Ended {
  int code = -1;  // exit code, or minus the signal's number
  std::string out;
  std::string error;
};

/// A running program; killed when it is destroyed.
class Program {
 public:
  explicit Program(Start start);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  /// Reads stdout (or stderr) until the text has come; false when the program ended before.
  bool wait_for_output(std::string_view text);
  bool wait_for_error(std::string_view text);
  [[nodiscard]] const std::string& out() const { return out_; }
  /// What a person types; a line ends with "\n".
  void type(std::string_view text) const;
  void signal(int number) const;
  /// Takes the terminal away, as a window that is closed does; nothing can be read from it then.
  void hang_up();
  /// Reads the rest and waits for the end.
  Ended wait();

 private:
  bool read_until(int descriptor, std::string& text, std::string_view wanted);
  pid_t process_ = -1;
  int in_descriptor_ = -1;  // only of an input that is held
  int out_descriptor_ = -1;
  int error_descriptor_ = -1;
  std::string out_;
  std::string error_;
  std::vector<std::string> secrets_;
};

[[nodiscard]] inline bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// Start, wait, done.
[[nodiscard]] Ended run(Start start);
/// With arguments alone: no key, no endpoint.
[[nodiscard]] Ended plain(std::vector<std::string> arguments);

/// Checks for wrong usage: one sentence on stderr with that part in it, nothing on stdout, code 2.
void check_usage(const Ended& ended, std::string_view part);

}  // namespace dds::test
