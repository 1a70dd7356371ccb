// The emulator, but for DescribeBackups: so many sets, one every two hours, every 40th failed.
#pragma once

#include "core/base/time.h"
#include "core/http.h"

namespace dds::testing {

class ManySets final : public HttpTransport {
 public:
  /// `service` answers everything else and must outlive this.
  ManySets(HttpTransport& service, int count, Instant newest)
      : service_(service), count_(count), newest_(newest) {}

  HttpHandle send(HttpRequest request, HttpCompletion completion) override;
  void cancel(HttpHandle handle) override { service_.cancel(handle); }

 private:
  [[nodiscard]] std::string body(int page) const;

  HttpTransport& service_;
  int count_;
  Instant newest_;
};

}  // namespace dds::testing
