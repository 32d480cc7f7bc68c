"""What holds for every test: how long one takes says nothing on a machine that others use too."""

from __future__ import annotations

import signal

from hypothesis import HealthCheck, settings

settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def _ignore_signals_here_only() -> None:
    """Let programs that tests start have default signal handling.

    A shell that starts a command in the background ignores SIGINT for it, and a program inherits what is ignored, but
    not what has a handler. Python itself resets for a child what Python ignores.
    """
    for number in signal.valid_signals() - {signal.SIGPIPE, signal.SIGXFSZ}:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, lambda *_: None)


_ignore_signals_here_only()
