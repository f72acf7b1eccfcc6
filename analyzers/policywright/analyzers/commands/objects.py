"""``aws s3``: commands that move, list and remove objects by ``s3://`` addresses.

Source: AWS CLI Command Reference, "s3", and awscli 1.46.3 (`customizations/s3`): which requests a command
makes. A directory's address ends in ``/``, given or not; a file keeps its name where the address ends so.
"""

from __future__ import annotations

import posixpath

from policywright.analyzers.commands.model import Call, Line, Reading
from policywright.analyzers.commands.words import literal, pieces
from policywright.analyzers.sdk.requests import without
from policywright.analyzers.sdk.uploads import PARTS, STARTED
from policywright.knowledge import texts
from policywright.knowledge.records import dataclass, replace
from policywright.knowledge.regex import regex
from policywright.knowledge.texts import Parts
from policywright.knowledge.values import Const, Hole, Struct, Unknown, Value, alternatives

COMMANDS = frozenset(("cp", "ls", "mb", "mv", "presign", "rb", "rm", "sync", "website"))
FLAGS = frozenset((
    "bucket-name-prefix-only", "delete", "dryrun", "exact-timestamps", "follow-symlinks",
    "force", "force-glacier-transfer", "human-readable", "ignore-glacier-warnings", "no-delete",
    "no-follow-symlinks", "no-guess-mime-type", "no-overwrite", "no-progress", "only-show-errors", "quiet",
    "recursive", "size-only", "summarize", "validate-same-s3-paths",
))  # fmt: skip
LISTS = frozenset(("grants", "tags"))
_MOVING = frozenset(("cp", "mv", "sync"))
_WIDENING = ("recursive", "delete")
"""Options without which a command asks for less."""
_MEMBERS = {
    "acl": "ACL", "sse": "ServerSideEncryption", "sse-kms-key-id": "SSEKMSKeyId", "grants": "GrantRead",
    "storage-class": "StorageClass", "request-payer": "RequestPayer",
}  # fmt: skip
_BARE: dict[str, Value] = {"sse": Const("AES256")}
"""What options without a value pass."""
ABORTED = "an upload of several parts fails half-way and the AWS CLI aborts it"
TAGS = "an object is copied in several parts, and its tags with it"
REMOTE = "the path that is computed is an address of S3"
_ANY = Hole(kind="unknown")
_SCHEME = "s3://"
_ACCESS_POINT = regex(r"arn:[\w-]+:s3[\w-]*:[^/]*:(accesspoint|outpost)\Z")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a path leads: into S3, to a file, or (``unsure``) to either."""

    bucket: Value | None = None
    key: Parts = ()
    name: Parts = ()
    """The last part of a file's path."""
    unsure: bool = False

    @property
    def local(self) -> bool:
        return self.bucket is None

    @property
    def optional(self) -> str | None:
        """The case in which alone anything is asked about it."""
        return REMOTE if self.unsure else None


_ANYWHERE = _Place(Unknown("bucket"), (_ANY,), (_ANY,))


def paths(command: str) -> int:
    """How many paths a command takes."""
    return 2 if command in _MOVING else 1


def read(command: str, line: Line, via: str) -> Reading:
    """The requests of a command (one of ``COMMANDS``); what options that are computed would add to them."""
    found = _Command(command, line, via).reading()
    calls = dict.fromkeys(found.calls)
    for name in _WIDENING if line.loose else ():
        if name not in line.options:
            wider = replace(line, options={**line.options, name: ()})
            for call in _Command(command, wider, via).reading().calls:
                if call not in calls:
                    calls[
                        replace(
                            call, optional=call.optional or f"the options that are computed have --{name}"
                        )
                    ] = None
    return Reading(tuple(calls), found.doubt)


