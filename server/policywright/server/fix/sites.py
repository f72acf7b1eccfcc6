"""The calls in the code that were denied, and what they pass: the analysis as ``fix --code`` uses it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from policywright.analyzers.analysis import Analysis
from policywright.analyzers.assembly import Place, condition_data, resource_texts
from policywright.analyzers.model import Grant, MayNeed, Reason
from policywright.knowledge.denials.model import Denial
from policywright.knowledge.generic import is_tag_action
from policywright.knowledge.policy.patterns import covers
from policywright.knowledge.policy.statements import Condition, conditions_of
from policywright.knowledge.records import dataclass, replace
from policywright.server.fix.model import Ask, Site
from policywright.server.generation import generate
from policywright.server.request import Progress, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeNeed:
    """An action that the code needs, on what, and where."""

    action: str
    resources: tuple[str, ...]
    conditions: tuple[Condition, ...]
    sites: tuple[Site, ...]
    optional: bool = False
    """Needed only where something that the code does not show is so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What the code needs, once for all denials."""

    needs: tuple[CodeNeed, ...] = ()
    given: bool = False
    deployment: Callable[[bool], tuple[CodeNeed, ...]] | None = None
    """What deploying the templates among the code needs, all of a stack tagged or not; worked out when
    it is asked for."""

    def of(self, denial: Denial, action: str) -> tuple[CodeNeed, ...]:
        """The needs that this denied action can come from; those its resource fits, where it is known.

        What the code doesn't ask, whoever deploys it may.
        """
        of_code = _fitting(self.needs, denial, action)
        if of_code:
            return of_code
        if self.deployment is None:
            return ()
        # A command elsewhere may tag all that a stack makes: that it was denied says that somebody did.
        deployed = _fitting(self.deployment(False), denial, action)
        if not deployed and is_tag_action(action):
            deployed = _fitting(self.deployment(True), denial, action)
        return tuple(replace(need, sites=_named(need.sites, denial)) for need in deployed)

    def at(self, sites: tuple[Site, ...]) -> Iterator[CodeNeed]:
        """Everything that the calls at these places need in any case."""
        places = {(site.file, site.line, site.column) for site in sites}
        for need in self.needs:
            if not need.optional and any(
                (site.file, site.line, site.column) in places for site in need.sites
            ):
                yield need


def _fitting(needs: Iterable[CodeNeed], denial: Denial, action: str) -> tuple[CodeNeed, ...]:
    found = [need for need in needs if need.action.lower() == action.lower()]
    if denial.resource is not None:
        return tuple(n for n in found if any(covers(r, denial.resource) for r in n.resources))
    inside = denial.within
    if inside is not None:
        return tuple(n for n in found if any(covers(r, inside) or covers(inside, r) for r in n.resources))
    return tuple(found)


def _named(sites: tuple[Site, ...], denial: Denial) -> tuple[Site, ...]:
    """Of the resources of a template that it can be, those whose id is part of the denied resource's name.

    CloudFormation makes names of ids.
    """
    ids = [site.operation.partition(", ")[2].partition(":")[0].rpartition(".")[2] for site in sites]
    fits = [one for one in ids if one and denial.resource is not None and one in denial.resource]
    longest = max(map(len, fits), default=0)
    return (
        tuple(site for site, one in zip(sites, ids, strict=True) if one in fits and len(one) == longest)
        or sites
    )


def read_code(
    ask: Ask,
    account: str | None,
    *,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Code:
    """Analyse ``ask.code``; nothing when there is none."""
    if not ask.code:
        return Code()
    request = Request(
        paths=ask.code,
        region=ask.region,
        account=account,
        base=ask.root or "",
        root=ask.root,
        kept=ask.kept,
    )
    analysis = generate(request, progress=progress, cancelled=cancelled)
    place = Place(region=ask.region, account=account)

    @cache
    def deployment(tagged: bool) -> tuple[CodeNeed, ...]:
        from policywright.analyzers.deployment.deploying import Options, deploy

        options = Options(region=ask.region, account=account, root=ask.root, tagged=tagged)
        found = deploy(ask.code, options)
        return tuple(_needs(found.analysis, place))

    return Code(needs=tuple(_needs(analysis, place)), given=True, deployment=deployment)


def _needs(analysis: Analysis, place: Place) -> Iterator[CodeNeed]:
    grants: list[Grant | MayNeed] = [grant for policy in analysis.policies for grant in policy.grants]
    for item in [*grants, *analysis.may_need]:
        yield CodeNeed(
            action=item.action,
            resources=tuple(resource_texts(item.resources, place)),
            conditions=conditions_of(condition_data(item.conditions, place)),
            sites=tuple(dict.fromkeys(_site(item.action, reason) for reason in item.reasons)),
            optional=isinstance(item, MayNeed),
        )


def _site(action: str, reason: Reason) -> Site:
    span, deployed = reason.span, reason.code == "deployment"
    return Site(
        file=span.file, line=span.line, column=span.column, action=action, deployed=deployed,
        operation=f"{reason.operation}, {reason.detail}" if deployed else reason.operation,
    )  # fmt: skip
