#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "core/base/text.h"
#include "core/diagnose/checks.h"
#include "core/diagnose/loose_time.h"
#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// Source: the error's text and users' reports; see core/signing. Another page says 31 minutes.
constexpr Milliseconds kWindow = minutes(15);

std::string_view form_problem(const std::optional<LooseTime>& time) {
  if (!time) return "it is no time of any known form";
  if (time->epoch) return "it is a number of seconds or milliseconds since 1970";
  if (time->milliseconds) return "it has fractions of a second";
  if (time->zone == Zone::Offset) return "it has an offset instead of the Z";
  if (time->zone == Zone::None) return "it has no Z at its end";
  return "its parts are not in their places";
}

std::string two(std::int64_t number) {
  const std::string text = std::to_string(number);
  return number < 10 ? "0" + text : text;
}

std::string zone_text(Milliseconds ahead) {
  const std::int64_t total = std::chrono::duration_cast<minutes>(ahead).count();
  const std::int64_t size = std::abs(total);
  return std::string("UTC") + (total < 0 ? "-" : "+") + two(size / 60) + ":" + two(size % 60);
}

// The zones that are no whole hour, in minutes: from Nepal to the Chatham Islands and the
// Marquesas.
constexpr std::array<std::int64_t, 13> kOddZones{-570, -210, -150, 210, 270, 330, 345,
                                                 390,  525,  570,  630, 765, 825};

bool is_zone(std::int64_t in_minutes) {
  if (in_minutes % 60 == 0) return in_minutes != 0 && in_minutes >= -720 && in_minutes <= 840;
  return std::find(kOddZones.begin(), kOddZones.end(), in_minutes) != kOddZones.end();
}

// The time zone that a difference is, give or take what clocks and networks take; 0: none.
Milliseconds zone_of(Milliseconds difference) {
  constexpr Milliseconds kStep = minutes(15);
  constexpr Milliseconds kPlay = minutes(5);
  const std::int64_t sign = difference < Milliseconds(0) ? -1 : 1;
  const std::int64_t steps = (std::abs(difference.count()) + kStep.count() / 2) / kStep.count();
  const Milliseconds zone = kStep * (steps * sign);
  const Milliseconds rest(std::abs((difference - zone).count()));
  return rest <= kPlay && is_zone(steps * sign * 15) ? zone : Milliseconds(0);
}

// A local time and a wrong clock look alike: where the difference is a time zone, both are named.
Findings off_by(Milliseconds difference, const std::string& name) {
  const bool ahead = difference > Milliseconds(0);
  const std::string off = format_duration(std::chrono::abs(difference)) +
                          (ahead ? " ahead of" : " behind") + " the time of the request";
  Findings list;
  if (const Milliseconds zone = zone_of(difference); zone != Milliseconds(0)) {
    list.push_back(found(Kind::TimestampLocal, Evidence::Request, name,
                         off + ", as a clock in " + zone_text(zone) + " shows it"));
    list.back().alternative = 1;
  }
  list.push_back(found(Kind::ClockOff, Evidence::Request, name, off));
  if (list.size() > 1) list.back().alternative = 2;
  return list;
}

}  // namespace

Findings check_time(const Request& request, std::optional<Instant> reference) {
  Findings list;
  const std::string_view text = timestamp_of(request);
  if (text.empty()) return list;
  const std::string name = request.kind == SignatureKind::Acs3 ? "x-acs-date" : "Timestamp";
  const std::optional<LooseTime> time = read_loose_time(trimmed(text));
  if (!time || !time->strict) {
    list.push_back(
        found(Kind::TimestampFormat, Evidence::Request, name, std::string(form_problem(time))));
  }
  if (!time || !reference) return list;
  const Milliseconds difference = time->instant - *reference;
  if (std::chrono::abs(difference) <= kWindow) return list;
  for (Finding& finding : off_by(difference, name)) list.push_back(std::move(finding));
  return list;
}

