// What a throttling service looks like from outside, for tests of the pace: so many calls in a
// span, counted as a bucket that refills steadily or in windows that begin anew.
#pragma once

#include <algorithm>
#include <optional>

#include "core/base/clocks.h"

namespace dds::testing {

struct ThrottlingService {
  enum class Counting { Bucket, Windows };
  double calls = 5;  // in each `span`
  Milliseconds span{1'000};
  Counting counting = Counting::Bucket;
  bool hints = true;

  // What was seen.
  int accepted = 0;
  int refused = 0;

  struct Answer {
    bool throttled = false;
    std::optional<Milliseconds> retry_after;
  };
  Answer call(SteadyInstant now) {
    if (counting == Counting::Bucket) {
      const double passed = static_cast<double>((now - last_).count());
      left_ = std::min(calls,
                       left_.value_or(calls) + passed * calls / static_cast<double>(span.count()));
    } else if (!left_ || now - last_ >= span) {
      left_ = calls;
    }
    if (counting == Counting::Bucket || now - last_ >= span) last_ = now;
    if (*left_ >= 1) {
      *left_ -= 1;
      ++accepted;
      return {};
    }
    ++refused;
    Answer answer{true, std::nullopt};
    if (!hints) return answer;
    if (counting == Counting::Windows) {
      answer.retry_after = last_ + span - now;
    } else {
      answer.retry_after = Milliseconds{
          static_cast<Milliseconds::rep>((1 - *left_) / calls * static_cast<double>(span.count())) +
          1};
    }
    return answer;
  }

 private:
  std::optional<double> left_;
  SteadyInstant last_{};
};

}  // namespace dds::testing
