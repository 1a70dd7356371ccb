#include "core/emulator/client_token.h"

#include <algorithm>
#include <array>

#include "core/emulator/instance_filter.h"

namespace dds::emulator {
namespace {

// What may differ between two sendings of one request: everything that signs it, and how the answer
// is to be written. A password is not kept, not even as a digest.
constexpr std::array<std::string_view, 11> kLeftOut = {
    "AccessKeyId",      "AccountPassword", "Format",         "SecurityToken",
    "Signature",        "SignatureMethod", "SignatureNonce", "SignatureType",
    "SignatureVersion", "Timestamp",       "Version",
};

std::string request_of(const ActionContext& context) {
  std::string all;
  for (const Parameter& parameter : context.incoming.parameters) {
    if (std::find(kLeftOut.begin(), kLeftOut.end(), parameter.name) != kLeftOut.end()) continue;
    all += std::to_string(parameter.name.size()) + ":" + parameter.name +
           std::to_string(parameter.value.size()) + ":" + parameter.value;
  }
  return std::to_string(fingerprint(all)) + "-" + std::to_string(all.size());
}

}  // namespace

Outcome<const TokenUse*> repeated_request(const ActionContext& context) {
  const std::string_view token = context.incoming.text("ClientToken");
  const TokenUse* use = token.empty() ? nullptr : context.account.find_token(token);
  if (use && use->request != request_of(context)) return refuse("IdempotentParameterMismatch");
  return use;
}

void remember_request(ActionContext& context, std::string_view instance_id,
                      std::string_view order_id) {
  const std::string_view token = context.incoming.text("ClientToken");
  if (token.empty()) return;
  context.account.remember_token(
      {std::string(token), request_of(context), std::string(instance_id), std::string(order_id)});
}

}  // namespace dds::emulator
