// TLS is verified: against a server with a certificate of its own making.
#include <doctest/doctest.h>
#include <httplib.h>

#include <atomic>
#include <optional>
#include <string>
#include <thread>

#include "native/transport/curl_transport.h"
#include "tests/native/temporary_folder.h"
#include "tests/native/tls_peer.h"

using dds::Departure;
using dds::HttpResponse;
using dds::HttpResult;
using dds::TransportError;
using dds::TransportFailure;
using dds::transport::CurlSettings;
using dds::transport::CurlTransport;

namespace {

// An https server for one name on a free port.
class TlsServer {
 public:
  explicit TlsServer(const char* name)
      : identity_(name), server_(identity_.certificate(), identity_.key()) {
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
    return identity_.write_certificate(folder);
  }
  int port() const { return port_; }
  int requests() const { return requests_; }

 private:
  dds::test::TlsIdentity identity_;
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
  CHECK(error->departure == Departure::NothingLeft);
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
