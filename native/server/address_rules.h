// Which addresses the CORS proxy may connect to: public ones only, so that a name that resolves
// inwards (by mistake or by an attacker's DNS) cannot turn the proxy against the machine or its
// network.
#pragma once

#include <sys/socket.h>

namespace dds::server {

/// False for private, loopback, link-local, shared (100.64/10, where the cloud's metadata service
/// is), multicast, documentation and other reserved ranges, of IPv4, IPv6 and IPv4 inside IPv6;
/// false for any other family. Source: IANA special-purpose address registries (RFC 6890 and its
/// updates).
[[nodiscard]] bool is_public_address(const sockaddr& address);

}  // namespace dds::server
