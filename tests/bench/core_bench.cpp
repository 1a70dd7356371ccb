// What the core costs: signing one CreateBackup beside one raw HMAC over the same bytes,
// reading 10,000 backup sets, reading the catalogue of actions and searching it. The same program
// natively and in WebAssembly; prints one JSON object of nanoseconds.
#include <cryptopp/hmac.h>
#include <cryptopp/sha.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "core/api/backups.h"
#include "core/api/catalogue_search.h"
#include "core/api/sign_call.h"
#include "core/response/answer.h"
#include "core/signing/rpc_v1.h"
#include "tests/bench/acs3_bench.h"
#include "tests/bench/stopwatch.h"

namespace {

using namespace dds;

// Turn and turn about, so that a slower while of the machine does not fall on one figure alone.
constexpr int kRounds = 50;
constexpr int kBatches = 40;
constexpr int kBatchSize = 25;  // few enough to stay in the processor's cache, as one request does
constexpr int kSets = 10'000;
constexpr int kSetsPerPage = 100;  // the largest page that DescribeBackups gives

// The request of tests/bench/signers.js, parameter by parameter.
Result<api::SignedRequest> create_backup() {
  const api::Call call{"CreateBackup",
                       {{"DBInstanceId", "dds-bp1234567890abcd"},
                        {"BackupMethod", "Logical"},
                        {"BackupRetentionPeriod", "30"}},
                       api::Format::Json};
  static const signing::Credentials credentials{"testAccessKeyId", Secret("testAccessKeySecret"),
                                                Secret()};
  api::Endpoint endpoint;
  endpoint.host = "mongodb.aliyuncs.com";
  return api::sign_call(call, credentials, endpoint, Instant(Milliseconds(1'704'068'434'000)),
                        "c9f5731c3933555683dd2a947bb35ea7");
}

double raw_hmac(const std::string& key, const std::string& text) {
  std::array<CryptoPP::byte, CryptoPP::SHA1::DIGESTSIZE> digest{};
  const auto bytes = [](const std::string& of) {
    return reinterpret_cast<const CryptoPP::byte*>(of.data());
  };
  return bench::best_nanoseconds(
      kBatches, kBatchSize, [] {},
      [&](int) {
        CryptoPP::HMAC<CryptoPP::SHA1> hmac(bytes(key), key.size());
        hmac.Update(bytes(text), text.size());
        hmac.Final(digest.data());
        bench::use(static_cast<char>(digest[0]));
      });
}

// From a set of parameters, handed over, to the trace with all of its steps, handed out.
double sign(const Parameters& parameters, const Secret& secret) {
  std::vector<Parameters> handed_over;
  std::vector<Result<signing::SigningTrace>> handed_out;
  return bench::best_nanoseconds(
      kBatches, kBatchSize,
      [&] {
        handed_over.assign(kBatchSize, parameters);
        handed_out.clear();
        handed_out.reserve(kBatchSize);
      },
      [&](int i) {
        Parameters& own = handed_over[static_cast<std::size_t>(i)];
        handed_out.push_back(signing::sign_rpc_v1("GET", std::move(own), secret));
      });
}

// From what a user wants to the request that is sent: also validates, formats the time, builds URL
// and body.
double sign_call() {
  return bench::best_nanoseconds(
      kBatches, kBatchSize, [] {}, [](int) { bench::use(create_backup()->trace.signature[0]); });
}

// Snapshots, as most automatic backups are: they have no download URLs.
HttpResponse page_of_backups(int first) {
  std::string body =
      R"({"RequestId":"2D9F3768-EDA9-4811-943E-42C8006E****","PageNumber":1,"PageSize":100,)"
      R"("TotalCount":10000,"Backups":{"Backup":[)";
  for (int i = 0; i < kSetsPerPage; ++i) {
    if (i > 0) body += ',';
    body +=
        R"({"BackupId":")" + std::to_string(200'000'000 + first + i) + R"(","BackupJobId":")" +
        std::to_string(1'000'000 + first + i) +
        R"(","BackupStatus":"Success","BackupStartTime":"2022-01-14T03:56:25Z",)"
        R"("BackupEndTime":"2022-01-14T03:57:34Z","BackupType":"FullBackup","BackupMode":"Automated",)"
        R"("BackupMethod":"Snapshot","BackupName":"","BackupDBNames":"","BackupSize":6167838720,)"
        R"("IsAvail":true,"BackupExpireTime":"2022-02-14T03:57:34Z","EngineVersion":"4.2",)"
        R"("BackupDownloadURL":"","BackupIntranetDownloadURL":""})";
  }
  body += "]}}";
  return {200, {{"Content-Type", "application/json"}}, std::move(body)};
}

