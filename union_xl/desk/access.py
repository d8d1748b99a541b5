"""Who may talk to the page: this machine's browser, opened by this program, and nobody else.

Every request must name this very address as Host (a foreign name that resolves to 127.0.0.1 is DNS
rebinding), carry the cookie that the one-time link gave, and, where it changes something, come from this page
(Origin).
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
LARGEST = 2 * 2**30
"""Bytes of one request that brings files."""
FORM = 2**20
"""Bytes of any other request."""
FILES_TO = "/receive"


@dataclass
class Keys:
    """The one-time word of the link and the cookie it is exchanged for."""

    port: int
    link: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    cookie: str = field(default_factory=lambda: secrets.token_urlsafe(32))

    @property
    def cookie_name(self) -> str:
        """Cookies are shared by all ports of an address."""
        return f"union_xl_{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    def spent(self, word: str) -> bool:
        """Take the link's word; True once, for the right one."""
        right = bool(self.link) and hmac.compare_digest(word.encode(), self.link.encode())
        if right:
            self.link = ""
        return right


class Guard:
    """ASGI middleware: refuses what the module's docstring says, and puts the safety headers on answers."""

    def __init__(self, app: ASGIApp, keys: Keys) -> None:
        self.app, self.keys = app, keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        answer = self._answer(scope, Headers(scope=scope))
        await (answer or self.app)(scope, receive, with_headers)

    def _answer(self, scope: Scope, headers: Headers) -> ASGIApp | None:
        """What is answered instead of the page; None where the request may pass."""
        if headers.get("host", "") not in self.keys.hosts:
            return _refused("只能从本机的浏览器打开这个页面", 421)
        changing = scope["method"] not in ("GET", "HEAD")
        if changing and headers.get("origin", "") not in {f"http://{one}" for one in self.keys.hosts}:
            return _refused("这个请求不是从本页面发出的，没有照做", 403)
        if "transfer-encoding" in headers:  # of unknown length; browsers always tell it
            return _refused("这个请求没有写明大小，没有照做", 411)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:20]) > (LARGEST if scope["path"] == FILES_TO else FORM):
            return _refused("一次拖入的文件太大（超过 2 GB），请分几次", 413)
        word = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("key", [""])[0]
        if word and not changing and scope["path"] == "/" and self.keys.spent(word):
            entered = RedirectResponse("/", 303)
            entered.set_cookie(self.keys.cookie_name, self.keys.cookie, httponly=True, samesite="strict")
            return entered
        given = cookie_parser(headers.get("cookie", "")).get(self.keys.cookie_name, "")
        if not hmac.compare_digest(given.encode(), self.keys.cookie.encode()):
            return _refused("请用程序窗口里显示的链接打开这个页面；链接只能用一次，失效时请重新启动程序", 403)
        return None


def _refused(why: str, status: int) -> PlainTextResponse:
    return PlainTextResponse(why, status)
