"""Who may enter the desk: invitations, passwords, passkeys, second factors, sessions, roles."""

from .arriving import Arrival, InvitationOver, accept, introduce, invite, invited, withdraw_invitation
from .factors import codes_left, has_factor, make_codes, matching_step, remove_authenticator, set_factor
from .hashing import LEAST_PASSWORD, MOST_PASSWORD, digest
from .keeping import OVERWRITTEN, Kept, forget_done, forget_kept, keep_form, keeps_forms, kept_forms, kept_of, unseen_forms
from .letters import TELL_JOB, tell, tell_job
from .passkeys import Party, WrongPasskey, add_passkey, asking, offering, passkeys_of, remove_passkey
from .passwords import FORGOTTEN_JOB, ask_for_link, change_password, forgotten_job, link_holder, renew_password
from .people import Lodger, PeopleRefusal, can_come_in, change_roles, disable, enable, found, invite_again, invite_to_desk, people, reset_factors
from .sessions import (
    Limits,
    Standing,
    end_sessions,
    invitation_of,
    open_again,
    open_session,
    own_sessions,
    refused,
    refused_foreign,
    sent_from,
    sign_out,
    standing,
    standing_of,
    touch,
    was_theirs,
)  # fmt: skip
from .signing_in import NotLetIn, TooManyTries, confirm, confirm_by_passkey, sign_in, sign_in_by_passkey
from .tidying import tidy

__all__ = [
    "FORGOTTEN_JOB", "LEAST_PASSWORD", "MOST_PASSWORD", "OVERWRITTEN", "TELL_JOB", "Arrival", "InvitationOver", "Kept", "Limits", "Lodger", "NotLetIn", "Party",
    "PeopleRefusal", "Standing", "TooManyTries", "WrongPasskey", "accept", "add_passkey", "ask_for_link", "asking", "can_come_in", "change_password",
    "change_roles", "codes_left", "confirm", "confirm_by_passkey", "digest", "disable", "enable", "end_sessions", "forget_done", "forget_kept", "forgotten_job",
    "found", "has_factor", "introduce", "invitation_of", "invite", "invite_again", "invite_to_desk", "invited", "keep_form", "keeps_forms", "kept_forms",
    "kept_of", "link_holder", "make_codes", "matching_step", "offering", "open_again", "open_session", "own_sessions", "passkeys_of", "people", "refused",
    "refused_foreign", "remove_authenticator", "remove_passkey", "renew_password", "reset_factors", "sent_from", "set_factor", "sign_in", "sign_in_by_passkey",
    "sign_out", "standing", "standing_of", "tell", "tell_job", "tidy", "touch", "unseen_forms", "was_theirs", "withdraw_invitation",
]  # fmt: skip
