// DescribePrice with figures that are INVENTED: plausible in size, deterministic, and marked as
// invented in the answer. Their form (texts and numbers, currency, one sub-order) is the API
// reference's; what the parameter DBInstances holds is inferred from the names in the reference.
#include <charconv>

#include <nlohmann/json.hpp>

#include "core/emulator/actions.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

constexpr std::string_view kInvented = "Invented by the emulator: not a price of the service.";

// In thousandths of the currency: whole numbers are the same on every target.
std::string amount(std::int64_t thousandths) {
  const std::int64_t cents = (thousandths + 5) / 10;
  std::string text = std::to_string(cents / 100) + "." + (cents % 100 < 10 ? "0" : "") +
                     std::to_string(cents % 100);
  return text;
}

std::int64_t number_in(const json& object, const char* name, std::int64_t otherwise,
                       std::int64_t most) {
  const auto member = object.find(name);
  if (member == object.end()) return otherwise;
  std::int64_t number = otherwise;
  if (member->is_number_integer()) number = member->get<std::int64_t>();
  if (member->is_string()) {
    const std::string& text = member->get_ref<const std::string&>();
    std::from_chars(text.data(), text.data() + text.size(), number);
  }
  return std::clamp<std::int64_t>(number, 0, most);
}

std::string text_in(const json& object, const char* name) {
  const auto member = object.find(name);
  return member != object.end() && member->is_string() ? member->get<std::string>() : "";
}

// A node's price an hour grows with the length of its class's name, which is silly and stable.
std::int64_t price_of_node(const std::string& node_class, std::int64_t storage) {
  return 150 + 45 * static_cast<std::int64_t>(node_class.size() % 100) + storage * 6 / 5;
}

// All nodes of a sharded cluster; 0 for an instance that names none.
std::int64_t price_of_nodes(const json& instance) {
  std::int64_t total = 0;
  for (const char* kind : {"configServers", "mongos", "shards"}) {
    const auto nodes = instance.find(kind);
    if (nodes == instance.end() || !nodes->is_array()) continue;
    for (const json& node : *nodes) {
      if (node.is_object())
        total +=
            price_of_node(text_in(node, "nodeClass"), number_in(node, "nodeStorage", 0, 100'000));
    }
  }
  return total;
}

std::int64_t price_of(const json& instance) {
  const std::int64_t cluster = price_of_nodes(instance);
  const std::int64_t an_hour =
      cluster > 0 ? cluster
                  : price_of_node(text_in(instance, "DBInstanceClass"),
                                  number_in(instance, "DBInstanceStorage", 20, 100'000));
  if (text_in(instance, "ChargeType") != "PrePaid") return an_hour;
  const std::int64_t months = std::max<std::int64_t>(number_in(instance, "Period", 1, 60), 1);
  return an_hour * 720 * months * 2 / 3;
}

}  // namespace

ActionResult describe_price(ActionContext& context) {
  if (context.incoming.text("DBInstances").empty()) return refuse_missing("DBInstances");
  if (context.incoming.text("OrderType").empty()) return refuse_missing("OrderType");
  if (auto refusal = refuse_unless(context, "OrderType", {"BUY", "UPGRADE", "RENEW"}))
    return *refusal;
  if (auto refusal =
          refuse_unless(context, "CommodityCode",
                        {"dds", "badds", "dds_sharding", "badds_sharding", "badds_sharding_intl",
                         "dds_sharding_intl", "badds_sharding_jp", "badds_intl", "dds_intl"}))
    return *refusal;
  const Outcome<std::string> region = asked_region(context);
  if (const auto* refusal = std::get_if<Refusal>(&region)) return *refusal;
  const json instances = json::parse(context.incoming.text("DBInstances"), nullptr, false);
  if (!instances.is_array() || instances.empty() || instances.size() > 100)
    return refuse_value("DBInstances");
  std::int64_t total = 0;
  for (const json& instance : instances) {
    if (!instance.is_object()) return refuse_value("DBInstances");
    total += price_of(instance);
  }
  const std::string_view commodity = context.incoming.text("CommodityCode");
  const bool abroad = commodity.ends_with("_intl") || commodity.ends_with("_jp") ||
                      !std::get_if<0>(&region)->starts_with("cn-");
  const json order{
      {"Code", ""},           {"Currency", abroad ? "USD" : "CNY"}, {"DiscountAmount", amount(0)},
      {"Message", kInvented}, {"OriginalAmount", amount(total)},    {"TradeAmount", amount(total)}};
  json sub_orders = json::array();
  sub_orders.push_back(json{{"DiscountAmount", amount(0)},
                            {"OriginalAmount", amount(total)},
                            {"TradeAmount", amount(total)}});
  return json{{"Order", order}, {"SubOrders", {{"SubOrder", std::move(sub_orders)}}}};
}

}  // namespace dds::emulator
