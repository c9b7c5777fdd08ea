"""Alerts against real receivers on loopback, and when they are due."""

from __future__ import annotations

import email
import email.policy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from newscrawler.portals.model import Expect
from newscrawler.runs.alerts.alert import Alert, alert_about
from newscrawler.runs.alerts.channels import send_everywhere
from newscrawler.runs.alerts.messages import DISCORD_CHARACTERS, discord, plain_text, slack
from newscrawler.runs.alerts.sending import Patience
from newscrawler.runs.alerts.settings import AlertSettings
from newscrawler.runs.alerts.telling import Told, tell_people, telling_failures
from newscrawler.runs.history import Past
from newscrawler.runs.monitors import Verdict, judge
from newscrawler.runs.report import RunReport
from pipelines.errors import SettingsError
from tests.runs.receivers import mail_receiver, web_receiver
from tests.runs.samples import NOON, a_past, a_report, a_walk

AT_ONCE = Patience(attempts=3, first_wait_s=0.0, timeout_s=5.0)


def unhealthy(**facts: Any) -> RunReport:
    report = a_report(walks=[a_walk(complete=False, why_incomplete="<b>HTTP 503</b> & more on page 2")], **facts)
    return replace(report, monitors=judge(report, Expect(), []))


def well() -> RunReport:
    report = a_report()
    return replace(report, monitors=judge(report, Expect(), []))


def settings(**given: str) -> AlertSettings:
    return AlertSettings.from_environment({f"NEWSCRAWLER_ALERT_{name.upper()}": value for name, value in given.items()})


def test_every_chat_gets_its_own_form() -> None:
    with web_receiver() as web:
        sent = send_everywhere(
            alert_about(unhealthy(), recovered=False),
            settings(
                webhook=f"{web.url}/generic",
                slack=f"{web.url}/slack",
                discord=f"{web.url}/discord",
                telegram_url=web.url,
                telegram_token="123:abc",
                telegram_chat="-42",
            ),
            AT_ONCE,
        )
    assert all(one.delivered for one in sent)
    got = dict(web.received)
    assert got["/generic"]["state"] == "unhealthy"
    assert got["/generic"]["findings"][0]["monitor"] == "sections"
    assert "&lt;b&gt;HTTP 503&lt;/b&gt; &amp; more" in got["/slack"]["text"]
    assert got["/discord"]["allowed_mentions"] == {"parse": []}
    assert got["/bot123:abc/sendMessage"]["chat_id"] == "-42"
    assert "runs/20261123T115900.000Z.json" in got["/bot123:abc/sendMessage"]["text"]


def test_mail_arrives_whole() -> None:
    with mail_receiver() as server:
        sent = send_everywhere(
            alert_about(unhealthy(), recovered=False),
            settings(smtp=server.address, mail_to="a@example.org, b@example.org", mail_from="crawler@example.org"),
            AT_ONCE,
        )
    assert [one.delivered for one in sent] == [True]
    letter = email.message_from_string(server.letters[0], policy=email.policy.default)
    assert letter["Subject"] == "newscrawler: kontum unhealthy (sections)"
    assert letter["To"] == "a@example.org, b@example.org"
    assert "Kinh tế: <b>HTTP 503</b>" in letter.get_content()


def test_a_password_never_goes_out_in_the_clear(capsys: pytest.CaptureFixture[str]) -> None:
    with mail_receiver() as server:
        (sent,) = send_everywhere(
            alert_about(unhealthy(), recovered=False),
            settings(
                smtp=server.address.replace("//", "//me@"),
                smtp_password="secret",
                mail_to="a@example.org",
                mail_from="crawler@example.org",
            ),
            AT_ONCE,
        )
    assert not sent.delivered
    assert "no TLS" in str(sent.error)
    assert not any("secret" in command or command.startswith("AUTH") for command in server.commands)
    assert "secret" not in capsys.readouterr().err


def test_a_receiver_that_is_busy_is_asked_again() -> None:
    with web_receiver() as web:
        web.answers = [(503, {}), (429, {"Retry-After": "0"})]
        (sent,) = send_everywhere(alert_about(unhealthy(), False), settings(slack=web.url), AT_ONCE)
    assert sent.delivered
    assert len(web.received) == 3


def test_a_mail_server_that_is_busy_is_asked_again() -> None:
    with mail_receiver() as server:
        server.replies = [451]
        (sent,) = send_everywhere(
            alert_about(unhealthy(), False),
            settings(smtp=server.address, mail_to="a@example.org", mail_from="crawler@example.org"),
            AT_ONCE,
        )
    assert sent.delivered
    assert len(server.letters) == 2


