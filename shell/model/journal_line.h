// The console's line to the host's journals: what was asked for is handed on from within `advance`,
// and to nobody once whoever asked has gone.
//
// Owned by the Model; the parts that ask hold a reference.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "shell/host.h"

namespace dds::shell {

class JournalLine {
 public:
  using Claimed = std::function<void(JournalClaim)>;

  explicit JournalLine(Host& host);
  JournalLine(const JournalLine&) = delete;
  JournalLine& operator=(const JournalLine&) = delete;

  /// `claimed` is called exactly once, from within a later `advance`; never after this has ended.
  void claim(std::string name, Claimed claimed);
  /// Empties the journal of that name, unless another console holds it, or something else stands in
  /// it than what `is_that` was asked about.
  void forget(std::string name, std::function<bool(const std::string& text)> is_that);
  /// Names that begin so, without that beginning.
  [[nodiscard]] std::vector<std::string> names(std::string_view beginning);
  /// Asked for and not answered yet.
  [[nodiscard]] bool waiting() const { return waiting_ > 0; }
  void advance();

 private:
  struct Answer {
    JournalClaim claim;
    Claimed claimed;
  };
  using Answers = std::vector<Answer>;

  Host& host_;
  std::shared_ptr<Answers> arrived_;  // the host's completions hold it weakly
  int waiting_ = 0;
};

}  // namespace dds::shell
