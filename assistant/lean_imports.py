"""Lets Rasa serve and train without what only its own reports, networks and other channels need.

Rasa 3.6.21 imports all of it wherever it runs: 60 MB and half of the time to import (measured).
``AFTERSALES_ALL_OF_RASA=1`` switches it off.
"""

from __future__ import annotations

import os
import sys

from assistant.stubs import Stubs

SWITCH = "AFTERSALES_ALL_OF_RASA"
CHANNELS = frozenset(
    f"rasa.core.channels.{name}"
    for name in (
        "botframework",
        "console",
        "facebook",
        "hangouts",
        "mattermost",
        "rocketchat",
        "slack",
        "socketio",
        "telegram",
        "twilio",
        "twilio_voice",
        "webexteams",
    )
)
STUBBED = CHANNELS | {
    "rasa.core.test",  # rasa.server: evaluation over HTTP, which is off
    "rasa.nlu.test",  # rasa.server: the same
    "rasa.utils.plotting",  # matplotlib, for the reports of both
    "rasa.utils.tensorflow.model_data",  # scikit-learn, for batches of networks
}


def install() -> bool:
    """Put the hook first in line. Returns whether it is active; call before Rasa is imported."""
    if os.environ.get(SWITCH, "") not in {"", "0"}:
        return False
    sys.meta_path.insert(0, Stubs(STUBBED, "is left out here (assistant/lean_imports.py)"))
    return True
