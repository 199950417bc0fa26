"""What somebody has written themselves in a mail: no quotes, signatures, footers.

``trim(text)`` returns the words to keep and whether anything was cut. The rules read lines, not
languages: a quoted mail begins with an attribution (``attributions.py``), a block of header lines
or a separator (``headers.py``); what mail programs and companies add stands at the end
(``footers.py``). The words that these rules look for, in some thirty languages, are in
``vocabulary.py``; what follows from the kinds of lines is in ``trimming.py``.
"""

from parvis.mail.trim.trimming import Trimmed, trim

__all__ = ["Trimmed", "trim"]
