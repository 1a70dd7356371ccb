// Sees whether bytes of a request may have left, while libcurl works on it.
//
// An error's code does not say it: CURLE_UNSUPPORTED_PROTOCOL is an address of ftp, refused before
// anything is sent, and an answer in HTTP/0.9 as well. What libcurl lets one look at instead:
//
//   CURLOPT_PREREQFUNCTION  called when the connection stands (name, TCP, CONNECT through a proxy,
//                           TLS) and before the first byte of the request is written: while it was
//                           not called, nothing has left. This is what is used here.
//   CURLOPT_DEBUGFUNCTION   tells of bytes after send() or SSL_write() took them: a write that
//                           failed half-way is not told of. It tells of CONNECT as well.
//   CURLINFO_REQUEST_SIZE   counts the same bytes, CONNECT among them.
//
// The first errs on the safe side alone: between it and the first byte lies a moment in which a
// request that never left counts as one that may have. What would send earlier, TLS early data and
// TCP fast open, is off in libcurl unless it is asked for.
#pragma once

#include <curl/curl.h>

#include "core/http.h"

namespace dds::transport {

class DepartureWatch {
 public:
  /// Watches this handle's only request; must outlive its transfer. Where libcurl (before 7.80)
  /// cannot be watched, everything may have left.
  void attach(CURL* easy);

  /// Something of an answer came: whatever else was seen, the request had left.
  void answered() { begun_ = true; }

  [[nodiscard]] Departure departure() const;

  /// The request is about to be written. libcurl sends some requests again by itself; the second
  /// time is refused (false), as a CreateBackup must not go out twice.
  [[nodiscard]] bool begin();

 private:
  bool attached_ = false;
  bool begun_ = false;
};

}  // namespace dds::transport
