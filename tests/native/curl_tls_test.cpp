// TLS is verified: against a server with a certificate of its own making.
#include <doctest/doctest.h>
#include <httplib.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "native/transport/curl_transport.h"
#include "tests/native/temporary_folder.h"

using dds::HttpResponse;
using dds::HttpResult;
using dds::TransportError;
using dds::TransportFailure;
using dds::transport::CurlSettings;
using dds::transport::CurlTransport;

namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

Certificate make_certificate(EVP_PKEY* key, const char* name) {
  Certificate certificate(X509_new(), X509_free);
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  const std::string names = std::string("DNS:") + name;
  X509_EXTENSION* extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
  X509_add_ext(certificate.get(), extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(certificate.get(), key, EVP_sha256());
  return certificate;
}

// An https server for one name on a free port.
class TlsServer {
 public:
  explicit TlsServer(const char* name)
      : key_(EVP_EC_gen("P-256"), EVP_PKEY_free),
        certificate_(make_certificate(key_.get(), name)),
        server_(certificate_.get(), key_.get()) {
    server_.Get("/", [this](const httplib::Request&, httplib::Response& response) {
      ++requests_;
      response.set_content("over TLS", "text/plain");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::yield();
  }
  ~TlsServer() {
    server_.stop();
    thread_.join();
  }

  std::filesystem::path write_certificate(const dds::test::TemporaryFolder& folder) const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), BIO_free);
    PEM_write_bio_X509(memory.get(), certificate_.get());
    char* data = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &data);
    return folder.write("ca.pem", std::string_view(data, static_cast<std::size_t>(size)));
  }
  int port() const { return port_; }
  int requests() const { return requests_; }

 private:
  Key key_;
  Certificate certificate_;
  httplib::SSLServer server_;
  std::thread thread_;
  int port_ = 0;
  std::atomic<int> requests_{0};
};

HttpResult call(const std::string& name, int port, const std::string& ca_file) {
  CurlSettings settings;
  settings.environment_proxy = false;
  settings.ca_file = ca_file;
  settings.resolve = {name + ":" + std::to_string(port) + ":127.0.0.1"};
  CurlTransport transport(settings);
  dds::HttpRequest request;
  request.url = "https://" + name + ":" + std::to_string(port) + "/";
  std::optional<HttpResult> result;
  transport.send(request, [&](HttpResult value) { result = std::move(value); });
  while (!result) transport.poll(dds::Seconds(1));
  return std::move(*result);
}

void check_refused(const HttpResult& result, const TlsServer& server) {
  const auto* error = std::get_if<TransportError>(&result);
  REQUIRE(error != nullptr);
  CHECK(error->failure == TransportFailure::Tls);
  CHECK_FALSE(error->may_have_been_sent);
  CHECK(server.requests() == 0);
}

}  // namespace

TEST_CASE("a certificate that a known authority vouches for is accepted") {
  const TlsServer server("service.test");
  const dds::test::TemporaryFolder folder;
  const HttpResult result =
      call("service.test", server.port(), server.write_certificate(folder).string());
  const auto* response = std::get_if<HttpResponse>(&result);
  REQUIRE(response != nullptr);
  CHECK(response->body == "over TLS");
}

TEST_CASE("a certificate that nobody vouches for is refused before anything is sent") {
  const TlsServer server("service.test");
  check_refused(call("service.test", server.port(), ""), server);
}

TEST_CASE("a certificate of another host is refused before anything is sent") {
  const TlsServer server("other.test");
  const dds::test::TemporaryFolder folder;
  check_refused(call("service.test", server.port(), server.write_certificate(folder).string()),
                server);
}
