"""Messages that no person wrote to us, which get no answer and are not posted.

Auto-Submitted (RFC 3834), Precedence, lists (RFC 2919), loops; vacation mails of programs that say
so in the subject alone.
"""

import re
from typing import Final

from parvis.mail import addresses
from parvis.mail.incoming.message import Message

MOST_HOPS: Final = 40
PRECEDENCES: Final = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
ROBOTS: Final = re.compile(
    r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)([+.-]|$)"
)
AWAY: Final = re.compile(
    r"^(automatic reply|auto(matic)?[ -]?(reply|response)|out of (the )?office|réponse automatique|"
    r"absence du bureau|absent du bureau|automatische antwort|abwesenheits(notiz|meldung)|"
    r"respuesta automática|fuera de la oficina|risposta automatica|resposta automática|"
    r"ausência temporária|automatisch antwoord|afwezig|autosvar|automatiskt svar|automatisk svar|"
    r"odpowiedź automatyczna|automatická odpověď|automatikus válasz|răspuns automat|otomatik yanıt|"
    r"автоматический ответ|автоответ|автоматична відповідь|αυτόματη απάντηση|رد تلقائي|"
    r"自动(答复|回复)|自動回覆|自動応答|자동 회신|trả lời tự động)\b",
    re.IGNORECASE,
)
OURS: Final = re.compile(r"^<(post|letter)\.\d+\.\d+@")


def reason(message: Message, envelope_sender: str | None) -> str:
    """Return why nobody is answered: "loop", "list", "automatic", or nothing for a person's mail.

    ``envelope_sender`` is empty for a report or an answer by a program, None where not known.
    """
    if _is_loop(message):
        return "loop"
    if message.header("list-id") or message.headers.get("list-unsubscribe"):
        return "list"
    return "automatic" if _is_automatic(message, envelope_sender) else ""


def _is_loop(message: Message) -> bool:
    if int(message.headers.get("received", 0)) > MOST_HOPS:
        return True
    own = f"@{addresses.domain()}"
    if OURS.match(message.message_id) and own in message.message_id:
        return True
    if message.header("x-loop").lower().endswith(own):
        return True
    return message.sender == addresses.sender()


def _is_automatic(message: Message, envelope_sender: str | None) -> bool:
    submitted = message.header("auto-submitted").split(";")[0].strip().lower()
    return (
        envelope_sender == ""
        or message.header("return-path").strip() == "<>"
        or message.is_report
        or submitted not in ("", "no")
        or message.header("precedence").strip().lower() in PRECEDENCES
        or bool(message.header("x-autoreply") or message.header("x-autorespond"))
        or bool(ROBOTS.match(message.sender.split("@")[0]))
        or bool(AWAY.match(message.subject.strip()))
    )
