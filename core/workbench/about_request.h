// What a pasted request is in a few words, and what of it travelled.
#pragma once

#include <optional>
#include <string>

#include "core/diagnose/request.h"
#include "core/diagnose/steps.h"

namespace dds::workbench {

/// "A curl command: POST DescribeRegions to mongodb.aliyuncs.com".
[[nodiscard]] std::string in_words(const diagnose::Request& request);

/// The last step of a trace: method, URL, headers and body as sent, the signature marked; masked.
/// Nothing for a request that is known by its string to sign or its parameters only.
[[nodiscard]] std::optional<diagnose::Step> wire_step(const diagnose::Request& request);

}  // namespace dds::workbench
