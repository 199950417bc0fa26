"""Mail in: every message, from whatever door, ends in one verb (``receiving.receive``).

The way of a message: it is put on the shelf (``keeping``), read by a process of its own
(``reader``, ``parsing/``), sorted (``automatic``: loops, lists, vacation mails; ``failures``:
bounces), its addresses of ours are found (``recipients``), its sender is made sure of
(``senders``), and the deed is done by the same verb as on the page (``deeds``). What cannot be
done is told to its sender, politely and rarely (``notices``).
"""
