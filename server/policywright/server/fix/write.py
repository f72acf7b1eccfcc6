"""The write: under the principal's lock, with what was there before in the journal, and read back.

``make`` returns or raises only with what was found out. A request that got no answer may have been carried
out, so it is settled by reading; "nothing was changed" is said where a read showed that. Other machines share
no lock with us: whoever wrote there at the same moment is seen when the policy is read a second time, after
any request that was on its way has arrived.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, ExitStack
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, TypeAlias

from policywright.knowledge.policy.statements import rules
from policywright.knowledge.records import dataclass
from policywright.server.errors import Exit, UserError
from policywright.server.fix import journal, locks
from policywright.server.fix.changes import merged
from policywright.server.fix.model import Change, ChangedMeanwhile

if TYPE_CHECKING:
    from policywright.server.account import Account, AwsError
    from policywright.server.principals import Target

ATTEMPTS = 3
"""How often IAM is asked when it is busy or gives no answer."""
PAUSE = 0.5
STEADY = 2.0
"""Seconds after which the policy is read again: longer than a request of another machine is on its way."""
LOOKS = (0.0, 0.2, 0.5, 1.0, 2.0, 4.0)
"""Seconds before each read while IAM, which is eventually consistent, shows what was there before."""
SETTLED = 60.0
"""Seconds after which IAM is taken to show everywhere what was written."""
_WAIT = 120.0
"""Seconds to wait for another run that changes the same principal: what three slow requests take."""

Cancelled: TypeAlias = Callable[[], bool]
Document: TypeAlias = "Mapping[str, Any] | None"


class Interrupted(UserError):
    """Ctrl-C between the request and its answer."""

    status = Exit.INTERRUPTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A change that IAM was asked for. Without ``problem`` it was read back, exactly as approved."""

    entry: str
    problem: str | None = None
    notes: tuple[str, ...] = ()


class _Seen(Enum):
    """What a read shows."""

    AFTER = auto()
    BEFORE = auto()
    OTHER = auto()
    NOTHING = auto()
    """The policy could not be read."""


def lock(target: Target) -> AbstractContextManager[object]:
    """One run at a time changes a principal, as far as this machine goes."""
    # No two of an account's names differ by case alone, and none has a separator of paths.
    name = f"{target.partition}-{target.account}-{target.kind}-{target.name}.lock".lower()
    stack = ExitStack()
    try:
        stack.enter_context(locks.held(journal.lock_path(name), _WAIT))
    except OSError as error:
        raise journal.JournalError(
            f"{journal.state_dir()}: cannot be written ({error.strerror or error}), so nothing was changed"
        ) from error
    return stack


def make(account: Account, change: Change, cancelled: Cancelled | None = None) -> Made:
    """Make an approved change; raises when it was not made."""
    assert change.target is not None
    with lock(change.target):
        writer = _Writer(account, change, change.target)
        writer.check_first()
        if cancelled is not None and cancelled():
            raise UserError("the request was cancelled; nothing was changed")
        writer.begin()
        try:
            return writer.write()
        except KeyboardInterrupt as error:
            raise Interrupted(
                f"interrupted while IAM was asked to change {change.policy_name}: it may have done so or "
                f"not; --undo reads the policy and takes it back if it has (entry {writer.entry})"
            ) from error


def stable(account: Account, target: Target, awaited: Callable[[Document], bool]) -> Document:
    """Our policy of now, read until it is what is awaited or IAM has had its time."""
    now = None
    for pause in LOOKS:
        time.sleep(pause)
        now = account.own_policy(target)
        if awaited(now):
            break
    return now


