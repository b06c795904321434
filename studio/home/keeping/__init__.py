"""Keeping her twin and ending it: how old it is, what is retired, who is asked, what erasing takes and what stays."""
