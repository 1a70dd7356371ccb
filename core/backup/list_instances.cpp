#include "core/backup/list_instances.h"

#include <array>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

#include "core/api/endpoint.h"

namespace dds::backup {
namespace {

// Serverless instances are a third kind, which the service lists apart; they are left out, since
// none of the documents about backups speaks of them.
constexpr std::array<std::string_view, 2> kKinds{"replicate", "sharding"};

}  // namespace

ListInstances::ListInstances(std::string region_id, StepLimits limits, std::uint64_t jitter_seed,
                             std::vector<api::Tag> tags)
    : Stepwise(limits, jitter_seed), tags_(std::move(tags)) {
  progress_.region_id = std::move(region_id);
  progress_.sentence = "Waiting to begin";
}

void ListInstances::begin() {
  progress_.sentence = "Listing instances";
  if (!progress_.region_id.empty()) {
    if (const Status error = api::check_region_id(progress_.region_id))
      return done(Ending::Refused, "Nothing was sent", error->message);
  }
  next_page();
}

void ListInstances::next_page() {
  const PageWalk& walk = listed_.walk();
  read(
      api::describe_instances(progress_.region_id, kKinds[kind_], walk.number(), walk.size(),
                              tags_),
      [this](const response::Answer& answer) {
        Result<api::InstancePage> page = api::read_instances(answer);
        if (!page) return Status(page.error());
        listed_.take(std::move(page->instances), page->facts,
                     [](const api::Instance& one) -> const std::string& { return one.id; });
        listed_.walk().ended() ? end_kind() : next_page();
        return Status{};
      },
      [this](const Failure& failure) {
        const bool nothing = listed_.items().empty();
        take_listed();
        progress_.unlisted.push_back({std::string(kKinds[kind_]), failure.sentence});
        if (nothing && progress_.instances.empty() && progress_.unlisted.size() == kKinds.size())
          return fail(failure);
        next_kind();
      });
}

void ListInstances::end_kind() {
  take_listed();
  if (const std::optional<Shortfall>& shortfall = listed_.walk().shortfall())
    progress_.unlisted.push_back(
        {std::string(kKinds[kind_]), describe(*shortfall, "instances") + ".", shortfall});
  next_kind();
}

void ListInstances::take_listed() {
  std::set<std::string_view> known;
  for (const api::Instance& instance : progress_.instances) known.insert(instance.id);
  std::vector<api::Instance> more;
  for (const api::Instance& instance : listed_.items()) {
    // Looked at here as well: a service that does not know the filter lists all.
    if (api::may_carry(instance, tags_) && known.count(instance.id) == 0) more.push_back(instance);
  }
  progress_.instances.insert(progress_.instances.end(), std::make_move_iterator(more.begin()),
                             std::make_move_iterator(more.end()));
}

void ListInstances::next_kind() {
  listed_ = WholeList<api::Instance>();
  if (++kind_ < kKinds.size()) return next_page();
  done(Ending::Succeeded, std::to_string(progress_.instances.size()) +
                              (progress_.instances.size() == 1 ? " instance" : " instances"));
}

}  // namespace dds::backup
