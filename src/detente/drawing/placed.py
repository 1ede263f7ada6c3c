"""Where a drawing goes: into a page, or onto a sheet of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from detente.drawing import DARK, INK, LIGHT, PRINTED, RECORD, WHITE
from detente.drawing.lettering import wrapped
from detente.drawing.svg import parted, size_of, text

MARK = re.compile(rf'<a xlink:href="{re.escape(RECORD)}([^"]*)"[^>]*>(.*?)</a>', re.S)


def named(svg: str, label: str, name: str, told: str = "", links: Mapping[str, str] | None = None) -> str:
    """The SVG made part of a page: it scales, takes the page's colour, is told to screen readers, and shares no id.

    `label` is its title, `told` what it shows in words. `links` are the addresses of records: a mark leads to its
    record, or has only its description where no address is known.
    """
    from markupsafe import escape

    width, height = size_of(svg)
    _, body = parted(svg)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{name}-\1)", body)
    body = MARK.sub(_leading(links or {}), body)
    body = re.sub(r"<a xlink:[^>]*>(.*?)</a>", r"\1", body, flags=re.S)  # what rests on no record leads nowhere
    body = re.sub(r'\s(?:aria-(?!label=)[\w-]+|role)="[^"]*"', "", body)
    body = re.sub(r'(<(?!a\b)\w+\b[^>]*?)\saria-label="[^"]*"', r"\1", body)
    role = "group" if "<a " in body else "img"
    opened = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="100%" role="{role}" '
        f'aria-labelledby="{name}-title"{f" aria-describedby={chr(34)}{name}-desc{chr(34)}" if told else ""} '
        f'preserveAspectRatio="xMidYMid meet" fill="none"><title id="{name}-title">{escape(label)}</title>'
    )
    opened += f'<desc id="{name}-desc">{escape(told)}</desc>' if told else ""
    return opened + re.sub(INK, "currentColor", body, flags=re.I)


def _leading(links: Mapping[str, str]) -> Callable[[re.Match[str]], str]:
    """Gives each mark the address of its record, where there is one, and its description."""
    from markupsafe import escape

    def lead_on(match: re.Match[str]) -> str:
        described = re.search(r'aria-label="([^"]*)"', match[2])
        told = described[1] if described else ""
        address = links.get(match[1])
        if not address:
            return f"<g><title>{told}</title>{match[2]}</g>" if told else match[2]
        return f'<a href="{escape(address)}" aria-label="{told}"><title>{told}</title>{match[2]}</a>'

    return lead_on


def sheet(svg: str, title: str, *, dark: bool = False) -> str:
    """A drawing of a page as a file of its own: with its title over it, on white or on a dark ground."""
    ink, ground = (LIGHT, DARK) if dark else (PRINTED, WHITE)
    width, height = size_of(svg)
    head, body = parted(svg)
    lines = wrapped(title, width - 8, 15)
    top = 20.0 * len(lines) + 10
    told = "".join(text(line, 4, 20.0 * (nr + 1), 15, 'font-weight="bold"') for nr, line in enumerate(lines))
    head = re.sub(r'viewBox="[^"]*"', f'viewBox="0 0 {width:g} {height + top:g}"', head)
    head = re.sub(r'\swidth="[^"]*"', f' width="{width:g}" height="{height + top:g}"', head, count=1)
    opening = re.match(r"(?:<title\b.*?</title>)?(?:<desc\b.*?</desc>)?", body, re.S)
    first = opening[0] if opening else ""
    inner = body[len(first) :].removesuffix("</svg>")
    whole = (
        f'{head}{first}<rect width="{width:g}" height="{height + top:g}" fill="{ground}"/>{told}'
        f'<g transform="translate(0,{top:g})">{inner}</g></svg>\n'
    )
    return re.sub(rf"currentColor|{INK}", ink, whole)


def png(svg: str, scale: float = 2.0) -> bytes:
    """A sheet as a picture, without links."""
    import vl_convert

    return bytes(vl_convert.svg_to_png(re.sub(r"</?a\b[^>]*>", "", svg), scale=scale))
