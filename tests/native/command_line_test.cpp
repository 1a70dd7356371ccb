// `dds` as a new user would try it: calls, bad input, wrong keys, no network, and what ends up on
// which stream.
#include <doctest/doctest.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/native/program.h"
#include "tests/native/raw_server.h"
#include "tests/native/service.h"
#include "tests/native/temporary_folder.h"

using dds::test::check_usage;
using dds::test::Ended;
using dds::test::has;
using dds::test::kReplicaSet;
using dds::test::plain;
using dds::test::Program;
using dds::test::RawServer;
using dds::test::run;
using dds::test::Service;
using dds::test::Start;
using dds::test::TemporaryFolder;

TEST_CASE("a call prints the service's answer as it came, and nothing else on stdout") {
  const Service service;
  const Ended ended = service.run({"DescribeDBInstances"});
  CHECK(ended.code == 0);
  CHECK(ended.error.empty());
  const nlohmann::json answer = nlohmann::json::parse(ended.out, nullptr, false);
  REQUIRE(answer.is_object());
  CHECK(answer["DBInstances"]["DBInstance"].size() > 2);
}

TEST_CASE("GET, POST, XML, table and raw all work") {
  const Service service;
  CHECK(service.run({"DescribeRegions", "--method", "GET"}).code == 0);
  CHECK(service.run({"DescribeRegions", "--method", "POST"}).code == 0);
  CHECK(has(service.run({"DescribeRegions", "--format", "XML"}).out, "<DescribeRegionsResponse>"));
  CHECK(has(service.run({"DescribeRegions", "--format", "XML", "--output", "table"}).out,
            "RegionId"));
  CHECK(service.run({"DescribeDBInstances", "--output", "table"}).out.starts_with("DBInstanceId"));
  CHECK(service.run({"DescribeRegions", "--output", "raw"}).out.starts_with("HTTP 200\n"));
}

TEST_CASE("options may stand before the action, and values after an =") {
  const Service service;
  CHECK(service.run({"--output", "json", "DescribeRegions"}).code == 0);
  CHECK(service
            .run({"--endpoint", service.url(), "DescribeBackups",
                  "--DBInstanceId=dds-bp1a7f3c9d2e5b81"})
            .code == 0);
}

TEST_CASE("a terminal gets a table") {
  const Service service;
  Start start = service.start({"DescribeDBInstances"});
  start.terminal = true;
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 0);
  CHECK(ended.out.starts_with("DBInstanceId"));
  CHECK(has(ended.out, "more columns do not fit"));
}

TEST_CASE("a dry run shows the signed request without its secrets and sends nothing") {
  const RawServer server([](dds::test::Connection& connection) { connection.read_request(); });
  Start start;
  start.arguments = {"DescribeBackups", "--DBInstanceId", "dds-1",
                     "--dry-run",       "--endpoint",     server.url()};
  start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "STS.test0001"},
                       {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "very+secret/key="},
                       {"ALIBABA_CLOUD_SECURITY_TOKEN", "very+secret/token="}};
  for (const std::vector<std::string>& further :
       {std::vector<std::string>{}, {"--method", "GET"}, {"--scheme", "rpc-v1"}}) {
    Start one = start;
    one.arguments.insert(one.arguments.end(), further.begin(), further.end());
    const Ended ended = run(std::move(one));
    CHECK(ended.code == 0);
    CHECK(has(ended.out, "DBInstanceId=dds-1"));
    for (const std::string& text : {ended.out, ended.error}) {
      CHECK_FALSE(has(text, "very%2Bsecret"));
      CHECK_FALSE(has(text, "very%252Bsecret"));
    }
    CHECK(has(ended.error, "nothing was sent"));
  }
  CHECK(server.connections() == 0);
}

