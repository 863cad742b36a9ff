"""Under DEBUG Django shows strangers its own pages full of settings; here it shows ours, in demonstrations too."""

from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.utils.safestring import SafeString
from django.views.debug import ExceptionReporter

from helpline.face import views as pages


class PlainReporter(ExceptionReporter):
    """Answers with the page that says no; the stack goes to the log, where identifiers are masked."""

    def get_traceback_html(self) -> SafeString:
        """The page for a bad request or for a crash."""
        if isinstance(self.exc_value, SuspiciousOperation) or self.request is None:
            name, status = "400.html", HTTPStatus.BAD_REQUEST
        else:
            name, status = "500.html", HTTPStatus.INTERNAL_SERVER_ERROR
        if self.request is None:
            return SafeString(pages.PROBLEMS[status][1])
        return SafeString(pages.refusal_page(self.request, status, name, words=[]).content.decode())

    def get_traceback_text(self) -> SafeString:
        """One sentence."""
        bad = isinstance(self.exc_value, SuspiciousOperation)
        return SafeString(
            pages.PROBLEMS[HTTPStatus.BAD_REQUEST if bad else HTTPStatus.INTERNAL_SERVER_ERROR][1]
        )
