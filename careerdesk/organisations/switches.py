"""Features on and off. Who is signed in brings them along; for others they are read when somebody asks."""

from collections.abc import Mapping

from careerdesk.audit import service as audit
from careerdesk.kernel.context import Context
from careerdesk.kernel.errors import Conflict, Forbidden, Missing
from careerdesk.organisations.repository import FLAGS, SWITCH
from careerdesk.organisations.schemas import FeatureItem
from careerdesk.organisations.states import REGISTRY, Feature


async def enabled(context: Context, feature: Feature) -> bool:
    """Whether the request's institution has the feature."""
    fixed = context.settings.features.get(feature.value)
    if fixed is not None:
        return fixed
    return bool((await _flags(context)).get(feature.value, REGISTRY[feature].default))


async def require(context: Context, feature: Feature) -> None:
    """403 where the feature is off; says who can change that."""
    if not await enabled(context, feature):
        raise Forbidden(
            f"“{REGISTRY[feature].title}” is switched off at this institution. Its administrators can switch it on.",
            code="feature_off",
            feature=feature.value,
        )


async def items(context: Context) -> list[FeatureItem]:
    return [await _item(context, feature) for feature in Feature]


async def item(context: Context, name: str) -> FeatureItem:
    """One feature by its name, or 404."""
    return await _item(context, _named(name))


async def switch(context: Context, name: str, *, enabled: bool) -> FeatureItem:
    """Switch a feature; 409 where the installation has decided."""
    feature = _named(name)
    if feature.value in context.settings.features:
        raise Conflict("The settings of this installation decide about this feature.", code="feature_fixed")
    if (await item(context, name)).enabled != enabled:
        await context.db.run(SWITCH, id=context.institution_id, name=feature.value, enabled=enabled, now=context.now)
        context.flags = context.db.tenant, {**await _flags(context), feature.value: enabled}
        how = "on" if enabled else "off"
        said = f"{context.caller.full_name} switched “{REGISTRY[feature].title}” {how}"
        await audit.record(
            context, "features.switch", ("institution", context.institution_id), said, feature=feature, enabled=enabled
        )
    return await item(context, name)


async def _flags(context: Context) -> Mapping[str, bool]:
    tenant = context.db.tenant
    if context.flags is None or context.flags[0] != tenant:
        found = await context.db.value(FLAGS, id=tenant) if tenant is not None else None
        context.flags = tenant, found or {}
    return context.flags[1]


async def _item(context: Context, feature: Feature) -> FeatureItem:
    registered = REGISTRY[feature]
    return FeatureItem(
        name=feature,
        enabled=await enabled(context, feature),
        title=registered.title,
        description=registered.description,
        kind=registered.kind,
        default=registered.default,
        fixed=feature.value in context.settings.features,
    )


def _named(name: str) -> Feature:
    try:
        return Feature(name)
    except ValueError:
        raise Missing("This feature") from None