namespace {

struct CodeRow {
  std::string_view code;  // a beginning, when it ends with a *
  Kind kind;
  std::string_view detail;
};
constexpr std::array kCodes{
    CodeRow{"SignatureNonceUsed", Kind::NonceReused, ", says the service"},
    CodeRow{"InvalidAccessKeyId.NotFound", Kind::AccessKeyUnknown, ""},
    CodeRow{"InvalidAccessKeyId.Inactive", Kind::AccessKeyInactive, ""},
    CodeRow{"InvalidAccessKeyId.Disabled", Kind::AccessKeyInactive, ""},
    CodeRow{"MissingSecurityToken", Kind::TokenMissing, ""},
    CodeRow{"InvalidSecurityToken.Expired", Kind::TokenWrong, "it has expired"},
    CodeRow{"InvalidSecurityToken.MismatchWithAccessKey", Kind::TokenWrong,
            "it belongs to another AccessKey"},
    CodeRow{"InvalidSecurityToken.Malformed", Kind::TokenWrong, "it is cut off or changed"},
    CodeRow{"InvalidSecurityToken*", Kind::TokenWrong, "it is not valid"},
    CodeRow{"MissingAction", Kind::ActionMissing, ""},
    CodeRow{"MissingVersion", Kind::VersionMissing, ""},
    CodeRow{"MissingAccessKeyId", Kind::AccessKeyIdMissing, ""},
    CodeRow{"MissingSignatureNonce", Kind::NonceMissing, ""},
    CodeRow{"MissingTimestamp", Kind::TimestampMissing, ""},
    CodeRow{"MissingSignatureMethod", Kind::SignatureMethodWrong, "missing"},
    CodeRow{"MissingSignatureVersion", Kind::SignatureVersionWrong, "missing"},
    CodeRow{"MissingSignature", Kind::SignatureMissing, ""},
    CodeRow{"InvalidSignatureMethod", Kind::SignatureMethodWrong, "not one that it knows"},
    CodeRow{"InvalidSignatureVersion", Kind::SignatureVersionWrong, "not 1.0"},
    CodeRow{"NoSuchVersion", Kind::VersionWrong, ""},
    CodeRow{"InvalidVersion", Kind::VersionWrong, ""},
    CodeRow{"InvalidTimeStamp.Expired", Kind::ClockOff,
            "too far from the service's clock, as its answer says: the clock is wrong, or a local "
            "time was sent as UTC"},
    CodeRow{"InvalidTimeStamp.Format", Kind::TimestampFormat, "so the service says"},
    CodeRow{"IllegalTimestamp*", Kind::TimestampFormat, "so the service says"},
};

bool is_code(std::string_view code, std::string_view pattern) {
  if (pattern.ends_with('*')) return code.starts_with(pattern.substr(0, pattern.size() - 1));
  return equal_ignoring_case(code, pattern);
}

}  // namespace

Findings check_answer(const ServiceAnswer& answer) {
  for (const CodeRow& row : kCodes) {
    if (is_code(answer.code, row.code))
      return {found(row.kind, Evidence::Answer, {}, std::string(row.detail))};
  }
  return {};
}

std::optional<Concern> concern_of(std::string_view code) {
  if (code == "SignatureDoesNotMatch" || code == "IncompleteSignature" ||
      code == "InvalidSignature" || code == "MissingSignature") {
    return Concern::Signature;
  }
  for (const CodeRow& row : kCodes) {
    if (is_code(code, row.code)) return text_of(row.kind).concern;
  }
  if (code.starts_with("InvalidTimeStamp") || code.starts_with("InvalidTimestamp"))
    return Concern::Time;
  if (code.starts_with("InvalidAccessKeyId")) return Concern::Key;
  if (code == "MissingParameter" || code == "InvalidParameter") return Concern::Parameter;
  return std::nullopt;
}

}  // namespace dds::diagnose
