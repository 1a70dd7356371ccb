// `dds restore` against the emulator: plan, price, confirmation, one order, following, resuming.
#include <doctest/doctest.h>

#include <csignal>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/native/instance_command.h"

using namespace dds::test;
using nlohmann::json;

namespace {

constexpr double kFast = 2'000;  // of the service's clock: a restore takes minutes of it

std::string newest_set(const Service& service) {
  return parsed(service.run({"backups", kCloudDisk}))[0]["sets"].at(0)["backup_id"];
}

std::vector<std::string> restore(const Service& service, std::vector<std::string> further) {
  std::vector<std::string> arguments{"restore",           kCloudDisk, "--set",
                                     newest_set(service), "--poll",   "0.1"};
  arguments.insert(arguments.end(), further.begin(), further.end());
  return arguments;
}

// The command to copy out of what was said.
std::vector<std::string> command_in(const std::string& text, const std::string& begin) {
  const std::size_t at = text.find(begin);
  REQUIRE(at != std::string::npos);
  std::istringstream words(text.substr(at + 4, text.find('\n', at) - at - 4));
  std::vector<std::string> arguments;
  for (std::string word; words >> word;) arguments.push_back(word);
  return arguments;
}

}  // namespace

TEST_CASE("a restore is planned, priced, ordered once and followed until it runs") {
  Service service(kFast);
  const Ended ended = service.run(restore(service, {"--name", "payments-copy", "--yes-pay"}));
  CAPTURE(ended.error);
  CHECK(ended.code == 0);
  const json document = parsed(ended);
  CHECK(document["outcome"] == "Success");
  CHECK(document["status"] == "Running");
  CHECK(document["source_id"] == kCloudDisk);
  CHECK(document["instance_id"].get<std::string>().starts_with("dds-"));
  CHECK(document["instance_id"] != kCloudDisk);
  CHECK_FALSE(document["price"]["to_pay"].get<std::string>().empty());
  CHECK(document["client_token"].get<std::string>().size() == 32);
  CHECK(has(ended.error, "Price"));
  CHECK(has(ended.error, "ClientToken " + document["client_token"].get<std::string>()));
  CHECK(effects(service, "CreateDBInstance") == 1);
}

TEST_CASE("a restore of a sharded cluster to a moment") {
  Service service(kFast);
  const json row = parsed(service.run({"coverage", kSharded}))["instances"][0];
  REQUIRE(row["restorable"]["state"] == "known");
  const std::string at = row["restorable"]["value"][0]["begin"];
  const Ended ended =
      service.run({"restore", kSharded, "--at", at, "--yes-pay", "--no-wait", "--poll", "0.1"});
  CAPTURE(ended.error);
  CHECK(ended.code == 0);
  CHECK(parsed(ended)["restore_point"]["time"] == at);
  // What is going to be paid for, node by node.
  CHECK(has(ended.error, "Shards         3 x mdb.shard.4x.large.d 100 GB"));
  CHECK(has(ended.error, "Mongos         2 x mdb.shard.2x.large.d\n"));
  CHECK(has(ended.error, "Config server  dds.cs.mid 20 GB"));
  CHECK(effects(service, "CreateShardingDBInstance") == 1);
}

TEST_CASE("--no-wait returns once ordered; a repetition with the token orders nothing twice") {
  Service service(1);
  const Ended first = service.run(restore(service, {"--yes-pay", "--no-wait"}));
  CHECK(first.code == 0);
  const json document = parsed(first);
  CHECK(document["outcome"] == "Started");
  const std::string token = document["client_token"];
  const Ended again = service.run(
      restore(service, {"--yes-pay", "--no-wait", "--client-token", token, "--output", "table"}));
  CHECK(again.code == 0);
  CHECK(has(again.out, document["instance_id"].get<std::string>()));
  CHECK(effects(service, "CreateDBInstance") == 1);
}

