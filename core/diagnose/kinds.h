// Every mistake that a diagnosis knows by name.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace dds::diagnose {

enum class Kind {
  // Encoding
  SpaceAsPlus,
  StarKept,
  TildeEncoded,
  MarksKept,
  LowerCaseHex,
  DoubleEncoding,
  NotEncoded,
  OtherCharset,
  PlusBecameBlank,
  BrokenEscape,
  // Order and set of parameters
  SortOrder,
  EmptyDropped,
  ParameterNotSigned,
  SignedNotSent,
  ValueDiffers,
  ParameterTwice,
  SignatureSigned,
  // The string to sign
  MethodDiffers,
  PathNotRoot,
  ChangedOnTheWay,
  // Key and digest
  KeyWithoutAmpersand,
  KeyWithAmpersand,
  SecretWithBlank,
  SecretTransformed,
  OtherSecret,
  HashDiffers,
  SignatureText,
  SignatureNotEncoded,
  // Common parameters
  ActionMissing,
  VersionMissing,
  FormatMissing,
  AccessKeyIdMissing,
  SignatureMissing,
  SignatureMethodWrong,
  SignatureVersionWrong,
  VersionWrong,
  AccessKeyIdBlank,
  AccessKeyUnknown,
  AccessKeyInactive,
  ContentTypeMissing,
  // Time, nonce, token
  TimestampSpelling,
  TimestampMissing,
  TimestampFormat,
  TimestampLocal,
  ClockOff,
  NonceMissing,
  NonceReused,
  TokenMissing,
  TokenNotEncoded,
  TokenWrong,
  // ACS3
  BodyChanged,
  ContentHashMissing,
  HostDiffers,
  HeaderNotTrimmed,
  HeadersNotSorted,
  HeadersNotLowerCase,
  HeaderNotSigned,
  BlankLineMissing,
};

/// What a refusal must be about for the kind to explain it.
enum class Concern { Signature, Time, Nonce, Key, Token, Parameter, Advice };

struct KindText {
  Kind kind;
  std::string_view id;  // stable: "space_as_plus"
  Concern concern;
  /// One sentence, in which {p} stands for the parameter or header and {d} for a detail.
  std::string_view sentence;
  std::string_view remedy;  // one sentence or two: how to mend it
};

/// In the order of the enumerators.
[[nodiscard]] std::span<const KindText> all_kinds();
[[nodiscard]] const KindText& text_of(Kind kind);
/// The kind's sentence with its places filled in.
[[nodiscard]] std::string sentence(Kind kind, std::string_view parameter = {},
                                   std::string_view detail = {});

}  // namespace dds::diagnose
