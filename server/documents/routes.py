"""Photos over HTTP: sent by tus 1.0, seen by who may see the paper or visit they belong to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, request
from flask.views import MethodView
from flask_smorest import Blueprint
from werkzeug.http import http_date

from server.accounts.models import Enrolment
from server.accounts.service import MANAGERS, OFFICE, current_enrolment, require_reader, role_required
from server.documents import recordings, service, uploads
from server.documents.rules import MAX_BYTES, UploadRefused
from server.documents.schemas import Brought, OfFamily, Photos, Size
from server.errors import NotFound, Problem

bp = Blueprint("documents", __name__, description="Berkas dan fotonya")

TUS = {"Tus-Resumable": "1.0.0"}
ABLE = {
    "Tus-Version": "1.0.0",
    "Tus-Max-Size": str(MAX_BYTES),
    "Tus-Extension": "creation,checksum,termination,expiration",
    "Tus-Checksum-Algorithm": ",".join(uploads.ALGORITHMS),
}
SANDBOX = "sandbox; default-src 'none'"
CHUNK = "application/offset+octet-stream"


class TusVersion(Problem):
    status, slug, title = 412, "tus-version", "Aplikasi ini berbicara versi kiriman foto yang lain. Perbarui dulu ya."


class NoChunk(Problem):
    status, slug, title = 415, "no-chunk", "Ini bukan bagian dari foto."


@bp.route("/blobs")
class Blobs(MethodView):
    """Where uploads begin."""

    def options(self) -> Response:
        """What of tus is spoken here."""
        return Response(status=204, headers=TUS | ABLE)

    @bp.response(201, description="Location says where its bytes go; Upload-Offset how many of them are here already.")
    def post(self) -> Response:
        """Announce a photo: Upload-Length and Upload-Metadata (id, sha256, record, desa, type)."""
        _tus_only()
        sender = _sender()
        meta, length = request.headers.get("Upload-Metadata", ""), _number("Upload-Length")
        said = uploads.announce(sender.desa, sender.id, sender.person_id, meta, length)
        return _answer(201, said, Location=f"/api/blobs/{said.id}")


@bp.route("/blobs/<uuid:blob>")
class Blob(MethodView):
    """One photo: on its way by tus, kept by GET."""

    def options(self, blob: UUID) -> Response:
        """What of tus is spoken here."""
        return Response(status=204, headers=TUS | ABLE)

    def head(self, blob: UUID) -> Response:
        """How much of a photo has come."""
        _tus_only()
        sender = _sender()
        return _answer(200, uploads.progress(sender.desa, sender.id, str(blob)))

    @bp.response(204, description="Taken. After the last chunk Upload-State says kept or refused.")
    def patch(self, blob: UUID) -> Response:
        """Add a chunk at Upload-Offset, checked by Upload-Checksum if there is one."""
        _tus_only()
        if request.mimetype != CHUNK:
            raise NoChunk(f"Content-Type: {CHUNK}")
        sender = _sender()
        at, checksum = _number("Upload-Offset"), request.headers.get("Upload-Checksum")
        data = request.get_data(cache=False)
        return _answer(204, uploads.append(sender.desa, sender.id, str(blob), at, data, checksum))

    @bp.doc(requestBody={"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}})
    @bp.response(200, Brought)
    @role_required(*MANAGERS)
    def put(self, blob: UUID) -> dict[str, str]:
        """Hand in the whole of a photo that came to the desk in a file, after what the file says of it (/carried)."""
        request.max_content_length = MAX_BYTES
        return {"state": uploads.bring(require_reader().desa, str(blob), request.get_data(cache=False)).state}

    @bp.response(204, description="Forgotten.")
    def delete(self, blob: UUID) -> Response:
        """Stop an upload."""
        _tus_only()
        sender = current_enrolment()
        uploads.terminate(sender.desa, sender.id, str(blob))
        return Response(status=204, headers=TUS)

    @bp.response(204, description="As the method it names.")
    def post(self, blob: UUID) -> Response:
        """The same for senders whose network lets only POST through: X-HTTP-Method-Override names the method."""
        meant = request.headers.get("X-HTTP-Method-Override", "").upper()
        if meant not in ("PATCH", "DELETE"):
            raise UploadRefused("X-HTTP-Method-Override: PATCH, DELETE")
        answer: Response = self.patch(blob=blob) if meant == "PATCH" else self.delete(blob=blob)
        return answer

    @bp.arguments(Size, location="query")
    @bp.response(
        200, description="The photo, a JPEG; ?size=thumb: at most 320 pixels. Or a recording or PDF as it came."
    )
    def get(self, args: dict[str, Any], blob: UUID) -> Response:
        """Show a photo to its sender, or to who may read the paper or visit that names it."""
        photo = service.photo(require_reader(), str(blob), thumb=args["size"] == "thumb")
        if photo is None:
            raise NotFound("Foto ini belum sampai di PUSKESOS.")
        kind = recordings.sniff(photo)
        name = f"berkas-{str(blob)[-12:]}.{recordings.ENDINGS[kind]}" if kind else f"foto-{str(blob)[-12:]}.jpg"
        answer = Response(photo, mimetype=kind or "image/jpeg")
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Content-Security-Policy"] = SANDBOX
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


@bp.get("/photos")
@bp.arguments(OfFamily, location="query")
@bp.response(200, Photos)
@role_required(*OFFICE)
def photos(args: dict[str, Any]) -> dict[str, Any]:
    """Where the photos of a family are on their way."""
    return {"photos": service.photos_of_family(require_reader().desa, str(args["family"]))}


def _tus_only() -> None:
    if request.headers.get("Tus-Resumable") != "1.0.0":
        raise TusVersion("Tus-Resumable: 1.0.0")


def _sender() -> Enrolment:
    """Who sends a photo: one that was shut out too, for its changes wait in quarantine and name it."""
    return current_enrolment(allow_revoked=True)


def _number(header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise UploadRefused(header, field=header)
    return int(text)


def _answer(status: int, said: uploads.Progress, **headers: str) -> Response:
    answer = Response(status=status, headers=TUS | headers)
    answer.headers["Upload-Offset"] = str(said.offset)
    answer.headers["Cache-Control"] = "no-store"
    if said.length is not None:
        answer.headers["Upload-Length"] = str(said.length)
    if said.state in ("kept", "refused"):
        answer.headers["Upload-State"] = said.state
        if said.reason:
            answer.headers["Upload-Reason"] = said.reason
        if said.sha256_kept:
            answer.headers["Upload-Kept"] = said.sha256_kept
    else:
        answer.headers["Upload-Expires"] = http_date(said.expires)
    return answer
