"""Trimming: the writer's words stay, what others and programs wrote goes, in many languages."""

from pathlib import Path
from typing import Any

import pytest

from parvis.mail.trim import trim

STYLES = Path(__file__).resolve().parent / "samples" / "replies.txt"
SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "data" / "mail" / "replies"

ATTRIBUTIONS = [
    "On Mon, Jan 4, 2016 at 6:32 PM, Ann Bell <ann@corp.example> wrote:",
    "On 4 Jan 2016, at 18:32, Ann Bell wrote:",
    "On Mon, Jan 4, 2016 at 6:32 PM, Ann Bell <ann.bell.with.a.long.name@corp.example>\nwrote:",
    "On 2016-01-04 18:32, Ann Bell wrote:",
    "On 01/04/16 18:32, Ann Bell wrote:",
    "On Monday, 4 January 2016, Ann Bell <\nann@corp.example> wrote:",
    "Ann Bell <ann@corp.example> wrote:",
    '"Bell, Ann" <ann@corp.example> writes:',
    "Le 4 janv. 2016 à 18:32, Ann Bell <ann@corp.example> a écrit :",
    "Le lun. 4 janv. 2016 à 18:32, Ann Bell <ann@corp.example> a\nécrit\xa0:",
    "Le 04/01/2016 à 18:32, Ann Bell a écrit :",
    "Am 04.01.2016 um 18:32 schrieb Ann Bell:",
    "Am Mo., 4. Jan. 2016 um 18:32 Uhr schrieb Ann Bell <ann@corp.example>:",
    "Ann Bell <ann@corp.example> schrieb am Mo., 4. Jan. 2016, 18:32:",
    "El lun, 4 ene 2016 a las 18:32, Ann Bell (<ann@corp.example>) escribió:",
    "El 4 de enero de 2016, 18:32, Ann Bell <ann@corp.example> escribió:",
    "Em seg., 4 de jan. de 2016 às 18:32, Ann Bell <ann@corp.example> escreveu:",
    "No dia 4 de janeiro de 2016 às 18:32, Ann Bell <ann@corp.example> escreveu:",
    "Il giorno lun 4 gen 2016 alle ore 18:32 Ann Bell <ann@corp.example> ha scritto:",
    "Il 04/01/2016 18:32, Ann Bell ha scritto:",
    "Op ma 4 jan. 2016 om 18:32 schreef Ann Bell <ann@corp.example>:",
    "Op 4 jan. 2016, om 18:32 heeft Ann Bell <ann@corp.example> het volgende geschreven:",
    "Den mån 4 jan. 2016 kl 18:32 skrev Ann Bell <ann@corp.example>:",
    "4 jan. 2016 kl. 18:32 skrev Ann Bell <ann@corp.example>:",
    "man. 4. jan. 2016 kl. 18.32 skrev Ann Bell <ann@corp.example>:",
    "ma 4. tammik. 2016 klo 18.32 Ann Bell (ann@corp.example) kirjoitti:",
    "pon., 4 sty 2016 o 18:32 Ann Bell <ann@corp.example> napisał(a):",
    "W dniu 04.01.2016 o 18:32, Ann Bell pisze:",
    "po 4. 1. 2016 v 18:32 odesílatel Ann Bell <ann@corp.example> napsal:",
    "Ann Bell <ann@corp.example> ezt írta (időpont: 2016. jan. 4., H, 18:32):",
    "În lun., 4 ian. 2016 la 18:32, Ann Bell <ann@corp.example> a scris:",
    "Ann Bell <ann@corp.example>, 4 Oca 2016 Pzt, 18:32 tarihinde şunu yazdı:",
    "пн, 4 янв. 2016 г. в 18:32, Ann Bell <ann@corp.example>:",
    "4 января 2016 г., в 18:32, Ann Bell <ann@corp.example> написал(а):",
    "04.01.2016 18:32, Ann Bell пишет:",
    "пн, 4 січ. 2016 р. о 18:32 Ann Bell <ann@corp.example> пише:",
    "Στις Δευ, 4 Ιαν 2016 στις 6:32 μ.μ., ο χρήστης Ann Bell <ann@corp.example> έγραψε:",
    "في الاثنين، 4 يناير 2016 في 6:32 م تمت كتابة ما يلي بواسطة Ann Bell <ann@corp.example>:",
    "\u202bבתאריך יום ב׳, 4 בינו׳ 2016 ב-18:32 מאת \u202aAnn <ann@corp.example\u202c>:",
    "Ann Bell <ann@corp.example> 于2016年1月4日周一 下午6:32写道：",
    "Ann Bell <ann@corp.example> 於 2016年1月4日 週一 下午6:32寫道：",
    "2016年1月4日(月) 18:32 Ann Bell <ann@corp.example>:",
    "2016년 1월 4일 (월) 오후 6:32, Ann Bell <ann@corp.example>님이 작성:",
    "Vào Th 2, 4 thg 1, 2016 vào lúc 18:32 Ann Bell <ann@corp.example> đã viết:",
    "Pada Sen, 4 Jan 2016 pukul 18.32 Ann Bell <ann@corp.example> menulis:",
    "2016-01-04 18:32 GMT+01:00 Ann Bell <ann@corp.example>:",
    "---- On Mon, 04 Jan 2016 18:32:36 +0530 Ann Bell <ann@corp.example> wrote ----",
]

