"""Open decisions of a changed document: finds them (`decisions`), guesses (`guesses`), writes guesses (`writing`).

A guess has a mark, and the generator refuses documents with marks: a wrong retry class can send a message twice, and an
unmarked secret can end up in a log. You decide by removing the mark.
"""
