"""What the public status page says, in English and Spanish."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.status import Standing


@dataclass(frozen=True)
class Words:
    """Every sentence of the page in one language."""

    code: str
    language: str
    title: str
    lead: str
    field: str
    hint: str
    ask: str
    answer: str
    none: str
    answered: str
    concern: str
    last: str
    nothing_more: str
    mistyped_title: str
    mistyped: str
    wait_title: str
    wait: str
    again: str
    banner: str
    demonstration: str
    skip: str
    kept: str
    danger: str
    week: str
    months: tuple[str, ...]
    standings: Mapping[Standing, str]


ENGLISH = Words(
    code="en",
    language="English",
    title="What became of my report?",
    lead="Enter the code you were given on the phone. You will see whether we have your report and whether it is closed.",
    field="Your code",
    hint="Sixteen letters and digits, such as 2345-6789-ABCD-EFGH. Dashes and capitals do not matter.",
    ask="Ask",
    answer="Your report",
    none="No report has this code. Check it, or call us and give the number of your call.",
    answered="We received your report. Your questions were answered on the phone; nothing is open.",
    concern="Concern",
    last="Last change:",
    nothing_more="This page shows nothing else, to keep you safe. To learn more or to add something, call us.",
    mistyped_title="Check the code",
    mistyped="A letter or digit is missing or wrong. Look at the code again.",
    wait_title="Too many tries from here",
    wait="Wait fifteen minutes, then try again. Your code stays good.",
    again="Back to the field",
    banner="Helpline",
    demonstration="Demonstration: every person and call is invented",
    skip="Skip to the page",
    kept="We keep no name and no code from this page and set no cookie. Tries are counted for a day, without your address.",
    danger="Somebody in danger right now? Call 911 first.",
    week="in the week of {month} {day}, {year}",
    months=(
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ),
    standings={
        Standing.RECEIVED: "We received it.",
        Standing.WITH_AN_OFFICE: "It is with the office that can act on it.",
        Standing.CLOSED: "It is closed.",
    },
)  # fmt: skip
SPANISH = Words(
    code="es",
    language="Español",
    title="¿Qué pasó con mi reporte?",
    lead="Escriba el código que le dieron por teléfono. Verá si recibimos su reporte y si ya está cerrado.",
    field="Su código",
    hint="Dieciséis letras y números, como 2345-6789-ABCD-EFGH. No importan los guiones ni las mayúsculas.",
    ask="Preguntar",
    answer="Su reporte",
    none="Ningún reporte tiene este código. Revíselo, o llámenos y dé el número de su llamada.",
    answered="Recibimos su reporte. Sus preguntas se respondieron por teléfono; no queda nada abierto.",
    concern="Asunto",
    last="Último cambio:",
    nothing_more="Esta página no muestra nada más, para protegerle. Para saber más o agregar algo, llámenos.",
    mistyped_title="Revise el código",
    mistyped="Falta una letra o un número, o alguno está mal. Mire el código otra vez.",
    wait_title="Demasiados intentos desde aquí",
    wait="Espere quince minutos y pruebe otra vez. Su código sigue siendo válido.",
    again="Volver al campo",
    banner="Línea de ayuda (Helpline)",
    demonstration="Demostración: todas las personas y llamadas son inventadas",
    skip="Ir al contenido",
    kept="No guardamos su nombre ni su código, y no usamos cookies. Los intentos se cuentan un día, sin su dirección.",
    danger="¿Alguien está en peligro ahora mismo? Llame primero al 911.",
    week="en la semana del {day} de {month} de {year}",
    months=(
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
        "noviembre", "diciembre",
    ),
    standings={
        Standing.RECEIVED: "Lo recibimos.",
        Standing.WITH_AN_OFFICE: "Está en la oficina que puede actuar.",
        Standing.CLOSED: "Está cerrado.",
    },
)  # fmt: skip
WORDS: Mapping[str, Words] = {"en": ENGLISH, "es": SPANISH}