double read_sets() {
  std::vector<HttpResponse> pages;
  for (int first = 0; first < kSets; first += kSetsPerPage) pages.push_back(page_of_backups(first));
  std::size_t read = 0;
  const double nanoseconds = bench::best_nanoseconds(
      10, 1, [&] { read = 0; },
      [&](int) {
        for (const HttpResponse& page : pages) {
          const auto reply = response::parse(page);
          if (!reply) return;
          const auto* answer = std::get_if<response::Answer>(&*reply);
          if (answer == nullptr) return;
          const auto sets = api::read_backups(*answer);
          if (sets) read += sets->sets.size();
        }
      });
  return read == kSets ? nanoseconds : -1;
}

double read_catalogue() {
  return bench::best_nanoseconds(
      20, 1, [] {}, [](int) { bench::use(api::Catalogue::read_embedded().actions()[0].name[0]); });
}

// The slowest of what may be typed: found at once, found in answers only, in every action, nowhere.
double search() {
  double slowest = 0;
  for (const char* text : {"crbk", "UseClusterBackup", "id", "e", "no such words at all"}) {
    const double one = bench::best_nanoseconds(
        20, 5, [] {},
        [&](int) { bench::use(api::search(api::catalogue(), text).empty() ? '0' : '1'); });
    slowest = std::max(slowest, one);
  }
  return slowest;
}

}  // namespace

int main() {
  const auto request = create_backup();
  if (!request) {
    std::fprintf(stderr, "%s\n", request.error().message.c_str());
    return 1;
  }
  const Parameters& parameters = request->trace.parameters;
  const Secret secret("testAccessKeySecret");
  const auto trace = signing::sign_rpc_v1("GET", parameters, secret);
  if (!trace) return 1;
  const double sets = read_sets();
  if (sets < 0) {
    std::fprintf(stderr, "the made-up pages of backup sets were not read whole\n");
    return 1;
  }
  double hmac_ns = 1e300;
  double sign_ns = 1e300;
  double sign_call_ns = 1e300;
  bench::Acs3Figures acs3;
  for (int round = 0; round < kRounds; ++round) {
    hmac_ns = std::min(hmac_ns, raw_hmac("testAccessKeySecret&", trace->string_to_sign));
    sign_ns = std::min(sign_ns, sign(parameters, secret));
    sign_call_ns = std::min(sign_call_ns, sign_call());
    bench::measure_acs3(acs3);
  }
  std::printf(
      R"({"signature":"%s","bytes":%zu,"hmac_ns":%.1f,"sign_ns":%.1f,"sign_call_ns":%.1f,"read_sets_ns":%.0f,)"
      R"("read_catalogue_ns":%.0f,"search_ns":%.0f,"acs3_raw_ns":%.1f,"acs3_sign_ns":%.1f,)"
      R"("acs3_authorization":"%s"})"
      "\n",
      trace->signature.c_str(), trace->string_to_sign.size(), hmac_ns, sign_ns, sign_call_ns, sets,
      read_catalogue(), search(), acs3.raw_ns, acs3.sign_ns, acs3.authorization.c_str());
  std::fflush(stdout);  // in WebAssembly nothing runs after main that would
  return 0;
}
