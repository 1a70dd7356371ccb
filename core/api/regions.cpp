#include <algorithm>
#include <array>

#include "core/api/endpoint.h"
#include "core/base/utf8.h"

// Source: the region map of the official TypeScript SDK (8.4.2) for public hosts, the CLI's product
// list for VPC hosts. Some regions answer on the central host; newer tables list hosts of their own
// for a few of these (untested live).

namespace dds::api {
namespace {

constexpr std::array<RegionEndpoint, 33> kRegions = {{
    {"ap-northeast-1", "Japan (Tokyo)", "mongodb.ap-northeast-1.aliyuncs.com",
     "mongodb-vpc.ap-northeast-1.aliyuncs.com"},
    {"ap-northeast-2", "South Korea (Seoul)", "mongodb.ap-northeast-2.aliyuncs.com",
     "mongodb-vpc.ap-northeast-2.aliyuncs.com"},
    {"ap-south-1", "India (Mumbai) - closed", "mongodb.ap-south-1.aliyuncs.com",
     "mongodb-vpc.ap-south-1.aliyuncs.com"},
    {"ap-southeast-1", "Singapore", "mongodb.ap-southeast-1.aliyuncs.com",
     "mongodb-vpc.ap-southeast-1.aliyuncs.com"},
    {"ap-southeast-2", "Australia (Sydney) - closed", "mongodb.ap-southeast-2.aliyuncs.com",
     "mongodb-vpc.ap-southeast-2.aliyuncs.com"},
    {"ap-southeast-3", "Malaysia (Kuala Lumpur)", "mongodb.ap-southeast-3.aliyuncs.com",
     "mongodb-vpc.ap-southeast-3.aliyuncs.com"},
    {"ap-southeast-5", "Indonesia (Jakarta)", "mongodb.ap-southeast-5.aliyuncs.com",
     "mongodb-vpc.ap-southeast-5.aliyuncs.com"},
    {"ap-southeast-6", "Philippines (Manila)", "mongodb.ap-southeast-6.aliyuncs.com",
     "mongodb-vpc.ap-southeast-6.aliyuncs.com"},
    {"ap-southeast-7", "Thailand (Bangkok)", "mongodb.ap-southeast-7.aliyuncs.com",
     "mongodb-vpc.ap-southeast-7.aliyuncs.com"},
    {"cn-beijing", "China (Beijing)", "mongodb.aliyuncs.com",
     "mongodb-vpc.cn-beijing.aliyuncs.com"},
    {"cn-chengdu", "China (Chengdu)", "mongodb.cn-chengdu.aliyuncs.com",
     "mongodb-vpc.cn-chengdu.aliyuncs.com"},
    {"cn-fuzhou", "China (Fuzhou, local region)", "mongodb.cn-fuzhou.aliyuncs.com",
     "mongodb-vpc.cn-fuzhou.aliyuncs.com"},
    {"cn-guangzhou", "China (Guangzhou)", "mongodb.cn-guangzhou.aliyuncs.com",
     "mongodb-vpc.cn-guangzhou.aliyuncs.com"},
    {"cn-hangzhou", "China (Hangzhou)", "mongodb.aliyuncs.com",
     "mongodb-vpc.cn-hangzhou.aliyuncs.com"},
    {"cn-heyuan", "China (Heyuan)", "mongodb.aliyuncs.com", ""},
    {"cn-hongkong", "China (Hong Kong)", "mongodb.cn-hongkong.aliyuncs.com",
     "mongodb-vpc.cn-hongkong.aliyuncs.com"},
    {"cn-huhehaote", "China (Hohhot)", "mongodb.cn-huhehaote.aliyuncs.com",
     "mongodb-vpc.cn-huhehaote.aliyuncs.com"},
    {"cn-nanjing", "China (Nanjing, local region)", "mongodb.cn-nanjing.aliyuncs.com",
     "mongodb-vpc.cn-nanjing.aliyuncs.com"},
    {"cn-qingdao", "China (Qingdao)", "mongodb.cn-qingdao.aliyuncs.com",
     "mongodb-vpc.cn-qingdao.aliyuncs.com"},
    {"cn-shanghai", "China (Shanghai)", "mongodb.aliyuncs.com",
     "mongodb-vpc.cn-shanghai.aliyuncs.com"},
    {"cn-shenzhen", "China (Shenzhen)", "mongodb.cn-shenzhen.aliyuncs.com",
     "mongodb-vpc.cn-shenzhen.aliyuncs.com"},
    {"cn-wuhan-lr", "China (Wuhan, local region)", "mongodb.cn-wuhan-lr.aliyuncs.com",
     "mongodb-vpc.cn-wuhan-lr.aliyuncs.com"},
    {"cn-wulanchabu", "China (Ulanqab)", "mongodb.aliyuncs.com", ""},
    {"cn-zhangjiakou", "China (Zhangjiakou)", "mongodb.cn-zhangjiakou.aliyuncs.com",
     "mongodb-vpc.cn-zhangjiakou.aliyuncs.com"},
    {"cn-zhengzhou-jva", "Zhengzhou (China Unicom JV)", "mongodb.cn-zhengzhou-jva.aliyuncs.com",
     "mongodb-vpc.cn-zhengzhou-jva.aliyuncs.com"},
    {"cn-zhongwei", "China (Zhongwei)", "mongodb.cn-zhongwei.aliyuncs.com", ""},
    {"eu-central-1", "Germany (Frankfurt)", "mongodb.eu-central-1.aliyuncs.com",
     "mongodb-vpc.eu-central-1.aliyuncs.com"},
    {"eu-west-1", "UK (London)", "mongodb.eu-west-1.aliyuncs.com",
     "mongodb-vpc.eu-west-1.aliyuncs.com"},
    {"me-central-1", "Saudi Arabia (Riyadh)", "mongodb.me-central-1.aliyuncs.com",
     "mongodb-vpc.me-central-1.aliyuncs.com"},
    {"me-east-1", "UAE (Dubai)", "mongodb.me-east-1.aliyuncs.com",
     "mongodb-vpc.me-east-1.aliyuncs.com"},
    {"na-south-1", "Mexico", "mongodb.na-south-1.aliyuncs.com", ""},
    {"us-east-1", "US (Virginia)", "mongodb.us-east-1.aliyuncs.com",
     "mongodb-vpc.us-east-1.aliyuncs.com"},
    {"us-west-1", "US (Silicon Valley)", "mongodb.us-west-1.aliyuncs.com",
     "mongodb-vpc.us-west-1.aliyuncs.com"},
}};

static_assert(std::is_sorted(kRegions.begin(), kRegions.end(),
                             [](const RegionEndpoint& a, const RegionEndpoint& b) {
                               return a.region_id < b.region_id;
                             }));

bool is_region_id(std::string_view text) {
  return !text.empty() && text.size() <= 40 && text.front() != '-' && text.back() != '-' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace

std::span<const RegionEndpoint> known_regions() {
  return kRegions;
}

Status check_region_id(std::string_view text) {
  if (is_region_id(text)) return {};
  return make_error(
      ErrorCode::InvalidParameter,
      "RegionId is \"" + one_line(text, 40) +
          "\"; an id is of lower-case letters, digits and dashes, such as cn-hangzhou.",
      "RegionId");
}

Result<std::string> public_host(std::string_view region_id) {
  if (Status error = check_region_id(region_id)) return *std::move(error);
  const auto known =
      std::find_if(kRegions.begin(), kRegions.end(),
                   [&](const RegionEndpoint& region) { return region.region_id == region_id; });
  if (known != kRegions.end()) return std::string(known->public_host);
  return "mongodb." + std::string(region_id) + ".aliyuncs.com";
}

}  // namespace dds::api