TEST_CASE("requests are signed with ACS3 unless something else was asked for or needs RPC v1") {
  Start start;
  start.arguments = {"DescribeRegions", "--dry-run", "--endpoint", "http://127.0.0.1:1/"};
  start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "testid"},
                       {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret"}};
  const auto dry = [&](std::vector<std::string> further) {
    Start one = start;
    one.arguments.insert(one.arguments.end(), further.begin(), further.end());
    return run(std::move(one));
  };
  const Ended usual = dry({});
  CHECK(has(usual.out, "Authorization: ACS3-HMAC-SHA256 "));
  CHECK(has(usual.out, "x-acs-action: DescribeRegions"));
  const Ended rpc = dry({"--scheme", "rpc-v1"});
  CHECK(has(rpc.out, "SignatureMethod=HMAC-SHA1"));
  CHECK_FALSE(has(rpc.error, "RPC v1"));
  const Ended xml = dry({"--format", "XML"});
  CHECK(has(xml.out, "SignatureMethod=HMAC-SHA1"));
  CHECK(has(xml.out, "Format=XML"));
  CHECK(has(xml.error, "signed with RPC v1"));
  const Ended get = dry({"--method", "GET"});
  CHECK(has(get.out, "GET http"));
  CHECK(has(get.error, "signed with RPC v1"));
  CHECK(dry({"--format", "XML", "--scheme", "acs3"}).code != 0);
}

TEST_CASE("a bearer token of the environment is sent as it is, masked in what is shown") {
  Start start;
  start.arguments = {"DescribeRegions", "--dry-run", "--endpoint", "http://127.0.0.1:1/"};
  start.environment = {{"ALIBABA_CLOUD_BEARER_TOKEN", "very-secret-bearer"},
                       {"ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true"}};
  for (const std::string scheme : {"acs3", "rpc-v1"}) {
    Start one = start;
    one.arguments.insert(one.arguments.end(), {"--scheme", scheme});
    const Ended ended = run(std::move(one));
    CHECK(ended.code == 0);
    CHECK(has(ended.out, "SignatureType=BEARERTOKEN"));
    CHECK(has(ended.out, scheme == "acs3" ? "x-acs-bearer-token: " : "BearerToken="));
    CHECK_FALSE(has(ended.out, "very-secret"));
    CHECK_FALSE(has(ended.out, "Authorization"));
    CHECK_FALSE(has(ended.out, "AccessKeyId"));
  }
}

