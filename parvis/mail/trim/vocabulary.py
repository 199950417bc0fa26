"""The words that mail programs write around a quoted mail, by what they mean.

Each list holds plain words or regular expressions, in lower case, between semicolons. They were
gathered from the programs' own translations: Gmail, Outlook, Apple Mail, Thunderbird, Zoho,
Yahoo, mutt.
"""

import re
from typing import Final


def listed(text: str) -> tuple[str, ...]:
    """Return the entries between semicolons."""
    return tuple(part for part in re.split(r"\s*[;\n]\s*", text.strip()) if part)


# Names of header fields in a quoted mail's head, by what they say.
SENDER: Final = listed(
    r"""
    from; de; von; da; van; från; fra; lähettäjä; od; feladó; de la; expéditeur; absender; kimden;
    gönderen; от; от кого; від; від кого; από; من; מאת; 发件人; 發件人; 寄件者; 寄件人; 差出人;
    送信者; 보낸 사람; 보낸사람;
    từ; dari; šalje; odesílatel; odosielateľ; saatja; remitente; mittente; afzender; avsändare;
    afsender; avsender; remetente; nadawca; expeditor; nuo; pošiljatelj
    """
)
SENT: Final = listed(
    r"""
    sent; date; sent at; envoyé; envoyé le; date d'envoi; gesendet; datum; enviado; enviado el;
    enviada em; enviado em; enviada; fecha; data; inviato; verzonden; skickat; sendt; dato;
    lähetetty; päivämäärä; päiväys; wysłano; wysłane; data wysłania; odesláno; odoslané; poslano;
    elküldve; küldve; dátum; trimis; gönderildi; gönderme tarihi; tarih; отправлено; дата;
    надіслано; изпратено; στάλθηκε; ημερομηνία; التاريخ; تاريخ; تاريخ الإرسال; נשלח; תאריך;
    发送时间;
    發送時間; 日期; 寄件日期; 傳送時間; 送信日時; 日時; 日付; 보낸 날짜; 날짜; ngày; đã gửi;
    tanggal; dikirim; terkirim;
    saadetud; kuupäev; när; time; datum/zeit
    """
)
RECIPIENT: Final = listed(
    r"""
    to; à; a; an; para; aan; till; til; vastaanottaja; do; komu; címzett; către; kime; alıcı;
    кому; до; προς; إلى; الى; אל; 收件人; 收件者; 宛先; 받는 사람; 받는사람; tới; đến; kepada;
    prima; za;
    destinataire; destinatario; destinatário; empfänger; adresat; kam; cc; copie; copie à; kopie;
    cópia; copia; kopia; kopi; dw; másolatot kap; bilgi; копия; копія; κοιν; نسخة; עותק; 抄送;
    副本;
    참조; bcc; cci
    """
)
SUBJECT: Final = listed(
    r"""
    subject; objet; sujet; betreff; asunto; oggetto; assunto; onderwerp; ämne; emne; aihe; temat;
    předmět; predmet; tárgy; subiect; konu; тема; относно; θέμα; الموضوع; נושא; 主题; 主題;
    主旨; 件名;
    제목; chủ đề; tiêu đề; perihal; subjek; teema; temats; tema; naslov
    """
)
OTHER_FIELD: Final = listed(
    r"""
    reply-to; reply to; répondre à; antwort an; antwort; responder a; rispondi a; risposta;
    organization; organisation; importance; wichtigkeit; priorité; priority; attachments;
    pièces jointes; anlagen; allegati; message-id; mailing-list; list; resent-from; newsgroups;
    lines; x-mailer; on behalf of
    """
)
# Between dashes above a quoted or passed-on mail.
PASSED_ON: Final = listed(
    r"""
    original (e-?mail )?(message|mail); original appointment; reply message;
    (begin )?forwarded (message|by .*|mail|e-?mail); (forwarded|fwd);
    message (d'origine|original|transféré|transmis|initial|réexpédié|transférée?);
    courriel d'origine; (ursprüngliche|weitergeleitete|original) ?-?(nachricht|e-?mail);
    originalnachricht; mensaje (original|reenviado); mensagem (original|encaminhada);
    messaggio (originale|inoltrato); (oorspronkelijk|doorgestuurd) ?bericht;
    (ursprungligt|vidarebefordrat) meddelande; vidarebefordrat mail;
    (oprindelig|videresendt) (meddelelse|besked|mail); opprinnelig melding;
    (original|videresendt) ?(melding|meddelelse); alkuperäinen viesti; välitetty viesti;
    (oryginalna|przekazana) wiadomość; wiadomość oryginalna; (wiadomość|treść) przekazana;
    (původní|přeposlaná) zpráva; pôvodná správa; (eredeti|továbbított) (üzenet|levél);
    mesaj(ul)? (original|redirecționat); (orijinal|yönlendirilmiş|iletilen) (mesaj|ileti);
    (исходное|пересылаемое) сообщение; (пересылаемое|пересланное|оригинальное) (сообщение|письмо);
    конец пересылаемого.*; (оригінальне|вихідне|переслане) повідомлення; оригинално съобщение;
    (αρχικό|προωθημένο) μήνυμα; (الرسالة الأصلية|رسالة معاد توجيهها);
    (הודעה מקורית|הודעה שהועברה); (原始|原)(邮件|信件|郵件|消息|訊息);
    (转发的?|轉寄的?|轉發)(邮件|郵件|信息|訊息|消息)(信息)?;
    元のメッセージ; 転送メッセージ; 原始邮件; (원본|전달된) ?메(시|세)지;
    thư (gốc|đã chuyển tiếp); pesan (asli|terusan);
    izvorna poruka; missatge original
    """
)
# Apple's line above a mail that is passed on, which ends in a colon.
PASSED_ON_LINE: Final = listed(
    r"""
    begin forwarded message; start of forwarded message; début du message (réexpédié|transféré);
    anfang der weitergeleiteten (nachricht|e-?mail); inicio del mensaje reenviado;
    início da mensagem (reencaminhada|encaminhada); inizio messaggio inoltrato;
    begin doorgestuurd bericht; vidarebefordrat (mejl|brev|meddelande);
    start på videresendt (besked|meddelelse); videresendt melding; välitetty viesti alkaa;
    (początek|treść) (przekazywanej|przekazanej) wiadomości; začátek přeposílané zprávy;
    továbbított (üzenet|levél) (kezdete|eleje); mesajul redirecționat;
    iletilmiş mesajın başlangıcı; начало переадресованного.*;
    початок (листа|повідомлення), що (пересилається|перенаправляється);
    αρχή προωθημένου μηνύματος;
    (下面是|以下は)?(被?转发的邮件|轉寄郵件|転送(された)?メッセージ).*; 전달된 메(시|세)지
    """
)
# "… wrote:" Between word borders; a verb may have words of its own around it.
WROTE: Final = listed(
    r"""
    wrote; writes; said; a écrit; écrivait; écrit; schrieb; hat geschrieben; geschrieben;
    escribió; escribio; ha escrito; va escriure; ha escrit; escreveu; ha scritto; scrisse;
    scriveva; schreef; het volgende geschreven; geschreven; skrev; skriver; kirjoitti;
    napisał\(a\); napisał; napisała; pisze; napsal\(a\); napsal; napsala; napísal; napísala;
    napísal\(a\); ezt írta; írta; a scris; yazdı; şunu yazdı; написал; написала; написал\(а\);
    писал; писала; пишет; пише; написав; написала; написа; έγραψε; έγραψαν; كتب; كتبت;
    تمت كتابة ما يلي; כתב; כתבה; đã viết; menulis; napisao; napisala; napisao/la; je napisao;
    rašė; kirjutas
    """
)
# Where scripts put no space between words.
WROTE_UNSPACED: Final = listed(
    r"""
    写道; 寫道; 작성; のメッセージ; のメール; さんは書きました; 님이 쓴 글
    """
)
# A line may begin an attribution with one of these, before the date.
AT_FIRST: Final = listed(
    r"""
    on; at; le; am; el; il; il giorno; em; no dia; op; den; på; dnia; w dniu; dne; dňa; pe; în;
    in data; in; il dì; a; vào; pada; στις; στην; בתאריך; في; בתאריך; on date; quoting; citat;
    zitat von; citando; dana; u; na; el día; do; em dom; в; від; від дати; quoted from
    """
)
AT_FIRST_UNSPACED: Final = listed(
    r"""
    在; 于; 於
    """
)
# "Sent from my …": what programs on telephones add. A line begins with such a word …
SENT_FROM: Final = listed(
    r"""
    sent (from|via|with|using|by|through|on); written (from|on|with) my; composed on;
    typed (on|from|with) my; from my (iphone|ipad|mobile|android|samsung|phone);
    envoyé (depuis|de|à partir|avec|par|via); envoyée? (depuis|à partir);
    expédié (depuis|de|avec); gesendet (von|vom|mit|über|per|via|aus); verschickt (von|mit);
    geschickt von; enviad[oa] (desde|con|do|da|de|via|por|pel[oa]);
    inviat[oa] (da|dal|dall'|con|tramite|col); spedito da;
    (verzonden|verstuurd|gestuurd) (met|vanaf|van|via|met|vanuit); skickat (från|med|via);
    skickades från; sendt (fra|med|via); lähetetty; wysłan[eoay] (z|ze|za|przy|przez);
    (odesláno|odoslané|poslané|poslano|poslato) (z|ze|zo|s|iz|pomocí); (el)?küldve;
    trimis (de pe|din|de la|cu|prin); отправлено (с|из|через|от); послано (с|из);
    надіслано (з|із|через); изпратено от; στάλθηκε από; εστάλη από; dikirim (dari|melalui);
    (được )?gửi từ; enviat (des|amb); saadetud; išsiųsta; ارسلت من; أُرسلت من; أرسلت من;
    تم الإرسال من; مرسل من; נשלח מ
    """
)
# … or ends with one,
FROM_MINE_SENT: Final = listed(
    r"""
    (von mein|vom mein|diese (nachricht|e-?mail|mail) wurde).*(gesendet|geschickt|verfasst);
    .*(mdan|mden|ımdan|imden|umdan|ümden|dan|den|'tan|'ten) gönderildi;
    .*(ról|ről|val|vel) küldve; .*(から|より)送信(しました|されました)?;
    (從|从|自|由)我?的?.*(傳送|传送|发送|發送|寄出);
    (發|发)自我?的?.*; .*에서 보냄; .*에서 보낸 메일입니다; .*で送信
    """
)
# … or is advertising for a program.
PROGRAMS: Final = listed(
    r"""
    (get|obtenir|obtenez|télécharge[rz]|download|hämta|hent|indir) \W?outlook\b.{3,30};
    (obtener|obtén|descargar|scarica|ottieni|obter|obtenha|baixar) (o )?\W?outlook\b.{3,30};
    (pobierz|stáhnout|letöltés|descărcați|скачать|завантажити) .{0,12}outlook\b.{3,30};
    provenance ?: (courrier|mail|outlook).*;
    outlook (für|for|pour) (ios|android) (beziehen|herunterladen|holen);
    (laden sie|holen sie sich) outlook\b.*;
    yahoo mail\b.{0,5}(search|recherche|suche|busca|cerca|all your).*; <+ ?sent (by|from) .*;
    (someone|sent|written) (from|via) (a |my )?(mobile|phone);
    from my .{0,20}(iphone|ipad|android|galaxy|blackberry|phone|mobile|samsung|pixel|huawei)\b.*;
    (virus-free|sans virus|virenfrei|libre de virus|privo di virus|livre de vírus|virusvrij)\b.*;
    this (e-?mail|message) (has been|was) (checked|scanned) (for|by|with|using)\b.*;
    cet(te)? (e-?mail|courriel|message|courrier électronique) a été (vérifié|analysé)\b.*;
    diese (e-?mail|nachricht) wurde (auf viren|von avast|mit)\b.*
    """
)
# What may follow "Sent from my telephone, …" in the same line.
EXCUSES: Final = listed(
    r"""
    please; sorry; excuse; pardon; forgive; apolog; typo; brevity; autocorrect; désolé; merci;
    veuillez; faute; entschuldig; bitte; tippfehler; kürze; perdon; disculp; errat; brev; scus;
    refus; desculp; ursäkta; beklager; http; www; get\b; using\b; with\b; via\b
    """
)
# Disclaimers are known by several of these words in one paragraph at the end: of secrecy …
SECRET: Final = listed(
    r"""
    confiden[tțţ]i; confidencial; vertraulich; vertrouwelijk; riservat; poufn; důvěrn; dôvern;
    bizalmas; gizli; конфиденциальн; конфіденційн; поверителн; fortrolig; konfiden[ts]i;
    luottamuksell; εμπιστευτικ; (ال)?سري[ةه]; סודי; rahasia; privileged; bảo mật
    """
)
SECRET_UNSPACED: Final = listed(
    r"""
    机密; 機密; 保密; 秘密; 기밀; 비밀
    """
)
# … and of whom it is for, and what may not be done with it.
DISCLAIMING: Final = listed(
    r"""
    intended (solely |only |exclusively )?(for|recipient|addressee); disclos; addressee;
    unauthori[sz]ed; in error; legally; recipient; liab; prohibited; destinataire; diffusion;
    divulgation; non autorisée; par erreur; détrui; usage exclusif; altér|falsifi; empfänger;
    irrtümlich; unbefugt; gestattet; weitergabe; destinat[aá]ri; por error; prohibid; divulga;
    por engano; proibid; per errore; vietat; geadresseerde; onbevoegd; mottagare; modtager;
    mottaker; avsedd; av misstag|obehörig; förbjud; ved en fejl|ved en feil; tilladt|tillatt;
    vastaanottaj; vahingossa|luvaton; kielletty; adres[aá]t; získali omylem|omylem; neoprávněn;
    zakázán|zakázan; címzett; tévedés; tilos|jogosulatlan; alıcı; yasak; yanlışlıkla; получател;
    по ошибке; запрещен|запрещён; одержувач; помилково; заборонен; destinatar; din greșeal;
    interzis;
    παραλήπτη; κατά λάθος|εκ παραδρομής; απαγορεύ; للمرسل|المرسل إليه; بالخطأ|عن طريق الخطأ;
    يمنع|يحظر;
    نسخ|توزيع; e-?mail; courriel; message; nachricht; mensaje; mensagem; messaggio; bericht;
    meddeland; meddelelse; viesti; wiadomość; zpráv; üzenet; mesaj; сообщени; повідомленн; μήνυμα;
    (ال)?رسالة; attach; pièces? jointe; anhäng|anlagen; adjunt; anexo; allegat; bijlage
    """
)
DISCLAIMING_UNSPACED: Final = listed(
    r"""
    邮件; 郵件; 附件; 收件人|收件者; 发件人|寄件人|寄件者; 错收|误收|誤收|错误地?收到;
    禁止|严禁|嚴禁;
    泄露|洩露|披露|散发|散布|转发; 复制|複製; 删除|刪除|削除; メール; 誤って|誤送信; 送信者;
    受信者|宛先;
    転載|開示|転送; 禁じ; 메일; 수신인|수신자; 발신인|발신자; 삭제; 무단|배포|복사; 잘못
    """
)
DISCLAIMER_TITLES: Final = listed(
    r"""
    confidentiality notice; disclaimer; legal notice; privileged and confidential;
    avis de confidentialité; clause de confidentialité; avertissement légal;
    vertraulichkeitshinweis; haftungsausschluss; aviso (legal|de confidencialidad);
    aviso de confidencialidade; avviso di riservatezza; informativa privacy
    """
)
PRINTING: Final = listed(
    r"""
    (please )?(consider|think of) (the|our) environment; think before you print;
    (before|avant d'|avant de l'|bevor|antes de|prima di) ?(printing|imprimer|impression).*;
    pensez à (l'environnement|la planète); n'imprimez (ce|cet|que);
    préserv(ez|ons) l'environnement; bitte (denken|prüfen) sie.*(umwelt|drucken|ausdruck);
    denken sie an die umwelt; piense en el medio ambiente; antes de imprimir;
    pense (no|em seu) (meio )?ambiente; prima di stampare; denk aan het milieu; tänk på miljön;
    pomyśl o środowisku
    """
)
# Lines that services put below a mail of theirs.
SERVICE: Final = listed(
    r"""
    you (received|are receiving) this (message|e-?mail|mail) because; to unsubscribe;
    unsubscribe( here)?:?\b.{0,60}; vous (recevez|avez reçu) ce(t)? (message|e-?mail|courriel);
    pour (vous désabonner|se désabonner|ne plus recevoir); reply to this e-?mail directly;
    view it on git(hub|lab); .{1,60} mailing list$; sie erhalten diese (nachricht|e-?mail)
    """
)
ABOVE_THIS_LINE: Final = listed(
    r"""
    (please )?(type|write|add|enter) your (reply|answer|response|comment) above this line;
    reply above this line; répon(dez|dre|se) au-dessus de cette ligne;
    (antworten sie|antwort(en)?) (bitte )?(oberhalb|über) dieser (linie|zeile);
    (responda|escriba su respuesta) (por )?(encima|arriba) de esta línea
    """
)
# A letter's last words before the name. What follows the name may be a visiting card.
GREETINGS: Final = listed(
    r"""
    (best|kind|warm|many|with)?\s*(kind |best |warm )?(regards|wishes); regards; cheers;
    (many )?thanks( and regards)?; thank you; sincerely( yours)?; yours \w+; best;
    (bien |très )?cordialement( à vous)?; cdlt; bien à (vous|toi); amicalement;
    (bonne|belle) (journée|soirée|fin de journée); salutations( distinguées)?; merci( d'avance)?;
    sincères salutations;
    (mit )?(freundliche[nmr]?|liebe[nm]?|viele[nm]?|beste[nm]?|schöne[nm]?) grü(ß|ss)en?;
    (lg|vg|mfg|gruß|grüße); (un )?(cordial(es)?|atentos?) saludos?; saludos( cordiales)?;
    atentamente; atenciosamente; (com os )?melhores cumprimentos; abraços?; obrigad[oa];
    cordiali saluti; distinti saluti; (un )?salut[oi]; grazie; met vriendelijke groet(en)?;
    (groeten|mvg); (med )?vänlig(a)? hälsning(ar)?; mvh; med venlig hilsen; hälsningar;
    vennlig hilsen; (hilsen|terveisin); ystävällisin terveisin; pozdrawiam; z poważaniem;
    s pozdravem; üdvözlettel; cu (stimă|respect); (saygılarımla|iyi çalışmalar); с уважением;
    з повагою; με εκτίμηση; مع (خالص )?(التحية|التحيات|تحياتي); 此致; よろしくお願い.*; 敬具;
    谢谢|謝謝;
    祝好; [顺順][祝颂頌]商祺; 敬礼; 감사합니다; trân trọng; dziękuję; děkuji; mulțumesc;
    teşekkür\w*( ederim)?;
    спасибо; bedankt; tack
    """
)
