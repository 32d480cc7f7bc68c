"""The domains of e-mail addresses: syntax, and the domains of mail providers."""

from __future__ import annotations

import re

COMMON = frozenset(
    """
    126.com 163.com aim.com aol.com att.net bellsouth.net bigpond.com bluewin.ch btinternet.com charter.net comcast.net
    cox.net daum.net docomo.ne.jp duck.com earthlink.net email.com fastmail.com fastmail.fm free.fr freenet.de gmail.com
    gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hanmail.net hey.com hotmail.co.uk hotmail.com hotmail.de
    hotmail.es hotmail.fr hotmail.it hushmail.com icloud.com inbox.com juno.com laposte.net libero.it live.co.uk
    live.com live.fr live.nl mac.com mail.com mail.ru me.com msn.com naver.com netscape.net ntlworld.com orange.fr
    outlook.com outlook.de outlook.fr pm.me proton.me protonmail.ch protonmail.com qq.com rediffmail.com rocketmail.com
    sbcglobal.net sfr.fr sina.com sky.com sohu.com t-online.de talktalk.net terra.com.br tutanota.com tuta.io
    uol.com.br verizon.net virgilio.it virginmedia.com wanadoo.fr web.de xtra.co.nz yahoo.ca yahoo.co.in yahoo.co.jp
    yahoo.co.uk yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru yeah.net ymail.com
    zoho.com
    """.split()
)
"""The domains of the best-known mail providers. An address there does not identify an organization."""
SIMPLIFIED = "Only the domains of the best-known mail providers count as common."
"""The simplification of all calls that have domains as arguments."""
_LABEL = r"[^\W_](?:(?:[^\W_]|-){0,61}[^\W_])?"
_DOMAIN = re.compile(rf"(?=.{{4,253}}\Z)(?:{_LABEL}\.)+(?!\d+\Z){_LABEL}")
"""Two labels or more of letters, digits and hyphens (RFC 5321, section 4.1.2, and RFC 5890), but no IPv4 address."""


def domain_of(address: str) -> str:
    """Return the domain of an address, case-folded."""
    return address.rpartition("@")[2].casefold()


def is_domain(text: str) -> bool:
    """Return whether a text is a domain."""
    return bool(_DOMAIN.fullmatch(text))


def is_common(domain: str) -> bool:
    """Return whether a domain belongs to a mail provider."""
    return domain.casefold() in COMMON