TEST_CASE("bad input is one sentence that says what would be right") {
  check_usage(plain({"bakup"}), "did you mean backup?");
  check_usage(plain({"describeRegions"}), "dds DescribeRegions?");
  check_usage(plain({"DescribeRegions", "--regoin", "x"}), "did you mean --region?");
  check_usage(plain({"DescribeRegions", "--dbinstanceid", "x"}), "upper-case letter");
  check_usage(plain({"DescribeRegions", "--region"}), "--region wants a value");
  check_usage(plain({"DescribeRegions", "--region", "--output", "json"}), "--region wants a value");
  check_usage(plain({"DescribeRegions", "--output", "xml"}), "json, table or raw");
  check_usage(plain({"DescribeRegions", "--method", "PUT"}), "GET or POST");
  check_usage(plain({"DescribeRegions", "--format", "yaml"}), "JSON or XML");
  check_usage(plain({"DescribeRegions", "--scheme", "v2"}), "acs3 or rpc-v1");
  check_usage(plain({"DescribeRegions", "--timeout", "ten"}), "from 1 to 3600");
  check_usage(plain({"DescribeRegions", "stray"}), "\"stray\"");
  check_usage(plain({"DescribeBackups", "--DBInstanceId"}), "--DBInstanceId wants a value");
  check_usage(plain({"DescribeBackups", "--Action", "X"}), "Action");
  check_usage(plain({"DescribeBackups", "--Bad..Name", "X"}), "Bad..Name");
  check_usage(plain({"backup"}), "dds backup dds-bp1");
  check_usage(plain({"backup", "dds-1", "--backup-method", "logical"}), "Logical");
  check_usage(plain({"backup", "dds-1", "--retention", "3"}), "7 to 730, or -1");
  check_usage(plain({"backup", "dds-1", "dds-1"}), "twice");
  check_usage(plain({"backup", "dds-1", "--poll", "0"}), "--poll");
  check_usage(plain({"serve", "--port", "99999"}), "1 to 65535");
  check_usage(plain({"explain", "OperationDenied.BackupJobExist"}),
              "OperationDenied.BackupJobExists?");
  check_usage(plain({"explain", "Nonsense"}), "dds explain lists");
  check_usage(plain({"explain", "Throttling", "--output", "raw"}), "text or json");
  check_usage(plain({"serve", "--site", "/nonexistent"}), "index.html");
  check_usage(plain({"emulator", "--clock-rate", "0"}), "--clock-rate");
  check_usage(plain({"sign", "stray"}), "\"stray\"");
  check_usage(plain({"--vresion"}), "--version");
  // What does more harm than what was typed is never suggested.
  for (const std::vector<std::string>& harmless :
       std::vector<std::vector<std::string>>{{"create-backup"},
                                             {"select-backup"},
                                             {"deletion"},
                                             {"restart"},
                                             {"DescribeRegions", "--secure"},
                                             {"backup", "dds-1", "--secure"},
                                             {"keep", "dds-1", "5664", "--es"},
                                             {"rehearse", "dds-1", "--es-pay"},
                                             {"coverage", "--llow-none"},
                                             {"DescribeBackupp"}}) {
    const Ended ended = plain(harmless);
    CAPTURE(ended.error);
    CHECK(ended.code == 2);
    for (const char* harm : {"delete", "Delete", "insecure", "--yes", "mean restore", "--allow"})
      CHECK_FALSE(has(ended.error, harm));
  }
  check_usage(plain({"create-backup"}), "dds backup");
  check_usage(plain({"create_backup"}), "dds CreateBackup");
  check_usage(plain({"creat-backup"}), "did you mean dds backup?");
  // Common options may stand before the command; what they take is no command.
  for (const char* option : {"--region", "--endpoint", "--profile", "--output", "--format",
                             "--method", "--scheme", "--timeout", "--rate", "--at-once"})
    check_usage(plain({option, "5", "no-such-word"}), "There is no command \"no-such-word\"");
  for (const char* flag : {"--dry-run", "--insecure", "--credentials-stdin"})
    check_usage(plain({flag, "no-such-word"}), "There is no command \"no-such-word\"");
  check_usage(plain({"describe-regions"}), "dds DescribeRegions?");
  check_usage(plain({"delete-bakcup"}), "did you mean delete-backup?");
  check_usage(plain({"DescribeRegions", "--insecrue"}), "did you mean --insecure?");
  check_usage(plain({"--region"}), "A command is missing");
  check_usage(plain({"--region", "cn-beijing", "--dry-run"}), "A command is missing");
  check_usage(plain({"--DBInstanceId", "dds-1"}), "A command is missing");
  check_usage(plain({"-x"}), "There is no option -x");
  // As a script's unset variable leaves it: no option's default is meant.
  check_usage(plain({"DescribeRegions", "--region", ""}), "--region wants a value; an empty one");
  check_usage(plain({"backups", "dds-1", "--since", ""}), "--since wants a value");
  check_usage(plain({"rehearse", "dds-1", "--set", ""}), "--set wants a value");
  check_usage(plain({"backup", "dds-1", "--output", "raw"}), "json or table");
  check_usage(plain({"restore", "dds-1", "--set", "1", "--at", "x"}), "Either --set or --at");
  check_usage(plain({"DescribeRegions"}), "No AccessKey was found");
}

