"""Domains of companies and their people's addresses; currencies. Plain functions on values."""

import re
import unicodedata

# Anybody can have an address there, so it says nothing about an employer.
FREE_MAIL = frozenset(
    """
    126.com 163.com aol.com duck.com fastmail.com gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com
    hotmail.co.in hotmail.co.uk hotmail.com hotmail.de hotmail.fr hushmail.com icloud.com in.com inbox.com indiatimes.com
    keemail.me libero.it live.com live.in mac.com mail.com mail.ru mailinator.com me.com msn.com naver.com outlook.com
    outlook.in pm.me proton.me protonmail.com qq.com rediff.com rediffmail.com rocketmail.com sharklasers.com sina.com
    tutanota.com tuta.io usa.com web.de yahoo.co.in yahoo.co.uk yahoo.com yahoo.de yahoo.fr yahoo.in yandex.com yandex.ru
    ymail.com yopmail.com zoho.com zohomail.com zohomail.in
    """.split()
)
# Under these, everybody may register a name.
SUFFIXES = frozenset(
    """
    ac.in ac.ke ac.tz ac.uk ac.za co.in co.jp co.ke co.nz co.tz co.uk co.za com.au com.bd com.br com.cn com.lk com.my com.ng
    com.np com.pk com.sg edu.au edu.in edu.sg firm.in gen.in github.io gov.in gov.uk ind.in net.in nic.in or.ke or.tz
    org.in org.uk res.in vercel.app web.app
    """.split()
)
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP
    CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD
    IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR
    MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF
    YER ZAR ZMW ZWG
    """.split()
)
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def looks_alike(domain: str) -> bool:
    """Whether a name is written in letters that can pass for others: not plain ASCII, or its punycode."""
    return not domain.isascii() or any(label.startswith("xn--") for label in domain.casefold().split("."))


def company_domain(given: str) -> str:
    """A company's domain in the form in which it is kept. Raises ValueError with the reason it cannot be one."""
    domain = unicodedata.normalize("NFKC", given).strip().casefold().removeprefix("@").rstrip(".")
    if looks_alike(domain):
        raise ValueError("Write the domain in plain Latin letters; others can pass for them.")
    labels = domain.split(".")
    if len(domain) > 253 or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or labels[-1].isdigit():
        raise ValueError(f"“{domain[:80]}” is not a domain. It looks like acme.com.")
    if domain in SUFFIXES:
        raise ValueError(f"Anybody can register a name under “{domain}”. Write the company's own.")
    if domain in FREE_MAIL:
        raise ValueError(f"Anybody can have an address at “{domain}”, so it says nothing about a company.")
    return domain


def belongs(address: str, domains: list[str]) -> bool:
    """Whether the address is of one of these domains, or of a part of one."""
    domain = domain_of(address)
    return any(domain == one or domain.endswith(f".{one}") for one in domains)
