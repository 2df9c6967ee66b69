"""Identity providers that others wrote, started on loopback: see `tests/idp`."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers import free_port

HERE = Path(__file__).parents[1] / "idp"
NODE = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]))
SECRET = "a client secret of forty-odd characters, or so"


@contextmanager
def _node(script: str, port: int, **settings: Any) -> Iterator[str]:
    assert NODE is not None, "Node comes with `make setup`."
    assert (HERE / "node_modules").is_dir(), "`make test` installs tests/idp; by hand: npm --prefix tests/idp ci"
    command = [NODE, str(HERE / script), json.dumps({"port": port, **settings})]
    process = subprocess.Popen(command, cwd=HERE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    try:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.strip() == "ready":
                break
        else:
            raise RuntimeError("".join(lines))
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)
        process.stdout.close()


@contextmanager
def openid_provider(
    callback_url: str, people: dict[str, Any], *, method: str = "client_secret_basic", port: int | None = None
) -> Iterator[str]:
    """The certified provider `oidc-provider`; its issuer."""
    client: dict[str, Any] = {
        "client_id": "careerdesk",
        "redirect_uris": [callback_url],
        "grant_types": ["authorization_code"],
        "response_types": ["code"],
        "token_endpoint_auth_method": method,
        "scope": "openid email profile groups",
    }
    if method != "none":
        client["client_secret"] = SECRET
    with _node("oidc.js", port or free_port(), clients=[client], people=people) as issuer:
        yield issuer


@contextmanager
def saml_provider(
    acs: str, people: dict[str, Any], key: str, cert: str, *, sign_response: bool = False, port: int | None = None
) -> Iterator[str]:
    """The SAML provider `samlp`; its address."""
    with _node(
        "saml.js", port or free_port(), acs=acs, people=people, key=key, cert=cert, signResponse=sign_response
    ) as url:
        yield url
