// DescribeRegions. Source: API reference; region names in Chinese are those of the provider's
// region list.
#include <array>

#include <nlohmann/json.hpp>

#include "core/api/endpoint.h"
#include "core/emulator/actions.h"

namespace dds::emulator {
namespace {

using nlohmann::json;

struct LocalName {
  std::string_view region_id;
  std::string_view chinese;
};

constexpr std::array kChineseNames = {
    LocalName{"ap-northeast-1", "日本（东京）"},
    LocalName{"ap-northeast-2", "韩国（首尔）"},
    LocalName{"ap-southeast-1", "新加坡"},
    LocalName{"ap-southeast-3", "马来西亚（吉隆坡）"},
    LocalName{"ap-southeast-5", "印度尼西亚（雅加达）"},
    LocalName{"ap-southeast-6", "菲律宾（马尼拉）"},
    LocalName{"ap-southeast-7", "泰国（曼谷）"},
    LocalName{"cn-beijing", "华北2（北京）"},
    LocalName{"cn-chengdu", "西南1（成都）"},
    LocalName{"cn-fuzhou", "华东6（福州-本地地域）"},
    LocalName{"cn-guangzhou", "华南3（广州）"},
    LocalName{"cn-hangzhou", "华东1（杭州）"},
    LocalName{"cn-heyuan", "华南2（河源）"},
    LocalName{"cn-hongkong", "中国（香港）"},
    LocalName{"cn-huhehaote", "华北5（呼和浩特）"},
    LocalName{"cn-nanjing", "华东5（南京-本地地域）"},
    LocalName{"cn-qingdao", "华北1（青岛）"},
    LocalName{"cn-shanghai", "华东2（上海）"},
    LocalName{"cn-shenzhen", "华南1（深圳）"},
    LocalName{"cn-wuhan-lr", "华中1（武汉-本地地域）"},
    LocalName{"cn-wulanchabu", "华北6（乌兰察布）"},
    LocalName{"cn-zhangjiakou", "华北3（张家口）"},
    LocalName{"cn-zhengzhou-jva", "郑州（联通合营）"},
    LocalName{"cn-zhongwei", "西北2（中卫）"},
    LocalName{"eu-central-1", "德国（法兰克福）"},
    LocalName{"eu-west-1", "英国（伦敦）"},
    LocalName{"me-central-1", "沙特（利雅得）"},
    LocalName{"me-east-1", "阿联酋（迪拜）"},
    LocalName{"na-south-1", "墨西哥"},
    LocalName{"us-east-1", "美国（弗吉尼亚）"},
    LocalName{"us-west-1", "美国（硅谷）"},
};

std::string_view region_name(const api::RegionEndpoint& region, bool english) {
  if (!english) {
    for (const LocalName& name : kChineseNames) {
      if (name.region_id == region.region_id) return name.chinese;
    }
  }
  return region.name;
}

// Three zones a region; the letters are the documentation's where it lists them, a to c elsewhere
// (inferred).
std::string_view zone_letters(std::string_view region_id) {
  if (region_id == "cn-hangzhou") return "ghi";
  if (region_id == "cn-hongkong") return "bcd";
  if (region_id == "cn-beijing") return "fhi";
  return "abc";
}

json zones(const api::RegionEndpoint& region, bool english) {
  json list = json::array();
  for (const char letter : zone_letters(region.region_id)) {
    const std::string id(region.region_id);
    const char capital = static_cast<char>(letter - 'a' + 'A');
    std::string name(region_name(region, english));
    name += english ? std::string(" Zone ") + capital : std::string("可用区") + capital;
    list.push_back(json{{"VpcEnabled", true},
                        {"ZoneId", id + (id.starts_with("cn-") ? "-" : "") + letter},
                        {"ZoneName", std::move(name)}});
  }
  return list;
}

}  // namespace

ActionResult describe_regions(ActionContext& context) {
  const std::string_view language = context.incoming.text("AcceptLanguage");
  if (!language.empty() && language != "zh" && language != "en")
    return refuse_value("AcceptLanguage");
  const bool english = language == "en";
  const std::string_view wanted = context.incoming.text("RegionId");
  if (!wanted.empty() && !is_region(wanted)) return refuse("InvalidRegion.NotFound");

  json list = json::array();
  for (const api::RegionEndpoint& region : api::known_regions()) {
    if (is_closed_region(region.region_id) || (!wanted.empty() && wanted != region.region_id))
      continue;
    list.push_back(json{{"EndPoint", region.public_host},
                        {"RegionId", region.region_id},
                        {"RegionName", region_name(region, english)},
                        {"Zones", {{"Zone", zones(region, english)}}}});
  }
  return json{{"Regions", {{"DdsRegion", std::move(list)}}}};
}

}  // namespace dds::emulator
