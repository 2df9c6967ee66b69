"""The one way out: every request that the product makes to an address somebody else wrote goes through here.

A name is resolved once, every address it has is checked against our own list, and the connection goes to an address that
was checked, so that a second answer of the resolver changes nothing. TLS and the Host header keep the name. Redirects are
followed only where asked for, and each is checked like the first. Size and time are bounded. Proxies of the environment
are not used. Whatever is not understood is refused. Why our own list: docs/decisions/0026.
"""

import asyncio
import ipaddress
import json
import re
import socket
import unicodedata
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Self
from urllib.parse import urljoin, urlsplit

import httpcore2
import httpx2
import idna

Resolver = Callable[[str, int], Awaitable[list[str]]]
Why = Literal["refused", "unreachable", "too_large", "too_slow", "malformed"]

_V4_DENIED = tuple(
    map(
        ipaddress.IPv4Network,
        (
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
            "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
            "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        ),
    )
)  # fmt: skip
# Only global unicast, and of that not what wraps an IPv4 address (6to4, Teredo) or is set apart. NAT64, v4-mapped and
# v4-compatible addresses, loopback, link-local and multicast lie outside 2000::/3.
_V6_ALLOWED = ipaddress.IPv6Network("2000::/3")
_V6_DENIED = tuple(
    map(ipaddress.IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"))
)
_NAME = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?)*"
)
_NUMBER = re.compile(r"(?:[0-9]+|0x[0-9a-f]*)")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class EgressError(Exception):
    """A request that was not made, or has no answer. `why` says which; the text names the host, never more of the URL."""

    def __init__(self, why: Why, text: str):
        super().__init__(text)
        self.why = why


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads: scheme, host in ASCII without brackets, port."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, read to its end. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON; `EgressError` for what is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise EgressError("malformed", "The answer is not JSON.") from error


def is_public(address: str) -> bool:
    """Whether this address is one of the open internet. What is no address is not."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv4Address):
        return not any(found in network for network in _V4_DENIED)
    if found.scope_id is not None or found not in _V6_ALLOWED:
        return False
    return not any(found in network for network in _V6_DENIED)


def target_of(url: str) -> Target:
    """Where a URL leads; `EgressError` for every spelling that two programs could read in two ways."""
    if len(url) > 4000 or _UNSAFE.search(url):
        raise EgressError("refused", "This address is not written as a web address is.")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise EgressError("refused", "This address is not written as a web address is.") from error
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        raise EgressError("refused", "The address must begin with https:// and name a host, nobody's sign-in.")
    if port == 0:
        raise EgressError("refused", "There is no port 0.")
    return Target(parts.scheme, _host(host, "[" in parts.netloc), port or (443 if parts.scheme == "https" else 80))


def _host(host: str, bracketed: bool) -> str:
    if bracketed:
        try:
            return str(ipaddress.IPv6Address(host))
        except ValueError as error:
            raise EgressError("refused", "This is not an IPv6 address.") from error
    if not host.isascii():
        if unicodedata.normalize("NFKC", host) != host:
            raise EgressError("refused", "The host is written with look-alike characters.")
        try:
            host = idna.encode(host).decode()
        except idna.IDNAError as error:
            raise EgressError("refused", "This is not a host name.") from error
    name = host.lower().removesuffix(".")
    if not _NAME.fullmatch(name):
        raise EgressError("refused", "This is not a host name.")
    if _NUMBER.fullmatch(name.rsplit(".", 1)[-1]):
        # A resolver would read 127.1, 2130706433 and 0x7f.1 as addresses. Four plain numbers, or nothing.
        try:
            return str(ipaddress.IPv4Address(name))
        except ValueError as error:
            raise EgressError("refused", "This is not an IPv4 address of four plain numbers.") from error
    return name


async def resolve(host: str, port: int) -> list[str]:
    """All addresses of a name, as the system's resolver has them."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class _Network(httpcore2.AsyncNetworkBackend):
    """Connections to checked addresses alone. The pool hands over the name; TLS keeps it."""

    def __init__(self, resolver: Resolver, allow: frozenset[tuple[str, int]]):
        self._inner = httpcore2.AnyIOBackend()
        self._resolver, self._allow = resolver, allow

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the name is the library's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        failed: Exception | None = None
        for address in await self._addresses(host, port):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
        raise EgressError("unreachable", f"{host} does not answer.") from failed

    async def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = await self._resolver(host, port)
        except (OSError, UnicodeError) as error:
            raise EgressError("unreachable", f"There is no host {host}.") from error
        if not found:
            raise EgressError("unreachable", f"There is no host {host}.")
        if (host, port) not in self._allow and not all(map(is_public, found)):
            raise EgressError("refused", f"{host} is not on the open internet.")
        return found

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore2.AsyncNetworkStream:
        raise EgressError("refused", "Sockets of this machine are not for this.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _Body(httpx2.AsyncByteStream):
    def __init__(self, stream: Any):
        self._stream = stream

    async def __aiter__(self) -> Any:
        async for part in self._stream:
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


class GuardedTransport(httpx2.AsyncBaseTransport):
    """For httpx2 clients, our own or a library's: connects as `Egress` does. Give the client `follow_redirects=False`."""

    def __init__(self, *, allow: frozenset[tuple[str, int]] = frozenset(), resolver: Resolver = resolve):
        self._allow = allow
        self._pool = httpcore2.AsyncConnectionPool(
            ssl_context=_trust(), max_keepalive_connections=0, network_backend=_Network(resolver, allow)
        )

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        target = target_of(str(request.url))
        url = request.url
        found = await self._pool.handle_async_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=request.stream,
                extensions=request.extensions,
            )
        )
        return httpx2.Response(
            status_code=found.status, headers=found.headers, stream=_Body(found.stream), extensions=found.extensions
        )

    async def aclose(self) -> None:
        await self._pool.aclose()

    async def __aenter__(self) -> Self:
        return self


