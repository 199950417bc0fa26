"""Figures in Arabic, where Django has none or other than Unicode's."""

NUMBER_GROUPING = 3
