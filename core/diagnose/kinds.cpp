#include "core/diagnose/kinds.h"

#include <array>

#include "core/diagnose/words.h"

namespace dds::diagnose {
namespace {

using enum Kind;

constexpr std::string_view kEncode =
    "Encode each UTF-8 byte but A-Z a-z 0-9 - _ . ~ as %XX with upper-case digits; use no form "
    "encoder.";
constexpr std::string_view kSort =
    "Sort by the unencoded names, byte by byte: all of A-Z come before a-z.";
constexpr std::string_view kCommon =
    "Send it with every request, and sign it like the other parameters.";

constexpr std::array kTable{
    KindText{SpaceAsPlus, "space_as_plus", Concern::Signature,
             "The blank in {p} was encoded as \"+\" when the request was signed; the signature "
             "wants %20.",
             kEncode},
    KindText{StarKept, "star_not_encoded", Concern::Signature,
             "The \"*\" in {p} was left as it is when the request was signed; the signature wants "
             "%2A.",
             kEncode},
    KindText{TildeEncoded, "tilde_encoded", Concern::Signature,
             "The \"~\" in {p} was encoded as %7E when the request was signed; the signature wants "
             "it as it is.",
             kEncode},
    KindText{MarksKept, "marks_not_encoded", Concern::Signature,
             "In {p}, {d} stayed unencoded when the request was signed; the signature wants %XX.",
             kEncode},
    KindText{LowerCaseHex, "lower_case_hex", Concern::Signature,
             "The request was signed with lower-case escapes in {p}, such as %2f; the signature "
             "wants %2F.",
             kEncode},
    KindText{DoubleEncoding, "double_encoding", Concern::Signature,
             "The value of {p} was encoded once too often{d}.",
             "Encode each value once for the canonical query, and that query once more, as a "
             "whole, for the string to sign."},
    KindText{NotEncoded, "not_encoded", Concern::Signature,
             "The request was signed over text that was not encoded{d}.",
             "Encode each name and value for the canonical query, and that query once more, as a "
             "whole, for the string to sign."},
    KindText{OtherCharset, "other_charset", Concern::Signature,
             "The value of {p} was encoded in another charset than UTF-8{d}.",
             "Turn text into UTF-8 bytes before it is percent-encoded."},
    KindText{PlusBecameBlank, "plus_became_blank", Concern::Signature,
             "The \"+\" in {p} was sent unencoded, so that the service read a blank.",
             "Send it as %2B: encode every value in the URL and in the form."},
    KindText{BrokenEscape, "broken_escape", Concern::Signature,
             "The value of {p} was sent with a % that no two hex digits follow.",
             "Send a % of the value itself as %25."},
    KindText{SortOrder, "sort_order", Concern::Signature,
             "The parameters were signed in another order than by name: {d}.", kSort},
    KindText{EmptyDropped, "empty_value_dropped", Concern::Signature,
             "{p} was sent with an empty value but left out of the string to sign.",
             "Sign it as \"Name=\", or do not send it."},
    KindText{ParameterNotSigned, "parameter_not_signed", Concern::Signature,
             "{p} was sent but not signed.",
             "Sign every parameter of query and form but Signature itself."},
    KindText{SignedNotSent, "signed_not_sent", Concern::Signature, "{p} was signed but not sent.",
             "Send exactly the parameters that were signed."},
    KindText{ValueDiffers, "value_differs", Concern::Signature,
             "{p} was signed with another value than it was sent with{d}.",
             "Make each value once, and use it for signing and for sending."},
    KindText{ParameterTwice, "parameter_twice", Concern::Parameter, "{p} was sent more than once.",
             "Send each name once; lists are numbered, as Name.1, Name.2."},
    KindText{SignatureSigned, "signature_signed", Concern::Signature,
             "The parameter Signature was itself signed.",
             "Leave Signature out of the string to sign, and compute it anew for every attempt."},
    KindText{MethodDiffers, "method_differs", Concern::Signature,
             "The request was signed for another HTTP method than it was sent with: {d}.",
             "Begin the string to sign with the method that is sent, in capital letters."},
    KindText{PathNotRoot, "path_not_root", Concern::Signature,
             "The path that was signed or sent is not \"/\"{d}.",
             "Send the request to the path / and sign %2F (ACS3: /)."},
    KindText{ChangedOnTheWay, "changed_on_the_way", Concern::Signature,
             "The service received another request than this one: {d}",
             "Look for a proxy or a library that rewrites the request, and compare with what is "
             "really sent."},
    KindText{KeyWithoutAmpersand, "key_without_ampersand", Concern::Signature,
             "The key of the HMAC was the secret alone; it must be the secret with an \"&\" behind "
             "it.",
             "Append \"&\" to the secret before it is used as the key."},
    KindText{KeyWithAmpersand, "key_with_ampersand", Concern::Signature,
             "The key of the HMAC was the secret with an \"&\" behind it, which is for RPC v1; "
             "ACS3 wants the secret alone.",
             "Use the secret itself as the key."},
    KindText{SecretWithBlank, "secret_with_blank", Concern::Signature,
             "The secret was used with {d}.",
             "Copy the secret without what surrounds it, and read files without their last line "
             "break."},
    KindText{SecretTransformed, "secret_transformed", Concern::Signature,
             "The key of the HMAC was not the secret but {d}.",
             "Use the bytes of the secret as they are."},
    KindText{OtherSecret, "other_secret", Concern::Signature,
             "The string to sign is right, but the signature was made with another secret{d}.",
             "Use the secret that belongs to this AccessKey ID; if it is lost, make a new key."},
    KindText{HashDiffers, "hash_differs", Concern::Signature,
             "The signature was computed with {d}.",
             "Compute the signature with the algorithm that the request names: HMAC-SHA1 for RPC "
             "v1, HMAC-SHA256 for ACS3."},
    KindText{SignatureText, "signature_text", Concern::Signature,
             "The signature was written as {d}.",
             "RPC v1 wants the digest's 20 bytes in Base64, ACS3 its 32 bytes in lower-case hex."},
    KindText{SignatureNotEncoded, "signature_not_encoded", Concern::Signature,
             "The Signature was put into the request unencoded, so that its \"+\" became a blank.",
             "Percent-encode the Signature like every other value: + is %2B, / is %2F, = is %3D."},
    KindText{ActionMissing, "action_missing", Concern::Parameter, "The Action is missing.",
             kCommon},
    KindText{VersionMissing, "version_missing", Concern::Parameter, "The Version is missing.",
             "Send Version=2015-12-01 (ACS3: the header x-acs-version), and sign it."},
    KindText{FormatMissing, "format_missing", Concern::Advice,
             "The Format is missing: the service then answers in XML.",
             "Send Format=JSON, and sign it, unless XML is wanted."},
    KindText{AccessKeyIdMissing, "access_key_id_missing", Concern::Key,
             "The AccessKey ID is missing.", kCommon},
    KindText{SignatureMissing, "signature_missing", Concern::Signature,
             "The request carries no signature.",
             "Send the Signature (ACS3: the header Authorization) with the request."},
    KindText{SignatureMethodWrong, "signature_method_wrong", Concern::Signature,
             "The SignatureMethod is {d}.", "Send SignatureMethod=HMAC-SHA1."},
    KindText{SignatureVersionWrong, "signature_version_wrong", Concern::Signature,
             "The SignatureVersion is {d}.", "Send SignatureVersion=1.0."},
    KindText{VersionWrong, "version_wrong", Concern::Parameter,
             "The service does not know this Version of the API.", "Send Version=2015-12-01."},
    KindText{AccessKeyIdBlank, "access_key_id_blank", Concern::Key,
             "The AccessKey ID has a blank or a line break at one of its ends.",
             "Copy the ID without what surrounds it."},
    KindText{AccessKeyUnknown, "access_key_unknown", Concern::Key,
             "The service knows no such AccessKey ID.",
             "Check the ID letter by letter, and that the key is of this account and site (China "
             "or international)."},
    KindText{AccessKeyInactive, "access_key_inactive", Concern::Key, "The AccessKey is disabled.",
             "Enable it in the RAM console, or use another key."},
    KindText{ContentTypeMissing, "content_type_missing", Concern::Parameter,
             "The body holds parameters, but the request does not say that it is a form, so that "
             "the service does not read them.",
             "Send Content-Type: application/x-www-form-urlencoded, and POST."},
    KindText{TimestampSpelling, "timestamp_spelling", Concern::Time,
             "The parameter is spelled {d}; the service reads Timestamp.",
             "Spell it Timestamp, with a small s: names are told apart by letter case."},
    KindText{TimestampMissing, "timestamp_missing", Concern::Time, "The Timestamp is missing.",
             "Send the time of signing in UTC, like 2024-01-16T11:04:56Z."},
    KindText{TimestampFormat, "timestamp_format", Concern::Time,
             "The timestamp is not of the form 2024-01-16T11:04:56Z: {d}.",
             "Write it in UTC, with seconds, without fractions, and with a Z at its end."},
    KindText{TimestampLocal, "timestamp_local_time", Concern::Time,
             "The timestamp is a local time, not UTC: it is {d}.",
             "Take the time in UTC; a Z at the end does not turn a local time into one."},
    KindText{ClockOff, "clock_off", Concern::Time,
             "The timestamp is {d}; the service takes 15 minutes at most.",
             "Set the clock of the machine (NTP), and sign each attempt anew just before it is "
             "sent."},
    KindText{NonceMissing, "nonce_missing", Concern::Nonce, "The signature nonce is missing.",
             "Send a new random one with every attempt, such as 32 hex digits."},
    KindText{NonceReused, "nonce_reused", Concern::Nonce, "The signature nonce was used before{d}.",
             "Make a new random nonce and a new signature for every attempt, retries included."},
    KindText{TokenMissing, "token_missing", Concern::Token,
             "The AccessKey is a temporary one (STS), but its SecurityToken is missing.",
             "Send SecurityToken (ACS3: x-acs-security-token) with the request, and sign it."},
    KindText{TokenNotEncoded, "token_not_encoded", Concern::Token,
             "The SecurityToken was not percent-encoded{d}.",
             "Encode it like every other value: + is %2B, / is %2F, = is %3D."},
    KindText{TokenWrong, "token_wrong", Concern::Token,
             "The service refuses the SecurityToken because {d}.",
             "Take id, secret and token from the same answer of STS, and anew before it expires."},
    KindText{BodyChanged, "body_changed", Concern::Signature,
             "The body is not the one that was signed: its SHA-256 differs from {d}.",
             "Hash exactly the bytes that are sent, and let no proxy rewrite them."},
    KindText{ContentHashMissing, "content_hash_missing", Concern::Signature,
             "The header x-acs-content-sha256 is missing{d}.",
             "Send the hex SHA-256 of the body in it, also of an empty one, and sign it."},
    KindText{HostDiffers, "host_differs", Concern::Signature,
             "The request was signed for another host than it was sent to{d}.",
             "Sign the Host that the service sees: without a port for https, and not a proxy's."},
    KindText{HeaderNotTrimmed, "header_not_trimmed", Concern::Signature,
             "The value of {p} was signed with the blanks at its ends.",
             "Trim the values of headers before they are signed."},
    KindText{HeadersNotSorted, "headers_not_sorted", Concern::Signature,
             "The signed headers are not in the order of their names{d}.",
             "Sort them by lower-case name, in the canonical headers and in SignedHeaders."},
    KindText{HeadersNotLowerCase, "headers_not_lower_case", Concern::Signature,
             "The names of the signed headers are not in lower case{d}.",
             "Write them in lower case, in the canonical headers and in SignedHeaders."},
    KindText{
        HeaderNotSigned, "header_not_signed", Concern::Signature, "The header {p} was {d}.",
        "Sign host, content-type and every header that begins with x-acs-, and send them all."},
    KindText{BlankLineMissing, "blank_line_missing", Concern::Signature,
             "The canonical request lacks the empty line between its headers and SignedHeaders.",
             "Each canonical header ends with a line break, and one more follows the last."},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<std::size_t>(kTable[i].kind) != i) return false;
  }
  return kTable.size() == static_cast<std::size_t>(BlankLineMissing) + 1;
}
static_assert(in_order(), "one line a kind, in the order of the enumerators");

}  // namespace

std::span<const KindText> all_kinds() {
  return kTable;
}

const KindText& text_of(Kind kind) {
  return kTable[static_cast<std::size_t>(kind)];
}

std::string sentence(Kind kind, std::string_view parameter, std::string_view detail) {
  const std::string name(parameter.empty() ? std::string_view("a parameter") : parameter);
  std::string text = replaced(text_of(kind).sentence, "{d}", detail);
  text = replaced(text, "{p}", name);
  if (text.front() >= 'a' && text.front() <= 'z' && parameter.empty())
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  return text;
}

}  // namespace dds::diagnose