TEST_CASE("help and version go to stdout with code 0, each command has an example") {
  CHECK(plain({"--version"}).out.starts_with("dds "));
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--help"},
                                             {"help"},
                                             {"backup", "--help"},
                                             {"serve", "--help"},
                                             {"emulator", "-h"},
                                             {"sign", "--help"},
                                             {"DescribeRegions", "--help"},
                                             {"help", "backup"}}) {
    const Ended ended = plain(arguments);
    CHECK(ended.code == 0);
    CHECK(ended.error.empty());
    CHECK(has(ended.out, "Usage: dds "));
    CHECK(has(ended.out, "Examples:"));
    CHECK(has(ended.out, "Exit codes:"));
  }
  const Ended nothing = plain({});
  CHECK(nothing.code == 2);
  CHECK(nothing.out.empty());
  CHECK(has(nothing.error, "Usage: dds "));
}

TEST_CASE(
    "a secret among the arguments is refused with the place where it belongs, and not repeated") {
  for (const char* argument :
       {"--access-key-secret=hunter2", "--AccessKeySecret=hunter2", "--sts-token=hunter2"}) {
    const Ended ended = plain({"DescribeRegions", argument});
    check_usage(ended, "ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    CHECK_FALSE(has(ended.error, "hunter2"));
  }
  const Ended password = plain({"ResetAccountPassword", "--AccountPassword", "hunter2"});
  check_usage(password, "--AccountPassword -");
  CHECK_FALSE(has(password.error, "hunter2"));
}

TEST_CASE("a wrong key id, a wrong secret and a missing token say what to check") {
  const Service service;
  Start wrong_id = service.start({"DescribeRegions"});
  wrong_id.environment["ALIBABA_CLOUD_ACCESS_KEY_ID"] = "LTAInobodyknows1";
  const Ended no_key = run(std::move(wrong_id));
  CHECK(no_key.code == 1);
  CHECK(no_key.out.empty());
  CHECK(has(no_key.error, "InvalidAccessKeyId.NotFound"));
  CHECK(has(no_key.error, "check the AccessKey ID"));

  Start wrong_secret = service.start({"DescribeRegions"});
  wrong_secret.environment["ALIBABA_CLOUD_ACCESS_KEY_SECRET"] = "not-the-right-secret";
  const Ended mismatch = run(std::move(wrong_secret));
  CHECK(mismatch.code == 1);
  CHECK(has(mismatch.error, "SignatureDoesNotMatch"));
  CHECK(has(mismatch.error, "the AccessKey secret is wrong"));
  CHECK_FALSE(has(mismatch.error, "string to sign"));
}

TEST_CASE("the service's refusals carry their code and lead to code 1") {
  const Service service;
  const Ended unknown = service.run({"DescribeBackups", "--DBInstanceId", "dds-nobody"});
  CHECK(unknown.code == 1);
  CHECK(has(unknown.error, "InvalidDBInstanceId.NotFound"));
  CHECK(has(unknown.error, "region"));
  CHECK(service.run({"NoSuchAction"}).code == 1);
}

TEST_CASE("without a network nothing was started: code 3") {
  Start start;
  start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx"},
                       {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "some-secret"}};
  start.arguments = {"CreateBackup", "--DBInstanceId", "dds-1", "--endpoint",
                     "http://127.0.0.1:" + std::to_string(dds::test::closed_port())};
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 3);
  CHECK(ended.out.empty());
  CHECK(has(ended.error, "Nothing was started."));
}

TEST_CASE("a lost answer is unknown for a change (4) and harmless for a read (3)") {
  const RawServer server([](dds::test::Connection& connection) { connection.read_request(); });
  Start start;
  start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx"},
                       {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "some-secret"},
                       {"ALIBABA_CLOUD_ENDPOINT", server.url()}};
  Start change = start;
  change.arguments = {"CreateBackup", "--DBInstanceId", "dds-1"};
  const Ended unknown = run(std::move(change));
  CHECK(unknown.code == 4);
  CHECK(has(unknown.error, "not known"));
  CHECK(server.connections() == 1);  // not sent twice
  Start read = start;
  read.arguments = {"DescribeRegions"};
  CHECK(run(std::move(read)).code == 3);
}