TEST_CASE("a restore is confirmed by typing the source's id, which is asked with plan and price") {
  Service service(1);
  const std::vector<std::string> arguments = restore(service, {"--no-wait"});
  const Ended wrong = answer(service, arguments, "yes");
  CHECK(wrong.code == 2);
  CHECK(has(wrong.out, "Price"));
  CHECK(has(wrong.out, "payments"));
  CHECK(has(wrong.out, "Nothing was ordered."));
  CHECK(effects(service, "CreateDBInstance") == 0);
  const Ended right = answer(service, arguments, kCloudDisk);
  CHECK(right.code == 0);
  CHECK(effects(service, "CreateDBInstance") == 1);
}

TEST_CASE("without a terminal a restore needs --yes-pay; a dry run shows the order") {
  Service service(1);
  const Ended silent = service.run(restore(service, {}));
  CHECK(silent.code == 2);
  CHECK(silent.out.empty());
  CHECK(has(silent.error, "--yes-pay"));
  const Ended dry = service.run(restore(service, {"--yes-pay", "--dry-run"}));
  CHECK(dry.code == 0);
  const json document = parsed(dry);
  CHECK(document["order"]["action"] == "CreateDBInstance");
  CHECK(document["order"]["parameters"]["SrcDBInstanceId"] == kCloudDisk);
  CHECK_FALSE(document["plan"].empty());
  const Ended people = service.run(restore(service, {"--dry-run", "--output", "table"}));
  CHECK(has(people.out, "x-acs-action: CreateDBInstance"));
  CHECK(has(people.out, "Price"));
  CHECK(effects(service, "CreateDBInstance") == 0);
}

TEST_CASE("Ctrl-C stops watching; the command that it prints goes on with the same instance") {
  Service service(1);
  Program program(service.start(restore(service, {"--yes-pay"})));
  REQUIRE(program.wait_for_error("Restoring into"));
  program.signal(SIGINT);
  const Ended ended = program.wait();
  CHECK(ended.code == 130);
  CHECK(has(ended.error, "Stopped watching"));
  const json document = parsed(ended);
  CHECK(document["outcome"] == "Watching");
  std::vector<std::string> resume = command_in(ended.error, "dds restore ");
  resume.push_back("--no-wait");
  const Ended again = service.run(resume);
  CAPTURE(again.error);
  CHECK(again.code == 0);
  CHECK(parsed(again)["instance_id"] == document["instance_id"]);
  CHECK(effects(service, "CreateDBInstance") == 1);
}

TEST_CASE("what cannot be restored is refused before anything is ordered: code 1") {
  Service service(1);
  const Ended set = service.run({"restore", kCloudDisk, "--set", "1", "--yes-pay"});
  CHECK(set.code == 1);
  const Ended time =
      service.run({"restore", kCloudDisk, "--at", "2020-01-01T00:00:00Z", "--yes-pay"});
  CHECK(time.code == 1);
  CHECK(parsed(time)["outcome"] == "Refused");
  CHECK(effects(service, "CreateDBInstance") == 0);
}

TEST_CASE("wrong input of restore is one sentence and code 2") {
  const Service service;
  check_usage(service.run({"restore"}), "dds restore dds-bp1");
  check_usage(service.run({"restore", kCloudDisk}), "--set SET");
  check_usage(service.run({"restore", kCloudDisk, "--set", "1", "--at", "x"}), "--set or --at");
  check_usage(service.run({"restore", kCloudDisk, "--at", "yesterday"}), "UTC");
  check_usage(service.run({"restore", kCloudDisk, "--set", "1", "--storage", "5"}), "GB");
  check_usage(service.run({"restore", kCloudDisk, "--set", "1", "--name", "1x"}), "--name");
  check_usage(service.run({"restore", kCloudDisk, "--set", "1", "--poll", "0"}), "--poll");
  check_usage(
      service.run({"restore", kCloudDisk, "--set", "1", "--client-token", std::string(65, 'a')}),
      "--client-token");
}