HEADS = [
    "From: Ann Bell <ann@corp.example>\nSent: Monday, January 4, 2016 6:32 PM\nTo: Bob\nSubject: X",
    "*From:* Ann Bell\n*Sent:* Monday, January 4, 2016 6:32 PM\n*To:* Bob\n*Subject:* X",
    (
        "________________________________\nDe : Ann Bell\nEnvoyé : lundi 4 janvier 2016 18:32\n"
        "À : Bob\nObjet : X"
    ),
    "-----Message d'origine-----\nDe\xa0: Ann Bell\nEnvoyé\xa0: lundi\nÀ\xa0: Bob\nObjet\xa0: X",
    "Von: Ann Bell\nGesendet: Montag, 4. Januar 2016 18:32\nAn: Bob\nBetreff: X",
    "-----Ursprüngliche Nachricht-----\nVon: Ann Bell\nGesendet: Montag\nAn: Bob\nBetreff: X",
    "De: Ann Bell\nEnviado el: lunes, 4 de enero de 2016 18:32\nPara: Bob\nAsunto: X",
    "De: Ann Bell\nEnviada: segunda-feira, 4 de janeiro de 2016\nPara: Bob\nAssunto: X",
    "Da: Ann Bell\nInviato: lunedì 4 gennaio 2016 18:32\nA: Bob\nOggetto: X",
    "Van: Ann Bell\nVerzonden: maandag 4 januari 2016 18:32\nAan: Bob\nOnderwerp: X",
    "Från: Ann Bell\nSkickat: den 4 januari 2016 18:32\nTill: Bob\nÄmne: X",
    "Fra: Ann Bell\nSendt: 4. januar 2016 18:32\nTil: Bob\nEmne: X",
    "Lähettäjä: Ann Bell\nLähetetty: 4. tammikuuta 2016\nVastaanottaja: Bob\nAihe: X",
    "Od: Ann Bell\nWysłano: poniedziałek, 4 stycznia 2016\nDo: Bob\nTemat: X",
    "Od: Ann Bell\nOdesláno: pondělí 4. ledna 2016\nKomu: Bob\nPředmět: X",
    "Feladó: Ann Bell\nElküldve: 2016. január 4.\nCímzett: Bob\nTárgy: X",
    "De la: Ann Bell\nTrimis: luni, 4 ianuarie 2016\nCătre: Bob\nSubiect: X",
    "Kimden: Ann Bell\nGönderildi: 4 Ocak 2016 Pazartesi\nKime: Bob\nKonu: X",
    "От: Ann Bell\nОтправлено: 4 января 2016 г.\nКому: Bob\nТема: X",
    "Від: Ann Bell\nНадіслано: 4 січня 2016 р.\nКому: Bob\nТема: X",
    "من: Ann Bell\nتاريخ الإرسال: 4 يناير 2016\nإلى: Bob\nالموضوع: X",
    "发件人: Ann Bell\n发送时间: 2016年1月4日\n收件人: Bob\n主题: X",
    "差出人: Ann Bell\n送信日時: 2016年1月4日\n宛先: Bob\n件名: X",
    "-------- Forwarded Message --------\nSubject: X\nDate: Mon, 4 Jan 2016\nFrom: Ann Bell",
    "Begin forwarded message:\n\nFrom: Ann Bell\nSubject: X\nDate: 4 January 2016\nTo: Bob",
    "Début du message réexpédié :\n\nDe: Ann Bell\nObjet: X\nDate: 4 janvier 2016\nÀ: Bob",
    "From: Ann Bell Sent: Monday, January 4, 2016 To: Bob Subject: X",
    "-----Mensaje original-----",
]