TEST_CASE(
    "a region that does not exist is named with the nearest one, one that is no region is "
    "refused") {
  const Service service;
  check_usage(service.run({"DescribeRegions", "--region", "cn hangzhou"}), "cn-hangzhou");
  // The host is a guess; a time-out of its own keeps this from waiting for a name server.
  Start start = service.start({"DescribeRegions", "--region", "cn-hangzou", "--timeout", "2"});
  start.environment.erase("ALIBABA_CLOUD_ENDPOINT");
  start.environment["https_proxy"] = "http://127.0.0.1:" + std::to_string(dds::test::closed_port());
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 3);
  CHECK(has(ended.error, "did you mean --region cn-hangzhou?"));
}

TEST_CASE("http is for this machine only, unless told otherwise") {
  const Service service;
  check_usage(service.run({"DescribeRegions", "--endpoint", "http://service.example"}),
              "--insecure");
  check_usage(service.run({"DescribeRegions", "--endpoint", "ftp://service.example"}), "https");
}

TEST_CASE("the key comes from a profile, and its region is used") {
  const Service service;
  const TemporaryFolder home;
  home.write(
      ".aliyun/config.json",
      std::string(R"({"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":")") +
          dds::test::kId + R"(","access_key_secret":")" + dds::test::kSecret +
          R"(","region_id":"cn-shenzhen"},{"name":"b","mode":"CloudSSO"}]})");
  Start start;
  start.environment = {{"HOME", home.path().string()}};
  start.arguments = {"DescribeRegions", "--endpoint", service.url()};
  CHECK(run(start).code == 0);
  start.arguments = {"DescribeDBInstances", "--dry-run"};
  const Ended shown = run(start);
  CHECK(has(shown.out, "RegionId=cn-shenzhen"));
  CHECK(has(shown.out, "https://mongodb.cn-shenzhen.aliyuncs.com/"));
  CHECK_FALSE(has(shown.out, dds::test::kSecret));
  start.arguments = {"DescribeRegions", "--profile", "b"};
  check_usage(run(start), "CloudSSO");
  start.arguments = {"DescribeRegions", "--profile", "c"};
  check_usage(run(start), "there are: a, b");
}

TEST_CASE("the key comes from standard input") {
  const Service service;
  Start start;
  start.arguments = {"DescribeRegions", "--credentials-stdin", "--endpoint", service.url()};
  start.input = std::string(R"({"mode":"AK","access_key_id":")") + dds::test::kId +
                R"(","access_key_secret":")" + dds::test::kSecret + "\"}";
  const Ended ended = run(start);
  CHECK(ended.code == 0);
  CHECK_FALSE(has(ended.out + ended.error, dds::test::kSecret));
  start.input = "nonsense";
  const Ended ended_wrong = run(start);
  check_usage(ended_wrong, "JSON object");
  CHECK(has(ended_wrong.error, "access_key_secret."));  // the advice itself is not masked
}

TEST_CASE("a list of instances may come from Windows; what is none is said by its name") {
  const Service service;
  const dds::test::TemporaryFolder folder;
  const auto listed = [&](std::string_view text) {
    return folder.write("list.txt", text).string();
  };
  const std::string windows = std::string("\xEF\xBB\xBF") + dds::test::kReplicaSet + "\r\n\r\n" +
                              dds::test::kCloudDisk + " \r\n";
  const Ended dry = service.run({"backup", "--file", listed(windows), "--dry-run"});
  CAPTURE(dry.error);
  CHECK(dry.code == 0);
  CHECK(has(dry.out, std::string("DBInstanceId=") + dds::test::kReplicaSet));
  CHECK(has(dry.out, std::string("DBInstanceId=") + dds::test::kCloudDisk));
  const std::string remarks = listed("# none\r\n\r\n");
  check_usage(service.run({"backup", "--file", remarks}), "no instance in " + remarks);
  check_usage(service.run({"backup", "--file", "-"}), "no instance in standard input");
  check_usage(service.run({"backup", "--file", folder.path().string()}), "is a folder");
}

