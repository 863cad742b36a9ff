"""Pages go over the wire compressed; streams do not, or they would wait for their buffer to fill."""

from typing import Any

from django.middleware.gzip import GZipMiddleware


class CompressedPages(GZipMiddleware):
    """Compresses whole answers.

    A page that holds a secret beside words of an attacker's choosing would tell it by its length (BREACH). Django's
    middleware blurs the length with random bytes, every form token is masked anew in each page, and no page shows
    words of somebody who may not read it; so compression is safe here.
    """

    def process_response(self, request: Any, response: Any) -> Any:
        """The same answer, smaller."""
        if response.streaming:
            return response
        return super().process_response(request, response)
