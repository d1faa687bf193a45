"""The council's rule for choosing audits to moderate."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.free_text import clean_text
from qa_app.domain.sampling import ModerationRule
from qa_app.models import ModerationSetting, Person
from qa_app.services.trail import record

LONGEST_SEED = 100


def change_rule(session: Session, rule: ModerationRule, *, by: Person | None, at: datetime) -> None:
    """Holds for audits submitted from now on; audits chosen before stay chosen.

    Raises InvalidInput for a share that is no percentage, or no seed.
    """
    seed = " ".join(clean_text(rule.seed, limit=LONGEST_SEED, field="seed").split())
    problems = []
    if not 0 <= rule.random_share <= 100:
        problems.append(Problem("random_share", "Write a whole number from 0 to 100"))
    if not seed:
        # Without one, anybody who knows an audit's reference could work out its draw.
        problems.append(Problem("seed", "Write a seed: any word or number that auditors do not know"))
    if problems:
        raise InvalidInput(problems)
    setting = session.get_one(ModerationSetting, 1, with_for_update=True)
    before = _shown(setting)
    setting.all_worst, setting.all_best = rule.all_worst, rule.all_best
    setting.random_share, setting.seed, setting.blind = rule.random_share, seed, rule.blind
    after = _shown(setting)
    session.flush()
    if changed := [name for name in after if after[name] != before[name]]:
        record(
            session,
            "changed moderation rule",
            by=by,
            at=at,
            subject="moderation rule",
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
        )
        session.flush()


def _shown(setting: ModerationSetting) -> dict[str, Any]:
    """What the trail keeps of the rule."""
    return {
        "all with the lowest grade": setting.all_worst,
        "all with the highest grade": setting.all_best,
        "random share in percent": setting.random_share,
        "seed": setting.seed,
        "blind": setting.blind,
    }