class _Command:
    def __init__(self, command: str, line: Line, via: str) -> None:
        self._command = command
        self._line = line
        self._via = via
        self._calls: dict[Call, None] = {}
        self._doubt: str | None = None

    def reading(self) -> Reading:
        paths = self._line.positional
        match self._command:
            case "cp" | "mv" | "sync" if len(paths) >= 2:
                for source in alternatives(paths[0]):
                    for target in alternatives(paths[1]):
                        self._move(_place(source), _place(target))
            case "ls" if not paths and not self._line.loose:
                self._call("ListBuckets")
            case "cp" | "mv" | "sync":
                self._doubt = f"with computed paths of {self._via}"
            case _ if not paths:
                self._doubt = f"with a computed path of {self._via}"
            case _:
                for path in alternatives(paths[0]):
                    self._on(_place(path, remote=True))
        return Reading(tuple(self._calls), self._doubt)

    def _on(self, place: _Place) -> None:
        """A command with one path."""
        match self._command:
            case "ls":
                if place.bucket == Const(""):
                    self._call("ListBuckets")
                else:
                    self._list(place)
            case "mb":
                self._call("CreateBucket", place)
            case "rb":
                if self._has("force"):
                    self._list(_Place(place.bucket))
                    self._call("DeleteObject", _Place(place.bucket, (_ANY,)), keyed=True)
                self._call("DeleteBucket", place)
            case "website":
                self._call("PutBucketWebsite", place)
            case "presign":
                self._call("GetObject", place, keyed=True)
            case "rm":
                below = self._below(place)
                if below is not place:
                    self._list(place)
                if not self._has("dryrun"):
                    self._call("DeleteObject", below, keyed=True)

    def _move(self, source: _Place, target: _Place) -> None:
        """``cp``, ``mv``, ``sync``: something becomes something else. One of the two has to be an address."""
        if source.local and target.local:
            return
        source = _ANYWHERE if source.unsure and target.local else source
        target = _ANYWHERE if target.unsure and source.local else target
        if not source.local:
            copied = target.bucket is not None and not target.unsure and not source.unsure
            self._read(source, copied=copied)
            if self._command == "mv" and not self._has("dryrun"):
                self._call("DeleteObject", self._below(source), keyed=True, optional=source.optional)
        if not target.local:
            self._put(source, target)

    def _read(self, source: _Place, *, copied: bool) -> None:
        """The source is looked at, and read where it is not copied by S3 itself."""
        if self._many():
            self._list(source)
        else:
            self._call("HeadObject", source, keyed=True, optional=source.optional)
        if not copied and not self._has("dryrun"):
            self._call("GetObject", self._below(source), keyed=True, optional=source.optional)

    def _put(self, source: _Place, target: _Place) -> None:
        if self._command == "sync":
            self._list(target)
        if self._has("dryrun"):
            return
        for key in self._keys(source, target):
            place = replace(target, key=key)
            if source.bucket is None or source.unsure or target.unsure:
                self._call("PutObject", place, keyed=True, given=True, optional=target.optional)
                self._call(STARTED, place, keyed=True, given=True, optional=PARTS)
                self._call("AbortMultipartUpload", place, keyed=True, optional=ABORTED)
            else:
                self._copy(self._below(source), place)
        if self._command == "sync" and self._has("delete"):
            self._call("DeleteObject", self._below(target), keyed=True, optional=target.optional)

    def _copy(self, source: _Place, target: _Place) -> None:
        bucket = pieces(source.bucket) if source.bucket is not None else (_ANY,)
        whole = (("CopySource", texts.join((*bucket, "/", *source.key))),)
        self._call("CopyObject", target, keyed=True, given=True, more=whole)
        self._call("AbortMultipartUpload", target, keyed=True, optional=ABORTED)
        self._call("GetObjectTagging", source, keyed=True, optional=TAGS)
        self._call("PutObjectTagging", target, keyed=True, optional=TAGS)

    def _keys(self, source: _Place, target: _Place) -> list[Parts]:
        """What the target's keys may be."""
        if self._many():
            return [self._below(target).key]
        name = source.name if source.bucket is None else texts.split(source.key, "/")[-1]
        last = target.key[-1] if target.key else "/"
        inside = (*target.key, *(name or (_ANY,)))
        if isinstance(last, str):
            return [inside if last.endswith("/") else target.key]
        # What the text ends with is not known: it may end with a slash.
        return [target.key] if last.kind == "unknown" else [target.key, inside]

    def _many(self) -> bool:
        return self._command == "sync" or self._has("recursive")

    def _has(self, option: str) -> bool:
        return option in self._line.options

    def _below(self, place: _Place) -> _Place:
        """All objects below an address, for a command that goes into directories."""
        if not self._many():
            return place
        return replace(place, key=(*_directory(place.key), _ANY))

    def _list(self, place: _Place) -> None:
        prefix = _directory(place.key) if self._many() and place.key else place.key
        more = (("Prefix", texts.join(prefix)),) if prefix else ()
        self._call("ListObjectsV2", _Place(place.bucket), more=more, optional=place.optional)

    def _call(
        self, operation: str, place: _Place | None = None, *, keyed: bool = False, given: bool = False,
        more: tuple[tuple[str, Value], ...] = (), optional: str | None = None,
    ) -> None:  # fmt: skip
        fields: list[tuple[str, Value]] = []
        if place is not None:
            fields.append(("Bucket", place.bucket if place.bucket is not None else Unknown("bucket")))
            if keyed:
                fields.append(("Key", texts.join(place.key)))
        struct = Struct((*fields, *more))
        for option, member in _MEMBERS.items() if given else ():
            value = self._line.options.get(option)
            if value is not None:
                passed = value[0] if value else _BARE.get(option, Unknown("command"))
                struct = Struct((*without(struct, member).fields, (member, passed)))
        if given and self._line.loose:
            others = tuple((name, Unknown("command")) for name in _MEMBERS.values() if not struct.get(name))
            struct = Struct((*struct.fields, *others), maybe=frozenset(name for name, _ in others))
        self._calls[Call(
            service="s3", operation=operation, parameters=struct, via=self._via, optional=optional
        )] = None  # fmt: skip


def _directory(key: Parts) -> Parts:
    last = key[-1] if key else "/"
    ends = last.endswith("/") if isinstance(last, str) else last.kind == "unknown"
    return key if ends else (*key, "/")


def _place(path: Value, *, remote: bool = False) -> _Place:
    """Where a path leads; with ``remote`` it leads into S3, with a scheme or without."""
    parts = pieces(path)
    if texts.starts_with(parts, _SCHEME) or remote:
        runs = texts.split(texts.without_prefix(parts, _SCHEME), "/")
        taken = 2 if _ACCESS_POINT.match(texts.glob(runs[0])) else 1
        bucket = texts.join(texts.rejoin(runs[:taken], "/"))
        return _Place(bucket, texts.rejoin(runs[taken:], "/"))
    if isinstance(path, Unknown) or not parts or isinstance(parts[0], Hole):
        return replace(_ANYWHERE, unsure=True)
    text = literal(path)
    if text is not None:
        base = posixpath.basename(text)
        return _Place(name=(base,) if base else ())
    return _Place(name=texts.split(parts, "/")[-1] or (_ANY,))