FOOTERS = [
    "Sent from my iPhone",
    "Sent from my Galaxy, please excuse my brevity.",
    "Sent from Outlook for iOS<https://aka.ms/o0ukef>",
    "Get Outlook for Android<https://aka.ms/ghei36>",
    "Sent from Mail for Windows 10",
    "Sent from Yahoo Mail. Get the app",
    "Sent with Proton Mail secure email.",
    "Envoyé de mon iPhone",
    "Envoyé depuis mon téléphone, désolé pour les fautes",
    "Télécharger Outlook pour Android",
    "Provenance : Courrier pour Windows 10",
    "Von meinem iPhone gesendet",
    "Gesendet von Outlook für iOS",
    "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
    "Enviado desde mi iPhone",
    "Obtener Outlook para iOS",
    "Enviado do meu iPhone",
    "Inviato da iPhone",
    "Verstuurd vanaf mijn iPhone",
    "Skickat från min iPhone",
    "Sendt fra min iPad",
    "Lähetetty iPhonesta",
    "Wysłane z iPhone'a",
    "Odesláno z iPhonu",
    "Trimis de pe iPhone-ul meu",
    "iPhone'umdan gönderildi",
    "Отправлено с iPhone",
    "Надіслано з iPhone",
    "Στάλθηκε από το iPhone μου",
    "تم الإرسال من الـ iPhone",
    "נשלח מה-iPhone שלי",
    "发自我的iPhone",
    "從我的 iPhone 傳送",
    "iPhoneから送信",
    "나의 iPhone에서 보냄",
    "Please consider the environment before printing this e-mail.",
    "Pensez à l'environnement avant d'imprimer ce message.",
    (
        "This e-mail and any attachments are confidential and intended solely for the addressee. "
        "If you have received it in error, please notify the sender and delete it."
    ),
    (
        "Ce message et ses pièces jointes sont confidentiels et établis à l'intention exclusive de "
        "ses destinataires. Toute diffusion non autorisée est interdite."
    ),
    (
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie nicht der Empfänger sind, "
        "informieren Sie bitte den Absender. Die unbefugte Weitergabe ist nicht gestattet."
    ),
    (
        "Este mensaje es confidencial y para su destinatario. Si lo ha recibido por error, "
        "queda prohibida su divulgación."
    ),
    "-- \nBob Stone\nQuality\n+44 20 7946 0000",
    "--\nBob",
    "_______________________________________________\nquality mailing list\nhttps://lists.example/q",
]

ANSWER = "Yes, at ten in the workshop.\n\nBring the drawings, please."


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_what_an_attribution_announces_is_cut(attribution: str) -> None:
    quoted = f"{ANSWER}\n\n{attribution}\n\n> Shall we meet?\n> Ann\n"
    assert trim(quoted).kept == ANSWER
    unmarked = f"{ANSWER}\n\n{attribution}\n\nShall we meet?\n\nAnn\n"
    assert trim(unmarked).kept == ANSWER
    below = f"{attribution}\n> Shall we meet?\n> Ann\n\n{ANSWER}\n"
    assert trim(below).kept == ANSWER
    assert trim(below).cut


