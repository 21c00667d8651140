"""Names for where requests come from, by which they are counted without keeping their addresses."""

import hashlib
import ipaddress


def origin(address: str | None, secret: str) -> str:
    """A name for where a request comes from, without keeping the address: IPv6 by /64, since one connection has them all."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        # A socket for both families writes IPv4 like this: by /64 they would all be one.
        parsed = parsed.ipv4_mapped
    network = ipaddress.ip_network(f"{parsed}/64", strict=False) if parsed.version == 6 else parsed
    return hidden(str(network), secret)


def hidden(value: str, secret: str) -> str:
    """A name for something of a person's from which it cannot be read back."""
    return hashlib.blake2b(value.encode(), key=secret.encode()[:64], digest_size=12).hexdigest()
