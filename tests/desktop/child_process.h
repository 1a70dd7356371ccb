// A program started by a test, without a shell; it is ended with the test.
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

namespace dds::desktop {

class ChildProcess {
 public:
  using Variables = std::vector<std::pair<std::string, std::string>>;

  /// Starts the program with these variables in place of, or beside, the test's own; a variable set
  /// to an empty text is taken away. `read_from` is the child's descriptor whose output the test
  /// reads (2: stderr, 3: a further pipe).
  ChildProcess(const std::vector<std::string>& arguments, const Variables& variables,
               int read_from);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  [[nodiscard]] bool started() const { return pid_ > 0; }
  /// One line of the output, without its end; empty when there is no more.
  [[nodiscard]] std::string read_line();
  /// Everything that is still to be read.
  [[nodiscard]] std::string read_all();
  /// Waits for the end: the exit code, or 128 and more when a signal ended it.
  int wait();

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

}  // namespace dds::desktop
