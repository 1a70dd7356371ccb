#include "native/transport/departure_watch.h"

#include <utility>

namespace dds::transport {
namespace {

#if LIBCURL_VERSION_NUM >= 0x075000
int on_request(void* user, char*, char*, int, int) {
  return static_cast<DepartureWatch*>(user)->begin() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}
#endif

}  // namespace

void DepartureWatch::attach(CURL* easy) {
#if LIBCURL_VERSION_NUM >= 0x075000
  attached_ = curl_easy_setopt(easy, CURLOPT_PREREQDATA, this) == CURLE_OK &&
              curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_request) == CURLE_OK;
#else
  (void)easy;
#endif
}

Departure DepartureWatch::departure() const {
  return attached_ && !begun_ ? Departure::NothingLeft : Departure::MayHaveLeft;
}

bool DepartureWatch::begin() {
  return !std::exchange(begun_, true);
}

}  // namespace dds::transport