@pytest.mark.parametrize(("status", "n_asked"), [(404, 1), (302, 1), (500, 3)])
def test_an_alert_that_is_not_delivered_is_visible(
    status: int, n_asked: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with web_receiver() as web:
        web.answers = [(status, {"Location": f"{web.url}/elsewhere"})] * 3
        (sent,) = send_everywhere(alert_about(unhealthy(), False), settings(discord=f"{web.url}/hidden"), AT_ONCE)
    assert not sent.delivered
    assert len(web.received) == n_asked
    told = capsys.readouterr().err
    assert f"the alert on discord was not delivered: HTTP {status}" in told
    assert "hidden" not in told + str(sent.error)


def test_one_channel_that_fails_keeps_no_other_from_being_told(capsys: pytest.CaptureFixture[str]) -> None:
    with web_receiver() as closed:
        nobody = closed.url
    with web_receiver() as web:
        sent = send_everywhere(alert_about(unhealthy(), False), settings(webhook=nobody, slack=web.url), AT_ONCE)
    assert [one.delivered for one in sent] == [False, True]
    assert "no answer" in capsys.readouterr().err


def tell(report: RunReport, past: list[Past], url: str) -> Told:
    return tell_people(report, past, settings(webhook=url), AT_ONCE)


def test_a_fault_is_told_once_then_daily_and_its_end_too() -> None:
    with web_receiver() as web:
        first = tell(unhealthy(), [], web.url)
        told = a_past(1, failing=("sections",), alerted=first.alerted, alerted_at=first.alerted_at)
        tell(unhealthy(), [told], web.url)
        assert len(web.received) == 1
        yesterday = replace(told, alerted_at=NOON - timedelta(hours=25))
        assert tell(unhealthy(), [yesterday], web.url).alerted_at == NOON
        killed = a_past(0, state="killed", alerted=())
        recovered = tell(well(), [killed, told], web.url)
    assert [one["state"] for _, one in web.received] == ["unhealthy", "unhealthy", "recovered"]
    assert (recovered.alerted, recovered.alerted_at) == ((), None)


def test_another_fault_is_told_at_once() -> None:
    with web_receiver() as web:
        told = a_past(1, failing=("sections",), alerted=("sections",), alerted_at=NOON - timedelta(hours=1))
        now = tell(unhealthy(n_stored=0), [told], web.url)
    assert now.alerted == ("sections", "articles")


def test_what_nobody_heard_is_told_again(capsys: pytest.CaptureFixture[str]) -> None:
    with web_receiver() as closed:
        nobody = closed.url
    first = tell(unhealthy(), [], nobody)
    assert (first.alerted, first.alerted_at) == ((), None)
    with web_receiver() as web:
        tell(unhealthy(), [a_past(1, failing=("sections",))], web.url)
    assert len(web.received) == 1
    told = a_past(1, alerted=("sections",), alerted_at=NOON)
    assert tell(well(), [told], nobody).alerted == ("sections",)


def test_a_well_run_says_nothing() -> None:
    with web_receiver() as web:
        tell(well(), [a_past(1)], web.url)
    assert web.received == []


def test_a_failure_before_the_run_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with web_receiver() as web:
        monkeypatch.setenv("NEWSCRAWLER_ALERT_WEBHOOK", web.url)
        with pytest.raises(SettingsError), telling_failures("kontum"):
            raise SettingsError("the disk is not mounted")
    ((_, told),) = web.received
    assert told["headline"] == "newscrawler: kontum failed"
    assert told["failure"] == "SettingsError: the disk is not mounted"


def test_long_findings_are_cut_to_what_receivers_take() -> None:
    long = Verdict("sections", "failed", "all", "x" * 10_000, "look")
    alert = Alert("kontum", "unhealthy", NOON, findings=(long,))
    assert len(discord(alert)["content"]) == DISCORD_CHARACTERS
    assert slack(alert)["text"].endswith(" …")
    assert "look" in plain_text(alert)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"slack": "hooks.example.org/secret"}, "NEWSCRAWLER_ALERT_SLACK: expected an address that begins with"),
        ({"webhook": "http://[secret"}, "NEWSCRAWLER_ALERT_WEBHOOK: expected an address"),
        ({"smtp": "http://secret"}, "NEWSCRAWLER_ALERT_SMTP: expected an address that begins with smtp://"),
        ({"smtp": "smtp://secret"}, "SMTP, MAIL_TO and MAIL_FROM together"),
        ({"telegram_token": "secret"}, "TELEGRAM_TOKEN and TELEGRAM_CHAT together"),
        ({"slak": "https://secret"}, "NEWSCRAWLER_ALERT_SLAK: no such variable"),
        ({"repeat_h": "often"}, "NEWSCRAWLER_ALERT_REPEAT_H: Input should be a valid number"),
    ],
)
def test_wrong_settings_are_told_without_secrets(given: dict[str, str], expected: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings(**given)
    assert expected in str(caught.value)
    assert "secret" not in str(caught.value)


def test_settings_do_not_print_secrets() -> None:
    made = settings(slack="https://hooks.example.org/secret", webhook=" ")
    assert made.slack == SecretStr("https://hooks.example.org/secret")
    assert made.webhook is None
    assert "secret" not in repr(made)
