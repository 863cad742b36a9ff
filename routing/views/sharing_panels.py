"""The part of a case's page about who else may know of it: copies, who is accused, who needs to know."""

from helpline.accounts.models import Role
from routing import access, forms
from routing.casefile import CaseFile
from routing.sharing import letting_in
from routing.sharing.destinations import offices_for_a_copy
from routing.sharing.sharing_forms import AccusedForm, CopyForm, ReaderForm
from routing.views.panel import Panel, panel_for

COPY_HINT = "A copy shows no more than you choose, and less where the caller or the person is protected."
ACCUSED_HINT = (
    "They give up the case at once and find no trace of it from now on. Only headquarters can lift this."
)
READER_HINT = "They see the case from now on, for as long as they work in your office."


def sharing_panels(file: CaseFile, refused: forms.MoveForm | None) -> list[Panel]:
    """What this person can do about it now. The verbs check again."""
    case, known, seen = file.case, file.sharing, {"version": file.case.version}
    number, version = case.number, case.version
    sends, names = file.can.transfer, may_name(file)
    offices = file.offices if sends or names else []
    found: list[Panel] = []
    if sends:
        form = CopyForm(initial=seen, offices=offices_for_a_copy(case, offices, known))
        found.append(
            panel_for(
                number,
                version,
                form,
                refused,
                address="routing:case_copies",
                label="Send a copy",
                button="Send the copy",
                hint=COPY_HINT,
            )
        )
    if names:
        accused = AccusedForm(initial=seen, offices=[office for office in offices if known.admits(office)])
        found.append(
            panel_for(
                number,
                version,
                accused,
                refused,
                address="routing:exclusions",
                label="Name who is accused",
                button="Shut them out",
                hint=ACCUSED_HINT,
            )
        )
    if lets_in(file):
        reader = ReaderForm(initial=seen, people=list(letting_in.people_to_let_in(case)))
        found.append(
            panel_for(
                number,
                version,
                reader,
                refused,
                address="routing:readers",
                label="Let somebody in",
                button="Let them in",
                hint=READER_HINT,
            )
        )
    return found


def may_name(file: CaseFile) -> bool:
    """Whether this reader may say who is accused."""
    user, stay = file.reader, file.stay
    if user.role == Role.HEADQUARTERS:
        return True
    return (
        user.role in access.DESK_ROLES and file.waits and stay is not None and access.may_finish(user, stay)
    )


def lets_in(file: CaseFile) -> bool:
    """Whether this reader, who sees the case, lets others of its office in."""
    case = file.case
    return (
        case.leads_only
        and case.office_id is not None
        and file.reader.role in {Role.HEADQUARTERS, Role.OFFICE_LEAD}
    )