TEST_CASE("without a standard output nothing is written elsewhere, and that is said") {
  const Service service;
  Start start = service.start({"DescribeDBInstances"});
  start.no_output = true;
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 6);
  CHECK(has(ended.error, "could not be written: it is closed"));
  CHECK(ended.out.empty());
}

TEST_CASE("what was done at the service is no wrong usage because a disk is full: code 6") {
  const Service service;
  Start start = service.start({"backup", kReplicaSet, "--poll", "0.1"});
  start.full_output = true;
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 6);
  CHECK(has(ended.error, "the disk is full"));
  CHECK(has(ended.error, "Finished"));
  CHECK(service.backups_started() == 1);
  // What went wrong at the service counts more.
  Start refused = service.start({"backup", "dds-nobody"});
  refused.full_output = true;
  CHECK(run(std::move(refused)).code == 1);
}

TEST_CASE("a reader that goes away is no error") {
  const Service service;
  Start start = service.start({"DescribeDBInstances"});
  start.closed_output = true;
  const Ended ended = run(std::move(start));
  CHECK(ended.code == 0);
  CHECK(ended.error.empty());
}

TEST_CASE("Ctrl-C ends a call with 130") {
  RawServer server([](dds::test::Connection& connection) {
    connection.read_request();
    connection.wait_for_close();
  });
  Start start;
  start.environment = {{"ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAIx"},
                       {"ALIBABA_CLOUD_ACCESS_KEY_SECRET", "some-secret"},
                       {"ALIBABA_CLOUD_ENDPOINT", server.url()}};
  start.arguments = {"DescribeRegions"};
  Program program(std::move(start));
  while (server.connections() == 0) std::this_thread::yield();  // it waits for its answer now
  program.signal(SIGINT);
  CHECK(program.wait().code == 130);
}

TEST_CASE("sign: lines in, steps out, a bad line does not stop the others") {
  Start start;
  start.arguments = {"sign"};
  start.input =
      "{\"kind\":\"rpc1-sha1\",\"method\":\"GET\",\"secret\":\"testsecret\",\"params\":{\"Action\":"
      "\"DescribeRegions\"}}\n"
      "nonsense\n"
      "\n"
      "{\"kind\":\"rpc1-sha1\",\"method\":\"POST\",\"secret\":\"testsecret\",\"params\":{"
      "\"Action\":\"DescribeRegions\"}}\n";
  const Ended ended = run(start);
  CHECK(ended.code == 2);
  CHECK(std::count(ended.out.begin(), ended.out.end(), '\n') == 4);
  CHECK(has(ended.out, "{\"error\":\"The line is empty"));
  CHECK(has(ended.out, "\"signature\":\"FdrfmPDciKvr7gFm3UEC1uZrLcw=\""));
  CHECK(has(ended.out, "{\"error\":"));
  CHECK_FALSE(has(ended.out + ended.error, "testsecret"));
  start.input = start.input.substr(0, start.input.find('\n'));  // the last line needs no line break
  CHECK(run(start).code == 0);
}

TEST_CASE("an error code is explained without a key and without a network") {
  const Ended one = plain({"explain", "OperationDenied.BackupJobExists"});
  CHECK(one.code == 0);
  CHECK(has(one.out, "Next: "));
  CHECK(has(one.out, "Send it again: after mending."));
  CHECK(has(one.out, "https://api.aliyun.com/troubleshoot"));
  CHECK_FALSE(has(plain({"explain"}).out, "\u2022"));  // what is ours is not masked
  const Ended all = plain({"explain", "--output", "json"});
  CHECK(all.code == 0);
  CHECK(has(all.out, "\"Throttling.User\""));
  const Ended pattern = plain({"explain", "MissingDBInstanceId", "--output", "json"});
  CHECK(has(pattern.out, "\"parameter\": \"DBInstanceId\""));
}
