"""Templates for one language: their texts and icons are settled when they are compiled.

For what is rendered many times a page. `{{ _("Reply") }}` and `{{ icon("pin", 16) }}`, standing
alone between the braces, become part of the words around them.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

BEGIN: Final = "variable_begin"
END: Final = "variable_end"
VALUES: Final = frozenset({"string", "integer"})


class Settled(Extension):
    """Jinja2's extension; its environment compiles in one language only.

    ``environment.settled`` names the functions that always say the same for the same values.
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.extend(settled=frozenset({"_", "icon"}))

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        """Put the words of settled calls where the calls stood."""
        held: list[Token] = []
        for token in stream:
            if held or token.type == BEGIN:
                held.append(token)
            else:
                yield token
            if held and token.type == END:
                yield from self._settled(held)
                held = []

    def _settled(self, expression: list[Token]) -> Iterator[Token]:
        _begin, *inside, _end = expression
        call = _call(inside)
        if call is None or call.name not in self.environment.settled:  # type: ignore[attr-defined]
            yield from expression
        else:
            say: Any = self.environment.globals[call.name]
            words = say(*call.values)
            yield Token(inside[0].lineno, "data", str(words))


class _Call(NamedTuple):
    name: str
    values: list[Any]


def _call(tokens: list[Token]) -> _Call | None:
    """Return the call that these tokens are, such as `icon("pin", 16)`, else None."""
    if len(tokens) < 4 or tokens[0].type != "name":
        return None
    name, opening, *between, closing = tokens
    values, commas = between[::2], between[1::2]
    shape = opening.type == "lparen" and closing.type == "rparen"
    shape = shape and all(value.type in VALUES for value in values)
    if not shape or any(comma.type != "comma" for comma in commas):
        return None
    return _Call(name.value, [value.value for value in values])
