"""Every setting of the service, read from `AFTERSALES_…` environment variables once at start."""

from __future__ import annotations

from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
SECRETS = ("secret", "identity_secret", "rasa_secret", "actions_secret")
SHORTEST_SECRET = 32
DEMO_SECRET = "demo-only-not-a-secret-demo-only"


class Settings(BaseSettings):
    """Units stand in the names. Demo mode has working defaults; production refuses to start with them."""

    model_config = SettingsConfigDict(env_prefix="AFTERSALES_")

    env: Literal["demo", "production"] = "demo"
    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = ROOT / "var"
    policy_dir: Path = ROOT / "policy"
    web_dir: Path = ROOT / "web" / "dist"
    training_dir: Path = ROOT / "data"
    """The messages that the assistant is trained on, as shipped."""
    learnt_data: Path | None = None
    """What the shop's own talks taught; default: `learnt` in the data folder."""
    rasa_python: Path = ROOT / ".venv-rasa" / "bin" / "python"
    database_url: str = ""

    secret: SecretStr = SecretStr(DEMO_SECRET)
    """Signs widget sessions and agents' tokens."""
    identity_secret: SecretStr = SecretStr(DEMO_SECRET)
    """Shared with the shop, which signs its shoppers' identities (JWT HS256)."""
    rasa_secret: SecretStr = SecretStr(DEMO_SECRET)
    """The service's key to Rasa's private channel."""
    actions_secret: SecretStr = SecretStr(DEMO_SECRET)
    """Rasa's key to `/internal/actions`."""

    shop: Literal["demo", "rest", "table"] | None = None
    """Where orders are: the demo shop (default of the demo), a shop's REST API, or imported tables."""
    shop_url: str = ""
    """The address that `/orders` of the shop's API is below."""
    shop_token: SecretStr = SecretStr("")
    shop_connect_timeout_s: float = 1.0
    shop_read_timeout_s: float = 3.0
    """How long a look-up may take while a shopper waits; it is tried twice."""
    shop_command_timeout_s: float = 15.0
    demo_command_delay_s: float = 60.0
    """How long the demo rests before it refunds or ships, so that a ticket can be watched on its way."""
    webhooks_allow_private: bool = False
    """Let webhooks go to plain HTTP and private networks, too (an intranet)."""

    rasa_url: str = "http://127.0.0.1:5005"
    rasa_timeout_s: float = 10.0
    rasa_recovery_s: float = 45.0
    """How long a turn waits for a Rasa that is restarting before people are asked to take over."""
    stop_grace_s: float = 4.0
    """How long a stop waits for the turns that are running."""
    allowed_origins: list[str] = Field(default_factory=list)
    """Sites that may embed the widget and open its socket; empty: this service's own pages only."""

    fragment_wait_s: float = 1.2
    """How long an unclear fragment (「在吗」「花瓶」) waits for the next one."""
    case_idle_minutes: int = 30
    session_days: int = 180
    desk_token_hours: int = 12
    expected_chat_minutes: int = 2
    """What a shopper in the queue is told per place (SLA-FIRST, target)."""

    @property
    def demo(self) -> bool:
        return self.env == "demo"

    @property
    def shop_kind(self) -> Literal["demo", "rest", "table"]:
        return self.shop or ("demo" if self.demo else "table")

    @property
    def db_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'aftersales.db'}"

    @property
    def photo_dir(self) -> Path:
        return self.data_dir / "photos"

    @property
    def learnt_dir(self) -> Path:
        return self.learnt_data or self.data_dir / "learnt"

    @model_validator(mode="after")
    def _a_shop_that_can_be_asked(self) -> Settings:
        if self.shop == "demo" and not self.demo:
            raise ValueError("AFTERSALES_SHOP=demo exists in demo mode only")
        if self.shop == "rest":
            address = urlsplit(self.shop_url)
            encrypted = address.scheme == "https" or address.hostname in ("127.0.0.1", "::1", "localhost")
            if address.scheme not in ("http", "https") or not address.hostname or not encrypted:
                raise ValueError("AFTERSALES_SHOP=rest needs AFTERSALES_SHOP_URL, beginning with https://")
            if not self.shop_token.get_secret_value():
                raise ValueError("AFTERSALES_SHOP=rest needs AFTERSALES_SHOP_TOKEN")
        return self

    @model_validator(mode="after")
    def _no_demo_secrets_in_production(self) -> Settings:
        if self.env == "production":
            left = [
                _variable(name) for name in SECRETS if getattr(self, name).get_secret_value() == DEMO_SECRET
            ]
            if left:
                raise ValueError(f"production needs its own {', '.join(left)}")
            short = [
                name for name in SECRETS if len(getattr(self, name).get_secret_value()) < SHORTEST_SECRET
            ]
            if short:
                raise ValueError(f"at least {SHORTEST_SECRET} characters: {', '.join(map(_variable, short))}")
        return self


def _variable(setting: str) -> str:
    return f"AFTERSALES_{setting.upper()}"
