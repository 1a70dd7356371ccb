// How a single call ends when its answer does not say what became of it: nothing that may have been
// done is called refused, and nothing is advised that does not fit the call.
#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

#include "tests/native/instance_command.h"
#include "tests/native/raw_server.h"

using namespace dds::test;

namespace {

const std::vector<std::string> kPolicy{
    "ModifyBackupPolicy",    "--DBInstanceId", kReplicaSet, "--PreferredBackupPeriod", "Monday",
    "--PreferredBackupTime", "01:00Z-02:00Z"};

// `dds` against a server that answers everything with these bytes.
Ended answered(const std::string& bytes, std::vector<std::string> words) {
  const RawServer server([&](Connection& connection) {
    connection.read_request();
    connection.write(bytes);
  });
  Start start;
  start.arguments = std::move(words);
  start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", kId},
                       {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", kSecret},
                       {"ALIBABA_CLOUD_ENDPOINT", server.url()}};
  return run(std::move(start));
}

std::string refusal(int status, const std::string& code) {
  const std::string body = R"({"Code":")" + code + R"(","Message":"m","RequestId":"R-1"})";
  return "HTTP/1.1 " + std::to_string(status) +
         " X\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

}  // namespace

TEST_CASE("a change that was made and answered by the service's own failure ends as unknown") {
  for (const char* fault : {"error-500-after:x1", "unavailable-503-after:x1"}) {
    CAPTURE(fault);
    Service service(60, std::string("CreateBackup:") + fault + ",ModifyBackupPolicy:" + fault);
    const Ended backup = service.run({"CreateBackup", "--DBInstanceId", kReplicaSet});
    CAPTURE(backup.error);
    CHECK(service.backups_started() == 1);
    CHECK(backup.code == 4);
    CHECK(has(backup.error,
              "Whether CreateBackup took effect is not known: look before it is sent again."));
    CHECK_FALSE(has(backup.error, "refused"));
    const Ended policy = service.run(kPolicy);
    CHECK(effects(service, "ModifyBackupPolicy") == 1);
    CHECK(policy.code == 4);
    CHECK(has(policy.error, "Whether ModifyBackupPolicy took effect is not known"));
  }
}

TEST_CASE(
    "for every refusal that blames nobody a change is 4 and a read is 1; one that does is 1") {
  struct Case {
    int status;
    const char* code;
    bool unclear;
  };
  constexpr std::array kCases{
      Case{500, "InternalError", true},    Case{503, "ServiceUnavailable", true},
      Case{502, "SomethingNew", true},     Case{400, "InternalError", true},
      Case{408, "RequestTimeout", true},   Case{400, "SignatureNonceUsed", true},
      Case{200, "InternalError", true},    Case{400, "InvalidParameter", false},
      Case{403, "Forbidden.RAM", false},   Case{404, "InvalidDBInstanceId.NotFound", false},
      Case{503, "Throttling.User", false}, Case{400, "OperationDenied.BackupJobExists", false}};
  for (const Case& one : kCases) {
    CAPTURE(one.status);
    CAPTURE(one.code);
    const std::string bytes = refusal(one.status, one.code);
    const Ended change = answered(bytes, {"CreateBackup", "--DBInstanceId", kReplicaSet});
    CAPTURE(change.error);
    CHECK(change.code == (one.unclear ? 4 : 1));
    CHECK(has(change.error, "took effect is not known") == one.unclear);
    CHECK(has(change.error, one.code));
    CHECK(has(change.error, "request R-1"));
    CHECK(has(change.error, "again after a while") == false);
    const Ended read = answered(bytes, {"DescribeRegions"});
    CAPTURE(read.error);
    CHECK(read.code == 1);
    CHECK_FALSE(has(read.error, "took effect"));
    CHECK_FALSE(has(read.error, "Look first"));
  }
}

TEST_CASE("a command that only looks is not told to look first whether anything took effect") {
  const Ended ended = answered(refusal(500, "InternalError"), {"backups", kReplicaSet});
  CAPTURE(ended.error);
  CHECK(has(ended.error, "The service failed on its side. Try again after a while."));
  CHECK_FALSE(has(ended.error, "took effect"));
}

TEST_CASE("a redirect is told with its target, for single calls and commands") {
  for (const char* status : {"301 Moved", "302 Found", "303 See Other", "307 T", "308 P"}) {
    for (const std::string body : {"", "<html>moved</html>"}) {
      CAPTURE(status);
      const std::string bytes = "HTTP/1.1 " + std::string(status) +
                                "\r\nLocation: https://login.example.com/x?Signature=abc\r\n"
                                "Content-Length: " +
                                std::to_string(body.size()) + "\r\n\r\n" + body;
      const Ended change = answered(bytes, {"CreateBackup", "--DBInstanceId", kReplicaSet});
      CAPTURE(change.error);
      CHECK(change.code == 4);
      CHECK(has(change.error, "The answer is a redirect to https://login.example.com (HTTP 30"));
      CHECK(has(change.error, "Whether CreateBackup took effect is not known"));
      CHECK_FALSE(has(change.error, "Signature"));
      const Ended read = answered(bytes, {"DescribeRegions"});
      CHECK(read.code == 3);
      CHECK(has(read.error, "Check the network and that the endpoint http://127.0.0.1:"));
      const Ended command = answered(bytes, {"backups", kReplicaSet});
      CHECK(command.code == 3);
      CHECK(has(command.error, "redirect to https://login.example.com"));
    }
  }
}

TEST_CASE("fewer entries are advised for an answer that is too large, where there are entries") {
  const std::string body = "HTTP/1.1 200 OK\r\nContent-Length: 20000000\r\n\r\n" +
                           std::string(std::size_t{17} << 20U, 'x');
  const Ended list =
      answered(body, {"DescribeBackups", "--DBInstanceId", kReplicaSet, "--StartTime",
                      "2026-01-01T00:00Z", "--EndTime", "2026-02-01T00:00Z"});
  CAPTURE(list.error);
  CHECK(list.code == 3);
  CHECK(has(list.error, "larger than this program accepts"));
  CHECK(has(list.error, "PageSize"));
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"CreateBackup", "--DBInstanceId", kReplicaSet},
           {"DescribeDBInstanceAttribute", "--DBInstanceId", kReplicaSet}}) {
    const Ended other = answered(body, words);
    CAPTURE(other.error);
    CHECK(has(other.error, "larger than this program accepts"));
    CHECK_FALSE(has(other.error, "PageSize"));
    CHECK_FALSE(has(other.error, "fewer"));
  }
}

TEST_CASE("headers without end are no matter of entries") {
  std::string head = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 400; ++i)
    head += "x-" + std::to_string(i) + ": " + std::string(1000, 'h') + "\r\n";
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"CreateBackup", "--DBInstanceId", kReplicaSet},
           {"DescribeBackups", "--DBInstanceId", kReplicaSet, "--StartTime", "2026-01-01T00:00Z",
            "--EndTime", "2026-02-01T00:00Z"}}) {
    const Ended ended = answered(head, words);
    CAPTURE(ended.error);
    CHECK(ended.code == (words.front() == "CreateBackup" ? 4 : 3));
    CHECK(has(ended.error, "headers"));
    CHECK_FALSE(has(ended.error, "PageSize"));
  }
}
