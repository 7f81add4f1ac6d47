"""What the other subjects use of surveys."""

from __future__ import annotations

from server.surveys.checking import check_visit as check_visit
from server.surveys.checking import run as run
from server.surveys.files import LARGEST as LARGEST
from server.surveys.files import refuse_file as refuse_file
from server.surveys.functions import FUNCTIONS as FUNCTIONS
from server.surveys.functions import Env as Env
from server.surveys.functions import moment as moment
from server.surveys.mistakes import Mistake as Mistake
from server.surveys.mistakes import NotCompiled as NotCompiled
from server.surveys.outcomes import Outcome as Outcome
from server.surveys.parse import ExpressionError as ExpressionError
from server.surveys.places import Places as Places
from server.surveys.publications import body as body
from server.surveys.publications import canonical as canonical
from server.surveys.publications import document as document
from server.surveys.publications import find as find
from server.surveys.publications import holding as holding
from server.surveys.publications import known_scope as known_scope
from server.surveys.publications import names_in as names_in
from server.surveys.publications import newest_per_scope as newest_per_scope
from server.surveys.publications import publish as publish
from server.surveys.publications import refuse_taken_version as refuse_taken_version
from server.surveys.publications import remember_names as remember_names
from server.surveys.publications import survey as survey
from server.surveys.schemas import UploadedSchema as UploadedSchema
from server.surveys.schemas import UploadFileSchema as UploadFileSchema
from server.surveys.schemas import UploadFormSchema as UploadFormSchema
from server.surveys.sheets import excel_rows as excel_rows
from server.surveys.trees import Context as Context
from server.surveys.trees import compile_expression as compile_expression
from server.surveys.uploads import READERS as READERS
from server.surveys.uploads import Uploaded as Uploaded
from server.surveys.uploads import refuse_publisher as refuse_publisher
from server.surveys.values import ARITHMETIC as ARITHMETIC
from server.surveys.values import LimitReached as LimitReached
from server.surveys.values import Nodes as Nodes
from server.surveys.values import compare as compare
from server.surveys.values import to_boolean as to_boolean
from server.surveys.values import to_number as to_number
from server.surveys.versions import source as source


def seed() -> dict[str, str]:
    """Publish what comes with the product; hash to name. Done again, it changes nothing."""
    from server.surveys import seeding  # it stands above the catalogue, which stands on this file

    return seeding.seed()