@pytest.mark.parametrize("head", HEADS)
def test_another_mails_head_ends_the_answer(head: str) -> None:
    assert trim(f"{ANSWER}\n\n{head}\n\nShall we meet?\nAnn\n").kept == ANSWER
    assert trim(f"{ANSWER}\r\n{head}\r\n\r\nShall we meet?\r\nAnn\r\n").kept == ANSWER.replace(
        "\r\n", "\n"
    )


@pytest.mark.parametrize("footer", FOOTERS)
def test_what_programs_and_companies_add_is_cut(footer: str) -> None:
    assert trim(f"{ANSWER}\n\n{footer}\n").kept == ANSWER
    quoted = f"{ANSWER}\n\n{footer}\n\nOn 4 Jan 2016, at 18:32, Ann Bell wrote:\n\n> Shall we?\n"
    assert trim(quoted).kept == ANSWER


@pytest.mark.parametrize(
    "words",
    [
        "On Monday I wrote:\n\nthat the press is out of order.",
        "Sent from my desk, is much easier than my mobile phone.",
        "From: the heart\n\nThank you all.",
        "Date: 4 May 2027\nPlace: workshop 3\nSubject: safety\n\nCome all.",
        "A line with -- in the middle of it.",
        "---\n\nFirst part\n\n---\n\nSecond part, which is as long as the first one.",
        "One\n===\n\nText under a heading.\n\n* a\n* b",
        "```\n> ls\nOn 4 Jan 2016, at 18:32, Ann Bell wrote:\n--\n```\n\nThat is what I got.",
        "> What do you think?\n\nI agree.",
        "| part | number |\n| --- | --- |\n| bolt | 3 |",
        "Le 4 mai 2026 à 10:00, nous avons une réunion. Jean a écrit le compte rendu.",
        "I got a message from the supplier. The attachment is missing, and this is confidential.",
        "Am Montag um 10:00 Uhr:\n\nBesprechung in der Halle.",
        "👍",
        "+1",
        "Thanks,\nBob",
        "Cordialement,\nJean Dupont",
        "I use Outlook on Android, it works.",
        "The meeting on 4 May 2026 at 10:00 is about:\n\n- the press\n- the paint",
        "This mailing list is too long.",
    ],
)
def test_ones_own_words_stay(words: str) -> None:
    assert trim(words).kept == words
    assert not trim(words).cut


def test_answers_between_quotes_stay_with_what_they_answer() -> None:
    mail = (
        "Hello,\n\nOn 4 Jan 2016, at 18:32, Ann Bell wrote:\n> Shall we meet?\nYes.\n"
        "> Where?\n\nIn the workshop.\n\n> Ann\n\n-- \nBob"
    )
    assert trim(mail).kept == ("Hello,\n\n> Shall we meet?\nYes.\n> Where?\n\nIn the workshop.")


def test_answers_between_quotes_without_a_word_before() -> None:
    mail = (
        "Ann Bell <ann@corp.example> a écrit :\n> On se voit ?\n\nOui.\n\n> Où ?\n\nÀ l'atelier.\n"
    )
    assert trim(mail).kept == "> On se voit ?\n\nOui.\n\n> Où ?\n\nÀ l'atelier."


def test_a_broken_quoted_line_is_no_answer() -> None:
    mail = (
        "Yes.\n\nOn 4 Jan 2016, at 18:32, Ann Bell wrote:\n"
        "> This line was so long that a program on the way has broken it in\n"
        "two halves\n> Ann\n"
    )
    assert trim(mail).kept == "Yes."


@pytest.mark.parametrize(
    "attribution",
    [
        "Ann Bell wrote:",
        "Quoting Ann Bell <ann@corp.example>:",
        "* Ann Bell <ann@corp.example> [2016-01-04 18:32]:",
        "2016-01-04 18:32, in a tongue we do not know, Ann:",
    ],
)
def test_right_above_a_quote_less_makes_an_attribution(attribution: str) -> None:
    assert trim(f"{ANSWER}\n\n{attribution}\n> Shall we meet?\n").kept == ANSWER


