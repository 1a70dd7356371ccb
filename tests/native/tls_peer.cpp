#include "tests/native/tls_peer.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <csignal>
#include <utility>

namespace dds::test {
namespace {

using Context = std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)>;
using Session = std::unique_ptr<SSL, decltype(&SSL_free)>;

class TlsWire final : public Wire {
 public:
  TlsWire(Context context, Session session)
      : context_(std::move(context)), session_(std::move(session)) {}
  long read(char* buffer, std::size_t size) override {
    return SSL_read(session_.get(), buffer, static_cast<int>(size));
  }
  long write(std::string_view text) override {
    return SSL_write(session_.get(), text.data(), static_cast<int>(text.size()));
  }

 private:
  Context context_;
  Session session_;
};

X509* make_certificate(EVP_PKEY* key, const char* name) {
  X509* certificate = X509_new();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  const std::string names = std::string("DNS:") + name;
  X509_EXTENSION* extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(certificate, key, EVP_sha256());
  return certificate;
}

}  // namespace

TlsIdentity::TlsIdentity(const char* name)
    : key_(EVP_EC_gen("P-256"), EVP_PKEY_free),
      certificate_(make_certificate(key_.get(), name), X509_free) {}

std::filesystem::path TlsIdentity::write_certificate(const TemporaryFolder& folder) const {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
  PEM_write_bio_X509(memory.get(), certificate_.get());
  char* data = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &data);
  return folder.write("ca.pem", std::string_view(data, static_cast<std::size_t>(size)));
}

MakeWire tls_wire(const TlsIdentity& identity, TlsPeer peer) {
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes to sockets without MSG_NOSIGNAL
  return [&identity, peer](int descriptor) -> std::unique_ptr<Wire> {
    Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
    SSL_CTX_set_min_proto_version(context.get(), peer.version);
    SSL_CTX_set_max_proto_version(context.get(), peer.version);
    SSL_CTX_use_certificate(context.get(), identity.certificate());
    SSL_CTX_use_PrivateKey(context.get(), identity.key());
    if (peer.wants_certificate)
      SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
    Session session(SSL_new(context.get()), SSL_free);
    SSL_set_fd(session.get(), descriptor);
    if (SSL_accept(session.get()) != 1) return nullptr;
    return std::make_unique<TlsWire>(std::move(context), std::move(session));
  };
}

}  // namespace dds::test