@lru_cache
def _trust() -> Any:
    return httpx2.create_ssl_context(trust_env=False)


class Egress:
    """Requests to the outside world. `allow`: hosts and ports for which neither the list of addresses nor https is
    asked for; settings fill it in tests alone."""

    def __init__(self, *, allow: Iterable[tuple[str, int]] = (), resolver: Resolver = resolve):
        self._allow, self._resolver = frozenset(allow), resolver

    def require_allowed(self, url: str, *, plain_http: bool = False) -> Target:
        """`EgressError` for a URL that would be refused whatever its name resolves to."""
        target = target_of(url)
        known = (target.host, target.port) in self._allow
        if target.scheme == "http" and not plain_http and not known:
            raise EgressError("refused", "The address must begin with https://.")
        try:
            literal = str(ipaddress.ip_address(target.host))
        except ValueError:
            return target
        if not known and not is_public(literal):
            raise EgressError("refused", f"{target.host} is not on the open internet.")
        return target

    async def request(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        max_bytes: int = 1_000_000,
        seconds: float = 10,
        plain_http: bool = False,
        redirects: int = 0,
    ) -> Answer:
        """One request and its whole answer. `redirects`: how many to follow, of a GET alone; without them a 3xx is the
        answer. Raises `EgressError`."""
        sent = {"accept-encoding": "identity", "user-agent": "Careerdesk", **(headers or {})}
        try:
            async with asyncio.timeout(seconds):
                while True:
                    self.require_allowed(url, plain_http=plain_http)
                    answer = await self._once(method, url, sent, content, max_bytes, seconds)
                    location = answer.headers.get("location")
                    if answer.status not in _REDIRECTS or location is None or redirects < 1 or method != "GET":
                        return answer
                    redirects, before, url = redirects - 1, url, urljoin(url, location)
                    if target_of(url) != target_of(before):
                        sent = {name: value for name, value in sent.items() if name.lower() not in _CREDENTIALS}
        except TimeoutError as error:
            raise EgressError("too_slow", f"{_named(url)} took longer than {seconds:g} seconds.") from error
        except (httpcore2.TimeoutException, httpx2.TimeoutException) as error:
            raise EgressError("too_slow", f"{_named(url)} does not answer in time.") from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError, httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise EgressError("unreachable", f"No connection to {_named(url)}: {type(error).__name__}.") from error

    async def _once(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None, max_bytes: int, seconds: float
    ) -> Answer:
        transport = GuardedTransport(allow=self._allow, resolver=self._resolver)
        async with (
            httpx2.AsyncClient(
                transport=transport, timeout=seconds, follow_redirects=False, trust_env=False, cookies=None
            ) as client,
            client.stream(method, url, headers=dict(headers), content=content) as found,
        ):
            if found.headers.get("content-encoding", "identity").lower() != "identity":
                raise EgressError("malformed", f"{_named(url)} compressed its answer although it was asked not to.")
            parts, size = [], 0
            async for part in found.aiter_raw():
                size += len(part)
                if size > max_bytes:
                    raise EgressError("too_large", f"{_named(url)} sent more than {max_bytes:,} bytes.")
                parts.append(part)
            return Answer(found.status_code, {k.lower(): v for k, v in found.headers.items()}, b"".join(parts))

    async def get(self, url: str, **how: Any) -> Answer:
        return await self.request("GET", url, **how)

    async def post(self, url: str, content: bytes, **how: Any) -> Answer:
        return await self.request("POST", url, content=content, **how)


_CREDENTIALS = frozenset({"authorization", "cookie", "proxy-authorization"})


def _named(url: str) -> str:
    try:
        return target_of(url).host
    except EgressError:
        return "The host"
