"""The API's front door: mounts what each room has, the schema, and one answer for everything else."""

from typing import Any

from django.http import Http404
from django.urls import path, re_path
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cases.api.urls import api_urlpatterns as record
from facilities.api import api_urlpatterns as the_map
from helpline.accounts.models import Role
from helpline.problems import MEDIA_TYPE, problems
from routing.api.urls import api_urlpatterns as mail_room

METHODS = ("get", "post", "put", "patch", "delete")


class Schema(SpectacularJSONAPIView):
    """OpenAPI, for whoever may sign in."""

    roles = frozenset(Role)

    @extend_schema(
        operation_id="read_schema",
        tags=["reference"],
        summary="This description",
        responses={(200, "application/vnd.oai.openapi+json"): dict[str, Any], **problems()},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The whole schema as JSON."""
        answer: Response = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        return answer


class NothingHere(APIView):
    """Any other address: the same 404 as for what one may not see, the same 401 for strangers."""

    roles = frozenset(Role)
    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Strangers are asked to sign in; everybody else is told that there is nothing, whatever the method."""
        super().initial(request, *args, **kwargs)
        raise Http404


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tells the schema how a token is sent."""

    target_class = "helpline.accounts.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        """`Authorization: Token …`."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "“Token ” and a token from `manage.py issue_token`.",
        }


def say_no_everywhere(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """A step of making the schema: every operation may answer with a problem, whether it says so or not."""
    problem = {"schema": {"$ref": "#/components/schemas/ProblemShape"}}
    for operations in result["paths"].values():
        for method in METHODS:
            if method in operations:
                refusal = {"description": "Problem details.", "content": {MEDIA_TYPE: problem}}
                operations[method]["responses"].setdefault("default", refusal)
    return result


app_name = "api"
urlpatterns = [
    *record,
    *mail_room,
    *the_map,
    path("schema/", Schema.as_view(), name="schema"),
    re_path("", NothingHere.as_view(), name="nothing"),
]
