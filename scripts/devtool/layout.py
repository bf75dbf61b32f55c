"""Where things lie in the checkout."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
REQUIREMENTS = ROOT / "requirements"
WEB = ROOT / "web"
MODELS = ROOT / "models"
ARTIFACTS = ROOT / "artifacts"


def data_dir() -> Path:
    """Database, photos, logs and secrets of this installation."""
    return Path(os.environ.get("AFTERSALES_DATA_DIR", ROOT / "var")).resolve()


def learnt_dir(data: Path) -> Path:
    """What an installation with this data folder learnt from its own talks, and its models since."""
    return Path(os.environ.get("AFTERSALES_LEARNT_DATA") or data / "learnt").resolve()
