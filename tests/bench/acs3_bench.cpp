#include "tests/bench/acs3_bench.h"

#include <cryptopp/hmac.h>
#include <cryptopp/sha.h>

#include <algorithm>
#include <array>

#include "core/signing/acs3.h"
#include "tests/bench/stopwatch.h"

namespace dds::bench {
namespace {

constexpr int kBatches = 40;
constexpr int kBatchSize = 25;

// The request of official_signer.js: what @alicloud/openapi-core sends for it.
const Parameters kQuery{{"DBInstanceId", "dds-bp1234567890abcd"},
                        {"BackupMethod", "Logical"},
                        {"BackupRetentionPeriod", "30"}};
const HttpHeaders kHeaders{{"host", "mongodb.aliyuncs.com"},
                           {"x-acs-version", "2015-12-01"},
                           {"x-acs-action", "CreateBackup"},
                           {"x-acs-date", "2024-01-01T00:20:34Z"},
                           {"x-acs-signature-nonce", "c9f5731c3933555683dd2a947bb35ea7"},
                           {"accept", "application/json"}};
constexpr std::string_view kSecret = "testAccessKeySecret";

using Digest = std::array<CryptoPP::byte, CryptoPP::SHA256::DIGESTSIZE>;

const CryptoPP::byte* bytes(std::string_view text) {
  return reinterpret_cast<const CryptoPP::byte*>(text.data());
}

void hash(Digest& digest, std::string_view text) {
  CryptoPP::SHA256 sha;
  sha.CalculateDigest(digest.data(), bytes(text), text.size());
}

}  // namespace

void measure_acs3(Acs3Figures& figures) {
  const Secret secret{std::string(kSecret)};
  const signing::Acs3Input input{"POST", "/", "testAccessKeyId", kQuery, kHeaders, ""};
  const auto once = signing::sign_acs3(input, secret);
  if (!once) return;
  figures.authorization = once->authorization;
  const std::string& request = once->canonical_request;
  const std::string& text = once->string_to_sign;
  figures.raw_ns = std::min(figures.raw_ns, best_nanoseconds(
                                                kBatches, kBatchSize, [] {},
                                                [&](int) {
                                                  Digest digest{};
                                                  hash(digest, {});
                                                  use(static_cast<char>(digest[0]));
                                                  hash(digest, request);
                                                  use(static_cast<char>(digest[0]));
                                                  CryptoPP::HMAC<CryptoPP::SHA256> hmac(
                                                      bytes(kSecret), kSecret.size());
                                                  hmac.Update(bytes(text), text.size());
                                                  hmac.Final(digest.data());
                                                  use(static_cast<char>(digest[0]));
                                                }));
  figures.sign_ns = std::min(figures.sign_ns, best_nanoseconds(
                                                  kBatches, kBatchSize, [] {},
                                                  [&](int) {
                                                    const auto trace =
                                                        signing::sign_acs3(input, secret);
                                                    use(trace->signature[0]);
                                                  }));
}

}  // namespace dds::bench
