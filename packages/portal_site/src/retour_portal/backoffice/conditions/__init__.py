"""Conditions of rules as rows of a form and as sentences; shared by all kinds of rules.

What can be said is the domain's :class:`Vocabulary`; a :class:`Speech` adds the names
of facts and choices in the reader's language.
"""
