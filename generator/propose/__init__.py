"""What a changed document leaves to decide: found (`decisions`), guessed (`guesses`), and written down (`writing`).

A guess is marked, and nothing is generated while a mark is left: a wrong retry class sends a message twice, a secret
that was not recognised ends up in a log. Taking the mark away is the decision.
"""