class _Writer:
    """One change on its way. Used under the principal's lock."""

    def __init__(self, account: Account, change: Change, target: Target) -> None:
        self._account = account
        self._change = change
        self._target = target
        self._notes: list[str] = []
        self._now: Document = None
        self._looked = 0.0
        self.entry = ""

    def check_first(self) -> None:
        """That the policy is the one that the change was made for, and not one of the time before ours."""
        known = journal.read()
        if known.fault:
            self._notes.append(known.fault)
        last, before = known.last(self._target), self._change.before
        if last is None or last.age > SETTLED:
            return self._check(self._account.own_policy(self._target))
        if before != last.before or last.before == last.after:
            return self._check(stable(self._account, self._target, lambda now: now == before))
        now = stable(self._account, self._target, lambda now: now != before)
        if now == before:
            raise ChangedMeanwhile(
                f"IAM shows {self._change.policy_name} as it was before the change of {last.time}; nothing "
                "was written, run again in a minute"
            )
        self._check(now)

    def _check(self, now: Document) -> None:
        if now != self._change.before:
            raise ChangedMeanwhile(
                f"{self._change.policy_name} was changed by somebody else since the diff was made; nothing "
                "was written, run fix again"
            )

    def begin(self) -> None:
        self.entry = journal.begin(self._change)

    def write(self) -> Made:
        """Ask IAM until it has answered, and read what came of it."""
        from policywright.server.account import AwsError

        unanswered: AwsError | None = None
        busy: AwsError | None = None
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE * 2**attempt)
            if unanswered is None:
                self._looked = time.monotonic()
                self._still_so()
            elif self._look_once()[0] is not _Seen.BEFORE:
                break
            try:
                self._send()
            except AwsError as error:
                if not error.refused:
                    unanswered = error
                    if self._look()[0] is not _Seen.BEFORE:
                        break
                elif error.busy:
                    busy = error
                else:
                    return self._refused(error, unanswered)
            else:
                return self._confirmed(None)
        if unanswered is None and busy is not None:
            return self._refused(busy, None)
        return self._confirmed(unanswered)

    def _still_so(self) -> None:
        """The last look before the request: what is seen here is what it replaces."""
        try:
            self._check(self._account.own_policy(self._target))
        except UserError:
            self._mark("failed")
            raise

    def _send(self) -> None:
        change = self._change
        if change.after is None:
            self._account.delete(self._target)
        else:
            self._account.put(self._target, change.written_text)

    def _confirmed(self, unanswered: AwsError | None) -> Made:
        """What the policy is now, seen twice."""
        answered = time.monotonic()
        seen, error = self._look()
        if seen is _Seen.AFTER:
            # Without an answer it may have been carried out at any time until it was seen.
            seconds = (time.monotonic() if unanswered is not None else answered) - self._looked
            if seconds > STEADY:
                self._notes.append(
                    f"IAM took {seconds:.0f} seconds: what another machine has written meanwhile is gone"
                )
            time.sleep(STEADY)
            seen, error = self._look()
        name = self._change.policy_name
        match seen:
            case _Seen.AFTER:
                if unanswered is not None:
                    self._notes.append(f"{unanswered}; the policy was read back, and the change is made")
                self._mark("done")
                return self._made(None)
            case _Seen.OTHER if self._carried():
                self._notes.append(
                    f"{name} was written by somebody else right after; what was approved is part of what is "
                    "there"
                )
                self._mark("done")
                return self._made(None)
            case _Seen.OTHER:
                self._mark("replaced")
                raise ChangedMeanwhile(
                    f"{name} was written by somebody else at the same moment, and theirs is in force; run "
                    f"fix again (entry {self.entry} of the journal is not)"
                )
            case _Seen.BEFORE if unanswered is not None:
                problem = (
                    f"{unanswered}; {name} was read again and is as it was before. Should the request still "
                    "arrive, --undo takes it back"
                )
            case _Seen.BEFORE:
                problem = f"IAM accepted the change and does not show it yet: {name} reads as it was before"
            case _:
                took = f"{unanswered}, and" if unanswered is not None else "IAM accepted the change, but"
                problem = f"{took} {name} could not be read back ({error})"
        self._mark("unseen")
        return self._made(problem)

    def _carried(self) -> bool:
        """Whether another machine has put its own on top of what we wrote: then ours is made, too."""
        change, now = self._change, self._now
        if change.undoes is not None or change.after is None or now is None:
            return False
        return merged(now, rules(change.after)) == now

    def _refused(self, error: AwsError, unanswered: AwsError | None) -> Made:
        """IAM said no; whether an earlier request was carried out is another question."""
        if unanswered is not None:
            return self._confirmed(unanswered)
        seen, _ = self._look_once()
        if seen is _Seen.AFTER:
            # The answer is to a repetition of a request that was carried out.
            return self._confirmed(error)
        self._mark("failed")
        checked = "; read again: nothing was changed" if seen is _Seen.BEFORE else ""
        raise type(error)(f"{error}{checked}", error.code, refused=True) from error

    def _look(self) -> tuple[_Seen, AwsError | None]:
        """What is there, with patience for a read that still shows what was there before."""
        seen, error = _Seen.NOTHING, None
        for pause in LOOKS:
            time.sleep(pause)
            seen, error = self._look_once()
            if seen in (_Seen.AFTER, _Seen.OTHER) or (error is not None and error.denied):
                break
        return seen, error

    def _look_once(self) -> tuple[_Seen, AwsError | None]:
        from policywright.server.account import AwsError

        try:
            now = self._now = self._account.own_policy(self._target)
        except AwsError as error:
            return _Seen.NOTHING, error
        if now == self._change.after:
            return _Seen.AFTER, None
        return (_Seen.BEFORE if now == self._change.before else _Seen.OTHER), None

    def _mark(self, event: journal.Mark) -> None:
        """A mark that can't be written is said; the entry itself is there, and so is the way back."""
        try:
            journal.mark(event, self.entry)
        except journal.JournalError as error:
            self._notes.append(f"{error}; --undo works all the same")

    def _made(self, problem: str | None) -> Made:
        return Made(entry=self.entry, problem=problem, notes=tuple(self._notes))
