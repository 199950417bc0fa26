"""Lines that a mail program broke for the way, joined again (RFC 3676)."""


def unflow(text: str, *, joined: bool) -> str:
    """Return the text with soft line breaks taken out; ``joined``: their space goes as well."""
    lines: list[str] = []
    paragraph, level = "", 0
    for raw in text.replace("\r\n", "\n").split("\n"):
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        soft = line.endswith(" ") and line != "-- "
        if paragraph and depth != level:
            lines.append(_quoted(paragraph, level))
            paragraph = ""
        paragraph += line[:-1] if soft and joined else line
        level = depth
        if not soft:
            lines.append(_quoted(paragraph, level))
            paragraph = ""
    if paragraph:
        lines.append(_quoted(paragraph, level))
    return "\n".join(lines)


def _quoted(line: str, level: int) -> str:
    return f"{'>' * level} {line}" if level else line
