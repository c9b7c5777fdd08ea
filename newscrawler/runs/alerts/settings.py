"""Who is told, from environment variables ``NEWSCRAWLER_ALERT_…``: addresses of receivers are secrets themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)

from pipelines.errors import SettingsError

PREFIX = "NEWSCRAWLER_ALERT_"


def _web_address(secret: SecretStr) -> SecretStr:
    return _address(secret, ("https", "http"))


def _mail_server(secret: SecretStr) -> SecretStr:
    return _address(secret, ("smtp", "smtps"))


def _address(secret: SecretStr, schemes: tuple[str, ...]) -> SecretStr:
    try:
        parts = urlsplit(secret.get_secret_value())
        well = parts.scheme in schemes and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        well = False
    if not well:
        raise ValueError(f"expected an address that begins with {' or '.join(f'{one}://' for one in schemes)}")
    return secret


def _split(text: Any) -> Any:
    return tuple(part.strip() for part in text.split(",") if part.strip()) if isinstance(text, str) else text


_Url = Annotated[SecretStr, AfterValidator(_web_address)]


class AlertSettings(BaseModel):
    """The channels that are set up; each variable is named like its field, in capitals, after :data:`PREFIX`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    webhook: _Url | None = None
    """A receiver of one's own for generic JSON."""
    slack: _Url | None = None
    """Slack's incoming webhook."""
    discord: _Url | None = None
    """Discord's webhook."""
    telegram_token: SecretStr | None = None
    """Token of a Telegram bot."""
    telegram_chat: str | None = None
    """Chat that the bot writes to."""
    telegram_url: _Url = SecretStr("https://api.telegram.org")
    """Telegram's API, or a server of one's own."""
    smtp: Annotated[SecretStr, AfterValidator(_mail_server)] | None = None
    """Mail server: ``smtp://user@host:587`` (STARTTLS where offered) or ``smtps://user@host``."""
    smtp_password: SecretStr | None = None
    """Password of the user in ``smtp``; never sent without TLS."""
    mail_to: Annotated[tuple[str, ...], BeforeValidator(_split)] = ()
    """Receivers of mail, separated by commas."""
    mail_from: str | None = None
    """Sender of mail."""
    repeat_h: float = Field(default=24.0, gt=0)
    """Hours after which a fault that lasts is told again."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if bool(self.telegram_token) != bool(self.telegram_chat):
            raise ValueError("expected TELEGRAM_TOKEN and TELEGRAM_CHAT together")
        if len({bool(self.smtp), bool(self.mail_to), bool(self.mail_from)}) > 1:
            raise ValueError("expected SMTP, MAIL_TO and MAIL_FROM together")
        return self

    @property
    def repeat_after(self) -> timedelta:
        """:attr:`repeat_h` as a duration."""
        return timedelta(hours=self.repeat_h)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """The settings in ``environment``; empty variables count as absent.

        Raises SettingsError for a wrong value or a variable of an unknown name; no secret is in its message.
        """
        given = {
            name.removeprefix(PREFIX).lower(): value
            for name, value in environment.items()
            if name.startswith(PREFIX) and value.strip()
        }
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            first = error.errors(include_input=False)[0]
            name = "".join(str(part).upper() for part in first["loc"][:1])
            message = str(first["msg"]).removeprefix("Value error, ")
            if first["type"] == "extra_forbidden":
                known = ", ".join(sorted(field.upper() for field in cls.model_fields))
                message = f"no such variable; there are {PREFIX}… {known}"
            raise SettingsError(f"{PREFIX}{name}: {message}") from None
