// Search as you type: what is found, in which order, and why.
#include "core/api/catalogue_search.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

using namespace dds;
using api::Match;
using api::MatchKind;

namespace {

std::vector<Match> found(std::string_view text) {
  return api::search(api::catalogue(), text);
}

std::string_view first(std::string_view text) {
  const std::vector<Match> matches = found(text);
  return matches.empty() ? std::string_view() : matches.front().action->name;
}

// Where an action is in the list; its size when it is not there.
std::size_t place_of(const std::vector<Match>& matches, std::string_view name) {
  const auto at = std::find_if(matches.begin(), matches.end(),
                               [&](const Match& match) { return match.action->name == name; });
  return static_cast<std::size_t>(at - matches.begin());
}

std::optional<Match> match_of(const std::vector<Match>& matches, std::string_view name) {
  const std::size_t place = place_of(matches, name);
  return place == matches.size() ? std::nullopt : std::optional(matches[place]);
}

}  // namespace

TEST_CASE("nothing typed finds everything, by name") {
  for (const char* nothing : {"", "  ", "\t"}) {
    const std::vector<Match> all = found(nothing);
    REQUIRE(all.size() == 131);
    CHECK(all.front().action->name == "AllocateDBInstanceSrvNetworkAddress");
    CHECK(all.front().kind == MatchKind::Everything);
    CHECK(api::reason(all.front()).empty());
  }
}

TEST_CASE("the exact name is first, whatever the letter case, then names that begin so") {
  const std::vector<Match> matches = found("createnode");
  REQUIRE(matches.size() >= 3);
  CHECK(matches[0].action->name == "CreateNode");
  CHECK(matches[0].kind == MatchKind::ExactName);
  CHECK(matches[1].action->name == "CreateNodeBatch");
  CHECK(matches[1].kind == MatchKind::NamePrefix);
  CHECK(matches[2].action->name == "CreateNodeRoleTag");
}

TEST_CASE("a word within a name is found before a part of a word, and that before texts") {
  const std::vector<Match> matches = found("backup");
  REQUIRE(matches.size() > 10);
  CHECK(matches.front().kind == MatchKind::WordStart);
  CHECK(matches.front().action->name == "CreateBackup");  // the shortest one
  CHECK(std::is_sorted(matches.begin(), matches.end(),
                       [](const Match& a, const Match& b) { return a.kind < b.kind; }));
  CHECK(match_of(found("ackup"), "CreateBackup")->kind == MatchKind::NamePart);
}

TEST_CASE("letters that begin words find their name") {
  CHECK(first("crbk") == "CreateBackup");
  CHECK(match_of(found("crbk"), "CreateBackup")->kind == MatchKind::Abbreviation);
  CHECK(first("cdbi") == "CreateDBInstance");
  CHECK(first("mbp") == "ModifyBackupPolicy");
  CHECK_FALSE(match_of(found("kb"), "CreateBackup"));  // not in this order
}

TEST_CASE("words with blanks between them are one name, or each found somewhere") {
  CHECK(first("create backup") == "CreateBackup");
  CHECK(first("backup policy describe") == "DescribeBackupPolicy");
  CHECK(found("backup nosuchword").empty());
}

TEST_CASE("summaries and groups are searched, and told apart") {
  const std::vector<Match> matches = found("pay-as-you-go");
  const std::optional<Match> release = match_of(matches, "DeleteDBInstance");
  REQUIRE(release);
  CHECK(release->kind == MatchKind::Summary);
  CHECK(release->what == release->action->summary);
  const std::optional<Match> renew = match_of(found("billing"), "RenewDBInstance");
  REQUIRE(renew);
  CHECK(api::reason(*renew) == "group Billing");
}

TEST_CASE("parameters are found, with what was found, but not the hidden ones") {
  const std::optional<Match> create = match_of(found("BackupRetentionPeriod"), "CreateBackup");
  REQUIRE(create);
  CHECK(create->kind == MatchKind::Parameter);
  CHECK(api::reason(*create) == "parameter BackupRetentionPeriod");
  const std::optional<Match> shards =
      match_of(found("ReadonlyReplicas"), "CreateShardingDBInstance");
  REQUIRE(shards);
  CHECK(shards->what == "ReplicaSet.ReadonlyReplicas");
  CHECK(found("ResourceOwnerAccount").empty());
}

TEST_CASE("answer fields are found with their path, behind parameters") {
  const std::vector<Match> matches = found("UseClusterBackup");
  REQUIRE(matches.size() == 1);
  CHECK(matches.front().kind == MatchKind::AnswerField);
  CHECK(api::reason(matches.front()) == "answer DBInstances.DBInstance.UseClusterBackup");
  const std::vector<Match> jobs = found("BackupJobId");
  REQUIRE(match_of(jobs, "CreateBackup"));
  REQUIRE(match_of(jobs, "DescribeBackups"));
  CHECK(match_of(jobs, "CreateBackup")->kind == MatchKind::AnswerField);
  CHECK(match_of(jobs, "DescribeBackups")->kind == MatchKind::Parameter);
  CHECK(place_of(jobs, "DescribeBackups") < place_of(jobs, "CreateBackup"));
}

TEST_CASE("a field's whole name goes before a part of one") {
  const std::optional<Match> match = match_of(found("NodeId"), "DescribeClusterBackups");
  REQUIRE(match);
  CHECK(match->what == "ClusterBackups.Backups.ExtraInfo.NodeId");
}

TEST_CASE("what is nowhere is not found, and no text is too strange") {
  CHECK(found("zebra").empty());
  CHECK(found("\xff\xfe").empty());
  CHECK(found(std::string(10'000, 'a')).empty());
}

TEST_CASE("every action is the first that its own name finds") {
  for (const api::Action& action : api::catalogue().actions()) {
    CAPTURE(action.name);
    CHECK(first(action.name) == action.name);
  }
}
