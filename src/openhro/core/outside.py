"""Posting to an address that somebody else gave us: it must not lead into the network that we stand in.

A name is looked up once, and the connection goes to the very address that was judged, so that a name which changes
its mind in between leads nowhere. Redirects are not followed. Where the environment names a proxy, the proxy decides.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import urllib.request
from typing import Any

from django.conf import settings

SECONDS = 10


def reachable(address: str) -> bool:
    """Whether we post to this IP address: a public one, one of OPENHRO_WEBHOOK_NETWORKS, or ourselves in a trial."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if ip.is_loopback:
        return not settings.BEHIND_TLS
    if any(ip in network for network in settings.WEBHOOK_NETWORKS):
        return True
    return ip.is_global and not ip.is_multicast


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer. Raises OSError, ValueError or HTTPException where there is none, or not a good one."""
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - the caller has checked the scheme
    with _OPENER.open(request, timeout=SECONDS) as answer:
        return int(answer.status)


def _dial(host: str, port: int) -> socket.socket:
    """A connection to the first address of a host that may be reached and answers."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    allowed = [str(place[0]) for *_, place in found if reachable(str(place[0]))]
    if not allowed:
        raise PermissionError(f"{host} is in a private network; an operator can allow it (OPENHRO_WEBHOOK_NETWORKS).")
    for address in allowed[:-1]:
        try:
            return socket.create_connection((address, port), SECONDS)
        except OSError:
            continue
    return socket.create_connection((allowed[-1], port), SECONDS)


class _Plain(http.client.HTTPConnection):
    def connect(self) -> None:
        self.sock = _dial(self.host, self.port)


class _Secure(http.client.HTTPSConnection):
    def connect(self) -> None:
        self.sock = self._context.wrap_socket(  # type: ignore[attr-defined]
            _dial(self.host, self.port), server_hostname=self.host
        )


class _Http(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:
        return super().http_open(req) if req.has_proxy() else self.do_open(_Plain, req)


class _Https(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> Any:
        proxied = req.has_proxy() or req._tunnel_host  # type: ignore[attr-defined]
        return super().https_open(req) if proxied else self.do_open(_Secure, req)


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is not followed: it could lead to an address that nobody checked."""

    def redirect_request(self, *_: Any) -> None:
        return None


_OPENER = urllib.request.build_opener(_Stay, _Http, _Https)
