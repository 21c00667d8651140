"""``flask mission doctor``: looks at a deployment and says what is not well and what to do about it."""

import json
import logging
import sys
from dataclasses import asdict

import click
from flask import current_app
from flask.cli import with_appcontext

from ..config import Settings
from .databases import examine_database
from .findings import Examination, Finding, Patient, State, fault
from .front import examine_front
from .machine import examine_clock, examine_files, examine_key, examine_room
from .neighbours import examine_mail, examine_redis, examine_replica
from .settled import examine_settings
from .work import examine_work

HERE: tuple[Examination, ...] = (examine_settings, examine_files, examine_key, examine_room, examine_clock, examine_database, examine_work)
OUTSIDE: tuple[Examination, ...] = (examine_replica, examine_redis, examine_mail, examine_front)
log = logging.getLogger(__name__)


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="One JSON array of objects: subject, state, sentence, advice.")
@click.option("--offline", is_flag=True, help="Ask nothing of other machines, nor of this site through its own address.")
@with_appcontext
def doctor(as_json: bool, offline: bool) -> None:
    """Look at this deployment, say what is not well, and what to do. The status is 1 where something is a fault."""
    settings: Settings = current_app.config["SETTINGS"]
    patient = Patient(current_app._get_current_object(), settings, current_app.config["CLOCK"]())  # type: ignore[attr-defined]
    found = examine(patient, HERE if offline else HERE + OUTSIDE)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        _tell(found)
    sys.exit(any(one.state is State.FAULT for one in found))


def examine(patient: Patient, examinations: tuple[Examination, ...]) -> list[Finding]:
    """Everything that these find. One that breaks off is a finding itself, and keeps no other from being made."""
    found: list[Finding] = []
    for one in examinations:
        try:
            found.extend(one(patient))
        except Exception as error:
            log.exception("an examination broke off")
            found.append(fault(one.__name__.removeprefix("examine_"), f"This could not be looked at: {type(error).__name__}.", "See the error above."))
    return found


def _tell(found: list[Finding]) -> None:
    marks = {State.WELL: ("  ok ", "green"), State.WARNING: ("look ", "yellow"), State.FAULT: ("FAULT", "red")}
    for one in found:
        mark, colour = marks[one.state]
        click.echo(f"{click.style(mark, fg=colour)}  {one.subject:13} {one.sentence}")
        if one.advice:
            click.echo(f"{'':22}→ {one.advice}")
    counted = {state: sum(one.state is state for one in found) for state in State}
    click.echo(f"{counted[State.FAULT]} fault{'' if counted[State.FAULT] == 1 else 's'}, {counted[State.WARNING]} to look at, {counted[State.WELL]} well.")


__all__ = ["doctor", "examine"]
