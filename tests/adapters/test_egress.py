"""Nothing that somebody else wrote leads the server into its own network."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import ValidationError

from careerdesk.adapters.egress import Egress, EgressError, is_public, target_of
from careerdesk.kernel.settings import Settings
from tests.sso.saml_provider import certificate

Handle = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(handle: Handle) -> AsyncIterator[tuple[int, list[bytes]]]:
    """A server on loopback; its port, and the requests that it got."""
    got: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = await reader.readuntil(b"\r\n\r\n")
            got.append(request)
            await handle(request, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], got


async def _hello(_: bytes, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello")
    await writer.drain()


def _redirecting(to: str) -> Handle:
    async def handle(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())
        await writer.drain()

    return handle


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "100.127.255.255", "0.0.0.0", "0.1.2.3", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "192.0.0.8",
        "192.0.2.1", "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "192.88.99.1", "::", "::1", "::127.0.0.1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1",
        "2001:2::1", "3fff::1", "5f00::1", "fc00::1", "fd12::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1",
        "not an address", "",
    ],
)  # fmt: skip
def test_an_address_that_is_not_of_the_open_internet_is_known_as_such(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "100.63.255.255", "172.32.0.1", "2606:4700::1111"])
def test_an_address_of_the_open_internet_is_known_as_such(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://2130706433/", "http://127.1/", "http://0x7f.1/", "http://0x7f000001/", "http://0177.0.0.1/", "http://①②⑦.0.0.1/",
        "http://127.0.0.1./x/../", "https://user:secret@example.org/", "https://example.org\\@127.0.0.1/", "ftp://example.org/",
        "file:///etc/passwd", "gopher://example.org/", "//example.org/", "https://", "https:///x", "https://exa mple.org/",
        "https://example.org:0/", "https://example.org:99999/", "https://[::1/", "https://[fe80::1%25eth0]/", "https://exa\nmple.org/",
        "https://ⓔxample.org/", "https://exa_mple..org/", "https://[127.0.0.1]/",
    ],
)  # fmt: skip
async def test_an_odd_spelling_is_refused_before_anything_is_asked(url: str) -> None:
    asked: list[str] = []

    async def resolver(host: str, _: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with pytest.raises(EgressError) as refused:
        await Egress(resolver=resolver).get(url, plain_http=True)
    assert refused.value.why == "refused"
    assert asked == []


def test_a_plain_name_is_read_as_it_is_written() -> None:
    target = target_of("https://Idp.Uni.Example:8443/realms/x?y=1")
    assert (target.scheme, target.host, target.port) == ("https", "idp.uni.example", 8443)
    assert target_of("https://bücher.example/").host == "xn--bcher-kva.example"


async def test_a_name_that_leads_inside_is_refused_although_one_of_its_addresses_is_public() -> None:
    async with listening(_hello) as (port, got):

        async def resolver(_host: str, _port: int) -> list[str]:
            return ["8.8.8.8", "127.0.0.1"]

        with pytest.raises(EgressError) as refused:
            await Egress(resolver=resolver).get(f"http://inside.example:{port}/", plain_http=True)
    assert refused.value.why == "refused"
    assert got == []


async def test_a_resolver_that_changes_its_answer_does_not_lead_inside(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: the first answer is checked, and it alone is connected to."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    asked: list[str] = []
    connected: list[str] = []

    async def resolver(host: str, _: int) -> list[str]:
        asked.append(host)
        return next(answers)

    import httpcore2

    async def connect(_self: object, host: str, *_: object, **__: object) -> None:
        connected.append(host)
        raise httpcore2.ConnectError("not in a test")

    monkeypatch.setattr(httpcore2.AnyIOBackend, "connect_tcp", connect)
    with pytest.raises(EgressError) as failed:
        await Egress(resolver=resolver).get("https://rebinding.example/")
    assert failed.value.why == "unreachable"
    assert asked == ["rebinding.example"]
    assert connected == ["93.184.215.14"]
    with pytest.raises(EgressError) as refused:
        await Egress(resolver=resolver).get("https://rebinding.example/")
    assert refused.value.why == "refused"


async def test_an_allowed_host_is_reached_and_keeps_its_name() -> None:
    async with listening(_hello) as (port, got):
        answer = await Egress(allow=[("localhost", port)]).get(f"http://localhost:{port}/x?y=1")
    assert (answer.status, answer.body) == (200, b"hello")
    assert got[0].startswith(b"GET /x?y=1 HTTP/1.1\r\n")
    assert f"host: localhost:{port}".encode() in got[0].lower()


async def test_another_port_of_an_allowed_host_is_refused() -> None:
    async with listening(_hello) as (port, got):
        with pytest.raises(EgressError):
            await Egress(allow=[("127.0.0.1", port + 1)]).get(f"http://127.0.0.1:{port}/", plain_http=True)
    assert got == []


async def test_plain_http_is_refused_where_it_was_not_asked_for() -> None:
    with pytest.raises(EgressError, match="https"):
        await Egress().get("http://example.org/")


async def test_tls_asks_for_the_name_and_believes_no_certificate_of_its_own_making(tmp_path: Path) -> None:
    names: list[str | None] = []
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    (tmp_path / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "cert.pem").write_text(certificate(key))
    trust = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trust.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    trust.sni_callback = lambda _socket, name, _context: names.append(name)

    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=trust)
    port = server.sockets[0].getsockname()[1]

    async def resolver(_host: str, _port: int) -> list[str]:
        return ["127.0.0.1"]

    async with server:
        with pytest.raises(EgressError) as refused:
            await Egress(allow=[("idp.example", port)], resolver=resolver).get(f"https://idp.example:{port}/")
    assert refused.value.why == "unreachable"
    assert names == ["idp.example"]


async def test_a_redirect_is_not_followed_unless_asked() -> None:
    async with listening(_redirecting("http://169.254.169.254/latest/meta-data/")) as (port, _):
        egress = Egress(allow=[("127.0.0.1", port)])
        assert (await egress.get(f"http://127.0.0.1:{port}/")).status == 302
        with pytest.raises(EgressError) as refused:
            await egress.get(f"http://127.0.0.1:{port}/", redirects=3, plain_http=True)
    assert refused.value.why == "refused"


async def test_a_redirect_takes_no_credential_to_another_host() -> None:
    async with listening(_hello) as (second, got), listening(_redirecting(f"http://localhost:{second}/")) as (first, _):
        egress = Egress(allow=[("127.0.0.1", first), ("localhost", second)])
        answer = await egress.get(
            f"http://127.0.0.1:{first}/", redirects=1, headers={"Authorization": "Bearer x", "X-Trace": "1"}
        )
    assert answer.body == b"hello"
    assert b"authorization" not in got[0].lower()
    assert b"x-trace" in got[0].lower()


async def test_redirects_end() -> None:
    async with listening(_redirecting("/again")) as (port, got):
        answer = await Egress(allow=[("127.0.0.1", port)]).get(f"http://127.0.0.1:{port}/", redirects=2)
    assert answer.status == 302
    assert len(got) == 3


async def test_an_endless_body_is_cut_off() -> None:
    async def endless(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    async with listening(endless) as (port, _):
        with pytest.raises(EgressError) as cut:
            await Egress(allow=[("127.0.0.1", port)]).get(f"http://127.0.0.1:{port}/", max_bytes=100_000)
    assert cut.value.why == "too_large"


async def test_a_slow_body_has_a_deadline_of_the_whole() -> None:
    async def slow(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with listening(slow) as (port, _):
        with pytest.raises(EgressError) as late:
            await Egress(allow=[("127.0.0.1", port)]).get(f"http://127.0.0.1:{port}/", seconds=0.4)
    assert late.value.why == "too_slow"


async def test_a_compressed_answer_is_refused() -> None:
    async def bomb(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc")
        await writer.drain()

    async with listening(bomb) as (port, _):
        with pytest.raises(EgressError) as refused:
            await Egress(allow=[("127.0.0.1", port)]).get(f"http://127.0.0.1:{port}/")
    assert refused.value.why == "malformed"


async def test_a_host_that_does_not_exist_or_answers_nonsense_is_said_so() -> None:
    async def nowhere(_host: str, _port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(EgressError) as unknown:
        await Egress(resolver=nowhere).get("https://nowhere.example/")
    assert unknown.value.why == "unreachable"

    async def nonsense(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(b"SSH-2.0-OpenSSH\r\n\r\n")
        await writer.drain()

    async with listening(nonsense) as (port, _):
        with pytest.raises(EgressError) as broken:
            await Egress(allow=[("127.0.0.1", port)]).get(f"http://127.0.0.1:{port}/")
    assert broken.value.why == "unreachable"


async def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening(_hello) as (port, _):
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
        monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
        answer = await Egress(allow=[("127.0.0.1", port)]).get(f"http://127.0.0.1:{port}/")
    assert answer.body == b"hello"


def test_the_inner_network_opens_in_tests_alone() -> None:
    inside = {"allow": "localhost:4000, [::1]:4001"}
    with pytest.raises(ValidationError, match="CAREERDESK_EGRESS__ALLOW"):
        Settings(_env_file=None, env="production", egress=inside)  # type: ignore[call-arg, arg-type]
    allowed = Settings(_env_file=None, env="test", egress=inside)  # type: ignore[call-arg, arg-type]
    assert allowed.egress.pairs() == {("localhost", 4000), ("::1", 4001)}


@pytest.mark.parametrize("wrong", ["localhost", "localhost:", ":80", "localhost:http", "localhost:70000"])
def test_a_list_that_is_not_one_is_refused(wrong: str) -> None:
    with pytest.raises(ValidationError, match="host:port"):
        Settings(_env_file=None, env="test", egress={"allow": wrong})  # type: ignore[call-arg, arg-type]