def test_what_one_quotes_oneself_stays() -> None:
    words = "Look what Paul said in the meeting:\n\n> The product is good"
    assert trim(words).kept == words
    assert trim(f"{words}\n\nWhat do you think?").kept == f"{words}\n\nWhat do you think?"


def test_a_farewell_below_the_quote_holds_no_quote() -> None:
    mail = "Yes.\n\nOn 4 Jan 2016, at 18:32, Ann wrote:\n> Shall we?\n> Ann\n\nRegards, Bob\n"
    assert trim(mail).kept.split() == ["Yes.", "Regards,", "Bob"]


def test_a_console_is_no_quote() -> None:
    mail = (
        "Yes.\n\nOn 4 Jan 2016, at 18:32, Ann wrote:\n> Shall we?\n\nI got this:\nmysql> select 1;"
    )
    assert trim(mail).kept.endswith("mysql> select 1;")
    named = "Yes.\n\nOn 4 Jan 2016, at 18:32, Ann wrote:\nAnn> Shall we?\nAnn> Soon?\n"
    assert trim(named).kept == "Yes."


def test_a_mail_passed_on_without_a_word_is_kept_without_its_head() -> None:
    mail = (
        "---------- Forwarded message ---------\nFrom: Ann Bell <ann@corp.example>\n"
        "Date: Mon, 4 Jan 2016\nSubject: The press\nTo: Bob\n\nThe press is out of order.\n"
    )
    assert trim(mail).kept == "The press is out of order."


def test_the_only_words_are_never_cut() -> None:
    for words in ("Sent from my iPhone", "> Hello", "-- \nBob", "Thank you", "_____\nBob"):
        assert trim(words).kept.strip()


def test_quotes_of_nothing_are_nothing() -> None:
    nested = "> On 4 Jan 2016, at 18:32, Ann wrote:\n>\n>> On 3 Jan 2016, at 18:32, Bob wrote:\n>>"
    assert trim(nested).kept == ""
    assert trim("").kept == ""


def test_the_card_below_a_name_is_cut() -> None:
    mail = (
        "C'est fait.\n\nCordialement,\nJean Dupont\nResponsable qualité\nTél. : 01 23 45 67 89\n"
        "www.corp.example\n"
    )
    assert trim(mail).kept == "C'est fait.\n\nCordialement,\nJean Dupont"


def test_long_and_odd_texts_take_no_time() -> None:
    for text in (
        "On " * 40_000,
        "> " * 40_000,
        ("a" * 70_000) + "@",
        "From: " * 20_000,
        "\n".join(["On 4 Jan 2016 at 18:32"] * 5_000),
        "- " * 40_000,
        "\n".join(["From: x"] * 8_000),
        "_" * 100_000 + "x",
    ):
        assert isinstance(trim(text).kept, str)


def styles() -> list[Any]:
    """Replies as mail programs write them, with what is to be kept: name, mail, words."""
    found = []
    for part in STYLES.read_text(encoding="utf-8").split("### ")[1:]:
        name, _, rest = part.partition("\n")
        mail, _, wanted = rest.partition("%%%\n")
        found.append(pytest.param(mail, wanted, id=name))
    return found


@pytest.mark.parametrize(("mail", "wanted"), styles())
def test_each_programs_way_to_reply(mail: str, wanted: str) -> None:
    assert trim(mail).kept.split() == wanted.split()
    windows = mail.replace("\n", "\r\n")
    assert trim(windows).kept.split() == wanted.split()


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the sample replies are not on this machine")
def test_real_replies_in_thirteen_languages() -> None:
    exact = 0
    for path in sorted((SAMPLES / "emails").iterdir()):
        wanted = (SAMPLES / "trimmed" / path.name).read_text(encoding="utf-8")
        exact += trim(path.read_text(encoding="utf-8")).kept.split() == wanted.split()
    assert exact >= 60
