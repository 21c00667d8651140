"""The desk: the locked door, and one nested blueprint per subject behind it."""

from flask import Flask

from .account import blueprint as account
from .account import confirming
from .account import forms as account_forms
from .acts import blueprint as acts
from .acts import forms as acts_forms
from .comparing import blueprint as comparing
from .demands import blueprint as demands
from .demands.views import DemandsForm
from .directory import blueprint as directory
from .directory import forms as directory_forms
from .door import blueprint, lock
from .enquiries import blueprint as enquiries
from .enquiries.forms import AnswerForm
from .entrance import blueprint as entrance
from .files import blueprint as files
from .files.forms import FileForm
from .finding import blueprint as finding
from .intake import blueprint as intake
from .journal import blueprint as journal
from .legacy import blueprint as legacy
from .legacy.views import LegacyForm
from .overview import blueprint as overview
from .pages import blueprint as pages
from .pages import forms as pages_forms
from .people import blueprint as people
from .people import forms as people_forms
from .previewing import blueprint as previewing
from .previewing import forms as previewing_forms
from .taxonomy import blueprint as taxonomy
from .taxonomy import forms as taxonomy_forms
from .writing import blueprint as writing
from .writing import forms as writing_forms

SUBJECTS = (
    account, confirming, overview, acts, writing, intake, previewing, comparing, files, pages, directory, enquiries, entrance, finding, journal,
    legacy, people, taxonomy, demands,
)  # fmt: skip


_FORMS = {
    "acts": (acts_forms.ReleaseForm, acts_forms.RemarkForm, acts_forms.ReasonForm, acts_forms.ChangeForm, acts_forms.RecallForm),
    "account": (account_forms.ProfileForm, account_forms.PasskeyForm), "directory": (directory_forms.LinkForm,), "enquiries": (AnswerForm,),
    "pages": (pages_forms.PageForm, pages_forms.PageText), "people": (people_forms.InviteForm,), "previewing": (previewing_forms.LinkForm,),
    "taxonomy": (taxonomy_forms.EntryForm, taxonomy_forms.ThemeWords, taxonomy_forms.BodyWords), "legacy": (LegacyForm,), "demands": (DemandsForm,),
    "writing": (writing_forms.DocumentForm, writing_forms.TextForm), "files": (FileForm,),
}  # fmt: skip


def forms_of(endpoint: str) -> tuple[type, ...]:
    """The forms of the subject that a view belongs to, for whoever tells again what was entered in one."""
    return _FORMS.get(endpoint.removeprefix("desk.").partition(".")[0], ())


def open_door(app: Flask) -> None:
    """Put the desk into the application, closed by default."""
    lock(app, blueprint)
    for subject in SUBJECTS:
        if subject.name not in {registered.name for registered, _ in blueprint._blueprints}:
            blueprint.register_blueprint(subject)
    app.register_blueprint(blueprint)


__all__ = ["open_door"]
