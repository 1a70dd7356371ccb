// The other side of TLS for tests: a key with a certificate of its own making, and a RawServer's
// wire over it.
#pragma once

#include <openssl/ssl.h>

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "tests/native/raw_server.h"
#include "tests/native/temporary_folder.h"

namespace dds::test {

class TlsIdentity {
 public:
  /// For one host name, vouched for by nobody but itself.
  explicit TlsIdentity(const char* name);

  [[nodiscard]] EVP_PKEY* key() const { return key_.get(); }
  [[nodiscard]] X509* certificate() const { return certificate_.get(); }
  /// As a PEM file that a client can be told to trust.
  [[nodiscard]] std::filesystem::path write_certificate(const TemporaryFolder& folder) const;

 private:
  std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key_;
  std::unique_ptr<X509, decltype(&X509_free)> certificate_;
};

struct TlsPeer {
  int version = TLS1_3_VERSION;    // exactly this one
  bool wants_certificate = false;  // of the client, which has none
};

/// `identity` must outlive what it makes.
[[nodiscard]] MakeWire tls_wire(const TlsIdentity& identity, TlsPeer peer = {});

}  // namespace dds::test
