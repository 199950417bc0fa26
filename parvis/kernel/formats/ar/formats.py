"""Dates and figures in Arabic, where Django has none or other than Unicode's."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، g:i A"
SHORT_DATETIME_FORMAT = "j/n/Y g:i A"
SHORT_DATE_FORMAT = "j/n/Y"
NUMBER_GROUPING = 3
